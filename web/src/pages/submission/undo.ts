// What was done to the cells, step by step, so that it can be taken back and done again.
import { same, type Held } from './edits'

export interface Move {
  cell: string
  before: Held
  after: Held
}

export interface History {
  done: Move[][]
  undone: Move[][]
  /** While the same cell is typed in, its keys make one step. */
  typing: string | null
}

export const nothing: History = { done: [], undone: [], typing: null }

const most = 200

/** After a step. `typing` names the cell while its keys come one by one. */
export function did(history: History, moves: Move[], typing: string | null = null): History {
  const real = moves.filter(({ before, after }) => !same(before, after))
  if (!real.length) return history
  const last = history.done[history.done.length - 1]
  if (typing && history.typing === typing && last?.length === 1 && last[0]?.cell === typing) {
    const joined = { cell: typing, before: last[0].before, after: real[0]?.after ?? last[0].after }
    return { done: [...history.done.slice(0, -1), [joined]], undone: [], typing }
  }
  return { done: [...history.done, real].slice(-most), undone: [], typing }
}

/** The cell was left: what is typed in it next is another step. */
export const left = (history: History): History => (history.typing ? { ...history, typing: null } : history)

/** What to put where, and which cells have since been changed by somebody else: those stay as they are. */
export interface Replay {
  history: History
  changes: [string, Held][]
  changed: string[]
}

function replay(step: Move[], from: 'before' | 'after', now: (cell: string) => Held) {
  const to = from === 'after' ? 'before' : 'after'
  const mine = step.filter((move) => same(now(move.cell), move[from]))
  return {
    changes: mine.map((move): [string, Held] => [move.cell, move[to]]),
    changed: step.filter((move) => !mine.includes(move)).map(({ cell }) => cell),
  }
}

export function undo(history: History, now: (cell: string) => Held): Replay | undefined {
  const step = history.done[history.done.length - 1]
  if (!step) return undefined
  const { done, undone } = history
  return { ...replay(step, 'after', now), history: { done: done.slice(0, -1), undone: [...undone, step], typing: null } }
}

export function redo(history: History, now: (cell: string) => Held): Replay | undefined {
  const step = history.undone[history.undone.length - 1]
  if (!step) return undefined
  const { done, undone } = history
  return { ...replay(step, 'before', now), history: { done: [...done, step], undone: undone.slice(0, -1), typing: null } }
}
