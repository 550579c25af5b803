// The queue of this browser: what waits in it, who it belongs to, and the one who sends it.
import { reactive, toRaw } from 'vue'
import { api, takeQuietly } from '@/api/client'
import type { Draft, About, Changes, Save, ShowOf } from './draft'
import { resumed, typed, waiting, worthKeeping } from './draft'
import { drain, type Ending, type Event, type Line } from './drain'
import { exclusive } from './exclusive'
import { movedToMemory, openKeeper, type Keeper } from './keep'
import { newId } from './uuid'

/** `changed` comes from another tab, or when a draft was discarded or taken up again. */
export type Heard = Event | { kind: 'changed'; submission: number }

interface SignedIn {
  kind: 'signed'
  user: string
}

interface State {
  /** Of every user of this browser. */
  drafts: Draft[]
  user: string | null
  status: 'idle' | 'sending' | 'offline' | 'signin'
  /** Whether what waits outlives the page. */
  durable: boolean
}

/** An answer that does not come in this time counts as none; sent again the save still happens once. */
const patience = 20_000
const firstWait = 3_000
const longestWait = 30_000

const state = reactive<State>({ drafts: [], user: null, status: 'idle', durable: true })
const listeners = new Set<(heard: Heard) => void>()
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('heng-queue')
let opened: Promise<Keeper> | undefined
let running: Promise<void> | undefined
let again = false
let wait = firstWait
let timer: ReturnType<typeof setTimeout> | undefined

const tell = (heard: Heard) => listeners.forEach((listener) => listener(heard))

/** With the place where drafts lie. What this browser refuses to keep (its space is used up) is held in the page from then on. */
async function kept<T>(work: (keeper: Keeper) => Promise<T>): Promise<T> {
  opened ??= openKeeper()
  const at = opened
  const keeper = await at
  state.durable = keeper.durable
  try {
    return await work(keeper)
  } catch (error) {
    if (!keeper.durable) throw error
    // Of several that fail at once the first moves what lies there.
    if (opened === at) opened = movedToMemory(keeper, toRaw(state.drafts))
    return kept(work)
  }
}

async function refresh(): Promise<void> {
  state.drafts = await kept((keeper) => keeper.all())
}

function post(heard: Heard | SignedIn) {
  channel?.postMessage(JSON.stringify(heard))
}

channel?.addEventListener('message', (message: MessageEvent<string>) => {
  const heard = JSON.parse(message.data) as Heard | SignedIn
  void refresh()
  if (heard.kind !== 'signed') tell(heard)
  else if (heard.user === state.user && state.status === 'signin') void start(heard.user)
})

async function put(user: string, submission: number, save: Save) {
  const entries = save.cells.map(([cell, { value, missing, note, seen }]) => ({ cell, value, missing, note, seen }))
  const limit = new AbortController()
  const clock = setTimeout(() => limit.abort(), patience)
  const body = { save_id: save.id, user, entries }
  return takeQuietly(api.PUT('/api/submissions/{id}/entries', { params: { path: { id: submission } }, body, signal: limit.signal }))
    .finally(() => clearTimeout(clock))
}

const line: Line = {
  send: put,
  newId,
  tell,
  kept(event) {
    post(event)
    if (event.kind === 'stopped') tell({ kind: 'changed', submission: event.submission })
  },
}

/** Sends all that waits of the present user; done when nothing more can be sent now. */
function send(): Promise<void> {
  if (!state.user || state.status === 'signin') return Promise.resolve()
  again = true
  running ??= run().finally(() => (running = undefined))
  return running
}

async function run(): Promise<void> {
  clearTimeout(timer)
  let ending: Ending = 'done'
  while (again && ending === 'done' && state.user) {
    again = false
    const user = state.user
    if (state.status === 'idle') state.status = 'sending'
    ending = await exclusive('heng-send', () => kept((keeper) => drain(keeper, line, user)))
    await refresh()
  }
  state.status = ending === 'done' ? 'idle' : ending
  wait = ending === 'offline' ? Math.min(wait * 2, longestWait) : firstWait
  if (ending === 'offline') timer = setTimeout(() => void send(), wait)
}

/** Who is signed in now; what waits of theirs is sent. */
async function start(user: string | null): Promise<void> {
  state.user = user
  state.status = 'idle'
  await refresh()
  if (ownDrafts().length) await send()
}

if (typeof window !== 'undefined') window.addEventListener('online', () => void send())

export const queue = {
  state,

  start,

  /** The present user has signed in again. */
  async signedIn(user: string): Promise<void> {
    post({ kind: 'signed', user })
    await start(user)
  },

  /** Tells what happens to forms, in this tab and in others; returns how to stop. */
  listen(listener: (heard: Heard) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  load: (user: string, submission: number): Promise<Draft | undefined> => kept((keeper) => keeper.get(user, submission)),

  /** Keeps what was typed; it is sent by `send`. */
  async write(about: About, changes: Changes, nameOf: (cell: string) => string, showOf?: ShowOf): Promise<void> {
    const { user, submission } = about
    await kept((keeper) => keeper.change(user, submission, (held) => worthKeeping(typed(held, about, changes, nameOf, showOf))))
    await refresh()
    post({ kind: 'changed', submission })
  },

  send,

  /** Somebody else found that the server cannot be reached. */
  lost(): void {
    if (state.status === 'idle') state.status = 'offline'
  },

  /** Somebody else has had an answer of the server. */
  found(): void {
    if (state.status === 'offline') void send()
  },

  /** The session has ended. */
  ended(): void {
    state.status = 'signin'
  },

  /** What was typed is given up. */
  async discard({ user, submission }: Draft): Promise<void> {
    await kept((keeper) => keeper.change(user, submission, () => undefined))
    await changed(submission)
  },

  /** What was held back is sent after all. */
  async resume({ user, submission }: Draft): Promise<void> {
    await kept((keeper) => keeper.change(user, submission, (held) => held && resumed(held)))
    await changed(submission)
    await send()
  },
}

async function changed(submission: number): Promise<void> {
  await refresh()
  tell({ kind: 'changed', submission })
  post({ kind: 'changed', submission })
}

/** Drafts of the present user. */
export const ownDrafts = (): Draft[] => state.drafts.filter((draft) => draft.user === state.user)

/** Of other users of this browser: that they are there, and how much, is all that may be said. */
export const foreignDrafts = (): { person: string; cells: number }[] =>
  state.drafts.filter((draft) => draft.user !== state.user).map(({ person, edits }) => ({ person, cells: edits.length }))

/** Cells of the present user that wait to be sent. */
export const waitingCells = (): number => ownDrafts().reduce((sum, draft) => sum + waiting(draft), 0)
