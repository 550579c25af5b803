// Changes of cells as steps that can be taken back.
import type { Held } from './edits'
import { did, left, nothing, redo, undo, type History, type Replay } from './undo'

type Changes = [string, Partial<Held>][]

/** `put` writes cells without making a step of it. */
export function useUndo(held: (cell: string) => Held, put: (changes: Changes) => void) {
  let history: History = nothing

  function changeAll(changes: Changes, typing: string | null = null) {
    const moves = changes.map(([cell, change]) => ({ cell, before: held(cell), after: { ...held(cell), ...change } }))
    history = did(history, moves, typing)
    put(changes)
  }

  function go(step: (history: History, now: (cell: string) => Held) => Replay | undefined): string[] | undefined {
    const replay = step(history, held)
    if (!replay) return undefined
    history = replay.history
    put(replay.changes)
    return replay.changed
  }

  return {
    changeAll: (changes: Changes) => changeAll(changes),
    change: (cell: string, change: Partial<Held>, typing = false) => changeAll([[cell, change]], typing ? cell : null),
    leave: () => void (history = left(history)),
    undo: () => go(undo),
    redo: () => go(redo),
  }
}
