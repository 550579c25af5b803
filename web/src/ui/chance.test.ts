import { expect, it } from 'vitest'
import type { JudgementView, TargetView } from '@/api/types'
import { chanceOf, saysChance } from './chance'

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
