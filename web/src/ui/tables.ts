// Tables of the catalogue as people know them: `codes.sex` and `codes.sex.groups`, `areas`, `items`, `indicators`.
import { i18n, inLanguage } from '@/i18n'
import { dimensionName } from './dimension'

export type TableKind = 'indicators' | 'items' | 'areas' | 'codes' | 'groups' | 'lists'

export function kindOf(table: string): TableKind {
  if (!table.startsWith('codes.')) return table as TableKind
  return table.endsWith('.groups') ? 'groups' : 'codes'
}

interface Called { name?: string | null; name_en?: string | null }

/** The list of a table of codes, or of its groups, by name: as the catalogue calls it, where that is known. */
export function listName(table: string, called: Called = {}): string {
  const list = table.replace(/^codes\./, '').replace(/\.groups$/, '')
  if (called.name) return inLanguage(called.name, called.name_en)
  const { t, te } = i18n.global
  return te(`codes.list_${list}`) ? t(`codes.list_${list}`) : dimensionName(list)
}
