// Ranges of cells as in a spreadsheet: by row of the form and by column of its section.
import type { SectionView } from '@/api/types'
import { cellAt, columnsOf, type Direction } from './grid'

/** Rows of the form, each with a place for every column of its section; undefined where the row has no such cell. */
export type Slots = (string | undefined)[][]

export interface Position {
  row: number
  column: number
}

export const slotsOf = (sections: SectionView[]): Slots =>
  sections.flatMap((section) => {
    const columns = columnsOf(section)
    return section.rows.map((row) => columns.map(({ key }) => cellAt(row, key)?.cell))
  })

export function positionOf(slots: Slots, cell: string): Position | undefined {
  const row = slots.findIndex((cells) => cells.includes(cell))
  return row < 0 ? undefined : { row, column: slots[row]?.indexOf(cell) ?? 0 }
}

/** The rectangle between two cells, row by row; undefined where a row has no cell. */
export function rectangle(slots: Slots, from: string, to: string): Slots {
  const [a, b] = [positionOf(slots, from), positionOf(slots, to)]
  if (!a || !b) return []
  const [top, bottom] = [Math.min(a.row, b.row), Math.max(a.row, b.row)]
  const [left, right] = [Math.min(a.column, b.column), Math.max(a.column, b.column)]
  return slots.slice(top, bottom + 1).map((cells) => Array.from({ length: right - left + 1 }, (_, at) => cells[left + at]))
}

/** The next cell of the range's end in a direction, over places without one; undefined at the edge. */
export function stepped(slots: Slots, from: string, to: Direction): string | undefined {
  const at = positionOf(slots, from)
  if (!at) return undefined
  const cells = to === 'left' || to === 'right' ? (slots[at.row] ?? []) : slots.map((row) => row[at.column])
  const place = to === 'left' || to === 'right' ? at.column : at.row
  const onward = to === 'left' || to === 'up' ? cells.slice(0, place).reverse() : cells.slice(place + 1)
  return onward.find((cell) => cell !== undefined)
}

export const cellsOf = (area: Slots): string[] => area.flatMap((cells) => cells.filter((cell) => cell !== undefined))

/** Where a filled-down value comes from: the first row of the range, or the cell above where one cell alone is chosen. */
export function fillPairs(slots: Slots, from: string, to: string): { source: string; target: string }[] {
  const area = rectangle(slots, from, to)
  if (area.length > 1) {
    const [head, ...rest] = area
    return rest.flatMap((cells) => cells.flatMap((target, at) => pair(head?.[at], target)))
  }
  const place = positionOf(slots, from)
  const width = area[0]?.length ?? 0
  const left = Math.min(place?.column ?? 0, positionOf(slots, to)?.column ?? 0)
  if (!place) return []
  return Array.from({ length: width }, (_, at) => pair(slots[place.row - 1]?.[left + at], area[0]?.[at])).flat()
}

const pair = (source: string | undefined, target: string | undefined) => (source && target ? [{ source, target }] : [])
