// Questions about review, corrections, signatures and tasks; see queries.ts.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { api, take } from './client'
import { queryClient } from './queries'
import type { ReviewView, SheetView } from './types'

type Given<T> = MaybeRefOrGetter<T>

export function useTaskList(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['tasks', toValue(plan), 'list']),
    queryFn: () => take(api.GET('/api/tasks', { params: { query: { plan: toValue(plan) } } })),
    staleTime: 0,
  })
}

const reviewKey = (id: number) => ['review', id]

/** `version` is that of the submission: after a step the questions may stand otherwise. */
export function useReview(id: Given<number>) {
  return useQuery({
    queryKey: computed(() => reviewKey(toValue(id))),
    queryFn: () => take(api.GET('/api/submissions/{id}/review', { params: { path: { id: toValue(id) } } })),
    staleTime: 0,
  })
}

/** What an act on a question or correction answered; lists of tasks are asked for anew. */
export async function keepReview(id: number, view: ReviewView): Promise<void> {
  queryClient.setQueryData(reviewKey(id), view)
  await queryClient.invalidateQueries({ queryKey: ['tasks'] })
}

export const freshReview = (id: number): Promise<void> => queryClient.invalidateQueries({ queryKey: reviewKey(id) })

const sheetKey = (id: number) => ['sheet', id]

/** `stamp` tells when figures changed: then a signature may no longer hold. */
export function useSheet(id: Given<number>, stamp: Given<string>) {
  return useQuery({
    queryKey: computed(() => [...sheetKey(toValue(id)), toValue(stamp)]),
    queryFn: () => take(api.GET('/api/submissions/{id}/sheet', { params: { path: { id: toValue(id) } } })),
    staleTime: 0,
  })
}

export const keepSheet = (id: number, stamp: string, view: SheetView): unknown => queryClient.setQueryData([...sheetKey(id), stamp], view)

/** The whole body is the file. */
export const sendScan = (id: number, file: File, said: { code: string; signer: string }) =>
  take(
    api.POST('/api/submissions/{id}/sheet/scans', {
      params: { path: { id }, query: { name: file.name, ...said } },
      body: file as unknown as number[],
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  )

export function usePeers(id: Given<number>, cell: Given<string>, open: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['peers', toValue(id), toValue(cell)]),
    enabled: () => toValue(open) && toValue(cell) !== '',
    queryFn: () => take(api.GET('/api/submissions/{id}/peers', { params: { path: { id: toValue(id) }, query: { cell: toValue(cell) } } })),
  })
}

export function useCandidates(plan: Given<string>) {
  return useQuery({
    queryKey: computed(() => ['tasks', toValue(plan), 'candidates']),
    queryFn: () => take(api.GET('/api/acceptances', { params: { query: { plan: toValue(plan) } } })),
    staleTime: 0,
  })
}

/** What was corrected since the plan's last release; asked for only where the reader may read releases. */
export function useCorrected(plan: Given<string>, may: Given<boolean>) {
  return useQuery({
    queryKey: computed(() => ['corrected', toValue(plan)]),
    enabled: () => toValue(may),
    queryFn: () => take(api.GET('/api/plans/{plan}/corrections', { params: { path: { plan: toValue(plan) } } })),
  })
}

export function useCorrectedSince(release: Given<number>) {
  return useQuery({
    queryKey: computed(() => ['corrected', 'since', toValue(release)]),
    queryFn: () => take(api.GET('/api/releases/{number}/corrections', { params: { path: { number: toValue(release) } } })),
  })
}

export const useFactor = () => useQuery({ queryKey: ['factor'], staleTime: 0, queryFn: () => take(api.GET('/api/session/factor')) })

/** The form as a Word file to print and sign; who signs is printed where given. */
export const downloadSheet = (id: number, signers: Partial<Record<'head' | 'statistician' | 'filler' | 'phone' | 'date', string>>): Promise<Blob> =>
  take(api.GET('/api/submissions/{id}/sheet/file', { params: { path: { id }, query: signers }, parseAs: 'blob' }) as Promise<{ data?: Blob; response: Response }>)
