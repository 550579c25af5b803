import { comparePeriods, frequencyOf, periodsBetween } from './period'

/** The round number (1, 2 or 5 times a power of ten) at or above `rough`, for the steps of an axis. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10
  return step * power
}

/** The periods of an axis: all between the ends where they are equally long, so that gaps look as long as they are. */
export function axisPeriods(found: string[], until?: number): string[] {
  const sorted = [...new Set(found)].sort(comparePeriods)
  const [first, last] = [sorted[0], sorted[sorted.length - 1]]
  if (first === undefined || last === undefined || sorted.some((period) => frequencyOf(period) !== frequencyOf(first))) return sorted
  const end = until && frequencyOf(first) === 'year' ? String(Math.max(Number(last), until)) : last
  return periodsBetween(first, end)
}
