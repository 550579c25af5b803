// Tables of the catalogue as people know them: `codes.sex` and `codes.sex.groups`, `areas`, `items`, `indicators`.
import { i18n } from '@/i18n'
import { dimensionName } from './dimension'

export type TableKind = 'indicators' | 'items' | 'areas' | 'codes' | 'groups'

export function kindOf(table: string): TableKind {
  if (!table.startsWith('codes.')) return table as TableKind
  return table.endsWith('.groups') ? 'groups' : 'codes'
}

/** The list of a table of codes, or of its groups, by name. */
export function listName(table: string): string {
  const list = table.replace(/^codes\./, '').replace(/\.groups$/, '')
  const { t, te } = i18n.global
  return te(`codes.list_${list}`) ? t(`codes.list_${list}`) : dimensionName(list)
}
