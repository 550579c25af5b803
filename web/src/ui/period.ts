import { language } from '@/i18n'

export type Frequency = 'year' | 'half' | 'quarter' | 'month'
/** The longest first. */
export const frequencies: Frequency[] = ['year', 'half', 'quarter', 'month']

/** How many periods of a frequency a year has. */
const perYear: Record<Frequency, number> = { year: 1, half: 2, quarter: 4, month: 12 }

export function frequencyOf(period: string): Frequency {
  const part = period.split('-')[1]
  if (!part) return 'year'
  return part.startsWith('S') ? 'half' : part.startsWith('Q') ? 'quarter' : 'month'
}

/** Its place among the periods as long as itself, counted through the years. */
function placeOf(period: string): number {
  const [year = '', part = ''] = period.split('-')
  const within = part ? Number(part.replace(/\D/g, '')) - 1 : 0
  return Number(year) * perYear[frequencyOf(period)] + within
}

/** By their beginning; of those that begin together the longest first: 2025, 2025-S1, 2025-Q1, 2025-01, 2025-02. */
export function comparePeriods(a: string, b: string): number {
  const begins = (period: string) => placeOf(period) * (12 / perYear[frequencyOf(period)])
  return begins(a) - begins(b) || frequencies.indexOf(frequencyOf(a)) - frequencies.indexOf(frequencyOf(b))
}

/** All periods between two that are as long. */
export function periodsBetween(first: string, last: string): string[] {
  const frequency = frequencyOf(first)
  const [from, to, parts] = [placeOf(first), placeOf(last), perYear[frequency]]
  return Array.from({ length: to - from + 1 }, (_, at) => {
    const [year, part] = [Math.floor((from + at) / parts), ((from + at) % parts) + 1]
    const written = { year: '', half: `-S${part}`, quarter: `-Q${part}`, month: `-${String(part).padStart(2, '0')}` }
    return `${year}${written[frequency]}`
  })
}

/** In the language of the page: `2025-Q1` → 2025年1季度, Q1 2025. */
export const showPeriod = (period: string): string => (language() === 'en' ? periodInEnglish(period) : periodInChinese(period))

/** At an axis or in the head of a table a year stands as it is, a part of one in words. */
export const axisName = (period: string): string => (frequencyOf(period) === 'year' ? period : showPeriod(period))

/** Of several years the first and the last, 2023—2025年; `since` is empty or absent where there is one only. */
export const showSpan = (since: string | null | undefined, period: string): string =>
  since && since !== period ? `${since}—${showPeriod(period)}` : showPeriod(period)

/** `2025` → 2025年, `2025-Q1` → 2025年1季度, `2025-S1` → 2025年上半年, `2025-06` → 2025年6月. */
export function periodInChinese(period: string): string {
  const [year = '', part] = period.split('-')
  if (!part) return `${year}年`
  if (part.startsWith('Q')) return `${year}年${part.slice(1)}季度`
  if (part.startsWith('S')) return `${year}年${part === 'S1' ? '上' : '下'}半年`
  return `${year}年${Number(part)}月`
}

function periodInEnglish(period: string): string {
  const [year = '', part] = period.split('-')
  if (!part) return year
  if (part.startsWith('Q')) return `${part} ${year}`
  if (part.startsWith('S')) return `${part === 'S1' ? 'first' : 'second'} half of ${year}`
  return new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${period}-01`))
}

/** Without the years to come that have no figure: nothing is lacking there yet. `until` is the year that is looked at. */
export const untilYear = <T extends { period: string; value?: string | null }>(points: T[], until: number | undefined): T[] =>
  points.filter((point) => point.value != null || until === undefined || Number(point.period.slice(0, 4)) <= until)
