import { describe, expect, it } from 'vitest'
import type { SubmissionRow, TaskQuestionView } from '@/api/types'
import { isOverdue, today } from '@/ui/submission'
import { countTasks, listTasks, questionsFor, todoOf, type Asked } from './tasks'

const row = (id: number, state: string, due: string, can: string[], unit_name = `单位${id}`): SubmissionRow => ({
  id, state, due, can, unit_name, unit: 'u', round: 1, round_title: '2025年年报', plan: 'p', period: '2025',
  course: { phase: 'open', too_late: false }, history: false, state_name: state, version: 1, updated_at: '', updated_by: '', cells: 10, filled: id, required_open: 0,
  parts_open: 0, confidential: 0, returned_open: 0, questions_open: 0,
})
const asked: Asked = { words: '', states: [], sort: 'todo', down: false }
const ids = (rows: SubmissionRow[]) => rows.map((one) => one.id)

describe('listTasks', () => {
  const rows = [
    row(1, 'accepted', '2026-01-01', []),
    row(2, 'draft', '2026-03-31', ['save', 'submit']),
    row(3, 'draft', '2026-02-28', ['save', 'submit']),
    row(4, 'returned', '2026-03-31', ['save', 'submit']),
    row(5, 'submitted', '2026-12-31', []),
  ]
  it('puts what came back first, then by the last day, then what waits for others, what is done last', () => {
    expect(ids(listTasks(rows, asked))).toEqual([4, 3, 2, 5, 1])
  })
  it('searches, filters and sorts', () => {
    expect(ids(listTasks(rows, { ...asked, words: '单位2' }))).toEqual([2])
    expect(ids(listTasks(rows, { ...asked, states: ['draft'], sort: 'filled', down: true }))).toEqual([3, 2])
  })
  it('knows what is to be done by what the reader may do', () => {
    expect(rows.map(todoOf)).toEqual(['', 'fill', 'fill', 'correct', ''])
    expect(todoOf(row(5, 'submitted', '', ['review', 'return']))).toBe('review')
    expect(todoOf(row(6, 'submitted', '', ['return']))).toBe('')
    expect(todoOf(row(7, 'reviewed', '', ['accept', 'return']))).toBe('accept')
    expect(todoOf(row(8, 'reviewed', '', ['forward', 'return']))).toBe('forward')
    expect(todoOf(row(9, 'correcting', '', ['save', 'submit']))).toBe('amend')
  })
})

describe('isOverdue', () => {
  it('is for what is still with the unit after its last day', () => {
    expect(isOverdue({ state: 'draft', due: '2026-03-31' }, '2026-04-01')).toBe(true)
    expect(isOverdue({ state: 'draft', due: '2026-03-31' }, '2026-03-31')).toBe(false)
    expect(isOverdue({ state: 'submitted', due: '2026-03-31' }, '2026-04-01')).toBe(false)
    expect(today(new Date(2026, 2, 5))).toBe('2026-03-05')
  })
})

describe('countTasks', () => {
  it('counts what is to be done, and what is late', () => {
    const rows = [row(1, 'draft', '2026-03-31', ['save']), row(2, 'correcting', '2026-03-31', ['save']), row(3, 'reviewed', '2026-03-31', ['forward']), row(4, 'accepted', '2026-03-31', [])]
    expect(countTasks(rows, '2026-04-01')).toEqual({ fill: 1, correct: 1, review: 0, accept: 1, others: 2, overdue: 1 })
  })
})

describe('questionsFor', () => {
  const asked = (id: number, kind: string, state: string) => ({ unit_name: '', question: { id, kind, state } }) as TaskQuestionView
  const all = [asked(1, 'question', 'open'), asked(2, 'question', 'answered'), asked(3, 'return', 'open'), asked(4, 'return', 'answered')]
  const ids = (role: string) => questionsFor(role, all).map((one) => one.question.id)
  it('shows a reporter what wants an answer', () => expect(ids('reporter')).toEqual([1]))
  it('shows who asked the answers first', () => expect(ids('administrator')).toEqual([2, 4, 1]))
})
