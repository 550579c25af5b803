import { QueryClient, VueQueryPlugin, type UseQueryReturnType } from '@tanstack/vue-query'
import { createApp, effectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { i18n } from '@/i18n'
import { useEditor, useProposal, useVersions } from './catalogue'
import { api, loadEnglish, take, takeAsWritten } from './client'

const rows = [{ code: 'A', name_zh: '活产数', unit: '人' }]
const answers: Record<string, unknown> = {
  '/api/plans': [{ code: 'p' }],
  '/api/plans/{plan}/translations': { 活产数: 'Live births', 人: 'persons' },
  '/api/plans/{plan}/catalogue/{table}': { rows, units: ['人'] },
  '/api/plans/{plan}/catalogue/{table}/{code}/versions': { versions: [{ rows }] },
  '/api/proposals/{id}': { before: rows, changes: [{ cells: rows[0] }] },
}
const response = new Response()

beforeEach(async () => {
  vi.spyOn(api, 'GET').mockImplementation(((path: string) => Promise.resolve({ data: answers[path], response })) as never)
  i18n.global.locale.value = 'en'
  await loadEnglish()
})
afterEach(() => {
  i18n.global.locale.value = 'zh'
  vi.restoreAllMocks()
})

/** What a question answers on a page, and its cache. */
async function asked<T>(use: () => UseQueryReturnType<T, Error>) {
  const queryClient = new QueryClient()
  const app = createApp({}).use(VueQueryPlugin, { queryClient })
  const query = effectScope().run(() => app.runWithContext(use))
  await vi.waitFor(() => expect(query?.data.value).toBeDefined())
  return { data: query?.data.value, queryClient }
}

it('a row that goes back to the server stays as it is written on the English page', async () => {
  expect((await asked(() => useEditor('p', 'items', 'A'))).data).toEqual({ rows, units: ['人'] })
  expect((await asked(() => useVersions('p', 'items', 'A'))).data).toEqual({ versions: [{ rows }] })
  expect((await asked(() => useProposal(1))).data).toEqual({ before: rows, changes: [{ cells: rows[0] }] })
  expect(await take(Promise.resolve({ data: '活产数', response }))).toBe('Live births')
  expect(await takeAsWritten(Promise.resolve({ data: '活产数', response }))).toBe('活产数')
})

it('nothing is asked again under what is typed', async () => {
  const { queryClient } = await asked(() => useEditor('p', 'items', 'A'))
  vi.mocked(api.GET).mockClear()
  await queryClient.invalidateQueries()
  expect(api.GET).not.toHaveBeenCalled()
})
