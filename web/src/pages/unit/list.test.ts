import { describe, expect, it } from 'vitest'
import type { FormView, UnitRow } from '@/api/types'
import { countForm, countStatus, formYear, listUnits, statusOf } from './list'

const unit = (code: string, name: string, status: string, confirmed: unknown = null, note = '') => ({ code, name, status, confirmed, note }) as UnitRow
const units = [unit('a', '甲局', 'proposed'), unit('b', '乙局', 'proposed', { by: 'x' }), unit('c', '丙镇', 'confirmed', null, '名称待核')]

describe('statusOf', () => {
  it('takes the confirmation of the package and of the office alike', () =>
    expect(units.map(statusOf)).toEqual(['proposed', 'confirmed', 'confirmed']))
  it('counts', () => expect(countStatus(units, 'confirmed')).toBe(2))
})

describe('listUnits', () => {
  const codes = (words: string, status: '' | 'proposed' | 'confirmed') => listUnits(units, words, status).map((one) => one.code)
  it('searches name, code and note', () => {
    expect(codes('局', '')).toEqual(['a', 'b'])
    expect(codes('待核', '')).toEqual(['c'])
    expect(codes(' C ', '')).toEqual(['c'])
  })
  it('filters by status', () => expect(codes('', 'proposed')).toEqual(['a']))
})

describe('formYear', () => {
  it('is last year within the plan', () => expect(formYear([2020, 2025, 2026, 2030], new Date('2026-11-24'))).toBe(2025))
  it('is the last year of a plan that is over', () => expect(formYear([2010, 2020], new Date('2026-11-24'))).toBe(2020))
  it('is the first year of a plan to come', () => expect(formYear([2031, 2035], new Date('2026-11-24'))).toBe(2031))
})

describe('countForm', () => {
  it('counts items, cells and what must be filled', () => {
    const rows = [{ cells: [{ required: true }, { required: false }] }, { cells: [{ required: true }] }]
    expect(countForm({ sections: [{ rows }] } as FormView)).toEqual({ items: 2, cells: 3, required: 2 })
  })
})
