// What is to be done first: what waits for the reader, what has come back first, then by its last day; what is done last.
import type { SubmissionRow, TaskQuestionView } from '@/api/types'
import { isOverdue, submissionStates, type SubmissionState } from '@/ui/submission'

export type SortKey = 'todo' | 'unit' | 'round' | 'due' | 'state' | 'filled'

export interface Asked {
  words: string
  states: SubmissionState[]
  sort: SortKey
  down: boolean
}

/** What the reader is expected to do with it; '' when it waits for someone else. */
export function todoOf(row: SubmissionRow): '' | 'accept' | 'forward' | 'review' | 'correct' | 'amend' | 'fill' {
  const { can, state } = row
  if (can.includes('accept')) return 'accept'
  if (can.includes('forward')) return 'forward'
  if (can.includes('review')) return 'review'
  if (!can.includes('save')) return ''
  if (state === 'correcting') return 'amend'
  return state === 'returned' ? 'correct' : 'fill'
}

const collator = new Intl.Collator('zh-CN', { numeric: true })
const rank = (row: SubmissionRow) => submissionStates.indexOf(row.state as SubmissionState)
const share = (row: SubmissionRow) => (row.cells ? row.filled / row.cells : 0)
const byUnit = (a: SubmissionRow, b: SubmissionRow) => collator.compare(a.unit_name, b.unit_name) || a.id - b.id
const byDue = (a: SubmissionRow, b: SubmissionRow) => a.due.localeCompare(b.due)
const waiting = (row: SubmissionRow) => (todoOf(row) ? 0 : 1)
const back = (row: SubmissionRow) => (row.state === 'returned' || row.state === 'correcting' ? 0 : 1)
const done = (row: SubmissionRow) => (row.state === 'accepted' ? 1 : 0)

const order: Record<SortKey, (a: SubmissionRow, b: SubmissionRow) => number> = {
  todo: (a, b) => waiting(a) - waiting(b) || back(a) - back(b) || done(a) - done(b) || byDue(a, b) || rank(a) - rank(b),
  unit: byUnit,
  round: (a, b) => a.period.localeCompare(b.period) || a.round - b.round,
  due: byDue,
  state: (a, b) => rank(a) - rank(b),
  filled: (a, b) => share(a) - share(b),
}

export function listTasks(rows: SubmissionRow[], asked: Asked): SubmissionRow[] {
  const words = asked.words.trim().toLowerCase()
  const holds = (row: SubmissionRow) =>
    !words || [row.unit_name, row.round_title, row.period].some((text) => text.toLowerCase().includes(words))
  const found = rows.filter((row) => holds(row) && (!asked.states.length || (asked.states as string[]).includes(row.state)))
  const turn = asked.down ? -1 : 1
  return found.sort((a, b) => turn * order[asked.sort](a, b) || byUnit(a, b))
}

/** How many of each kind: what the head of the page says. */
export function countTasks(rows: SubmissionRow[], day: string): Record<string, number> {
  const of = (...kinds: string[]) => rows.filter((row) => kinds.includes(todoOf(row))).length
  return {
    fill: of('fill'),
    correct: of('correct', 'amend'),
    review: of('review'),
    accept: of('accept', 'forward'),
    others: rows.filter((row) => row.state !== 'accepted').length - of('accept', 'forward'),
    overdue: rows.filter((row) => isOverdue(row, day)).length,
  }
}

/** A unit's people see what they have still to answer; who asked sees all, what was answered first. */
export function questionsFor(role: string, questions: TaskQuestionView[]): TaskQuestionView[] {
  const ofUnit = role === 'reporter'
  const rank = (one: TaskQuestionView) => (one.question.state === 'answered' ? 0 : 1)
  const own = questions.filter(({ question }) => (ofUnit ? question.state === 'open' && question.kind === 'question' : question.kind === 'question' || question.state === 'answered'))
  return ofUnit ? own : [...own].sort((a, b) => rank(a) - rank(b))
}
