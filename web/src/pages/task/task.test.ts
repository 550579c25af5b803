import { describe, expect, it } from 'vitest'
import type { SubmissionRow } from '@/api/types'
import { isOverdue, today } from '@/ui/submission'
import { listTasks, todoOf, type Asked } from './tasks'

const row = (id: number, state: string, due: string, can: string[], unit_name = `单位${id}`): SubmissionRow => ({
  id, state, due, can, unit_name, unit: 'u', round: 1, round_title: '2025年年报', plan: 'p', period: '2025',
  course: { phase: 'open', too_late: false }, history: false, state_name: state, version: 1, updated_at: '', updated_by: '', cells: 10, filled: id, required_open: 0,
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
