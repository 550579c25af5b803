import { describe, expect, it } from 'vitest'
import type { FormView } from '@/api/types'
import { countForm, formYear } from './form'

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
