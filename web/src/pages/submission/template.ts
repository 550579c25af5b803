// Saving what a template changes: the same save as that of the grid.
import { api, take } from '@/api/client'
import type { DifferenceView, SavedView } from '@/api/types'

/** The confirmed differences as entries to save. */
export const entriesOf = (differences: DifferenceView[]) =>
  differences.map(({ cell, becomes, seen }) => ({ cell, value: becomes.value ?? null, missing: becomes.missing ?? null, note: becomes.note ?? null, seen }))

/** `saveId` is empty for the first try; a repeated one is answered with what the first has done. */
export function saveDifferences(id: number, differences: DifferenceView[], saveId: string, keep: (id: string) => void): Promise<SavedView> {
  keep(saveId)
  return take(api.PUT('/api/submissions/{id}/entries', { params: { path: { id } }, body: { entries: entriesOf(differences) } }))
}
