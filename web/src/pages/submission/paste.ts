// A block from a spreadsheet, laid over the form from one cell on.
import type { MissingReasonView } from '@/api/types'
import { isWhole, readNumber } from './number'
import { positionOf, type Slots } from './range'
import { readTyped, type Content } from './text'

export type Why = 'number' | 'whole' | 'reason' | 'outside' | 'locked'

/** A cell of the block that could not be taken over; it is listed, and its text is not lost. */
export interface Unread {
  /** The form's cell; absent where the form has none there. */
  cell?: string
  /** Place in the block, from 1. */
  row: number
  column: number
  text: string
  why: Why
}

export interface Pasted {
  changes: [string, Content][]
  unread: Unread[]
}

/** What one pasted text means in a cell of a type; `Why` where it means nothing. */
export function readPasted(text: string, type: string, reasons: MissingReasonView[]): Content | Why {
  const typed = readTyped(text, type, reasons)
  if (typed === 'ask') return 'reason'
  if (typed.missing || typed.value === null) return typed
  const number = readNumber(typed.value)
  if (number === undefined) return 'number'
  if (type !== 'decimal' && !isWhole(number)) return 'whole'
  return { value: type === 'decimal' ? number : number.replace(/\.0*$/, ''), missing: null }
}

/**
 * Empty cells of the block change nothing: a gap in a table is no order to erase. A single text over a chosen range goes
 * into each of its cells.
 */
export function placeBlock(block: string[][], slots: Slots, area: Slots, typeOf: (cell: string) => string, reasons: MissingReasonView[], open: (cell: string) => boolean = () => true): Pasted {
  const pasted: Pasted = { changes: [], unread: [] }
  const put = (text: string, cell: string | undefined, row: number, column: number) => {
    if (!text.trim()) return
    const read = !cell ? 'outside' : open(cell) ? readPasted(text, typeOf(cell), reasons) : 'locked'
    if (typeof read === 'string') pasted.unread.push({ cell, row, column, text, why: read })
    else if (cell) pasted.changes.push([cell, read])
  }
  const first = area[0]?.find((cell) => cell !== undefined)
  if (first === undefined) return pasted
  const alone = block.length === 1 && block[0]?.length === 1
  if (alone) {
    area.forEach((cells, row) => cells.forEach((cell, column) => cell && put(block[0]?.[0] ?? '', cell, row + 1, column + 1)))
    return pasted
  }
  const from = positionOf(slots, first)
  block.forEach((texts, row) => texts.forEach((text, column) => {
    const cell = slots[(from?.row ?? 0) + row]?.[(from?.column ?? 0) + column]
    put(text, cell, row + 1, column + 1)
  }))
  return pasted
}
