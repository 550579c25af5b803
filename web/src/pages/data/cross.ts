// A cross table and what is drawn of it: pure functions of the server's answer.
import type { EChartsCoreOption } from 'echarts/core'
import type { PivotAxis, PivotCell, PivotHead, PivotMember, PivotView } from '@/api/types'
import { i18n, inLanguage, signs } from '@/i18n'
import { lineColours } from '@/ui/chart'
import { showPeriod } from '@/ui/period'
import { mostBars } from './query'

/** `axis` is its code: a period is written in the language of the page. */
export const memberName = (axis: string, member: PivotMember): string => {
  if (axis === 'period') return showPeriod(member.code)
  const name = inLanguage(member.name, member.name_en)
  return member.reference ? `${name}${signs().open}${i18n.global.t('data.reference')}${signs().close}` : name
}

/** The members of a head, one an axis. */
export const members = (axes: PivotAxis[], head: PivotHead): PivotMember[] =>
  axes.flatMap((axis, at) => axis.members[head.members[at] ?? -1] ?? [])

/** The names of a head, one an axis. */
export const names = (axes: PivotAxis[], head: PivotHead): string[] =>
  axes.flatMap((axis, at) => {
    const member = axis.members[head.members[at] ?? -1]
    return member ? [memberName(axis.code, member)] : []
  })

export const headName = (axes: PivotAxis[], head: PivotHead): string => names(axes, head).join(' · ')

/** Axes down the side on which all lines have the same: it is said once above a drawing, whose lines have no room. */
export const sameDown = (view: PivotView): PivotAxis[] => (view.row_heads.length > 1 ? view.rows.filter((axis) => axis.members.length === 1) : [])

/** What tells a line from the others. */
export function lineName(view: PivotView, line: PivotHead): string {
  const same = sameDown(view)
  return view.rows.flatMap((axis, at) => (same.includes(axis) ? [] : names([axis], { members: [line.members[at] ?? -1] }))).join(' · ')
}

/** The names of all members of an axis, wherever it stands. */
export const namesOf = (view: PivotView, code: string): string[] =>
  [...view.rows, ...view.columns, ...view.fixed].filter((axis) => axis.code === code).flatMap((axis) => axis.members.map((member) => memberName(code, member)))

/** Where the figures that others publish come from. */
export const sources = (view: PivotView): string[] => [...new Set(view.cells.flat().flatMap((cell) => cell?.source ?? []))]

/** Whether an outer head is the same as in the line before, so that it is said once. */
export const repeats = (heads: PivotHead[], at: number, depth: number): boolean =>
  at > 0 && (heads[at]?.members.slice(0, depth + 1).every((member, axis) => member === heads[at - 1]?.members[axis]) ?? false)

/** How many of the heads from `at` on are one at a depth. */
export function span(heads: PivotHead[], at: number, depth: number): number {
  let next = at + 1
  while (next < heads.length && repeats(heads, next, depth)) next += 1
  return next - at
}

/** The unit of a line that has its subject in it. */
export const unitOf = (view: PivotView, line: PivotHead): string => members(view.rows, line).find((member) => member.unit != null)?.unit ?? ''

/** Whether lines have units of their own: with one unit it is said above, with subjects across it stands in their heads. */
export const unitByLine = (view: PivotView): boolean => unitsOf(view).length > 1 && view.rows.some((axis) => axis.code === 'subject')

/** What stands over a column at a depth; with several units a subject says its own. */
export function columnName(view: PivotView, head: PivotHead, depth: number): string {
  const name = names(view.columns, head)[depth] ?? ''
  const unit = members(view.columns, head)[depth]?.unit
  return unit && unitsOf(view).length > 1 ? `${name}${signs().open}${unit}${signs().close}` : name
}

/** All units that the table holds. */
export const unitsOf = (view: PivotView): string[] => {
  const axes = [...view.rows, ...view.columns, ...view.fixed]
  const subjects = axes.find((axis) => axis.code === 'subject')?.members ?? []
  return [...new Set(subjects.map((member) => member.unit ?? ''))]
}

