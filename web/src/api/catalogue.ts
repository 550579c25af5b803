// Questions about the catalogue's rows, proposals to change them and their effect; see queries.ts. Rows come as they are
// written: in English they would go back to the server as English.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take, takeAsWritten, takeQuietly } from './client'
import type { AmendedRow } from './types'

type Given<T> = MaybeRefOrGetter<T>

export const useEditor = (plan: Given<string>, table: Given<string>, code: Given<string>) =>
  useQuery({
    queryKey: computed(() => ['editor', toValue(plan), toValue(table), toValue(code)]),
    queryFn: () =>
      takeAsWritten(
        api.GET('/api/plans/{plan}/catalogue/{table}', {
          params: { path: { plan: toValue(plan), table: toValue(table) }, query: { code: toValue(code) || undefined } },
        }),
      ),
    // What is typed would be lost: not even a switch of the language asks again.
    staleTime: 'static',
    gcTime: 0,
  })

/** All rows of a table, to be changed. */
export const useTableEditor = (plan: Given<string>, table: Given<string>, wanted: Given<boolean> = true) =>
  useQuery({
    queryKey: computed(() => ['editor', toValue(plan), toValue(table), 'all']),
    enabled: () => toValue(wanted),
    queryFn: () =>
      takeAsWritten(
        api.GET('/api/plans/{plan}/catalogue/{table}', {
          params: { path: { plan: toValue(plan), table: toValue(table) }, query: { all: true } },
        }),
      ),
    staleTime: 'static',
    gcTime: 0,
  })

/** Of a code, or without one of the whole table. */
export const useVersions = (plan: Given<string>, table: Given<string>, code: Given<string | undefined>) =>
  useQuery({
    queryKey: computed(() => ['versions', toValue(plan), toValue(table), toValue(code)]),
    queryFn: () => {
      const path = { plan: toValue(plan), table: toValue(table) }
      const of = toValue(code)
      return takeAsWritten(
        of
          ? api.GET('/api/plans/{plan}/catalogue/{table}/{code}/versions', { params: { path: { ...path, code: of } } })
          : api.GET('/api/plans/{plan}/catalogue/{table}/versions', { params: { path } }),
      )
    },
  })

/** The tables of codes. */
export const useCodeLists = (plan: Given<string>) =>
  useQuery({
    queryKey: computed(() => ['codes', toValue(plan)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/codes', { params: { path: { plan: toValue(plan) } } })),
  })

export const useCodeList = (plan: Given<string>, table: Given<string>) =>
  useQuery({
    queryKey: computed(() => ['codes', toValue(plan), toValue(table)]),
    queryFn: () => take(api.GET('/api/plans/{plan}/codes/{table}', { params: { path: { plan: toValue(plan), table: toValue(table) } } })),
  })

/** Whoever is signed out while typing keeps what is typed. */
export const checkChanges = (plan: string, changes: AmendedRow[]) =>
  takeQuietly(api.POST('/api/plans/{plan}/catalogue/check', { params: { path: { plan } }, body: { changes } }))

export const proposeChanges = (plan: string, changes: AmendedRow[], reason: string) =>
  take(api.POST('/api/plans/{plan}/proposals', { params: { path: { plan } }, body: { changes, reason } }))

export const useProposals = () => useQuery({ queryKey: ['proposals'], queryFn: () => take(api.GET('/api/proposals')), staleTime: 0 })

export const useProposal = (id: Given<number>) =>
  useQuery({
    queryKey: computed(() => ['proposals', toValue(id)]),
    queryFn: () => takeAsWritten(api.GET('/api/proposals/{id}', { params: { path: { id: toValue(id) } } })),
    staleTime: 0,
  })

export const useEffect = (id: Given<number>, page: Given<number>) =>
  useQuery({
    queryKey: computed(() => ['proposals', toValue(id), 'effect', toValue(page)]),
    queryFn: () => take(api.GET('/api/proposals/{id}/effect', { params: { path: { id: toValue(id) }, query: { page: toValue(page) } } })),
    placeholderData: (held) => held,
  })

export const decideProposal = (id: number, approve: boolean, reason: string) =>
  take(api.POST('/api/proposals/{id}/decision', { params: { path: { id } }, body: { approve, reason } }))

export const withdrawProposal = (id: number, reason: string) =>
  take(api.POST('/api/proposals/{id}/withdrawal', { params: { path: { id } }, body: { reason } }))
