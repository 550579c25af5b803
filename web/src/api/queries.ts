// One function a question; the key names the noun first, so that a change can invalidate by noun.
import { QueryClient, queryOptions, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { ApiError, api, take } from './client'
import type { FunnelParams, FunnelView, IndicatorView } from './types'

type Given<T> = MaybeRefOrGetter<T>

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a lost connection is worth a second try.
      retry: (count, error) => count < 1 && error instanceof ApiError && error.status === 0,
    },
  },
})

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => take(api.GET('/api/session')),
})

export const useSession = () => useQuery(sessionQuery)

/** Whether whoever is signed in may do something; not until the server has said so. */
export function useMay(action: string) {
  const session = useSession()
  return computed(() => session.data.value?.can.includes(action) ?? false)
}

export const usePlans = () => useQuery({ queryKey: ['plans'], queryFn: () => take(api.GET('/api/plans')) })

export function useOverview(plan: Given<string>, year: Given<number | undefined>, asOf: Given<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['overview', toValue(plan), toValue(year), toValue(asOf)]),
    queryFn: () =>
      take(api.GET('/api/plans/{plan}', { params: { path: { plan: toValue(plan) }, query: { year: toValue(year), as_of: toValue(asOf) } } })),
  })
}

export function useDomain(plan: Given<string>, number: Given<number>, year: Given<number | undefined>, asOf: Given<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['domain', toValue(plan), toValue(number), toValue(year), toValue(asOf)]),
    enabled: () => Number.isInteger(toValue(number)),
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/domains/{number}', {
          params: { path: { plan: toValue(plan), number: toValue(number) }, query: { year: toValue(year), as_of: toValue(asOf) } },
        }),
      ),
  })
}

export function useObjective(plan: Given<string>, number: Given<string>, year: Given<number | undefined>, asOf: Given<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['objective', toValue(plan), toValue(number), toValue(year), toValue(asOf)]),
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/objectives/{number}', {
          params: { path: { plan: toValue(plan), number: toValue(number) }, query: { year: toValue(year), as_of: toValue(asOf) } },
        }),
      ),
  })
}

export function useProjects(plan: Given<string>, year: Given<number | undefined>, asOf: Given<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['projects', toValue(plan), toValue(year), toValue(asOf)]),
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/projects', {
          params: { path: { plan: toValue(plan) }, query: { year: toValue(year), as_of: toValue(asOf) } },
        }),
      ),
  })
}

export function useIndicators(plan: Given<string>, asOf: Given<string | undefined>) {
  return useQuery({
    queryKey: computed(() => ['indicators', toValue(plan), toValue(asOf)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/indicators', { params: { path: { plan: toValue(plan) }, query: { as_of: toValue(asOf) } } })),
  })
}

/** How the values of an indicator were revised, once it is wanted. */
export function useRevisions(plan: Given<string>, code: Given<string>, breakdown: Given<string>, frequency: Given<string>, wanted: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['revisions', toValue(plan), toValue(code), toValue(breakdown), toValue(frequency)]),
    enabled: computed(() => toValue(wanted)),
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/indicators/{code}/revisions', {
          params: { path: { plan: toValue(plan), code: toValue(code) }, query: { breakdown: toValue(breakdown) || undefined, frequency: toValue(frequency) || undefined } },
        }),
      ),
  })
}

/** `frequency`: of which periods the series are, years where it is empty. */
export function useIndicator(plan: Given<string>, code: Given<string>, enabled: Given<boolean> = true, frequency: Given<string> = '', asOf: Given<string | undefined> = undefined) {
  return useQuery({
    queryKey: computed(() => ['indicator', toValue(plan), toValue(code), toValue(frequency), toValue(asOf)]),
    enabled: () => toValue(enabled),
    // Another frequency is the same page with other figures; of another indicator nothing stays.
    placeholderData: (before: IndicatorView | undefined) => (before?.code === toValue(code) ? before : undefined),
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/indicators/{code}', {
          params: { path: { plan: toValue(plan), code: toValue(code) }, query: { frequency: toValue(frequency) || undefined, as_of: toValue(asOf) } },
        }),
      ),
  })
}

/** The towns beside each other. */
export function useFunnel(plan: Given<string>, code: Given<string>, params: Given<FunnelParams>) {
  return useQuery({
    queryKey: computed(() => ['indicator', toValue(plan), toValue(code), 'areas', toValue(params)]),
    placeholderData: (before: FunnelView | undefined) => before,
    queryFn: () =>
      take(
        api.GET('/api/plans/{plan}/indicators/{code}/areas', {
          params: { path: { plan: toValue(plan), code: toValue(code) }, query: toValue(params) },
        }),
      ),
  })
}

export function useObservation(id: Given<number>) {
  return useQuery({
    queryKey: computed(() => ['observation', toValue(id)]),
    queryFn: () => take(api.GET('/api/observations/{id}', { params: { path: { id: toValue(id) } } })),
  })
}

export function useUnits(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['units', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/units', { params: { path: { plan: toValue(plan) } } })),
  })
}
