// From the keys to the server: every change is kept in this browser at once and sent a little later; see `@/queue`.
import { computed, onBeforeUnmount, ref, shallowRef, type Ref } from 'vue'
import { submissionKey } from '@/api/collection'
import { api, takeQuietly } from '@/api/client'
import { queryClient } from '@/api/queries'
import type { Problem, SavedView, SubmissionView } from '@/api/types'
import { formLeft, formOpened } from '@/offline/kept'
import { versionsOf, type About, type Draft, type ShowOf } from '@/queue/draft'
import { queue, type Heard } from '@/queue/queue'
import { afterRefused, afterSaved, batchOf, entriesOf, type Edit, type Edits } from './edits'
import { paced } from './pace'

const pause = 800
const longest = 1_500

/**
 * `saving` until the server has acknowledged everything; `offline` while it cannot be reached; `conflict` where somebody
 * else changed a cell; `refused` where cells cannot be read; `stopped` where the form takes nothing; `signin` where the
 * session has ended.
 */
export type Saving = 'saved' | 'saving' | 'offline' | 'conflict' | 'refused' | 'stopped' | 'signin'

/** What the server holds now, for all who show it. */
export function show(id: number, saved: SavedView): void {
  const { submission, entries, findings, mark } = saved
  queryClient.setQueryData<SubmissionView>(submissionKey(id), (held) => held && { ...held, submission, entries, findings, mark })
}

export async function readAnew(id: number): Promise<void> {
  const fresh = await takeQuietly(api.GET('/api/submissions/{id}', { params: { path: { id } } })).catch(() => undefined)
  if (fresh) queryClient.setQueryData<SubmissionView>(submissionKey(id), fresh)
}

interface Given {
  view: Ref<SubmissionView>
  edits: Ref<Edits>
  about: () => About
  nameOf: (cell: string) => string
  showOf: ShowOf
}

export function useSaver({ view, edits, about, nameOf, showOf }: Given) {
  const id = view.value.submission.id
  const { user } = about()
  const underWay = shallowRef<ReadonlyMap<string, Edit>>(new Map())
  const stoppedBy = shallowRef<Problem[] | null>(null)
  const draft = shallowRef<Draft | undefined>()
  const savedAt = ref<Date | null>(null)
  const keeper = useKeeper(edits, (changes) => queue.write(about(), changes, nameOf, showOf))
  const pace = paced(() => void flush(), pause, longest)
  let told = 0

  /** Takes over what is kept, but for what was typed since. */
  async function open() {
    const held = (draft.value = await readLast(() => queue.load(user, id), () => told))
    underWay.value = new Map(held?.under?.cells)
    stoppedBy.value = held?.stopped ?? null
    edits.value = keeper.over(new Map(held?.edits))
  }

  function heard(event: Heard) {
    // What another user saves in this browser comes as news from the server: their versions are not what this one has seen.
    if (event.submission !== id || (event.kind !== 'changed' && event.user !== user)) return
    if (event.kind === 'changed') return void open()
    told += 1
    if (event.kind === 'sending') underWay.value = new Map(event.save.cells)
    else if (event.kind === 'saved') settle(() => afterSaved(edits.value, event.save.cells, entriesOf(event.view.entries), versionsOf(event.view)), event.view)
    else if (event.kind === 'refused') settle(() => afterRefused(edits.value, event.save.cells, event.problems))
    else if (event.kind === 'stopped') stoppedBy.value = event.problems
    if (event.kind === 'stopped' || event.kind === 'refused') void readAnew(id)
  }

  function settle(next: () => Edits, saved?: SavedView) {
    if (saved) {
      show(id, saved)
      savedAt.value = new Date()
    }
    edits.value = next()
    underWay.value = new Map()
  }

  function plan(cells: Iterable<string>) {
    void keeper.keep(cells)
    pace.key()
  }

  /** True when nothing is left unsaved. */
  async function flush(): Promise<boolean> {
    pace.stop()
    await keeper.rest()
    await queue.send()
    return edits.value.size === 0
  }

  const saving = computed<Saving>(() => {
    const { status } = queue.state
    if (stoppedBy.value && edits.value.size) return 'stopped'
    if ([...edits.value.values()].some((edit) => edit.stale)) return 'conflict'
    if (status === 'signin' || queue.state.user !== user) return 'signin'
    if (status === 'offline') return status
    if (underWay.value.size || batchOf(edits.value).length) return 'saving'
    return edits.value.size ? 'refused' : 'saved'
  })

  onBeforeUnmount(queue.listen(heard))
  onBeforeUnmount(() => void flush().then(() => formLeft(id)))
  formOpened(id)
  return { saving, savedAt, stoppedBy, draft, underWay, unkept: keeper.unkept, open, plan, flush, settled: keeper.rest, reload: () => readAnew(id) }
}

/** Reads until nothing was told meanwhile: a save acknowledged during the reading would stand as under way for ever. */
async function readLast<T>(read: () => Promise<T>, told: () => number): Promise<T> {
  for (;;) {
    const before = told()
    const held = await read()
    if (told() === before) return held
  }
}

/** Writes changed cells into the queue, one write after another; what changes during a write goes into the next. */
function useKeeper(edits: Ref<Edits>, write: (changes: Map<string, Edit | undefined>) => Promise<void>) {
  const fresh = new Set<string>()
  let writing = new Set<string>()
  let running: Promise<void> | undefined
  /** Cells that a closed page would lose. */
  const unkept = ref(0)
  const count = () => (unkept.value = new Set([...fresh, ...writing]).size)

  async function run() {
    while (fresh.size) {
      writing = new Set(fresh)
      fresh.clear()
      await write(new Map([...writing].map((cell) => [cell, edits.value.get(cell)])))
      writing = new Set()
      count()
    }
  }

  function keep(cells: Iterable<string>): Promise<void> {
    for (const cell of cells) fresh.add(cell)
    count()
    running ??= run().finally(() => (running = undefined))
    return running
  }

  /** What is kept, with what is not yet over it. */
  function over(kept: Map<string, Edit>): Edits {
    for (const cell of [...fresh, ...writing]) {
      const edit = edits.value.get(cell)
      if (edit) kept.set(cell, edit)
      else kept.delete(cell)
    }
    return kept
  }

  return { unkept, keep, over, rest: () => running ?? Promise.resolve() }
}
