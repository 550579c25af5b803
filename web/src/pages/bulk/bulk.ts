// What of a file's figures is brought in.
import { api, take } from '@/api/client'
import type { BulkDone, BulkView, Importing } from '@/api/types'
import { entriesOf } from '../submission/template'

/** The cells to be taken, by submission. */
export type Chosen = Map<number, Set<string>>

export const firstChoice = (view: BulkView): Chosen =>
  new Map(view.units.map((one) => [one.submission, new Set(one.differences.map((difference) => difference.cell))]))

export const chosenIn = (view: BulkView | null, chosen: Chosen): Importing['units'] =>
  (view?.units ?? [])
    .map(({ submission, differences }) => ({ submission, entries: entriesOf(differences.filter((one) => chosen.get(submission)?.has(one.cell))) }))
    .filter((one) => one.entries.length > 0)

export const saveBulk = (round: number, body: Importing): Promise<BulkDone> =>
  take(api.POST('/api/rounds/{id}/import', { params: { path: { id: round } }, body }))
