// States of a submission, as lists and bars show them.
import type { CountsView, SubmissionRow } from '@/api/types'

export type SubmissionState = keyof CountsView

/** In the order of the work. */
export const submissionStates: SubmissionState[] = ['draft', 'returned', 'correcting', 'submitted', 'reviewed', 'evaluating', 'accepted']

const colours: Record<SubmissionState, string> = {
  draft: 'var(--state-no-data)',
  returned: 'var(--state-missed)',
  submitted: 'var(--state-qualitative)',
  reviewed: 'var(--state-on-course)',
  evaluating: 'var(--state-at-risk)',
  correcting: 'var(--state-off-course)',
  accepted: 'var(--state-attained)',
}

export const submissionColour = (state: string): string => colours[state as SubmissionState] ?? colours.draft

/** Today as `2026-11-24`, in the reader's own zone. */
export function today(now = new Date()): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** Past its day and still with the unit. */
export const isOverdue = (row: Pick<SubmissionRow, 'due' | 'state'>, day: string): boolean =>
  row.due < day && (row.state === 'draft' || row.state === 'returned')

/** Handed in for the first time after its day. */
export const isLate = (due: string, handedIn?: string): boolean => handedIn !== undefined && today(new Date(handedIn)) > due
