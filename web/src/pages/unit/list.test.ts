import { describe, expect, it } from 'vitest'
import type { UnitRow } from '@/api/types'
import { countStatus, listUnits, statusOf } from './list'

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
