import type { EChartsCoreOption } from 'echarts/core'
import type { SeriesPoint } from '@/api/types'
import { axisPeriods, niceStep } from './axis'

export interface ChartLine {
  label: string
  points: SeriesPoint[]
}

export interface ChartTarget {
  value: number
  label: string
  year: number
}

// ECharts draws outside the style sheet: these repeat tokens.css.
const ink = '#1c2529'
const inkFaint = '#667279'
const ruleFine = '#e2e7e9'
const targetColour = '#a3202c'
export const lineColours = [
  '#17525f', '#c2561c', '#7f8fbd', '#c98613', '#4c9a7c', '#7c8890',
  '#8a3b6f', '#3d6fb0', '#8c6d46', '#a3202c', '#5f7d1f', '#2c383d',
]

/** `bare`: the names of the lines stand beside the chart, not in it. */
export function chartOption(lines: ChartLine[], unit: string, target: ChartTarget | null, bare = false): EChartsCoreOption {
  const periods = axisPeriods(lines.flatMap((line) => line.points.map((point) => point.period)), target?.year)
  return {
    animation: false,
    color: lineColours,
    textStyle: { fontFamily: 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif', color: ink },
    grid: { left: 8, right: target ? 96 : 24, top: 36, bottom: 8, containLabel: true },
    legend: lines.length > 1 && !bare ? { top: 0, right: 0, itemHeight: 8, textStyle: { color: ink } } : { show: false },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => (value == null ? '—' : `${String(value)} ${unit}`) },
    xAxis: { type: 'category', data: periods, axisTick: { show: false }, axisLine: { lineStyle: { color: inkFaint } }, axisLabel: { color: inkFaint } },
    yAxis: { type: 'value', name: unit, scale: true, nameTextStyle: { color: inkFaint, align: 'left' }, splitLine: { lineStyle: { color: ruleFine } }, axisLabel: { color: inkFaint }, ...reach(lines, target) },
    series: lines.map((line, at) => oneLine(line, periods, at === 0 ? target : null)),
  }
}

/** With a target far from the figures the axis must hold both, else its line is not to be seen. */
function reach(lines: ChartLine[], target: ChartTarget | null) {
  if (!target) return {}
  const values = lines.flatMap((line) => line.points.flatMap((point) => (point.value == null ? [] : [Number(point.value)])))
  const low = Math.min(target.value, ...values)
  const high = Math.max(target.value, ...values)
  const interval = niceStep((high - low || Math.abs(high) || 1) / 5)
  const min = (Math.ceil(low / interval) - 1) * interval
  return { min: low >= 0 ? Math.max(0, min) : min, max: (Math.floor(high / interval) + 1) * interval, interval }
}

function oneLine(line: ChartLine, periods: string[], target: ChartTarget | null) {
  const byPeriod = new Map(line.points.map((point) => [point.period, point]))
  return {
    type: 'line',
    name: line.label,
    connectNulls: true,
    symbolSize: 8,
    cursor: 'pointer',
    lineStyle: { width: 1.5 },
    // A carried or estimated figure is drawn hollow: it was not counted in its year.
    data: periods.map((period) => {
      const point = byPeriod.get(period)
      const hollow = point?.carried_from || point?.estimated
      return { value: point?.value == null ? null : Number(point.value), symbol: hollow ? 'emptyCircle' : 'circle' }
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
