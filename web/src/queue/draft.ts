// What one user has typed into one form and the server has not acknowledged. Pure: what becomes of it at each event.
import type { EntryView, Problem, ReceiptView } from '@/api/types'
import { afterRefused, afterSaved, batchOf, entriesOf, type Edit } from '@/pages/submission/edits'

/** Cells under way with the id that the server knows the save by. Its content never changes: sent again it says the same. */
export interface Save {
  id: string
  cells: [string, Edit][]
}

/** Which form, and whose. */
export interface About {
  /** Sign-in name; with the submission it is the key. */
  user: string
  person: string
  submission: number
  /** In words, for lists of what waits. */
  title: string
  plan: string
}

export interface Draft extends About {
  /** Every cell that differs from what was saved, those under way among them. */
  edits: [string, Edit][]
  /** Names of the cells in `edits`, since the form may no longer be there to say them. */
  names: Record<string, string>
  /** What the cells in `edits` show: the words for a code. */
  shown?: Record<string, string>
  under: Save | null
  /** Why the form takes nothing at present: it was handed in or received, the round is closed. */
  stopped: Problem[] | null
}

/** Cells as they are typed; an absent edit takes the cell back. */
export type Changes = ReadonlyMap<string, Edit | undefined>

/** What was answered to a save. */
export interface Answer {
  entries: EntryView[]
  receipt?: ReceiptView | null
}

/** The version that the save gave to each of its cells. */
export const versionsOf = (answer: Answer): ReadonlyMap<string, number> =>
  new Map((answer.receipt?.cells ?? []).map(({ cell, version }) => [cell, version]))

/** Undefined when nothing is left to keep. */
export const worthKeeping = (draft: Draft): Draft | undefined => (draft.edits.length || draft.under ? draft : undefined)

export type ShowOf = (cell: string, edit: Edit) => string
const plain: ShowOf = (_, { value, missing }) => missing ?? value ?? ''

/** After keys were typed. */
export function typed(draft: Draft | undefined, about: About, changes: Changes, nameOf: (cell: string) => string, showOf = plain): Draft {
  const edits = new Map(draft?.edits)
  for (const [cell, edit] of changes) {
    if (edit) edits.set(cell, edit)
    else edits.delete(cell)
  }
  const names = Object.fromEntries([...edits.keys()].map((cell) => [cell, changes.has(cell) ? nameOf(cell) : (draft?.names[cell] ?? cell)]))
  const words = (cell: string, edit: Edit) => (changes.has(cell) ? showOf(cell, edit) : (draft?.shown?.[cell] ?? plain(cell, edit)))
  const shown = Object.fromEntries([...edits].map(([cell, edit]) => [cell, words(cell, edit)]))
  return { ...about, edits: [...edits], names, shown, under: draft?.under ?? null, stopped: draft?.stopped ?? null }
}

/** With a save under way: the one that was, since nobody knows whether it arrived, or a new one of what waits. */
export function begun(draft: Draft, id: string): Draft {
  if (draft.under || draft.stopped) return draft
  const cells = batchOf(new Map(draft.edits))
  return cells.length ? { ...draft, under: { id, cells } } : draft
}

/** After a save was acknowledged. */
export function acknowledged(draft: Draft, save: Save, answer: Answer): Draft {
  if (draft.under?.id !== save.id) return draft
  const edits = afterSaved(new Map(draft.edits), save.cells, entriesOf(answer.entries), versionsOf(answer))
  return { ...draft, edits: [...edits], under: null }
}

/** After cells of a save were refused: nothing of it was written, the others go into the next. */
export function cellsRefused(draft: Draft, save: Save, problems: Problem[]): Draft {
  if (draft.under?.id !== save.id) return draft
  return { ...draft, edits: [...afterRefused(new Map(draft.edits), save.cells, problems)], under: null }
}

/** After the form as a whole was refused: nothing is sent until the user has decided. */
export const stopped = (draft: Draft, problems: Problem[]): Draft => ({ ...draft, stopped: problems })

export const resumed = (draft: Draft): Draft => ({ ...draft, stopped: null })

/** Cells that will be sent by themselves. */
export const waiting = (draft: Pick<Draft, 'edits'>): number => batchOf(new Map(draft.edits)).length
