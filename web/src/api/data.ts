// Questions about the statistical database; see queries.ts.
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import { queryClient } from './queries'
import type { Boundaries, DataParams, KeepingView, PivotParams } from './types'

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

/** Where the areas lie; only where the choices say that the catalogue has it. */
export function useBoundaries(plan: Given<string>, enabled: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['boundaries', toValue(plan)]),
    enabled: () => toValue(enabled),
    staleTime: Infinity,
    queryFn: async () => {
      const geojson: unknown = await take(api.GET('/api/plans/{plan}/boundaries', { params: { path: { plan: toValue(plan) } } }))
      return geojson as Boundaries
    },
  })
}

export function usePivot(plan: Given<string>, params: Given<PivotParams>, enabled: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['data', toValue(plan), 'pivot', toValue(params)]),
    enabled: () => toValue(enabled),
    placeholderData: keepPreviousData,
    queryFn: () =>
      take(api.GET('/api/plans/{plan}/data/pivot', { params: { path: { plan: toValue(plan) }, query: toValue(params) } })),
  })
}

/** The one row of a series in a period, for the way back of its figure, as it was known on the day that is asked for. */
export async function rowOf(plan: string, series: string, period: string, asOf: string) {
  const query = { series, from: period, to: period, as_of: asOf || undefined }
  const page = await take(api.GET('/api/plans/{plan}/data', { params: { path: { plan }, query } }))
  return page.rows.find((row) => row.point.period === period)
}

export function useSavedViews(plan: Given<string>, enabled: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['views', toValue(plan)]),
    enabled: () => toValue(enabled),
    queryFn: () => take(api.GET('/api/plans/{plan}/views', { params: { path: { plan: toValue(plan) } } })),
  })
}

export async function saveView(plan: string, body: KeepingView) {
  const saved = await take(api.POST('/api/plans/{plan}/views', { params: { path: { plan } }, body }))
  await queryClient.invalidateQueries({ queryKey: ['views', plan] })
  return saved
}

export async function renameView(plan: string, id: number, title: string) {
  await take(api.PATCH('/api/views/{id}', { params: { path: { id } }, body: { title } }))
  await queryClient.invalidateQueries({ queryKey: ['views', plan] })
}

export async function deleteView(plan: string, id: number) {
  await take(api.DELETE('/api/views/{id}', { params: { path: { id } } }))
  await queryClient.invalidateQueries({ queryKey: ['views', plan] })
}

/** Where an answer lies as a file. */
export const fileAddress = (plan: string, file: string, params: object): string => {
  const given = Object.entries(params).filter(([, value]) => value != null)
  return `/api/plans/${encodeURIComponent(plan)}/${file}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`
}

/** Where the whole of what was asked for lies as a file. */
export const dataFile = (plan: string, kind: 'csv' | 'parquet' | 'xlsx', params: DataParams): string => fileAddress(plan, `data.${kind}`, params)

export const pivotFile = (plan: string, params: PivotParams): string => fileAddress(plan, 'data/pivot.xlsx', params)
