import { describe, expect, it } from 'vitest'
import { axisPeriods, niceStep } from './axis'
import { marked, toCsv } from './csv'
import { countStates } from './states'

describe('toCsv', () => {
  it('begins with the byte-order mark and quotes what would break a row', () => {
    expect(toCsv([['甲,乙', 'a"b', 1, null], ['x']])).toBe('\ufeff"甲,乙","a""b",1,\r\nx\r\n')
  })
})

describe('a text in a file', () => {
  it('is no formula, and a number stays one', () => {
    expect(toCsv([['=1+1', '-1', '-0.5', '-x', '@a', '+1']])).toBe("\ufeff'=1+1,-1,-0.5,'-x,'@a,'+1\r\n")
  })
})

describe('marked', () => {
  it('says in every row that the figures are invented', () => {
    expect(marked([['a', 1], ['b', null]], '演示')).toEqual([['a', 1, '演示'], ['b', null, '演示']])
  })
})

describe('axisPeriods', () => {
  it('fills the years between and up to the target year', () => {
    expect(axisPeriods(['2018', '2015'], 2020)).toEqual(['2015', '2016', '2017', '2018', '2019', '2020'])
  })
  it('fills the quarters between, through the turn of a year', () => {
    expect(axisPeriods(['2025-Q2', '2024-Q3', '2025-Q2'], 2030)).toEqual(['2024-Q3', '2024-Q4', '2025-Q1', '2025-Q2'])
    expect(axisPeriods(['2025-11', '2026-02'])).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
  })
  it('leaves those of different lengths as they are, in order', () => {
    expect(axisPeriods(['2025-Q1', '2025', '2025-02', '2025-S1', '2025-01'])).toEqual(['2025', '2025-S1', '2025-Q1', '2025-01', '2025-02'])
  })
  it('has nothing to show for nothing', () => expect(axisPeriods([], 2030)).toEqual([]))
})

describe('niceStep', () => {
  it('rounds up to 1, 2 or 5 times a power of ten', () => {
    expect([0.3, 1, 1.3, 4, 7, 80].map(niceStep)).toEqual([0.5, 1, 2, 5, 10, 100])
  })
})

describe('countStates', () => {
  it('passes over what is not judged yet or unknown', () => {
    expect(countStates(['attained', null, 'attained', 'odd'])).toMatchObject({ attained: 2, missed: 0 })
  })
})
