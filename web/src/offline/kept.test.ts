// With an IndexedDB of their own in memory.
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/client'
import { queryClient, sessionQuery } from '@/api/queries'
import type { SessionView } from '@/api/types'
import { belongs, followAnswers, forget, formOpened, restored } from './kept'
import { longest, openShelf, type KeptForm } from './shelf'

const form = (user: string, submission: number, change: Partial<KeptForm> = {}): KeptForm => ({ user, submission, program: 'one', at: 1_000, text: '{}', ...change })

describe('the shelf', () => {
  const numbers = async (program = 'one', now = 2_000) => (await (await openShelf()).all(program, now)).map(({ submission }) => submission)

  it('holds forms of who is signed in, and of nobody else', async () => {
    const shelf = await openShelf()
    await shelf.put(form('li', 1))
    expect(await numbers(), 'nobody is signed in').toEqual([])
    await shelf.own('li')
    await shelf.put(form('li', 1))
    await shelf.put(form('wang', 2))
    expect(await numbers()).toEqual([1])
    await shelf.own('li')
    expect(await numbers(), 'the same user again').toEqual([1])
    await shelf.own('wang')
    expect(await numbers()).toEqual([])
    await shelf.put(form('li', 1))
    expect(await numbers(), 'what another tab had under way').toEqual([])
    await shelf.own(null)
    await shelf.put(form('wang', 2))
    expect(await numbers(), 'after signing out').toEqual([])
  })

  it('gives them oldest first, and lets go of old ones and of those of another build', async () => {
    const shelf = await openShelf()
    await shelf.own('li')
    for (const one of [form('li', 1, { at: 1_900 }), form('li', 2), form('li', 3, { program: 'two' })]) await shelf.put(one)
    expect(await numbers()).toEqual([2, 1])
    expect(await numbers('two'), 'gone with the look of another build').toEqual([])
    await shelf.put(form('li', 4))
    expect(await numbers('one', 1_000 + longest)).toEqual([])
    expect(await numbers()).toEqual([])
    await shelf.own(null)
  })
})

describe('what is kept of answers', () => {
  it('is the session, the plans, and what is asked by the number of the form', () => {
    const kept = [['session'], ['plans'], ['submission', 7], ['review', 7], ['sheet', 7, '3 2026']]
    const not = [['submission', 8], ['review', 8], ['overview', 'plan', 2025], ['indicator', 'A01', ''], ['tasks', 'plan', 'list'], ['users'], ['peers', 7, 'A'], ['history', 7, 'A', 1]]
    expect(kept.every((key) => belongs(key, 7))).toBe(true)
    expect(not.some((key) => belongs(key, 7))).toBe(false)
  })

  it('comes back where the server cannot be reached, and not after signing out', async () => {
    // Node has neither window nor worker; what hangs on them is tried in a browser.
    Object.assign(globalThis, { window: { addEventListener: () => undefined } })
    followAnswers()
    const session = { user: { name: 'li' } } as SessionView
    const settle = () => new Promise((done) => setTimeout(done, 50))
    queryClient.setQueryData(sessionQuery.queryKey, session)
    queryClient.setQueryData(['overview', 'plan', 2025], { confidential: 'figures' })
    await settle()
    formOpened(7)
    queryClient.setQueryData(['submission', 7], { submission: { id: 7 } })
    await settle()
    const [kept] = await (await openShelf()).all(import.meta.url.replace('kept.test', 'kept'), Date.now())
    expect(kept?.text).not.toContain('confidential')

    queryClient.clear()
    expect(await restored(new ApiError(403, []))).toBeUndefined()
    expect(await restored(new ApiError(0, []))).toEqual(session)
    expect(queryClient.getQueryData(['submission', 7])).toEqual({ submission: { id: 7 } })

    await forget()
    queryClient.clear()
    expect(await restored(new ApiError(0, []))).toBeUndefined()
  })
})
