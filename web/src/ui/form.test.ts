import { describe, expect, it } from 'vitest'
import type { FormHeadView, FormView } from '@/api/types'
import { countForm, formYear, isUnsaid, linkToForm, sheetsOf } from './form'

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

describe('sheetsOf', () => {
  it('gives each form its own sections', () => {
    const form = { heads: [{ form: 'A' }, { form: 'B' }], sections: [{ form: 'B', title: '一' }, { form: 'A', title: '一' }, { form: 'B', title: '二' }] }
    const titles = sheetsOf(form as FormView).map(({ head, sections }) => [head.form, sections.map((section) => section.title)])
    expect(titles).toEqual([['A', ['一']], ['B', ['一', '二']]])
  })
})

describe('isUnsaid', () => {
  const whole = { number: '1', issuer: 'a', approver: 'b', approval: 'c', valid_until: 'd' } as FormHeadView
  it('is false of a whole head', () => expect(isUnsaid(whole)).toBe(false))
  it('is true where a mark is missing', () => expect(isUnsaid({ ...whole, approval: null })).toBe(true))
})

describe('linkToForm', () => {
  it('escapes the period', () => expect(linkToForm('p', 'u', '2025 Q1')).toBe('/api/plans/p/units/u/form/file?period=2025%20Q1'))
})
