import { describe, expect, it } from 'vitest'
import type { Boundaries, PivotView } from '@/api/types'
import { aspect, mapOption, placed } from './map'

/** A made-up square, nobody's land. */
const square = (code: string, latitude: number): Boundaries['features'][number] => ({
  type: 'Feature', properties: { code },
  geometry: { type: 'Polygon', coordinates: [[[0, latitude], [1, latitude], [1, latitude + 2], [0, latitude + 2], [0, latitude]]] },
})
const boundaries: Boundaries = { type: 'FeatureCollection', review_number: '演示', source: '演示', features: [square('a', 59), square('b', 59)] }
const member = (code: string) => ({ code, name: code, reference: false })
const cell = (value: string) => ({ series: '', period: '', value, display: value, estimated: false, rivals: false, confidential: false, not_applicable: false })
const view = {
  rows: [{ code: 'area', members: [member('a'), member('b'), member('c')] }], columns: [], fixed: [],
  row_heads: [{ members: [0] }, { members: [1] }, { members: [2] }], column_heads: [{ members: [] }],
  cells: [[cell('1')], [null], [cell('3')]],
} as unknown as PivotView

describe('the map', () => {
  it('draws the areas that have a boundary, one without a figure in white', () => {
    const areas = placed(view, 0, boundaries)
    expect(areas.map(({ area, cell: one }) => [area.code, one?.value])).toEqual([['a', '1'], ['b', undefined]])
    const { series } = mapOption('m', areas, 1) as { series: { data: { name: string; label: { formatter: string }; itemStyle: { areaColor: string } }[] }[] }
    expect(series[0]?.data.map((one) => one.label.formatter)).toEqual(['a\n1', 'b\n缺'])
    expect(series[0]?.data[1]?.itemStyle.areaColor).toBe('#ffffff')
  })

  it('tells a figure that is withheld from one that is missing', () => {
    const withheld = { ...cell('0'), value: null, display: null, confidential: true }
    const areas = placed({ ...view, cells: [[withheld], [{ ...withheld, confidential: false }], [null]] }, 0, boundaries)
    const option = mapOption('m', areas, 1) as { series: { data: { label: { formatter: string } }[] }[] }
    expect(option.series[0]?.data.map((one) => one.label.formatter)).toEqual(['a\n不公布', 'b\n缺'])
    const none = { ...withheld, confidential: false, not_applicable: true }
    const drawn = mapOption('m', placed({ ...view, cells: [[none], [null], [null]] }, 0, boundaries), 1) as typeof option
    expect(drawn.series[0]?.data[0]?.label.formatter).toBe('a\n不适用')
  })

  it('is as wide as the land is in its latitude', () => expect(aspect(boundaries)).toBeCloseTo(0.5))
})
