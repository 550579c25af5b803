import { expect, it } from 'vitest'
import { isPastDay, restOf } from './day'

const calendar = { years: [2026], days: [{ day: '2026-10-01', working: false, name: '国庆节' }, { day: '2026-10-10', working: true, name: '国庆节' }] }

it('a day that is not worked is told with the working days about it', () => {
  expect(restOf('2026-11-27', calendar)).toBeUndefined()
  expect(restOf('2026-11-28', calendar)).toEqual({ before: '2026-11-27', after: '2026-11-30' })
  expect(restOf('2026-10-01', calendar)).toEqual({ before: '2026-09-30', after: '2026-10-02' })
  expect(restOf('2026-10-10', calendar)).toBeUndefined()
})

it('where no table of holidays says, a weekend is no working day', () => {
  expect(restOf('2027-01-10', calendar)).toEqual({ before: '2027-01-08', after: '2027-01-11' })
})

it('a day of the address is one of the calendar that has begun', () => {
  expect(['2020-02-29', '2026-01-01'].map(isPastDay)).toEqual([true, true])
  expect(['2026-02-30', '2026-13-01', 'banana', '', '2999-01-01', '2026-1-1'].some(isPastDay)).toBe(false)
})
