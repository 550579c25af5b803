// What is typed in the editor as changes of the catalogue, and where its faults stand.
import type { AmendedRow, AmendmentCheck, Problem } from '@/api/types'
import type { Cells } from '@/ui/columns'

/** Columns that hold a formula. */
export const formulas = ['numerator', 'denominator', 'formula']
/** Columns that are written in more than a line. */
export const long = [...formulas, 'definition', 'doubt', 'source_note']

export const filled = (cells: Cells): Cells => Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell.trim() !== ''))

/** The year that is typed, in full-width digits too: undefined where none is, null where it cannot be read. */
export function readYear(typed: string): number | null | undefined {
  const text = typed.normalize('NFKC').trim()
  if (!text) return undefined
  return /^\d{4}$/.test(text) ? Number(text) : null
}

/**
 * The changes: the row in the place of `before`, or added where there is none. With a year from which it holds, the row
 * before ends with the year before, and the new one stands beside it.
 */
export function changesOf(table: string, before: Cells | undefined, typed: Cells, year: number | null | undefined): AmendedRow[] {
  const cells = filled(typed)
  if (!before) return [{ table, replaces: null, cells }]
  const replaces = before.valid_from ?? ''
  if (year == null) return [{ table, replaces, cells }]
  return [
    { table, replaces, cells: { ...before, valid_to: String(year - 1) } },
    { table, replaces: null, cells: { ...cells, valid_from: String(year) } },
  ]
}

/** The row taken out. */
export const removalOf = (table: string, before: Cells): AmendedRow => ({ table, replaces: before.valid_from ?? '', cells: before, removed: true })

/** What was told of some changes; without `told` they could not be checked. */
export interface Checked { of: AmendedRow[]; told?: AmendmentCheck }

/** Whether these very changes were checked: what was said of others holds no more. */
export function standOf(found: Checked | undefined, changes: AmendedRow[]): 'checking' | 'unchecked' | 'checked' {
  if (found?.of !== changes) return 'checking'
  return found.told ? 'checked' : 'unchecked'
}

/** The place of the typed row among its changes. */
export const typedAt = (changes: AmendedRow[]): number => changes.length - 1

export const faultsAt = (problems: Problem[], at: number, column: string): Problem[] =>
  problems.filter((problem) => problem.place.field === `changes[${at}].${column}`)

/** What stands at none of the fields of the typed row. */
export const faultsElsewhere = (problems: Problem[], at: number): Problem[] =>
  problems.filter((problem) => !problem.place.field?.startsWith(`changes[${at}].`))

export interface Piece { text: string; wrong: boolean }

/** A formula in pieces, what begins at a faulty character told apart: a word, or a sign alone; behind the end a blank. */
export function pieces(text: string, characters: number[]): Piece[] {
  const letters = [...text.trim()]
  const wrong = new Set<number>()
  for (const character of characters) {
    const start = character - 1
    wrong.add(start)
    const word = /[\w.]/
    for (let at = start + 1; word.test(letters[start] ?? '') && word.test(letters[at] ?? ''); at++) wrong.add(at)
  }
  if ([...wrong].some((at) => at >= letters.length)) letters.push('\u00a0')
  const found: Piece[] = []
  letters.forEach((letter, at) => {
    const is = wrong.has(at) || (at === letters.length - 1 && letter === '\u00a0')
    const last = found.at(-1)
    if (last && last.wrong === is) last.text += letter
    else found.push({ text: letter, wrong: is })
  })
  return found
}

/**
 * What a row of a proposal is to be read beside: the row in whose place it stands, or, of a new definition, the one of the
 * same code that the proposal ends; none of what is new altogether.
 */
export function followed({ changes, before }: { changes: AmendedRow[]; before: (Cells | null)[] }, at: number): Cells | null {
  const own = before[at]
  if (own) return own
  const change = changes[at]
  if (change?.table !== 'indicators' && change?.table !== 'items') return null
  const ended = changes.findIndex((one, place) => before[place] && !one.removed && one.table === change.table && one.cells.code === change.cells.code)
  return before[ended] ?? null
}