const ink = '#1c2529'
const faint = '#616c73'
const textStyle = { fontFamily: 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif', color: ink }
const number = (cell: PivotCell | null | undefined) => (cell?.value == null ? null : Number(cell.value))

/** A group of bars a line, a colour a column. */
export function barOption(view: PivotView): EChartsCoreOption {
  const lines = view.row_heads.slice(0, mostBars.lines)
  const columns = view.column_heads.slice(-mostBars.columns)
  const skipped = view.column_heads.length - columns.length
  return {
    animation: false,
    color: lineColours,
    textStyle,
    grid: { left: 8, right: 24, top: 40, bottom: 24, containLabel: true },
    legend: { top: 0, right: 0, type: 'scroll', itemHeight: 8, textStyle: { color: ink } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
    xAxis: { type: 'value', name: unitsOf(view)[0] ?? '', nameLocation: 'middle', nameGap: 26, axisLabel: { color: faint } },
    yAxis: { type: 'category', inverse: true, data: lines.map((line) => lineName(view, line) || ' '), axisTick: { show: false }, axisLabel: { color: ink, width: 220, overflow: 'truncate' } },
    series: columns.map((column, at) => ({
      type: 'bar',
      name: headName(view.columns, column) || unitsOf(view)[0],
      cursor: 'pointer',
      barMaxWidth: 18,
      data: lines.map((_, line) => number(view.cells[line]?.[skipped + at])),
    })),
  }
}

export const barHeight = (view: PivotView): number => {
  const [lines, columns] = [Math.min(view.row_heads.length, mostBars.lines), Math.min(view.column_heads.length, mostBars.columns)]
  return Math.max(200, 70 + lines * Math.max(24, columns * 10 + 12))
}

export interface Tile {
  area: PivotMember
  across: number
  down: number
  cell: PivotCell | null
}

/** Whether a map can be drawn: with more down the side than areas, one tile would lie on another. */
export const mappable = (view: PivotView): boolean => view.rows.length === 1 && view.rows[0]?.code === 'area'

/** The areas that have a tile, with their figure in one column; see `mappable`. */
export function tiles(view: PivotView, column: number): Tile[] {
  return view.row_heads.flatMap((head, line) => {
    const area = members(view.rows, head)[0]
    if (!area?.tile) return []
    return [{ area, across: area.tile[0] ?? 0, down: area.tile[1] ?? 0, cell: view.cells[line]?.[column] ?? null }]
  })
}

/** Shades from the least to the most figure; what has none is left white. */
export function shade(value: number | null, least: number, most: number): string {
  return value == null ? 'transparent' : `rgb(${shadeParts(value, least, most).join(', ')})`
}

function shadeParts(value: number, least: number, most: number): number[] {
  const share = most > least ? (value - least) / (most - least) : 0.5
  return [[0xe6, 0x17], [0xef, 0x52], [0xf1, 0x5f]].map(([from = 0, to = 0]) => Math.round(from + (to - from) * share))
}

/** Black or white, whichever can be read on the shade: at least 4.5 : 1 by the relative luminance of WCAG 2. */
export function lettersOn(value: number | null, least: number, most: number): string {
  if (value == null) return 'inherit'
  const linear = shadeParts(value, least, most).map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  const [red = 0, green = 0, blue = 0] = linear
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff'
}

export interface Pair {
  name: string
  male: PivotCell
  female: PivotCell
}

/** Lines that have a figure of both sexes, sex across. */
export function pairs(view: PivotView): Pair[] {
  const at = (code: string) => view.column_heads.findIndex((head) => members(view.columns, head).some((member) => member.code === code))
  const [female, male] = [at('F'), at('M')]
  return view.row_heads.flatMap((head, line) => {
    const [f, m] = [view.cells[line]?.[female], view.cells[line]?.[male]]
    return f?.value != null && m?.value != null ? [{ name: headName(view.rows, head), female: f, male: m }] : []
  })
}

/** Women upwards, men to the right, and the line on which both are equal. */
export function scatterOption(found: Pair[], unit: string, words: { female: string; male: string; equal: string }): EChartsCoreOption {
  const [women, men] = [found.map((pair) => Number(pair.female.value)), found.map((pair) => Number(pair.male.value))]
  const withUnit = (word: string) => `${word}${signs().open}${unit}${signs().close}`
  // As far as both axes reach.
  const [least, most] = [Math.max(Math.min(...women), Math.min(...men)), Math.min(Math.max(...women), Math.max(...men))]
  const axis = { type: 'value', scale: true, axisLabel: { color: faint }, splitLine: { lineStyle: { color: '#e2e7e9' } } }
  return {
    animation: false,
    color: lineColours,
    textStyle,
    grid: { left: 8, right: 90, top: 36, bottom: 24, containLabel: true },
    tooltip: {
      confine: true,
      formatter: ({ name, value }: { name: string; value: number[] }) => `${name.replaceAll('<', '&lt;')}<br>${words.female} <b>${value[1]}</b> · ${words.male} <b>${value[0]}</b> ${unit}`,
    },
    xAxis: { ...axis, name: withUnit(words.male), nameLocation: 'middle', nameGap: 26 },
    yAxis: { ...axis, name: withUnit(words.female) },
    series: [{
      type: 'scatter',
      symbolSize: 10,
      cursor: 'pointer',
      data: found.map((pair) => ({ name: pair.name, value: [Number(pair.male.value), Number(pair.female.value)] })),
      markLine: most > least && {
        silent: true,
        symbol: 'none',
        lineStyle: { type: 'dashed', color: faint },
        label: { formatter: words.equal, color: faint },
        data: [[{ coord: [least, least] }, { coord: [most, most] }]],
      },
    }],
  }
}
