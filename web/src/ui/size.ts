import { localeTag } from '@/i18n'

const short = (number: number) => new Intl.NumberFormat(localeTag(), { maximumFractionDigits: 1 }).format(number)

/** 1536 → 1.5 KB. */
export function showBytes(bytes: number): string {
  if (bytes < 1024) return `${short(bytes)} B`
  const kilo = bytes / 1024
  return kilo < 1024 ? `${short(kilo)} KB` : `${short(kilo / 1024)} MB`
}

/** 3284 → 3,284. */
export const showCount = (count: number): string => new Intl.NumberFormat(localeTag()).format(count)
