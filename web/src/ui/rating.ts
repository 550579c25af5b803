// Ratings in the reader's language.
import type { LevelView, RatingView } from '@/api/types'
import { inLanguage } from '@/i18n'

/** As the level is called now; one that the scale has no more, as it was called when it was given. */
export function levelName(rating: Pick<RatingView, 'level' | 'level_name'>, levels: Pick<LevelView, 'code' | 'name' | 'name_en'>[]): string {
  const level = levels.find((one) => one.code === rating.level && one.name === rating.level_name)
  return level ? inLanguage(level.name, level.name_en) : rating.level_name
}

/** The rating that counts of an objective in a year. */
export const standing = (ratings: RatingView[], objective: string, year: number): RatingView | undefined =>
  ratings.find((one) => one.objective === objective && one.year === year && !one.replaced)
