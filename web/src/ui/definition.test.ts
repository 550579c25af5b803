import { describe, expect, it } from 'vitest'
import { formulaIn, formulaOf } from './definition'

const formula = (numerator: string) => ({ numerator, numerator_en: numerator })
const indicator = {
  valid_from: 2023, valid_to: null, formula: formula('now'),
  earlier: [{ valid_from: 2016, valid_to: 2022, formula: formula('before') }, { valid_from: null, valid_to: 2012, formula: null }],
}

describe('the formula of a figure', () => {
  it('is that of its own year, and none where the year has none', () => {
    const found = ['2025', '2023-Q1', '2022-12', '2016', '2014', '2010'].map((period) => formulaOf(indicator, { period })?.numerator)
    expect(found).toEqual(['now', 'now', 'before', 'before', undefined, undefined])
  })

  it('is that of the year by whose definition it was computed', () => {
    expect(formulaOf(indicator, { period: '2024', defined_in: 2022 })?.numerator).toBe('before')
    expect(formulaOf(indicator, { period: '2024', defined_in: 2014 })).toBeNull()
    expect(formulaOf(indicator, { period: '2024', defined_in: null })?.numerator).toBe('now')
  })

  it('is the only one where no years are written', () => {
    expect(formulaIn({ formula: formula('always'), earlier: [] }, 1999)?.numerator).toBe('always')
  })
})
