// Questions about schemes, the calendar, a round to be and how far a round has come; see queries.ts.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import type { Opening } from './types'

type Given<T> = MaybeRefOrGetter<T>

/** The days are counted for a period, from a day on, where they are given. */
export function useSchemes(plan: Given<string>, period: Given<string | undefined>, opens: Given<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['schemes', toValue(plan), toValue(period), toValue(opens)]),
    enabled: () => toValue(plan) !== '',
    placeholderData: keepPreviousData,
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/schemes', {
          params: { path: { plan: toValue(plan) }, query: { period: toValue(period), opens: toValue(opens) } },
        }),
      ),
  })
}

export function useCalendar(from: number, to: number) {
  return useQuery({
    queryKey: ['calendar', from, to],
    staleTime: Infinity,
    queryFn: () => take(api.GET('/api/calendar', { params: { query: { from, to } } })),
  })
}

/** Who would get what; asked again when what decides it changes. */
export function usePreview(plan: Given<string>, opening: Given<Opening | undefined>) {
  return useQuery({
    queryKey: computed(() => ['preview', toValue(plan), toValue(opening)]),
    enabled: () => toValue(opening) !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
    queryFn: () =>
      take(
        api.POST('/api/plans/{plan}/rounds/preview', {
          params: { path: { plan: toValue(plan) } },
          body: toValue(opening) as Opening,
        }),
      ),
  })
}

/** The round that another is the pattern of. */
export function useCopy(id: Given<number | undefined>) {
  return useQuery({
    queryKey: computed(() => ['copy', toValue(id)]),
    enabled: () => toValue(id) !== undefined,
    queryFn: () => take(api.GET('/api/rounds/{id}/copy', { params: { path: { id: toValue(id) ?? 0 } } })),
  })
}

export function useProgress(id: Given<number>) {
  return useQuery({
    queryKey: computed(() => ['round', toValue(id), 'progress']),
    enabled: () => Number.isInteger(toValue(id)),
    staleTime: 0,
    queryFn: () => take(api.GET('/api/rounds/{id}/progress', { params: { path: { id: toValue(id) } } })),
  })
}
