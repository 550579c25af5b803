// Templates to fill in, and files with the figures of many units.
import { api, take } from './client'
import { whole } from './office'

type Given<T> = Promise<{ data?: T; response: Response }>

export const downloadTemplate = (id: number): Promise<Blob> =>
  take(api.GET('/api/submissions/{id}/template', { params: { path: { id } }, parseAs: 'blob' }) as Given<Blob>)

/** What a filled-in template would change; nothing is changed by asking. */
export const compareTemplate = (id: number, file: File) =>
  take(api.POST('/api/submissions/{id}/template/comparison', { params: { path: { id } }, ...whole(file) }))

/** A copy in which everything that is wrong is marked. */
export const markTemplate = (id: number, file: File): Promise<Blob> =>
  take(api.POST('/api/submissions/{id}/template/marked', { params: { path: { id } }, ...whole(file), parseAs: 'blob' }) as Given<Blob>)

export const downloadSample = (round: number): Promise<Blob> =>
  take(api.GET('/api/rounds/{id}/import/sample', { params: { path: { id: round } }, parseAs: 'blob' }) as Given<Blob>)

/** What a file with the figures of many units would change; nothing is changed by asking. */
export const compareBulk = (round: number, file: File) =>
  take(api.POST('/api/rounds/{id}/import/comparison', { params: { path: { id: round }, query: { name: file.name } }, ...whole(file) }))
