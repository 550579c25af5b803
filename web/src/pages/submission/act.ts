// The steps of a submission: what is asked of the server, and what the page says afterwards.
import { afterAction } from '@/api/collection'
import { ApiError, api, take } from '@/api/client'
import type { FindingView, SubmissionRow, SubmissionView } from '@/api/types'
import type { Store } from './store'

export type Step = 'submit' | 'review' | 'forward' | 'return' | 'accept'

/** Refused as stale: what the page shows is old, so it is read anew beneath the message. */
export async function act(store: Store, action: Step, reason: string | null = null, cells: { cell: string; reason: string }[] = []): Promise<SubmissionView> {
  const { id, version } = store.view.value.submission
  try {
    const body = { action, reason, cells, seen: version }
    const view = await take(api.POST('/api/submissions/{id}/actions', { params: { path: { id } }, body }))
    await afterAction(view, action)
    return view
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) await store.reload()
    throw error
  }
}

/** What stops handing in: errors, and queries without an explanation. */
export const stopsOf = (findings: FindingView[]): FindingView[] =>
  findings.filter((finding) => finding.severity === 'error' || !finding.explained)

/** The step that is the reader's to take. */
export const nextStep = ({ can }: Pick<SubmissionRow, 'can'>): string | undefined => ['review', 'forward', 'accept'].find((step) => can.includes(step))

const turns: Record<string, string[]> = { reporter: ['draft', 'returned', 'correcting'], reviewer: ['submitted'], administrator: ['submitted', 'reviewed'], evaluator: ['evaluating'] }

/** It would be the reader's turn, yet nothing may be done: the round is closed. */
export const isClosed = (row: Pick<SubmissionRow, 'can' | 'state'>, role: string): boolean =>
  row.can.length === 0 && (turns[role]?.includes(row.state) ?? false)
