// Ratings of qualitative objectives.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import { queryClient, useSession } from './queries'
import type { Giving } from './types'

type Given<T> = MaybeRefOrGetter<T>

/** Of one objective; nothing for a guest. */
export function useRatings(plan: Given<string>, number: Given<string>) {
  const session = useSession()
  return useQuery({
    queryKey: computed(() => ['ratings', toValue(plan), toValue(number)]),
    enabled: () => session.data.value?.user != null,
    queryFn: () => take(api.GET('/api/plans/{plan}/objectives/{number}/ratings', { params: { path: { plan: toValue(plan), number: toValue(number) } } })),
  })
}

/** Those of a plan that count, by objective and year; nothing for a guest. */
export function usePlanRatings(plan: Given<string>) {
  const session = useSession()
  return useQuery({
    queryKey: computed(() => ['ratings', toValue(plan)]),
    enabled: () => session.data.value?.user != null,
    queryFn: () => take(api.GET('/api/plans/{plan}/ratings', { params: { path: { plan: toValue(plan) } } })),
  })
}

export async function rate(plan: string, number: string, giving: Giving): Promise<void> {
  await take(api.POST('/api/plans/{plan}/objectives/{number}/ratings', { params: { path: { plan, number } }, body: giving }))
  await queryClient.invalidateQueries({ queryKey: ['ratings'] })
}
