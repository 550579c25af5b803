// Questions about the statistical database; see queries.ts.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import type { DataParams } from './types'

type Given<T> = MaybeRefOrGetter<T>

/** The rows of before stay in sight while others are fetched. */
export function useData(plan: Given<string>, params: Given<DataParams>, enabled: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['data', toValue(plan), toValue(params)]),
    enabled: () => toValue(enabled),
    placeholderData: keepPreviousData,
    queryFn: () =>
      take(api.GET('/api/plans/{plan}/data', { params: { path: { plan: toValue(plan) }, query: toValue(params) } })),
  })
}

export function useDataChoices(plan: Given<string>, enabled: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['data', toValue(plan), 'choices']),
    enabled: () => toValue(enabled),
    queryFn: () => take(api.GET('/api/plans/{plan}/data/choices', { params: { path: { plan: toValue(plan) } } })),
  })
}

/** Where the whole of what was asked for lies as a file. */
export function dataFile(plan: string, params: DataParams): string {
  const given = Object.entries(params).filter(([, value]) => value != null)
  return `/api/plans/${encodeURIComponent(plan)}/data.csv?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`
}
