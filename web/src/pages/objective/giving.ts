// The form by which an objective is rated, and what it begins with.
import { reactive, ref, watch, type Reactive, type Ref } from 'vue'
import type { LevelView, RatingView } from '@/api/types'
import { standing } from '@/ui/rating'

export interface Given { number: string; year: number; years: number[]; levels: Pick<LevelView, 'code'>[]; ratings: RatingView[] }

export interface Giving {
  form: Reactive<{ year: number; level: string; evidence: string }>
  /** Set by whoever chooses a level or writes: what is theirs, another year does not change. */
  touched: Ref<boolean>
}

/** Opened for the year of the page. What was said of a year before is where another rating of it begins. */
export function useGiving(open: Ref<boolean>, given: Given): Giving {
  const form = reactive({ year: 0, level: '', evidence: '' })
  const touched = ref(false)

  function refill() {
    const before = standing(given.ratings, given.number, form.year)
    form.level = given.levels.find((level) => level.code === before?.level)?.code ?? ''
    form.evidence = before?.evidence ?? ''
  }

  watch([open, () => form.year], ([shown], [before]) => {
    if (!shown) return
    if (!before) {
      form.year = given.years.includes(given.year) ? given.year : given.years[0] ?? 0
      touched.value = false
    }
    if (!touched.value) refill()
  })
  return { form, touched }
}
