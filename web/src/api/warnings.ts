// Questions about warnings; see queries.ts.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import { fileAddress } from './data'
import { queryClient } from './queries'
import type { WarningParams } from './types'

type Given<T> = MaybeRefOrGetter<T>

/** `keep`: the rows of before stay in sight while others are fetched; not where they may be of another thing. */
export function useWarnings(plan: Given<string>, params: Given<WarningParams>, enabled: Given<boolean>, keep = false) {
  return useQuery({
    queryKey: computed(() => ['warnings', toValue(plan), toValue(params)]),
    enabled: () => toValue(enabled) && toValue(plan) !== '',
    placeholderData: keep ? keepPreviousData : undefined,
    queryFn: () =>
      take(api.GET('/api/plans/{plan}/warnings', { params: { path: { plan: toValue(plan) }, query: toValue(params) } })),
  })
}

export function useWarning(id: Given<number | undefined>) {
  return useQuery({
    queryKey: computed(() => ['warnings', 'one', toValue(id)]),
    enabled: () => toValue(id) !== undefined,
    queryFn: () => take(api.GET('/api/warnings/{id}', { params: { path: { id: toValue(id) ?? 0 } } })),
  })
}

/** Puts on record that one has taken note. */
export async function noteWarning(id: number, note: string): Promise<void> {
  await take(api.POST('/api/warnings/{id}/notes', { params: { path: { id } }, body: { note } }))
  await queryClient.invalidateQueries({ queryKey: ['warnings'] })
}

/** Where the whole of what was asked for lies as a file: it has no pages. */
export const warningsFile = (plan: string, params: WarningParams): string => fileAddress(plan, 'warnings.csv', { ...params, page: undefined, per_page: undefined })
