import { expect, it } from 'vitest'
import type { JudgementView, TargetView } from '@/api/types'
import { chanceOf, intervalText, saysChance } from './chance'

const target = (judgement: Partial<JudgementView> | null, operator = 'at_least') => ({ operator, judgement }) as TargetView
const of = (judgement: Partial<JudgementView>, operator?: string) => chanceOf(target(judgement, operator), judgement as JudgementView)
const interval = { low: '1', high: '2' } as JudgementView['interval']
const pooled = { since: '2023' } as unknown as NonNullable<JudgementView['comparison']>['pooled']

it('a gap may be chance, or is told to be none where there is an interval', () => {
  expect(of({ evidence: 'chance' }).gap).toBe('target.chanceGap')
  expect(of({ evidence: 'sound', interval }).gap).toBe('target.soundGap')
  expect(of({ evidence: 'sound' }).gap).toBeNull()
})

it('nothing is said where there is nothing to say', () => {
  expect(saysChance(target(null))).toBe(false)
  expect(saysChance(target({ evidence: 'sound', comparison: { pooled } as JudgementView['comparison'] }))).toBe(false)
  expect(saysChance(target({ evidence: 'chance', comparison: { pooled } as JudgementView['comparison'] }))).toBe(true)
  expect(saysChance(target({ evidence: 'sound', interval }))).toBe(true)
})

it('an interval says by whom it is and what was counted', () => {
  const bounds = { low: '1', high: '2' }
  const counts = [{ numerator: '8', denominator: '10' }, { numerator: '5', denominator: '10' }]
  expect(intervalText({ ...bounds, method: 'wilson', counts: counts.slice(1) })).toBe('1—2（威尔逊区间；分子 5，分母 10）')
  expect(intervalText({ ...bounds, method: 'newcombe', counts })).toBe('1—2（纽科姆区间；两个比例为 8/10 和 5/10）')
  expect(intervalText({ ...bounds, method: 'mover_garwood', counts })).toBe('1—2（加伍德区间的组合；两个发生率为 8/10 和 5/10）')
  expect(intervalText({ ...bounds, method: null, counts: [] })).toBe('1—2')
})
