// Columns of a section and the way from cell to cell, as in a spreadsheet.
import type { CellView, RowView, SectionView } from '@/api/types'
import { showPeriod } from '@/ui/period'

export interface Column {
  /** '' for the total, else the breakdown as written: `sex=F`; the period where several stand side by side. */
  key: string
  label: string
  /** First column of its dimension. */
  first: boolean
}

export type Direction = 'up' | 'down' | 'left' | 'right'

/** The rows of the whole form; each holds its cells by column. */
export type Grid = Map<string, string>[]

/** `sex=F` of `ITEM[sex=F]`; '' of the total. */
export const breakdownOf = (cell: string): string => /\[(.*)\]$/.exec(cell)?.[1] ?? ''

/** The column of a cell: its breakdown, or its period where several stand side by side. */
const keyOf = (cell: CellView): string => cell.period ?? breakdownOf(cell.cell)

const dimensionOf = (key: string): string => key.split('=')[0] ?? ''

/** The columns that any row of the section uses: the total, then dimension by dimension. */
export function columnsOf(section: SectionView): Column[] {
  const labels = new Map<string, string>()
  for (const row of section.rows) for (const cell of row.cells) labels.set(keyOf(cell), cell.period ? showPeriod(cell.period) : cell.label)
  const keys = [...labels.keys()]
  const dimensions = [...new Set(keys.map(dimensionOf))]
  const sorted = section.rows.some((row) => row.cells.some((cell) => cell.period))
    ? keys.sort()
    : dimensions.flatMap((dimension) => keys.filter((key) => dimensionOf(key) === dimension))
  return sorted.map((key, at) => {
    const before = sorted[at - 1]
    return { key, label: labels.get(key) ?? key, first: before === undefined || dimensionOf(before) !== dimensionOf(key) }
  })
}

export const cellAt = (row: RowView, key: string): CellView | undefined => row.cells.find((cell) => keyOf(cell) === key)

/** Rows in reading order; within a row the cells in the order of the section's columns. */
export const gridOf = (sections: SectionView[]): Grid =>
  sections.flatMap((section) => {
    const columns = columnsOf(section)
    return section.rows.map(
      (row) =>
        new Map(
          columns.flatMap(({ key }) => {
            const cell = cellAt(row, key)
            return cell ? [[key, cell.cell] as const] : []
          }),
        ),
    )
  })

/**
 * The cell that an arrow leads to. Up and down pass over rows without the column; where none is left, they go to the
 * total of the neighbouring row. Left and right go on in the neighbouring row. Undefined at the edge of the form.
 */
export function move(grid: Grid, from: string, to: Direction): string | undefined {
  const at = grid.findIndex((row) => [...row.values()].includes(from))
  const key = [...(grid[at] ?? [])].find(([, cell]) => cell === from)?.[0]
  if (key === undefined) return undefined
  if (to === 'left' || to === 'right') {
    const flat = grid.flatMap((row) => [...row.values()])
    return flat[flat.indexOf(from) + (to === 'left' ? -1 : 1)]
  }
  const onward = to === 'down' ? grid.slice(at + 1) : grid.slice(0, at).reverse()
  return onward.find((row) => row.has(key))?.get(key) ?? onward[0]?.values().next().value
}
