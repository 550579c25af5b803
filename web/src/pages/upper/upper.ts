import type { UpperCellView } from '@/api/types'

/** What needs an eye comes first. */
export const states = ['differing', 'empty', 'blocked', 'filled'] as const
export type State = (typeof states)[number]

export function listCells(cells: UpperCellView[], wanted: State | ''): UpperCellView[] {
  const order = (cell: UpperCellView) => states.indexOf(cell.state as State)
  return cells.filter((cell) => !wanted || cell.state === wanted).sort((a, b) => order(a) - order(b))
}
