import { describe, expect, it } from 'vitest'
import type { BreakView } from '@/api/types'
import { choicesOf, listFindings, turnOf, type Asked } from './list'

const one = (unit: string, check: string, severity: string, acts: string, explained = false) =>
  ({ unit, unit_name: unit, check, check_name: check, severity, acts, explained, message: `${check}有疑问`, message_en: check, item_name: '活产数', label: '合计', cell: 'LIVEBIRTH' }) as BreakView
const all = [
  one('乙局', 'digit_slip', 'query', 'reviewer', true),
  one('甲局', 'required', 'error', 'reporter'),
  one('甲局', 'digit_slip', 'query', '', true),
]
const ask = (asked: Partial<Asked>) =>
  listFindings([...all], { words: '', severity: '', check: '', unit: '', acts: '', explained: '', sort: 'unit', down: false, ...asked }).map((f) => `${f.unit} ${f.check}`)

describe('listFindings', () => {
  it('sorts by unit, by weight and by turn', () => {
    expect(ask({})).toEqual(['甲局 required', '甲局 digit_slip', '乙局 digit_slip'])
    expect(ask({ sort: 'severity' })[0]).toBe('甲局 required')
    expect(ask({ sort: 'acts', down: true })[0]).toBe('甲局 digit_slip')
  })
  it('filters', () => {
    expect(ask({ severity: 'error' })).toEqual(['甲局 required'])
    expect(ask({ acts: 'nobody' })).toEqual(['甲局 digit_slip'])
    expect(ask({ explained: 'no' })).toEqual(['甲局 required'])
    expect(ask({ words: '乙' })).toEqual(['乙局 digit_slip'])
    expect(ask({ unit: '甲局', check: 'digit_slip' })).toEqual(['甲局 digit_slip'])
  })
  it('says whose turn it is', () => expect(all.map(turnOf)).toEqual(['reviewer', 'reporter', 'nobody']))
  it('counts choices', () =>
    expect(choicesOf(all, (f) => f.check, (f) => f.check_name)).toEqual([
      { value: 'digit_slip', label: 'digit_slip', count: 2 },
      { value: 'required', label: 'required', count: 1 },
    ]))
})
