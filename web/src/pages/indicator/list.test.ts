import { describe, expect, it } from 'vitest'
import type { IndicatorRow } from '@/api/types'
import { listIndicators, type Asked } from './list'

const row = (code: string, name: string, domains: number[], state?: string) => ({ code, name, domains, judgement: state ? { state } : null, targets: 1 }) as unknown as IndicatorRow
const rows = [row('H10', '死亡率', [1], 'missed'), row('H2', '筛查率', [1, 2], 'attained'), row('E1', '入学率', [2])]
const ask = (asked: Partial<Asked>) =>
  listIndicators(rows, { words: '', domain: 0, states: [], sort: 'code', down: false, ...asked }).map((one) => one.code)

describe('listIndicators', () => {
  it('sorts codes as people count', () => expect(ask({})).toEqual(['E1', 'H2', 'H10']))
  it('searches name and code', () => {
    expect(ask({ words: '筛查' })).toEqual(['H2'])
    expect(ask({ words: 'h1' })).toEqual(['H10'])
  })
  it('filters by domain and state', () => {
    expect(ask({ domain: 2 })).toEqual(['E1', 'H2'])
    expect(ask({ states: ['missed'] })).toEqual(['H10'])
  })
  it('puts what has no state last', () => expect(ask({ sort: 'state' })).toEqual(['H2', 'H10', 'E1']))
})
