import { computed, ref, type Ref } from 'vue'
import { ApiError } from '@/api/client'
import type { Problem } from '@/api/types'

/** What the server found wrong with one field of a form. */
export const problemsAt = (problems: Problem[], field: string): Problem[] =>
  problems.filter((problem) => problem.place.field === field)

/** What belongs to none of the fields that are on the screen. */
export const problemsElsewhere = (problems: Problem[], fields: string[]): Problem[] =>
  problems.filter((problem) => !problem.place.field || !fields.includes(problem.place.field))

/** Something the user sets off: running or not, and what the server refused. */
export interface Action {
  busy: Ref<boolean>
  problems: Ref<Problem[]>
  /** Undefined when the server refused; its problems are then in `problems`. */
  run: <T>(act: () => Promise<T>) => Promise<{ value: T } | undefined>
  at: (field: string) => Problem[]
  elsewhere: Ref<Problem[]>
}

/** `fields` are the names of the form's fields: their problems are shown beside them, all others together. */
export function useAction(fields: string[] = []): Action {
  const busy = ref(false)
  const problems = ref<Problem[]>([])

  async function run<T>(act: () => Promise<T>) {
    busy.value = true
    problems.value = []
    try {
      return { value: await act() }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      problems.value = error.problems
      return undefined
    } finally {
      busy.value = false
    }
  }

  return {
    busy,
    problems,
    run,
    at: (field) => problemsAt(problems.value, field),
    elsewhere: computed(() => problemsElsewhere(problems.value, fields)),
  }
}
