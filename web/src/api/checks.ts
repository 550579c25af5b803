// Questions about checks, what they find, and figures to compare with; see queries.ts.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'

type Given<T> = MaybeRefOrGetter<T>

export function useChecks(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['checks', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/checks', { params: { path: { plan: toValue(plan) } } })),
  })
}

export function useFindings(round: Given<number>) {
  return useQuery({
    queryKey: computed(() => ['round', toValue(round), 'findings']),
    enabled: () => Number.isInteger(toValue(round)),
    queryFn: () => take(api.GET('/api/rounds/{id}/findings', { params: { path: { id: toValue(round) } } })),
    staleTime: 0,
  })
}

/** `saved` tells what is saved by now: the form's own value moves with it. */
export function useHints(submission: Given<number>, saved: Given<number>) {
  return useQuery({
    queryKey: computed(() => ['hints', toValue(submission), toValue(saved)]),
    queryFn: () => take(api.GET('/api/submissions/{id}/references', { params: { path: { id: toValue(submission) } } })),
    placeholderData: (held) => held,
  })
}
