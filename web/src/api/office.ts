// Questions about releases, reports and users; see queries.ts.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
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

/** What is asked of the audit chain; empty texts do not narrow. */
export interface AuditAsked {
  actor?: string
  action?: string
  subject?: string
  from?: string
  to?: string
  before?: number
}

export function useAudit(asked: Given<AuditAsked>) {
  return useQuery({
    queryKey: computed(() => ['audit', toValue(asked)]),
    staleTime: 0,
    // A page turns without the table falling away.
    placeholderData: keepPreviousData,
    queryFn: () => take(api.GET('/api/audit', { params: { query: toValue(asked) } })),
  })
}

export const usePackages = () =>
  useQuery({ queryKey: ['packages'], staleTime: 0, queryFn: () => take(api.GET('/api/packages')) })

/** A file as the whole body of a request. */
export const whole = (file: File) => ({
  body: file as unknown as number[],
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'Content-Type': 'application/octet-stream' },
})

export const readDocument = (file: File) =>
  take(api.POST('/api/packages/reading', { params: { query: { name: file.name } }, ...whole(file) }))

export const draftPackage = (file: File): Promise<Blob> =>
  take(api.POST('/api/packages/draft', { params: { query: { name: file.name } }, ...whole(file), parseAs: 'blob' }) as Promise<{ data?: Blob; response: Response }>)

export const checkPackage = (file: File) => take(api.POST('/api/packages/check', whole(file)))

export const importPackage = (file: File, reason: string) =>
  take(api.POST('/api/packages', { params: { query: { reason } }, ...whole(file) }))

export const exportAudit = (asked: AuditAsked): Promise<Blob> =>
  take(api.GET('/api/audit/export', { params: { query: asked }, parseAs: 'blob' }) as Promise<{ data?: Blob; response: Response }>)

export const useUppers = (plan: Given<string>) =>
  useQuery({
    queryKey: computed(() => ['uppers', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/uppers', { params: { path: { plan: toValue(plan) } } })),
  })

export const useUpper = (plan: Given<string>, report: Given<string>, year: Given<number | undefined>) =>
  useQuery({
    queryKey: computed(() => ['upper', toValue(plan), toValue(report), toValue(year)]),
    enabled: () => toValue(report) !== '' && toValue(year) !== undefined,
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: () =>
      take(api.GET('/api/plans/{plan}/uppers/{report}', { params: { path: { plan: toValue(plan), report: toValue(report) }, query: { year: toValue(year) ?? 0 } } })),
  })

export const fillUpper = (plan: string, report: string, year: number): Promise<Blob> =>
  take(api.GET('/api/plans/{plan}/uppers/{report}/file', { params: { path: { plan, report }, query: { year } }, parseAs: 'blob' }) as Promise<{ data?: Blob; response: Response }>)
