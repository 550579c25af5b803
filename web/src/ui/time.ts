const full = new Intl.DateTimeFormat('zh-CN', { year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false })

/** `2026-03-31T08:00:00.000Z` → 2026年3月31日 16:00, in the reader's own zone. */
export const showTime = (utc: string): string => full.format(new Date(utc))

