import { describe, expect, it } from 'vitest'
import type { PivotCell, PivotView } from '@/api/types'
import { barOption, headName, pairs, repeats, shade, span, tiles, unitOf } from './cross'

const cell = (value: string | null): PivotCell => ({ series: 's', period: '2025', value, display: value, estimated: false, rivals: false })
const member = (code: string, more = {}) => ({ code, name: code, ...more })
const head = (...at: number[]) => ({ members: at })

const view: PivotView = {
  rows: [
    { code: 'subject', members: [member('A', { unit: '人', kind: 'item' }), member('B', { unit: '%', kind: 'indicator' })] },
    { code: 'area', members: [member('1', { tile: [0, 1] }), member('2')] },
  ],
  columns: [{ code: 'sex', members: [member('_T'), member('F'), member('M')] }],
  fixed: [{ code: 'period', members: [member('2025')] }],
  row_heads: [head(0, 0), head(0, 1), head(1, 0)],
  column_heads: [head(0), head(1), head(2)],
  cells: [[cell('5'), cell('2'), cell('3')], [cell('1'), null, cell('1')], [cell(null), cell('40'), cell('60')]],
  page: 1, per_page: 50, total: 3, figures: 8,
}

describe('a cross table', () => {
  it('says an outer head once', () => {
    expect(view.row_heads.map((_, at) => repeats(view.row_heads, at, 0))).toEqual([false, true, false])
    expect(view.row_heads.map((_, at) => repeats(view.row_heads, at, 1))).toEqual([false, false, false])
    expect([span(view.row_heads, 0, 0), span(view.row_heads, 2, 0)]).toEqual([2, 1])
  })

  it('names its lines and their units', () => {
    expect(headName(view.rows, head(0, 1))).toBe('A · 2')
    expect([unitOf(view, head(0, 0)), unitOf(view, head(1, 0))]).toEqual(['人', '%'])
  })

  it('draws a bar for each figure and none for what is missing', () => {
    const series = barOption(view).series as { data: (number | null)[] }[]
    expect(series.map((one) => one.data)).toEqual([[5, 1, null], [2, null, 40], [3, 1, 60]])
  })

  it('puts on the map what has a tile', () =>
    expect(tiles(view, 1).map((tile) => [tile.area.code, tile.across, tile.down, tile.cell?.value])).toEqual([['1', 0, 1, '2'], ['1', 0, 1, '40']]))

  it('pairs the sexes where both are known', () =>
    expect(pairs(view).map((pair) => [pair.name, pair.female.value, pair.male.value])).toEqual([['A · 1', '2', '3'], ['B · 1', '40', '60']]))

  it('shades from least to most', () => {
    expect(shade(0, 0, 10)).toBe('rgb(230, 239, 241)')
    expect(shade(10, 0, 10)).toBe('rgb(23, 82, 95)')
    expect(shade(null, 0, 10)).toBe('transparent')
  })
})
