// Sends what waits, one save after another. Who calls it holds the turn among the tabs.
import { ApiError } from '@/api/client'
import type { Problem, SavedView } from '@/api/types'
import { namesCells } from '@/pages/submission/edits'
import { acknowledged, begun, cellsRefused, stopped, worthKeeping, type Draft, type Save } from './draft'
import type { Keeper } from './keep'

/** What happened to one form of a user. Told before it is kept, so that what is typed meanwhile builds on it. */
export type Event =
  | { kind: 'sending'; user: string; submission: number; save: Save }
  | { kind: 'saved'; user: string; submission: number; save: Save; view: SavedView }
  | { kind: 'refused'; user: string; submission: number; save: Save; problems: Problem[] }
  | { kind: 'stopped'; user: string; submission: number; problems: Problem[] }

/** How it ended: all is sent, the server cannot be reached, or the user has to sign in again. */
export type Ending = 'done' | 'offline' | 'signin'

export interface Line {
  /** Fails with an `ApiError`. */
  send: (user: string, submission: number, save: Save) => Promise<SavedView>
  newId: () => string
  tell: (event: Event) => void
  /** After what was told is kept too. */
  kept: (event: Event) => void
}

type Verdict = Ending | 'cells' | 'stopped'

/** What a refusal means for the queue. */
export function verdictOf(error: ApiError, save: Save): Verdict {
  if (error.status === 0 || error.status === 429 || error.status >= 500) return 'offline'
  if (error.status === 401 || error.has('save.user') || error.has('access.password_change')) return 'signin'
  return namesCells(save.cells, error.problems) ? 'cells' : 'stopped'
}

/** All drafts of a user, in the order in which they lie. */
export async function drain(keeper: Keeper, line: Line, user: string): Promise<Ending> {
  const own = (await keeper.all()).filter((draft) => draft.user === user)
  for (const { submission } of own) {
    const ending = await drainOne(keeper, line, user, submission)
    if (ending !== 'done') return ending
  }
  return 'done'
}

async function drainOne(keeper: Keeper, line: Line, user: string, submission: number): Promise<Ending> {
  const change = (update: (draft: Draft) => Draft) =>
    keeper.change(user, submission, (held) => held && worthKeeping(update(held)))
  const settle = async (event: Event, update: (draft: Draft) => Draft) => {
    line.tell(event)
    await change(update)
    line.kept(event)
  }
  for (;;) {
    const held = await change((draft) => begun(draft, line.newId()))
    if (!held?.under || held.stopped) return 'done'
    const save = held.under
    line.tell({ kind: 'sending', user, submission, save })
    try {
      const view = await line.send(user, submission, save)
      await settle({ kind: 'saved', user, submission, save, view }, (draft) => acknowledged(draft, save, view))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const { problems } = error
      const verdict = verdictOf(error, save)
      if (verdict === 'cells') {
        await settle({ kind: 'refused', user, submission, save, problems }, (draft) => cellsRefused(draft, save, problems))
      } else if (verdict === 'stopped') {
        await settle({ kind: 'stopped', user, submission, problems }, (draft) => stopped(draft, problems))
      } else return verdict
    }
  }
}
