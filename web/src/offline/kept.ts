// Keeps the answers that the open form was made of, so that it opens again without a network, with what waits in the
// queue over it. They belong to the user to whom the server gave them, and go when that user signs out or another signs in.
import { dehydrate, hydrate, type Query } from '@tanstack/vue-query'
import { watch } from 'vue'
import { ApiError } from '@/api/client'
import { queryClient, sessionQuery } from '@/api/queries'
import type { SessionView } from '@/api/types'
import { queue } from '@/queue/queue'
import { keepProgram } from './register'
import { longest, openShelf, type Shelf } from './shelf'

/** Names of the chunks change with the program. */
const program = import.meta.url

let opened: Promise<Shelf | undefined> | undefined
/** The forms that this tab has open. */
const open = new Set<number>()
/** Whose answers were taken from here, until the server has said who is signed in. */
let believed: string | undefined

/** Undefined where the browser keeps nothing: then a form does not open without a network, and that is all. */
async function onShelf<T>(work: (shelf: Shelf) => Promise<T>): Promise<T | undefined> {
  opened ??= openShelf().catch(() => undefined)
  const shelf = await opened
  return shelf && work(shelf).catch(() => undefined)
}

const nouns = ['submission', 'review', 'sheet']

/** What a form is made of: who is signed in, the plans, and what is asked by the number of the submission. */
export function belongs([noun, id]: readonly unknown[], submission: number): boolean {
  return noun === 'session' || noun === 'plans' || (nouns.includes(String(noun)) && id === submission)
}

const isAnswered = ({ state }: Pick<Query, 'state'>): boolean => state.status === 'success'

async function keep(submission: number): Promise<void> {
  const user = queryClient.getQueryData(sessionQuery.queryKey)?.user?.name
  const all = [sessionQuery.queryKey, ['submission', submission]].map((queryKey) => queryClient.getQueryState(queryKey)?.status)
  if (!user || all.some((status) => status !== 'success')) return
  const answers = dehydrate(queryClient, { shouldDehydrateQuery: (query) => isAnswered(query) && belongs(query.queryKey, submission) })
  const form = { user, submission, program, at: Date.now(), text: JSON.stringify(answers) }
  await onShelf((shelf) => shelf.put(form))
}

/** A form was opened in this tab; it is kept from now on as it stands. */
export function formOpened(submission: number): void {
  open.add(submission)
  void keep(submission)
}

/** A form was left: it stays only where something of it waits to be sent. */
export async function formLeft(submission: number): Promise<void> {
  open.delete(submission)
  if (queue.state.drafts.some((draft) => draft.submission === submission)) return
  await onShelf((shelf) => shelf.drop(submission))
}

/** The user signs out: nothing of what they were shown stays. */
export const forget = async (): Promise<void> => void (await onShelf((shelf) => shelf.own(null)))

/** The server has said who is signed in. */
async function told(session: SessionView): Promise<void> {
  const name = session.user?.name ?? null
  const before = believed
  believed = undefined
  await onShelf((shelf) => shelf.own(name))
  // Somebody else's form is on the screen.
  if (before && name && name !== before) return window.location.reload()
  // Guests fill nothing in: nothing is kept on their computers.
  if (name) await Promise.all([...[...open].map(keep), keepProgram()])
}

/** Follows what the server answers. */
export function followAnswers(): void {
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    const { queryKey, state } = event.query
    if (queryKey[0] === 'session') void told(state.data as SessionView)
    else for (const submission of open) if (belongs(queryKey, submission)) void keep(submission)
  })
  const ask = () => believed && void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
  window.addEventListener('online', ask)
  watch(() => queue.state.status, (_, before) => before === 'offline' && ask())
}

const isUnreachable = (error: unknown): boolean => error instanceof ApiError && (error.status === 0 || error.status >= 500)

/** Who was signed in when the server was last reached, with the forms that they had open; after a question that failed. */
export async function restored(failure: unknown): Promise<SessionView | undefined> {
  if (!isUnreachable(failure)) return undefined
  const forms = (await onShelf((shelf) => shelf.all(program, Date.now()))) ?? []
  for (const { text } of forms) hydrate(queryClient, JSON.parse(text), { defaultOptions: { queries: { gcTime: longest } } })
  const session = queryClient.getQueryData(sessionQuery.queryKey)
  believed = session?.user?.name
  return session
}
