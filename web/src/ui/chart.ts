import { format, type EChartsCoreOption } from 'echarts/core'
import type { SeriesPoint } from '@/api/types'
import { axisPeriods, niceStep } from './axis'
import { axisName } from './period'

export interface ChartLine {
  label: string
  points: SeriesPoint[]
}

/** What is published of another area, to compare with. */
export interface PublishedLine {
  label: string
  points: { period: string; value: string }[]
}

export interface ChartTarget {
  value: number
  label: string
  year: number
}

/** From the last figure to the year of the target, widening to the interval. */
export interface ChartForecast {
  from: { period: string; value: number }
  to: { period: string; value: number; low: number; high: number }
  label: string
}

// ECharts draws outside the style sheet: these repeat tokens.css.
const ink = '#1c2529'
const inkFaint = '#616c73'
const ruleFine = '#e2e7e9'
const targetColour = '#a3202c'
export const lineColours = [
  '#17525f', '#c2561c', '#7f8fbd', '#c98613', '#4c9a7c', '#7c8890',
  '#8a3b6f', '#3d6fb0', '#8c6d46', '#a3202c', '#5f7d1f', '#2c383d',
]

/** How many pixels a label of the chart takes: a Chinese sign is as wide as the letters are high, others half of it. */
const wide = (text: string): number => Math.min(200, [...text].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 12.5 : 7), 0))

/** Figures of others are drawn in grey, each with a sign of its own, so that none is taken for the plan's. */
const otherColours = ['#4a565c', '#8a9499', '#6f5f4a', '#a8917a']
export const otherColour = (at: number): string => otherColours[at % otherColours.length] ?? inkFaint
const otherSymbols = ['triangle', 'rect', 'diamond', 'pin']

