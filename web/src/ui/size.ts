const number = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 1 })

/** 1536 → 1.5 KB. */
export function showBytes(bytes: number): string {
  if (bytes < 1024) return `${number.format(bytes)} B`
  const kilo = bytes / 1024
  return kilo < 1024 ? `${number.format(kilo)} KB` : `${number.format(kilo / 1024)} MB`
}

const whole = new Intl.NumberFormat('zh-CN')

/** 3284 → 3,284. */
export const showCount = (count: number): string => whole.format(count)
