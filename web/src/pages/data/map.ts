// Areas drawn as they lie: pure functions of the boundaries and the server's answer.
import type { EChartsCoreOption } from 'echarts/core'
import type { Boundaries, PivotCell, PivotMember, PivotView } from '@/api/types'
import { shownFigure } from '@/ui/figure'
import { lettersOn, memberName, members, shade } from './cross'

type Position = [number, number, ...number[]]

export interface PlacedArea {
  area: PivotMember
  cell: PivotCell | null
}

/** The areas of the table that have a boundary, with their figure in one column. */
export function placed(view: PivotView, column: number, boundaries: Boundaries): PlacedArea[] {
  const known = new Set(boundaries.features.map((feature) => feature.properties.code))
  return view.row_heads.flatMap((head, line) => {
    const area = members(view.rows, head)[0]
    return area && known.has(area.code) ? [{ area, cell: view.cells[line]?.[column] ?? null }] : []
  })
}

function latitudes(coordinates: unknown): number[] {
  if (!Array.isArray(coordinates)) return []
  return typeof coordinates[0] === 'number' ? [(coordinates as Position)[1]] : coordinates.flatMap(latitudes)
}

/** How much shorter a degree across is than one down, in the middle of the map: without it the land would look too wide. */
export function aspect(boundaries: Boundaries): number {
  const all = boundaries.features.flatMap((feature) => latitudes(feature.geometry.coordinates))
  const middle = all.length ? (all.reduce((a, b) => Math.min(a, b)) + all.reduce((a, b) => Math.max(a, b))) / 2 : 0
  return Math.cos((middle * Math.PI) / 180)
}

/** `map`: the name under which the boundaries are registered. */
export function mapOption(map: string, areas: PlacedArea[], scale: number): EChartsCoreOption {
  const numbers = areas.flatMap(({ cell }) => (cell?.value == null ? [] : [Number(cell.value)]))
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
  return {
    animation: false,
    series: [
      {
        type: 'map',
        map,
        nameProperty: 'code',
        aspectScale: scale,
        selectedMode: false,
        itemStyle: { areaColor: '#ffffff', borderColor: '#7c8890', borderWidth: 0.8 },
        label: { show: false },
        emphasis: { disabled: true },
        data: areas.map(({ area, cell }) => {
          const value = cell?.value == null ? null : Number(cell.value)
          return {
            name: area.code,
            value,
            cursor: 'pointer',
            itemStyle: { areaColor: value == null ? '#ffffff' : shade(value, least, most) },
            label: { show: true, formatter: `${memberName('area', area)}\n${shownFigure(cell)}`, color: value == null ? '#1c2529' : lettersOn(value, least, most), fontSize: 11, lineHeight: 14 },
          }
        }),
      },
    ],
  }
}
