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
