// Questions about releases, reports and users; see queries.ts.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'

type Given<T> = MaybeRefOrGetter<T>

export function useReleases(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['releases', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/releases', { params: { path: { plan: toValue(plan) } } })),
  })
}

export function useRelease(number: Given<number | undefined>) {
  return useQuery({
    queryKey: computed(() => ['release', toValue(number)]),
    enabled: () => toValue(number) !== undefined,
    queryFn: () => take(api.GET('/api/releases/{number}', { params: { path: { number: toValue(number) ?? 0 } } })),
  })
}

export function useReports(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['reports', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/reports', { params: { path: { plan: toValue(plan) } } })),
  })
}

export const useUsers = () =>
  useQuery({ queryKey: ['users'], staleTime: 0, queryFn: () => take(api.GET('/api/users')) })

/** The units of all plans, each once: a user belongs to a unit, not to a plan. */
export function useAllUnits(plans: Given<string[]>) {
  return useQuery({
    queryKey: computed(() => ['units', 'of', ...toValue(plans)]),
    enabled: () => toValue(plans).length > 0,
    queryFn: async () => {
      const lists = await Promise.all(
        toValue(plans).map((plan) => take(api.GET('/api/plans/{plan}/units', { params: { path: { plan } } }))),
      )
      return [...new Map(lists.flat().map((unit) => [unit.code, unit])).values()]
    },
  })
}
