// The total of a count as the sum of its parts. Averages and amounts per head do not add up, so only whole numbers are summed.
import type { RowView } from '@/api/types'
import { breakdownOf } from './grid'
import { isWhole, readNumber } from './number'

export interface Sum {
  /** `sex`. */
  dimension: string
  /** Names of the parts. */
  parts: string[]
  sum: string
}

const dimensionOf = (cell: string): string => breakdownOf(cell).split('=')[0] ?? ''

/** One sum for each dimension all of whose parts are given. `valueOf` is what stands in a cell. */
export function sumsOf(row: RowView, valueOf: (cell: string) => string | null): Sum[] {
  if (row.value_type !== 'integer') return []
  const dimensions = [...new Set(row.cells.map(({ cell }) => dimensionOf(cell)).filter(Boolean))]
  return dimensions.flatMap((dimension) => {
    const parts = row.cells.filter(({ cell }) => dimensionOf(cell) === dimension)
    const values = parts.map(({ cell }) => readNumber(valueOf(cell) ?? ''))
    if (parts.length < 2 || values.some((value) => value === undefined || !isWhole(value))) return []
    const sum = values.reduce((all, value) => all + BigInt((value ?? '0').replace(/\.0*$/, '')), 0n)
    return [{ dimension, parts: parts.map(({ label }) => label), sum: sum.toString() }]
  })
}

/** The sum that a total may take over: there is one, and all dimensions agree on it. */
export function agreed(sums: Sum[]): Sum | undefined {
  const [first] = sums
  return first && sums.every(({ sum }) => sum === first.sum) ? first : undefined
}

/** `女+男`; of many parts the first and the last. */
export const formulaOf = ({ parts }: Sum): string =>
  parts.length > 4 ? `${parts[0]}+…+${parts[parts.length - 1]}` : parts.join('+')

/** Whether a total says the same as its sum. */
export const fits = (total: string | null, { sum }: Sum): boolean => readNumber(total ?? '')?.replace(/\.0*$/, '') === sum
