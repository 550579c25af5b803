// Columns of the catalogue and their words as people read them.
import { useI18n } from 'vue-i18n'
import { signs } from '@/i18n'
import { dimensionName } from './dimension'

/** A row of the catalogue by column; an absent cell is empty. */
export type Cells = Record<string, string>

/** The columns in which two states of a row differ, in the order of `columns`. */
export const differing = (columns: string[], before: Cells | null | undefined, after: Cells | null | undefined): string[] =>
  columns.filter((column) => (before?.[column] ?? '') !== (after?.[column] ?? ''))

/** A row in two states of a table; one that is new or gone has none before or after. */
export interface Pair { subject: string; before?: Cells; after?: Cells }

/** The rows of two states by `key`; of several rows with one key the first belongs to the first. */
export function pairsOf(key: string[], before: Cells[], after: Cells[]): Pair[] {
  const bySubject = (rows: Cells[]) => {
    const found = new Map<string, Cells[]>()
    for (const row of rows) {
      const subject = key.map((column) => row[column] ?? '').join(' · ')
      found.set(subject, [...(found.get(subject) ?? []), row])
    }
    return found
  }
  const [old, now] = [bySubject(before), bySubject(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((subject) => {
    const [was, is] = [old.get(subject) ?? [], now.get(subject) ?? []]
    const longer = was.length > is.length ? was : is
    return longer.map((_, at) => ({ subject, before: was[at], after: is[at] }))
  })
}

export function useColumns() {
  const { t, te } = useI18n()
  const name = (column: string) => (te(`proposal.column_${column}`) ? t(`proposal.column_${column}`) : column)
  /** Some words stand on the page of the indicator too. */
  const word = (column: string, code: string) => {
    const key = ['indicator', 'proposal'].map((noun) => `${noun}.${column}_${code}`).find((one) => te(one))
    return key ? t(key) : code
  }
  const worded = ['kind', 'direction', 'frequency', 'value_type', 'feed', 'annual', 'type', 'adds_up']
  /** A cell as it is shown. */
  function shown(column: string, cell: string | undefined): string {
    if (!cell) return '—'
    if (worded.includes(column)) return word(column, cell)
    return ['breakdowns', 'additive'].includes(column) ? cell.split('|').map(dimensionName).join(signs().list) : cell
  }
  return { name, word, shown }
}
