import { describe, expect, it } from 'vitest'
import type { CalendarView, CourseView, PreviewUnit, UnitProgress } from '@/api/types'
import { courseText, dayMark } from '@/ui/course'
import { markOf, tellsOf } from '@/ui/day'
import { changedDays, dayFields, daysOf, daysOfRound, noDays, sameDays, sent, withOwn } from './days'
import { listPreview, nameSpan, reasonsOf, sumOf, unitsOf } from './open'
import { listProgress, sumOf as sumOfProgress, type Asked } from './progress'

const calendar: CalendarView = {
  years: [2026],
  days: [
    { day: '2026-01-04', working: true, name: '元旦' },
    { day: '2026-10-01', working: false, name: '国庆节' },
  ],
}

describe('days of the calendar', () => {
  it('are off, made up for, worked, or not known', () => {
    expect(['2026-01-04', '2026-10-01', '2026-01-05', '2026-01-10', '2027-01-09'].map((day) => markOf(day, calendar))).toEqual(['makeUp', 'off', 'worked', 'off', ''])
    expect(tellsOf('2026-10-01', calendar)).toBe('国庆节')
    expect(markOf('2026-01-10', undefined)).toBe('')
  })
})

describe('days of a round', () => {
  it('are blank where none is set, and absent when sent', () => {
    const days = daysOfRound({ due: '2026-03-31', course: { phase: 'open', opens: null, closes: '2026-05-20', too_late: false } as CourseView })
    expect(days).toEqual({ ...noDays, due: '2026-03-31', closes: '2026-05-20' })
    expect(sent(days)).toEqual({ due: '2026-03-31', closes: '2026-05-20' })
    expect(sameDays(days, daysOf(sent(days)))).toBe(true)
    expect(sameDays(days, { ...days, opens: '2026-01-01' })).toBe(false)
    expect(dayFields[2]).toBe('due')
  })
})

const t = (key: string, named?: Record<string, unknown>) => [key, ...Object.values(named ?? {})].join(' ')
const course = (part: Partial<CourseView>): CourseView => ({ phase: 'open', too_late: false, ...part }) as CourseView

describe('days set by hand', () => {
  it('stay when the others are counted anew, all but the first day', () => {
    const before = { ...noDays, opens: '2026-01-05', due: '2026-03-31', closes: '2026-04-30' }
    const after = { ...before, opens: '2026-01-12', due: '2026-03-20' }
    const own = new Set(changedDays(before, after))
    expect([...own]).toEqual(['due'])
    const counted = { ...noDays, opens: '2026-01-12', due: '2026-04-07', closes: '2026-05-07' }
    expect(withOwn(counted, after, own)).toEqual({ ...counted, due: '2026-03-20' })
  })
})

describe('the course of a round', () => {
  it('says why a form takes nothing', () => {
    expect(courseText(course({ phase: 'planned', opens: '2026-01-08' }), 'draft', t)).toBe('round.courseNotBegun 2026-01-08')
    expect(courseText(course({ phase: 'paused', pause_reason: '口径' }), 'reviewed', t)).toBe('round.coursePaused 口径')
    expect(courseText(course({ phase: 'ended', closes: '2026-05-20' }), 'draft', t)).toBe('round.courseEnded 2026-05-20')
    expect(courseText(course({ too_late: true }), 'draft', t)).toBe('round.courseTooLate')
    expect(courseText(course({ too_late: true }), 'returned', t), 'what came back can be corrected').toBe('')
    expect(courseText(course({}), 'draft', t)).toBe('')
  })
  it('marks what is due soon and until when one may be late', () => {
    const soon = course({ reminds: '2026-03-20' })
    expect(dayMark(soon, '2026-03-31', 'draft', '2026-03-19', t)).toBe('')
    expect(dayMark(soon, '2026-03-31', 'draft', '2026-03-20', t)).toBe('round.soon')
    expect(dayMark(soon, '2026-03-31', 'submitted', '2026-03-20', t)).toBe('')
    expect(dayMark(course({ late_until: '2026-04-10' }), '2026-03-31', 'draft', '2026-04-01', t)).toBe('round.lateTo 2026-04-10')
    expect(dayMark(course({ late_until: '2026-04-10', leave_until: '2026-04-20' }), '2026-03-31', 'draft', '2026-04-01', t)).toBe('round.lateTo 2026-04-20')
    expect(dayMark(course({ phase: 'paused' }), '2026-03-31', 'draft', '2026-03-01', t)).toBe('round.phase_paused')
  })
})

