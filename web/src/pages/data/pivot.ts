import type { DataRow } from '@/api/types'
import type { ChartLine } from '@/ui/chart'
import { comparePeriods, frequencies, frequencyOf } from '@/ui/period'
import { mostLines } from './query'

/** One series: a line of the pivot, its figures by period. */
export interface Line {
  series: string
  /** Any row of it, for what all have in common. */
  row: DataRow
  cells: Map<string, DataRow>
}

export interface Pivot {
  periods: string[]
  lines: Line[]
}

/** Series down, periods across, both as far as there are rows. */
export function pivot(rows: DataRow[]): Pivot {
  const lines = new Map<string, Line>()
  for (const row of rows) {
    const line = lines.get(row.series) ?? { series: row.series, row, cells: new Map() }
    line.cells.set(row.point.period, row)
    lines.set(row.series, line)
  }
  const periods = [...new Set(rows.map((row) => row.point.period))].sort(comparePeriods)
  return { periods, lines: [...lines.values()] }
}

/** The lines to draw where none were chosen: the first that have something to show, of one unit of measure, and what is
 * published of the same elsewhere. */
export function usual(lines: Line[], most = 4): Line[] {
  const drawable = lines.filter((line) => !line.row.reference && [...line.cells.values()].filter((row) => row.point.value != null).length > 1)
  const own = drawable.filter((line) => line.row.unit === drawable[0]?.row.unit).slice(0, most)
  const same = (a: DataRow, b: DataRow) => a.subject === b.subject && a.breakdown === b.breakdown
  return [...own, ...lines.filter((line) => line.row.reference && own.some((one) => same(one.row, line.row)))].slice(0, mostLines)
}

/** Points of one frequency alone can be joined by a line: that asked for, else the longest that there is. */
export function ofFrequency(lines: Line[], asked: string): Line[] {
  const held = new Set(lines.flatMap((line) => [...line.cells.keys()].map(frequencyOf)))
  const wanted = frequencies.find((one) => (asked ? one === asked : held.has(one)))
  return lines.map((line) => ({ ...line, cells: new Map([...line.cells].filter(([period]) => frequencyOf(period) === wanted)) }))
}

export interface Drawing {
  unit: string
  lines: Line[]
}

/** A drawing for each unit of measure: figures of different ones do not share an axis. */
export function drawings(lines: Line[]): Drawing[] {
  const units = new Map<string, Line[]>()
  for (const line of lines.slice(0, mostLines)) units.set(line.row.unit, [...(units.get(line.row.unit) ?? []), line])
  return [...units].map(([unit, held]) => ({ unit, lines: held }))
}

export const chartLine = (line: Line, label: string): ChartLine => ({
  label,
  points: [...line.cells.values()].map((row) => row.point),
})
