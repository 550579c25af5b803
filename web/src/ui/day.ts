// What the calendar of working days says of a day.
import type { CalendarView } from '@/api/types'

/** Not worked; worked though it is a weekend; worked; '' where no table of holidays says. */
export type DayMark = 'off' | 'makeUp' | 'worked' | ''

type Calendar = Pick<CalendarView, 'years' | 'days'> | undefined

const specialOf = (day: string, calendar: Calendar) => calendar?.days.find((one) => one.day === day)

export function markOf(day: string, calendar: Calendar): DayMark {
  if (!calendar?.years.includes(Number(day.slice(0, 4)))) return ''
  const special = specialOf(day, calendar)
  if (special) return special.working ? 'makeUp' : 'off'
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 ? 'off' : 'worked'
}

/** The holiday that a day belongs to, off or made up for. */
export const tellsOf = (day: string, calendar: Calendar): string => specialOf(day, calendar)?.name ?? ''

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** Worked, or at least no weekend where no table says. */
const isWorked = (day: string, calendar: Calendar): boolean => {
  const mark = markOf(day, calendar)
  return mark === '' ? weekday(day) !== 0 && weekday(day) !== 6 : mark !== 'off'
}

const moved = (day: string, by: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)

/** Of a day that is not worked, the working days about it; undefined for one that is. */
export function restOf(day: string, calendar: Calendar): { before: string; after: string } | undefined {
  if (isWorked(day, calendar)) return undefined
  let [before, after] = [moved(day, -1), moved(day, 1)]
  while (!isWorked(before, calendar)) before = moved(before, -1)
  while (!isWorked(after, calendar)) after = moved(after, 1)
  return { before, after }
}

/** A day of the calendar, `2026-06-01`, that has begun where the reader is. */
export function isPastDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').map(Number) : []
  const begins = new Date(year, month - 1, day)
  return begins.getMonth() === month - 1 && begins.getDate() === day && begins <= new Date()
}
