// The days of a round, as a form holds them: '' where none is set.
import type { CourseView, DaysView } from '@/api/types'

/** In the order in which they follow one another. */
export const dayFields = ['opens', 'reminds', 'due', 'late_until', 'closes'] as const

export type Days = Record<(typeof dayFields)[number], string>

export const noDays: Days = { opens: '', reminds: '', due: '', late_until: '', closes: '' }

type Held = { [field in keyof Days]?: string | null }

export const daysOf = (held: Held | DaysView): Days => ({
  opens: held.opens ?? '',
  reminds: held.reminds ?? '',
  due: held.due ?? '',
  late_until: held.late_until ?? '',
  closes: held.closes ?? '',
})

export const daysOfRound = (round: { due: string; course: CourseView }): Days => daysOf({ ...round.course, due: round.due })

/** As the server takes them: absent where none is set. */
export const sent = (days: Days) => ({
  opens: days.opens || undefined,
  reminds: days.reminds || undefined,
  due: days.due,
  late_until: days.late_until || undefined,
  closes: days.closes || undefined,
})

export const sameDays = (a: Days, b: Days): boolean => dayFields.every((field) => a[field] === b[field])

/** The counted days, but for those that somebody has set by hand. */
export function withOwn(counted: Days, held: Days, own: ReadonlySet<keyof Days>): Days {
  const kept = dayFields.filter((field) => own.has(field)).map((field) => [field, held[field]])
  return { ...counted, ...Object.fromEntries(kept) }
}

/** Which of them somebody has set; the first day is what the others are counted from. */
export const changedDays = (before: Days, after: Days): (keyof Days)[] => dayFields.filter((field) => field !== 'opens' && before[field] !== after[field])
