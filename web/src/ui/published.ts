// Published figures of other areas beside the plan's own.
import { i18n, inLanguage, signs } from '@/i18n'
import type { PublishedSeries } from '@/api/types'
import { comparePeriods } from '@/ui/period'

/** Those from the first own period on; where all are older the last of them, so that it is seen at all. */
export function shownPoints<T extends { period: string }>(points: T[], first: string | undefined): T[] {
  const since = points.filter((point) => first === undefined || comparePeriods(point.period, first) >= 0)
  return since.length ? since : points.slice(-1)
}

/** 全国（公布数）; `grouped`: with the breakdown, where there are several. */
export function publishedName(series: PublishedSeries, grouped: boolean): string {
  const { open, close } = signs()
  const of = grouped && series.breakdown ? `${series.label}${signs().comma}` : ''
  return `${inLanguage(series.area_name, series.area_name_en)}${open}${of}${i18n.global.t('indicator.published')}${close}`
}
