import type { RatingView } from '@/api/types'

/** The rating that counts of an objective in a year. */
export const standing = (ratings: RatingView[], objective: string, year: number): RatingView | undefined =>
  ratings.find((one) => one.objective === objective && one.year === year && !one.replaced)
