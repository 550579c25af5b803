// The funnel plot of towns: pure functions of the server's answer.
import { format, type EChartsCoreOption } from 'echarts/core'
import type { FunnelArea, FunnelView } from '@/api/types'
import { i18n, inLanguage, signs } from '@/i18n'

type Standing = 'within' | 'low_95' | 'high_95' | 'low_998' | 'high_998'
const standings: Standing[] = ['within', 'low_95', 'high_95', 'low_998', 'high_998']

/** How an area stands to the limits; none where nothing can differ by chance. */
export const standingOf = (area: FunnelArea): Standing | null => standings.find((one) => one === area.against?.standing) ?? null

/** With many areas tested at once some lie outside by chance: only those with a corrected p below this are named. */
const sure = 0.05

/** Those beyond the limits, by how far; `perhaps`: by chance, with all that were tested taken together. */
export function beyond(view: FunnelView): { few: FunnelArea[]; far: FunnelArea[]; perhaps: FunnelArea[] } {
  const outside = view.areas.filter(({ against }) => against && against.standing !== 'within')
  const named = (end: string) => outside.filter(({ against }) => against && against.adjusted < sure && against.standing.endsWith(end))
  return { few: named('_95'), far: named('_998'), perhaps: outside.filter(({ against }) => against && against.adjusted >= sure) }
}

/** Fewer cases than five are expected somewhere: a year says little, several together say more. */
export const isRare = (view: FunnelView): boolean => view.areas.some((area) => area.against && Number(area.against.expected) < 5)

/** The table of the towns to keep, with those that cannot be compared; `span`: the years taken together. */
export function townRows(view: FunnelView, span: string, standing: (area: FunnelArea) => string): (string | number | null | undefined)[][] {
  const { t } = i18n.global
  const head = [t('indicator.town'), t('point.numerator'), t('point.denominator'), t('point.value', { unit: view.unit }), t('indicator.limit95'), t('indicator.limit998'), t('indicator.standing'), 'p', t('indicator.adjusted'), t('indicator.years')]
  const compared = view.areas.map((area) => [
    inLanguage(area.name, area.name_en), area.interval.numerator, area.interval.denominator, area.point.display,
    area.against && `${area.against.low_95}—${area.against.high_95}`, area.against && `${area.against.low_998}—${area.against.high_998}`,
    standing(area), area.against?.p, area.against?.adjusted, span,
  ])
  const absent = view.absent.map((one) => [inLanguage(one.name, one.name_en), '', '', '', '', '', inLanguage(one.reason, one.reason_en), '', '', span])
  return [head, ...compared, ...absent]
}

const ink = '#1c2529'
const faint = '#616c73'
const colours = { within: '#17525f', 95: '#c98613', 998: '#a3202c' }
const colourOf = (standing: Standing | null) => (standing?.endsWith('_998') ? colours[998] : standing?.endsWith('_95') ? colours[95] : colours.within)

export interface FunnelWords {
  denominator: string
  all: string
  limit95: string
  limit998: string
  standing: (area: FunnelArea) => string
}

/** Each area by its denominator and its figure, within the two pairs of limits and about the figure of all. */
export function funnelOption(view: FunnelView, words: FunnelWords): EChartsCoreOption {
  const line = (name: string, low: 'low_95' | 'low_998' | null, high: 'high_95' | 'high_998' | null, style: object) => {
    const one = (key: 'low_95' | 'low_998' | 'high_95' | 'high_998') => ({
      type: 'line', name, silent: true, symbol: 'none', color: faint, lineStyle: { width: 1.2, ...style },
      data: view.curve.map((point) => [point.denominator, point[key]]),
    })
    return [low, high].flatMap((key) => (key ? [one(key)] : []))
  }
  const most = Math.max(...view.areas.map((area) => Number(area.interval.denominator)))
  const byName = new Map(view.areas.map((area) => [area.area, area]))
  return {
    animation: false,
    textStyle: { fontFamily: 'PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif', color: ink },
    grid: { left: 8, right: 28, top: 52, bottom: 28, containLabel: true },
    legend: { top: 0, right: 0, left: 0, itemHeight: 8, textStyle: { color: ink }, data: [words.all, words.limit95, words.limit998] },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ name }: { name: string }) => {
        const area = byName.get(name)
        return area ? tip(area, view.unit, words) : ''
      },
    },
    xAxis: { type: 'value', scale: true, name: words.denominator, nameLocation: 'middle', nameGap: 26, axisLabel: { color: faint }, splitLine: { show: false }, axisLine: { lineStyle: { color: faint } } },
    yAxis: { type: 'value', scale: true, name: view.unit, nameTextStyle: { color: faint, align: 'left' }, axisLabel: { color: faint }, splitLine: { lineStyle: { color: '#e2e7e9' } } },
    series: [
      { type: 'line', name: words.all, silent: true, symbol: 'none', color: ink, lineStyle: { width: 1.2 }, data: view.curve.map((point) => [point.denominator, Number(view.all?.value)]) },
      ...line(words.limit95, 'low_95', 'high_95', { type: [5, 4] }),
      ...line(words.limit998, 'low_998', 'high_998', { type: [1, 3] }),
      {
        type: 'scatter',
        symbolSize: 10,
        data: view.areas.map((area) => {
          const standing = standingOf(area)
          return {
            name: area.area,
            value: [Number(area.interval.denominator), Number(area.point.value)],
            itemStyle: { color: colourOf(standing) },
            // Those beyond are named in the drawing itself.
            label: { show: standing != null && standing !== 'within', position: Number(area.interval.denominator) > most / 2 ? 'left' : 'right', color: ink, formatter: inLanguage(area.name, area.name_en) },
          }
        }),
      },
    ],
  }
}

function tip(area: FunnelArea, unit: string, words: FunnelWords): string {
  const { open, close } = signs()
  return [
    `<b>${format.encodeHTML(inLanguage(area.name, area.name_en))}</b>`,
    `${area.point.display ?? ''} ${format.encodeHTML(unit)}${open}${area.interval.numerator} / ${area.interval.denominator}${close}`,
    format.encodeHTML(words.standing(area)),
  ].join('<br>')
}