const unit = (code: string, why_not: string | null, left: [string, string][] = []): PreviewUnit => ({
  unit: code, name: `单位${code}`, type: 'department', why_not, round: null, forms: [], items: 1, cells: 10, required: 1,
  left_out: left.map(([why, name]) => ({ why, name, form: 'F', item: 'X' })),
})

describe('who gets what', () => {
  const units = [unit('1', 'unconfirmed'), unit('2', null), unit('3', 'at_work'), unit('4', null)]
  it('lists first who can be asked', () => {
    expect(listPreview(units, '').map((one) => one.unit)).toEqual(['2', '4', '3', '1'])
    expect(listPreview(units, '3').map((one) => one.unit)).toEqual(['3'])
  })
  it('chooses those of the scheme that can be asked', () => {
    expect(unitsOf(undefined, units)).toEqual(['2', '4'])
    expect(unitsOf({ units: ['1', '4'] }, units)).toEqual(['4'])
    expect(sumOf(units, ['2', '4'])).toEqual({ units: 2, cells: 20, others: 2 })
  })
  it('gathers what is not asked by its reason', () => {
    const left = reasonsOf(unit('1', null, [['not_defined', '甲'], ['asked_once', '乙'], ['not_defined', '丙']]))
    expect(left).toEqual([{ why: 'not_defined', names: ['甲', '丙'] }, { why: 'asked_once', names: ['乙'] }])
    expect([nameSpan('', '2025'), nameSpan('2020', '2025')]).toEqual(['2025年', '2020—2025年'])
  })
})

const row = (id: number, part: Partial<UnitProgress>): UnitProgress => ({
  submission: id, unit: String(id), unit_name: `单位${id}`, type: 'department', area_name: null, state: 'draft', state_name: '', handed_in: null,
  timeliness: 'waiting', days_late: 0, leave_until: null, returns: 0, cells: 10, confidential: 0, filled: id, empty: 10 - id, required_open: 0, ...part,
})
const asked: Asked = { words: '', towns: false, states: [], timeliness: [], sort: 'unit', down: false }

describe('progress', () => {
  const rows = [
    row(1, { timeliness: 'overdue', days_late: 3 }),
    row(2, { timeliness: 'late', days_late: 1, handed_in: 'x', state: 'submitted', returns: 2 }),
    row(3, { timeliness: 'overdue', days_late: 9, area_name: '甲镇' }),
    row(4, { timeliness: 'on_time', handed_in: 'x', state: 'accepted' }),
  ]
  const ids = (part: Partial<Asked>) => listProgress(rows, { ...asked, ...part }).map((one) => one.submission)
  it('is searched, filtered and sorted', () => {
    expect(ids({})).toEqual([1, 2, 3, 4])
    expect(ids({ words: '甲' })).toEqual([3])
    expect(ids({ towns: true })).toEqual([3])
    expect(ids({ states: ['accepted'] })).toEqual([4])
    expect(ids({ timeliness: ['overdue'] })).toEqual([1, 3])
    expect(ids({ sort: 'timeliness' })).toEqual([3, 1, 2, 4])
    expect(ids({ sort: 'empty', down: true })).toEqual([1, 2, 3, 4])
    expect(ids({ sort: 'returns', down: true })[0]).toBe(2)
  })
  it('is summed up', () => {
    expect(sumOfProgress(rows)).toEqual({ units: 4, handedIn: 2, onTime: 1, late: 1, overdue: 2, returns: 2, empty: 30 })
  })
})
