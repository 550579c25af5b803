import { describe, expect, it } from 'vitest'
import type { FunnelArea, FunnelView } from '@/api/types'
import { beyond, funnelOption, isRare, standingOf, townRows } from './funnel'
import { i18n } from '@/i18n'
import { publishedName, shownPoints } from '@/ui/published'

const area = (code: string, standing: string | null, expected = '20.0', adjusted = 0.01) =>
  ({
    area: code, name: `${code}镇`, name_en: null, point: { value: '40', display: '40.0' }, interval: { numerator: '8', denominator: '20', low: '1', high: '2' },
    against: standing && { expected, low_95: '1', high_95: '2', low_998: '0', high_998: '3', standing, p: 0.01, adjusted },
  }) as FunnelArea

const view = (areas: FunnelArea[]) =>
  ({ unit: '%', areas, absent: [], curve: [{ denominator: 10, low_95: 1, high_95: 2, low_998: 0, high_998: 3 }], all: { value: '40', display: '40.0' } }) as unknown as FunnelView

describe('the funnel', () => {
  const all = view([area('a', 'within'), area('b', 'low_95'), area('c', 'high_998')])
  const words = { denominator: '分母', all: '全部', limit95: '95%', limit998: '99.8%', standing: () => '' }

  it('names those beyond the limits and no other', () => {
    const { series } = funnelOption(all, words) as { series: { type: string; data: { label: { show: boolean } }[] }[] }
    const points = series.find((one) => one.type === 'scatter')?.data
    expect(points?.map((point) => point.label.show)).toEqual([false, true, true])
    expect(beyond(all).few.map((one) => one.area)).toEqual(['b'])
    expect(beyond(all).far.map((one) => one.area)).toEqual(['c'])
    const many = beyond(view([area('a', 'within'), area('b', 'low_95', '20.0', 0.06)]))
    expect([many.few, many.perhaps.map((one) => one.area)]).toEqual([[], ['b']])
  })

  it('has two lines for each pair of limits, and one for all together', () => {
    const { series } = funnelOption(all, words) as { series: { type: string; name: string }[] }
    expect(series.filter((one) => one.type === 'line').map((one) => one.name)).toEqual(['全部', '95%', '95%', '99.8%', '99.8%'])
  })

  it('sets what it says of an area with the signs of the language', () => {
    const said = () => (funnelOption(all, words) as { tooltip: { formatter: (at: { name: string }) => string } }).tooltip.formatter({ name: 'a' })
    expect(said()).toContain('40.0 %（8 / 20）')
    i18n.global.locale.value = 'en'
    expect(said()).toContain('40.0 % (8 / 20)')
    i18n.global.locale.value = 'zh'
  })

  it('is kept as a table with the towns that cannot be compared, and why', () => {
    const absent = [{ area: 'd', name: 'd镇', name_en: null, reason: '分母为零', reason_en: '' }]
    const rows = townRows({ ...all, absent } as FunnelView, '2023—2025年', () => '界限以内')
    expect(rows.map((row) => [row[0], row[6]])).toEqual([['镇街', '判断'], ['a镇', '界限以内'], ['b镇', '界限以内'], ['c镇', '界限以内'], ['d镇', '分母为零']])
    expect(new Set(rows.map((row) => row.length)).size).toBe(1)
  })

  it('says nothing of areas where nothing can differ by chance', () => {
    expect(standingOf(area('a', null))).toBeNull()
    expect(isRare(view([area('a', null)]))).toBe(false)
    expect(isRare(view([area('a', 'within', '4.9')]))).toBe(true)
  })
})

describe('published figures', () => {
  const points = ['2010', '2016', '2020'].map((period) => ({ period }))
  it('are drawn from the first own year on', () => expect(shownPoints(points, '2016').map(({ period }) => period)).toEqual(['2016', '2020']))
  it('are drawn by their last where all are older', () => expect(shownPoints(points, '2021').map(({ period }) => period)).toEqual(['2020']))
  it('say that they are published, and of what where several are drawn', () => {
    const one = { area: '0', area_name: '全国', area_name_en: null, breakdown: 'sex=F', label: '女', points: [] }
    expect(publishedName(one, false)).toBe('全国（公布数）')
    expect(publishedName(one, true)).toBe('全国（女，公布数）')
  })
})
