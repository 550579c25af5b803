import { localeTag } from '@/i18n'

const full = { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false } as const
const clock = { hour: '2-digit', minute: '2-digit', hour12: false } as const

/** `2026-03-31T08:00:00.000Z` → 2026年3月31日 16:00, in the reader's own zone. */
export const showTime = (utc: string): string => new Intl.DateTimeFormat(localeTag(), full).format(new Date(utc))

/** 16:00. */
export const showClock = (time: Date): string => new Intl.DateTimeFormat(localeTag(), clock).format(time)
