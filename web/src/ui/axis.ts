/** The round number (1, 2 or 5 times a power of ten) at or above `rough`, for the steps of an axis. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10
  return step * power
}

/** The periods of an axis: for years every year between the ends, so that gaps look as long as they are. */
export function axisPeriods(found: string[], until?: number): string[] {
  const sorted = [...new Set(found)].sort()
  if (!sorted.length || !sorted.every((period) => /^\d{4}$/.test(period))) return sorted
  const first = Number(sorted[0])
  const last = Math.max(Number(sorted[sorted.length - 1]), until ?? 0)
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at))
}
