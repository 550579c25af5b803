import { describe, expect, it } from 'vitest'
import type { UnitRow } from '@/api/types'
import { showPeriod } from '@/ui/period'
import { isPeriod, listUnits, namePeriod, proposePeriod, readPeriod } from './open'

const unit = (code: string, confirmed: boolean): UnitRow => ({
  code, name: `单位${code}`, type: 'department', status: 'proposed', items: 1, responsibilities: 1, note: null,
  confirmed: confirmed ? { by: '', at: '', reason: '' } : null,
})

describe('a new round', () => {
  it('proposes the year before, within the plan', () => {
    expect(proposePeriod({ base_year: 2020, end: 2030 }, 2026)).toBe('2025')
    expect(proposePeriod({ base_year: 2020, end: 2030 }, 2040)).toBe('2030')
  })
  it('reads and says periods', () => {
    expect(['2025', '2025-Q1', '2025-S2', '2025-06'].map(showPeriod)).toEqual(['2025年', '2025年1季度', '2025年下半年', '2025年6月'])
    expect(['2025', '2025-Q5', '2025-13', '25', '2025-Q1'].map(isPeriod)).toEqual([true, false, false, false, true])
    expect(namePeriod('今年')).toBe('今年')
  })
  it('takes a period as people write it', () => {
    const said = ['2026年', '2026 年度', '２０２６年上半年', '2026年下半年', '2026年第二季度', '2026年3季度', '2026年6月', '2026年12月份', '2026-q1', ' 2026 ']
    expect(said.map(readPeriod)).toEqual(['2026', '2026', '2026-S1', '2026-S2', '2026-Q2', '2026-Q3', '2026-06', '2026-12', '2026-Q1', '2026'])
    expect(['2026-13', '2026年13月', '今年', ''].map(readPeriod)).toEqual(['2026-13', '2026年13月', '今年', ''])
  })
  it('lists the confirmed first and finds by name', () => {
    const units = [unit('1', false), unit('2', true), unit('3', false)]
    expect(listUnits(units, '').map((one) => one.code)).toEqual(['2', '1', '3'])
    expect(listUnits(units, '3').map((one) => one.code)).toEqual(['3'])
  })
})
