// Edits that wait to be saved. An edit keeps the version of the cell that its writer saw when it began, so that what
// someone else wrote meanwhile is never overwritten unseen.
import type { EntryView, Problem } from '@/api/types'
import { meansSame } from './number'
import type { Content } from './text'

export interface Held extends Content {
  note: string | null
}

export interface Edit extends Held {
  seen: number
  /** Refused as it stands: not sent again before it changes. */
  problems?: Problem[]
  /** Someone else has changed the cell: waits for the user's choice. */
  stale?: boolean
}

export type Entries = ReadonlyMap<string, EntryView>
export type Edits = ReadonlyMap<string, Edit>

export const entriesOf = (list: EntryView[]): Entries => new Map(list.map((entry) => [entry.cell, entry]))

const blank = (text: string | null | undefined): string | null => text?.trim() || null

const heldOf = (entry: EntryView | undefined): Held => ({
  value: entry?.value ?? null,
  missing: entry?.missing ?? null,
  note: entry?.note ?? null,
})

export const currentOf = (entries: Entries, edits: Edits, cell: string): Held => edits.get(cell) ?? heldOf(entries.get(cell))

/** As the server compares: a number however it is written, a note without blanks at its ends. */
export const same = (a: Held, b: Held): boolean => meansSame(a.value ?? '', b.value ?? '') && a.missing === b.missing && blank(a.note) === blank(b.note)

/** The edits after a change of one cell; a cell that is back where it was needs none, unless another value is under way. */
export function withChange(entries: Entries, edits: Edits, cell: string, change: Partial<Held>, underWay: ReadonlyMap<string, Edit> = new Map()): Edits {
  const entry = entries.get(cell)
  const before = edits.get(cell)
  const { value, missing, note } = { ...currentOf(entries, edits, cell), ...change }
  const now: Held = { value: blank(value), missing, note }
  const next = new Map(edits)
  if (before && same(before, now)) return edits
  if (before?.stale) return next.set(cell, { ...now, seen: before.seen, stale: true })
  if (same(now, heldOf(entry)) && !underWay.has(cell)) next.delete(cell)
  else next.set(cell, { ...now, seen: before?.seen ?? entry?.version ?? 0 })
  return next
}

/** What is sent: neither what was refused and has not changed, nor what waits for a choice. */
export const batchOf = (edits: Edits): [string, Edit][] => [...edits].filter(([, edit]) => !edit.problems && !edit.stale)

/**
 * After a batch was written: what the user changed meanwhile stays, on top of the version just written. That is the
 * receipt's: where the answer came late, `entries` may already hold what somebody else wrote over it.
 */
export function afterSaved(edits: Edits, sent: [string, Edit][], entries: Entries, written: ReadonlyMap<string, number> = new Map()): Edits {
  const next = new Map(edits)
  for (const [cell, was] of sent) {
    const now = next.get(cell)
    const entry = entries.get(cell)
    if (!now) continue
    if (same(now, was) || same(now, heldOf(entry))) next.delete(cell)
    else next.set(cell, { ...now, seen: written.get(cell) ?? entry?.version ?? 0 })
  }
  return next
}

/** After a batch was refused: problems go to their cells, where the edit is still the one that was sent. */
export function afterRefused(edits: Edits, sent: [string, Edit][], problems: Problem[]): Edits {
  const next = new Map(edits)
  for (const [cell, was] of sent) {
    const found = problems.filter((problem) => problem.place.cell === cell)
    const now = next.get(cell)
    if (!found.length || !now) continue
    if (found.some((problem) => problem.code === 'entry.stale')) next.set(cell, { ...now, stale: true })
    else if (same(now, was)) next.set(cell, { ...now, problems: found })
  }
  return next
}

/** Whether anything was refused that names a cell of the batch: then the rest can be sent again. */
export const namesCells = (sent: [string, Edit][], problems: Problem[]): boolean =>
  problems.length > 0 && problems.every((problem) => sent.some(([cell]) => cell === problem.place.cell))

/** The user's choice in a conflict: theirs drops the edit, mine goes on top of their version. */
export function withChoice(entries: Entries, edits: Edits, cell: string, mine: boolean): Edits {
  const next = new Map(edits)
  const edit = next.get(cell)
  if (!edit) return edits
  if (!mine || same(edit, heldOf(entries.get(cell)))) next.delete(cell)
  else next.set(cell, { value: edit.value, missing: edit.missing, note: edit.note, seen: entries.get(cell)?.version ?? 0 })
  return next
}
