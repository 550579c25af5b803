import { expect, it } from 'vitest'
import type { JudgementView } from '@/api/types'
import { methodText } from './method'

it('says method, version, base year and figures', () => {
  const held = { base: { period: '2020' }, latest: { period: '2025' }, method: { name: 'growth_ratio', version: 2, points: 6, since: '2020' } } as unknown as JudgementView
  expect(methodText(held)).toBe('判定方法：按基期和最新两个数的年均变化与所需年均变化之比（版本 2，基期 2020年，6 个数据点：2020—2025年）')
  const only = { ...held, base: null, latest: { period: '2025' }, method: { name: 'threshold', version: 1, points: 1, since: '2025' } } as unknown as JudgementView
  expect(methodText(only)).toContain('没有基期值，1 个数据点：2025年')
  expect(methodText(undefined)).toBe('')
})
