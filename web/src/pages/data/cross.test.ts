import { describe, expect, it } from 'vitest'
import type { PivotCell, PivotView } from '@/api/types'
import { shownFigure } from '@/ui/figure'
import { barOption, columnName, headName, mappable, namesOf, pairs, repeats, sameDown, shade, sources, span, tiles, unitByLine, unitOf } from './cross'

const cell = (value: string | null): PivotCell => ({ series: 's', period: '2025', value, display: value, estimated: false, rivals: false, confidential: value == null, not_applicable: false })
const member = (code: string, more = {}) => ({ code, name: code, reference: false, ...more })
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
  page: 1, per_page: 50, total: 3, figures: 8, protection: 'applied',
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

  it('puts on the map what has a tile, one figure an area', () => {
    const map: PivotView = { ...view, rows: view.rows.slice(1), columns: view.fixed, fixed: [], row_heads: [head(0), head(1)], column_heads: [head(0)], cells: [[cell('5')], [cell('1')]] }
    expect(mappable(map)).toBe(true)
    expect(tiles(map, 0).map((tile) => [tile.area.code, tile.across, tile.down, tile.cell?.value])).toEqual([['1', 0, 1, '5']])
    // With another axis down the side an area has several figures.
    expect(mappable(view)).toBe(false)
  })

  it('draws an indicator of towns, and leaves blank the town whose figure may not be told', () => {
    const [town, hidden] = [member('440783103', { tile: [2, 1] }), member('440783104', { tile: [2, 0] })]
    const map: PivotView = {
      ...view, rows: [{ code: 'area', members: [town, hidden] }], columns: view.fixed, row_heads: [head(0), head(1)], column_heads: [head(0)],
      fixed: [{ code: 'subject', members: [member('S18', { unit: '%', kind: 'indicator' })] }], cells: [[cell('75')], [cell(null)]],
    }
    expect(tiles(map, 0).map((tile) => shownFigure(tile.cell))).toEqual(['75', '不公布'])
    const down: PivotView = { ...map, rows: [...map.fixed, ...map.rows], fixed: [], row_heads: [head(0, 0), head(0, 1)] }
    const bars = barOption(down)
    // The one indicator that all have is said above.
    expect(bars.yAxis).toMatchObject({ data: ['440783103', '440783104'] })
    expect(sameDown(down).map((axis) => axis.code)).toEqual(['subject'])
    expect((bars.series as { data: unknown }[]).map((one) => one.data)).toEqual([[75, null]])
  })

  it('says the unit in the head of a subject that stands across', () => {
    const turned: PivotView = { ...view, rows: view.columns, columns: view.rows, row_heads: view.column_heads, column_heads: view.row_heads }
    expect([unitByLine(view), unitByLine(turned)]).toEqual([true, false])
    expect(columnName(turned, head(1, 0), 0)).toBe('B（%）')
    expect(columnName(turned, head(1, 0), 1)).toBe('1')
    const one: PivotView = { ...turned, columns: [{ code: 'subject', members: [member('A', { unit: '人' })] }] }
    expect(columnName(one, head(0), 0)).toBe('A')
  })

  it('says of an area above that its figures are published, and where', () => {
    const above: PivotView = { ...view, rows: [{ code: 'area', members: [member('全国', { reference: true })] }], cells: [[{ ...cell('5'), source: '公报' }]] }
    expect(headName(above.rows, head(0))).toBe('全国（公布数）')
    expect([sources(above), sources(view)]).toEqual([['公报'], []])
  })

  it('writes a period as the page does', () => {
    expect(namesOf(view, 'period')).toEqual(['2025年'])
    expect(headName([{ code: 'period', members: [member('2025-Q1')] }], head(0))).toBe('2025年1季度')
  })

  it('pairs the sexes where both are known', () =>
    expect(pairs(view).map((pair) => [pair.name, pair.female.value, pair.male.value])).toEqual([['A · 1', '2', '3'], ['B · 1', '40', '60']]))

  it('shades from least to most', () => {
    expect(shade(0, 0, 10)).toBe('rgb(230, 239, 241)')
    expect(shade(10, 0, 10)).toBe('rgb(23, 82, 95)')
    expect(shade(null, 0, 10)).toBe('transparent')
  })
})
