// A table as it is typed row by row, and what becomes of it as changes of the catalogue.
import type { AmendedRow, Problem } from '@/api/types'
import { filled } from '@/pages/proposal/amend'
import { differing, type Cells } from '@/ui/columns'

/** A row; without `before` it is new. */
export interface GridRow { before?: Cells; cells: Cells; removed: boolean }

/** A change with the table and the place of the row in it. */
export interface Placed { change: AmendedRow; table: string; row: number }

export const rowsOf = (rows: Cells[]): GridRow[] => rows.map((row) => ({ before: row, cells: { ...row }, removed: false }))

/** The rows that are other than they were; a new one without a word is none. */
export function placedOf(table: string, columns: string[], rows: GridRow[]): Placed[] {
  return rows.flatMap(({ before, cells, removed }, row): Placed[] => {
    const typed = filled(cells)
    if (!before) return Object.keys(typed).length ? [{ change: { table, replaces: null, cells: typed }, table, row }] : []
    if (removed) return [{ change: { table, replaces: '', cells: before, removed: true }, table, row }]
    return differing(columns, before, cells).length ? [{ change: { table, replaces: '', cells: typed }, table, row }] : []
  })
}

/** What is wrong with a row, by column: its faults are told by the place of its change. */
export function faultsOf(placed: Placed[], problems: Problem[], table: string, row: number): Record<string, Problem[]> {
  const at = placed.findIndex((one) => one.table === table && one.row === row)
  const own = problems.filter((problem) => at >= 0 && problem.place.field?.startsWith(`changes[${at}].`))
  const found: Record<string, Problem[]> = {}
  for (const problem of own) (found[problem.place.field?.split('.')[1] ?? ''] ??= []).push(problem)
  return found
}

/** What stands at no row. */
export const elsewhereOf = (problems: Problem[]): Problem[] => problems.filter((problem) => !problem.place.field?.startsWith('changes['))
