import { describe, expect, it } from 'vitest'
import type { TargetView } from '@/api/types'
import { chartOption, type ChartForecast } from '@/ui/chart'
import { withUnit } from '@/ui/target'
import { chartForecast, differs, percentText } from './forecast'

const forecast = { period: '2030', display: '7.5', low: '6', high: '9.2', confidence: 0.8, probability: 0.7 }
const target = (operator: string, display: string, ahead: unknown = forecast) =>
  ({ operator, judgement: { latest: { period: '2025', display }, forecast: ahead } }) as unknown as TargetView

describe('chartForecast', () => {
  it('leads from the last figure to the year of the target', () =>
    expect(chartForecast(target('<=', '8.1'), 'F')).toEqual({
      from: { period: '2025', value: 8.1 }, to: { period: '2030', value: 7.5, low: 6, high: 9.2 }, label: 'F',
    }))
  it('is none without a forecast, and for the size of a negative gap', () => {
    expect(chartForecast(target('<=', '8.1', null), 'F')).toBeNull()
    expect(chartForecast(target('narrow', '-8.1'), 'F')).toBeNull()
  })
})

describe('the band', () => {
  const ahead: ChartForecast = { from: { period: '2025', value: 8 }, to: { period: '2027', value: 6, low: 4, high: 10 }, label: 'F' }
  const line = { label: 'L', points: [{ period: '2024', value: '9' }, { period: '2025', value: '8' }] as never }
  const option = chartOption([line], '%', null, ahead) as { xAxis: { data: string[] }; series: { data: unknown[] }[] }
  it('widens year by year up to the interval', () => {
    expect(option.xAxis.data).toEqual(['2024', '2025', '2026', '2027'])
    expect(option.series.slice(1).map(({ data }) => data)).toEqual([[null, 8, 6, 4], [null, 0, 3, 6], [null, 8, 7, 6]])
  })
})

describe('percentText', () => {
  it('is never certain', () => {
    expect(percentText(0.424)).toEqual({ key: 'target.likely', percent: 42 })
    expect(percentText(0)).toEqual({ key: 'target.likelyLeast', percent: 1 })
    expect(percentText(0.998)).toEqual({ key: 'target.likelyMost', percent: 99 })
  })
})

describe('withUnit', () => {
  it('writes a rate as reports do', () =>
    expect([withUnit('16.7', '1/10万'), withUnit('95.2', '%'), withUnit('3.5', '岁')]).toEqual(['16.7/10万', '95.2%', '3.5 岁']))
})

describe('differs', () => {
  it('is said where state and probability point apart', () => {
    expect([differs('on_course', 0.23), differs('off_course', 0.6)]).toEqual([true, true])
    expect([differs('on_course', 0.8), differs('at_risk', 0.4), differs('attained', 0.1), differs('on_course', null)]).not.toContain(true)
  })
})
