/** The periods of an axis: for years every year between the ends, so that gaps look as long as they are. */
export function axisPeriods(found: string[], until?: number): string[] {
  const sorted = [...new Set(found)].sort()
  if (!sorted.length || !sorted.every((period) => /^\d{4}$/.test(period))) return sorted
  const first = Number(sorted[0])
  const last = Math.max(Number(sorted[sorted.length - 1]), until ?? 0)
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at))
}
