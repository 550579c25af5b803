import { describe, expect, it } from 'vitest'
import { firstYear } from './link'

describe('firstYear', () => {
  it('takes the end of the plan for a final report where it is judged', () => {
    expect(firstYear([2019, 2020, 2021], 'final', 2020)).toBe(2020)
    expect(firstYear([2018, 2019], 'final', 2020)).toBe(2019)
  })
  it('takes the latest year for an annual one', () => expect(firstYear([2021, 2019], 'annual', 2020)).toBe(2021))
  it('has none where nothing is judged', () => expect(firstYear([], 'annual', 2020)).toBeUndefined())
})
