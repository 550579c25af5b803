// Questions about rounds, forms and submissions; see queries.ts.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import { queryClient } from './queries'
import type { SubmissionView } from './types'

type Given<T> = MaybeRefOrGetter<T>

export function useRounds(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['rounds', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/rounds', { params: { path: { plan: toValue(plan) } } })),
    staleTime: 0,
  })
}

export function useRound(id: Given<number>) {
  return useQuery({
    queryKey: computed(() => ['round', toValue(id)]),
    enabled: () => Number.isInteger(toValue(id)),
    queryFn: () => take(api.GET('/api/rounds/{id}', { params: { path: { id: toValue(id) } } })),
    staleTime: 0,
  })
}

export function useUnitForm(plan: Given<string>, unit: Given<string>, period: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['form', toValue(plan), toValue(unit), toValue(period)]),
    enabled: () => toValue(unit) !== '',
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/units/{unit}/form', {
          params: { path: { plan: toValue(plan), unit: toValue(unit) }, query: { period: toValue(period) } },
        }),
      ),
  })
}

export const submissionKey = (id: number) => ['submission', id]

export function useSubmission(id: Given<number>) {
  return useQuery({
    queryKey: computed(() => submissionKey(toValue(id))),
    enabled: () => Number.isInteger(toValue(id)),
    refetchOnReconnect: false,
    queryFn: () => take(api.GET('/api/submissions/{id}', { params: { path: { id: toValue(id) } } })),
    staleTime: 0,
  })
}

/** The figures that came with a submission may change any page; a step of it changes the lists. */
export async function afterAction(view: SubmissionView, action: string): Promise<void> {
  queryClient.setQueryData(submissionKey(view.submission.id), view)
  const lists = ['tasks', 'rounds', 'round']
  const concerned = (noun: unknown) => noun !== 'submission' && noun !== 'session' && (action === 'accept' || lists.includes(String(noun)))
  await queryClient.invalidateQueries({ predicate: (query) => concerned(query.queryKey[0]) })
}

/** `version` is that of the cell now: a newer one is another question. */
export function useCellHistory(id: Given<number>, cell: Given<string>, version: Given<number>, open: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['history', toValue(id), toValue(cell), toValue(version)]),
    enabled: () => toValue(open),
    queryFn: () =>
      take(
        api.GET('/api/submissions/{id}/history', {
          params: { path: { id: toValue(id) }, query: { cell: toValue(cell) } },
        }),
      ),
  })
}