/** `bare`: the names of the lines stand beside the chart, not in it. */
export function chartOption(
  lines: ChartLine[], unit: string, target: ChartTarget | null, forecast: ChartForecast | null = null, bare = false, others: PublishedLine[] = [],
): EChartsCoreOption {
  const until = Math.max(target?.year ?? 0, Number(forecast?.to.period ?? 0))
  const periods = axisPeriods([...lines, ...others].flatMap((line) => line.points.map((point) => point.period)), until || undefined)
  const named = lines.length + others.length > 1 && !bare
  return {
    animation: false,
    color: lineColours,
    textStyle: { fontFamily: 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif', color: ink },
    grid: { left: 8, right: target ? 12 + wide(target.label) : 24, top: named ? 52 : 36, bottom: 8, containLabel: true },
    legend: named ? { top: 0, right: 0, type: 'scroll', itemHeight: 8, textStyle: { color: ink } } : { show: false },
    tooltip: { trigger: 'axis', confine: true, formatter: (shown: unknown) => tip(shown as Shown[], unit) },
    xAxis: { type: 'category', data: periods, axisTick: { show: false }, axisLine: { lineStyle: { color: inkFaint } }, axisLabel: { color: inkFaint, formatter: axisName } },
    yAxis: { type: 'value', name: unit, scale: true, nameTextStyle: { color: inkFaint, align: 'left' }, splitLine: { lineStyle: { color: ruleFine } }, axisLabel: { color: inkFaint }, ...reach([...lines, ...others], target, forecast) },
    series: [...lines.map((line, at) => oneLine(line, periods, at === 0 ? target : null)), ...others.map((line, at) => otherLine(line, at, periods)), ...(forecast ? ahead(forecast, periods) : [])],
  }
}

interface Shown {
  axisValue: string
  marker: string
  seriesId: string
  seriesName: string
  value: number | null
}

const bandId = 'band'

function otherLine(line: PublishedLine, at: number, periods: string[]) {
  const byPeriod = new Map(line.points.map((point) => [point.period, Number(point.value)]))
  return {
    type: 'line',
    name: line.label,
    connectNulls: true,
    symbol: otherSymbols[at % otherSymbols.length],
    symbolSize: 9,
    color: otherColour(at),
    lineStyle: { width: 1.2, type: [2, 3] },
    data: periods.map((period) => byPeriod.get(period) ?? null),
  }
}

/** What a reader sees over a year: each line's figure, and none of the two edges of the band. */
function tip(shown: Shown[], unit: string): string {
  const rows = shown.filter(({ seriesId, value }) => value != null && !seriesId.startsWith(bandId))
  const row = ({ marker, seriesName, value }: Shown) =>
    `${marker}${format.encodeHTML(seriesName)} <b>${String(Math.round((value ?? 0) * 1e4) / 1e4)}</b> ${format.encodeHTML(unit)}`
  return rows.length ? [format.encodeHTML(axisName(rows[0]?.axisValue ?? '')), ...rows.map(row)].join('<br>') : ''
}

/** The forecast as a dashed line, over a band from the last figure to the interval: two edges, one stacked on the other. */
function ahead({ from, to, label }: ChartForecast, periods: string[]) {
  const [first, last] = [Number(from.period), Number(to.period)]
  const along = (end: number) => (period: string) => {
    const gone = (Number(period) - first) / (last - first)
    return gone >= 0 && gone <= 1 ? from.value + gone * (end - from.value) : null
  }
  const [middle, low, high] = [periods.map(along(to.value)), periods.map(along(to.low)), periods.map(along(to.high))]
  const line = { type: 'line', silent: true, symbol: 'none', showSymbol: false, color: lineColours[0] }
  const edge = { ...line, stack: bandId, stackStrategy: 'all', lineStyle: { opacity: 0 } }
  const width = high.map((value, at) => (value == null ? null : value - (low[at] ?? value)))
  return [
    { ...edge, id: `${bandId}-low`, data: low },
    { ...edge, id: `${bandId}-high`, data: width, areaStyle: { color: lineColours[0], opacity: 0.14 } },
    { ...line, id: 'ahead', name: label, data: middle, lineStyle: { type: [5, 4], width: 1.5 } },
  ]
}

/** With a target or a forecast far from the figures the axis must hold them all, else its line is not to be seen. */
function reach(lines: { points: { value?: string | null }[] }[], target: ChartTarget | null, forecast: ChartForecast | null) {
  if (!target && !forecast) return {}
  const values = lines.flatMap((line) => line.points.flatMap((point) => (point.value == null ? [] : [Number(point.value)])))
  if (target) values.push(target.value)
  if (forecast) values.push(forecast.to.low, forecast.to.high)
  const low = Math.min(...values)
  const high = Math.max(...values)
  const interval = niceStep((high - low || Math.abs(high) || 1) / 5)
  const min = (Math.ceil(low / interval) - 1) * interval
  return { min: low >= 0 ? Math.max(0, min) : min, max: (Math.floor(high / interval) + 1) * interval, interval }
}

function oneLine(line: ChartLine, periods: string[], target: ChartTarget | null) {
  const byPeriod = new Map(line.points.map((point) => [point.period, point]))
  return {
    type: 'line',
    name: line.label,
    // A year without a figure is bridged, as between two surveys; one whose figure is withheld leaves a gap.
    connectNulls: !line.points.some((point) => point.confidential),
    symbolSize: 8,
    cursor: 'pointer',
    lineStyle: { width: 1.5 },
    // A carried or estimated figure is drawn hollow: it was not counted in its year. The first one of another definition
    // is a diamond.
    data: periods.map((period) => {
      const point = byPeriod.get(period)
      const hollow = point?.carried_from || point?.estimated || point?.rounded_to
      const symbol = point?.break_note ? 'diamond' : hollow ? 'emptyCircle' : 'circle'
      return { value: point?.value == null ? null : Number(point.value), symbol, symbolSize: point?.break_note ? 12 : 8 }
    }),
    markLine: target && {
      silent: true,
      symbol: 'none',
      lineStyle: { type: 'dashed', color: targetColour, width: 1.2 },
      label: { formatter: target.label, color: targetColour, position: 'end' },
      data: [{ yAxis: target.value }],
    },
  }
}
