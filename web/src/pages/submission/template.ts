// Saving what a template changes: the same save as that of the grid.
import { api, take } from '@/api/client'
import type { DifferenceView, FindingView, SavedView } from '@/api/types'

/** The confirmed differences as entries to save. */
export const entriesOf = (differences: DifferenceView[]) =>
  differences.map(({ cell, becomes, seen }) => ({ cell, value: becomes.value ?? null, missing: becomes.missing ?? null, note: becomes.note ?? null, seen }))

/** One id for one comparison: confirmed again after a broken connection, it is answered with what the first has done. */
export const saveDifferences = (id: number, differences: DifferenceView[], saveId: string, user: string): Promise<SavedView> =>
  take(api.PUT('/api/submissions/{id}/entries', { params: { path: { id } }, body: { save_id: saveId, user, entries: entriesOf(differences) } }))

/** Findings that are not explained: those at cells that the file changes or that were not there before it, and those that are open anyway. */
export function splitFindings(found: FindingView[], before: FindingView[], touched: string[]): { caused: FindingView[]; open: FindingView[] } {
  const idOf = (one: FindingView) => `${one.check} ${one.cell}`
  const known = new Set(before.map(idOf))
  const bare = found.filter((one) => !one.explained)
  const fromFile = (one: FindingView) => touched.includes(one.cell) || !known.has(idOf(one))
  return { caused: bare.filter(fromFile), open: bare.filter((one) => !fromFile(one)) }
}
