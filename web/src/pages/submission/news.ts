// What others save into the open form: asked for every two seconds while the page is looked at.
import { onBeforeUnmount, onMounted, shallowRef, type Ref } from 'vue'
import { ApiError, api, takeQuietly } from '@/api/client'
import type { EntryView, NewsView, SubmissionView } from '@/api/types'
import { queue } from '@/queue/queue'
import { readAnew, show } from './saver'

const every = 2_000
const shownFor = 12_000

/** Cells whose content is another than it was, by the names of who changed them. */
export function changedCells(before: EntryView[], after: EntryView[]): Map<string, string> {
  const known = new Map(before.map((entry) => [entry.cell, entry.version]))
  const changed = after.filter((entry) => (known.get(entry.cell) ?? 0) < entry.version)
  return new Map(changed.map((entry) => [entry.cell, entry.updated_by]))
}

export function useNews(view: Ref<SubmissionView>) {
  const id = view.value.submission.id
  /** Cells that somebody has just changed, with their name. */
  const fresh = shallowRef<ReadonlyMap<string, string>>(new Map())
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false

  async function ask() {
    clearTimeout(timer)
    const { mark } = view.value
    try {
      const news = await takeQuietly(api.GET('/api/submissions/{id}/news', { params: { path: { id }, query: { mark } } }))
      queue.found()
      // What was saved from here while the question was under way is newer than its answer.
      if (!gone && news.now && view.value.mark === mark) await take(news.now)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.status === 401) queue.ended()
      else if (error.status === 0 || error.status >= 500) queue.lost()
      // Somebody else may be signed in by now, to whom this form says nothing: the server can be reached all the same.
      else if (error.status !== 429) queue.found()
    }
    if (!gone && !document.hidden) timer = setTimeout(() => void ask(), every)
  }

  async function take(now: NonNullable<NewsView['now']>) {
    tellOf(changedCells(view.value.entries, now.entries))
    // A step of the form has changed more than cells.
    if (now.submission.version !== view.value.submission.version) await readAnew(id)
    else show(id, now)
  }

  function tellOf(cells: Map<string, string>) {
    if (!cells.size) return
    fresh.value = new Map([...fresh.value, ...cells])
    setTimeout(() => {
      const left = new Map(fresh.value)
      for (const cell of cells.keys()) left.delete(cell)
      fresh.value = left
    }, shownFor)
  }

  const look = () => {
    clearTimeout(timer)
    if (!document.hidden) void ask()
  }
  onMounted(() => {
    document.addEventListener('visibilitychange', look)
    timer = setTimeout(() => void ask(), every)
  })
  onBeforeUnmount(() => {
    gone = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', look)
  })
  return { fresh }
}
