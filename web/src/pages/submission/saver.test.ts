import { describe, expect, it, vi } from 'vitest'
import { createSSRApp, ref } from 'vue'
import { renderToString } from 'vue/server-renderer'
import type { SavedView, SubmissionView } from '@/api/types'
import type { About, Draft, Save } from '@/queue/draft'
import { queue, type Heard } from '@/queue/queue'
import type { Edits } from './edits'
import { useSaver } from './saver'

const about: About = { user: 'li', person: '李', submission: 7, title: '市水利局 2025年', plan: 'p' }
const edit = { value: '120', missing: null, note: null, seen: 0 }
const save: Save = { id: 'one', cells: [['A', edit]] }
const draft: Draft = { ...about, edits: [['A', edit]], names: { A: 'A' }, under: save, stopped: null }
const view = { submission: { id: 7 }, entries: [], findings: [], mark: '' } as unknown as SubmissionView
const answered = {
  ...view, entries: [{ cell: 'A', value: '120', missing: null, note: null, version: 1, updated_at: '', updated_by: '' }],
  receipt: { save_id: 'one', at: '', cells: [{ cell: 'A', version: 1 }] },
} as unknown as SavedView

/** A saver in a page of its own, and how to tell it what happens. */
async function opened() {
  let tell: (heard: Heard) => void = () => undefined
  vi.spyOn(queue, 'listen').mockImplementation((listener) => {
    tell = listener
    return () => undefined
  })
  queue.state.user = 'li'
  const edits = ref<Edits>(new Map())
  let saver: ReturnType<typeof useSaver> | undefined
  await renderToString(createSSRApp({
    setup() {
      saver = useSaver({ view: ref(view), edits, about: () => about, nameOf: String, showOf: (_, { value }) => value ?? '' })
      return () => null
    },
  }))
  return { edits, saver: saver as ReturnType<typeof useSaver>, tell: (heard: Heard) => tell(heard) }
}

describe('a form that is opened', () => {
  it('takes over what is kept', async () => {
    vi.spyOn(queue, 'load').mockResolvedValue(draft)
    const { edits, saver } = await opened()
    await saver.open()
    expect([[...edits.value.keys()], saver.saving.value]).toEqual([['A'], 'saving'])
  })
  it('does not bring back what was saved while it was read', async () => {
    let read: (held: Draft) => void = () => undefined
    vi.spyOn(queue, 'load')
      .mockReturnValueOnce(new Promise((resolve) => (read = resolve)))
      .mockResolvedValue(undefined)
    const { edits, saver, tell } = await opened()
    const open = saver.open()
    tell({ kind: 'saved', user: 'li', submission: 7, save, view: answered })
    read(draft)
    await open
    expect([edits.value.size, saver.saving.value]).toEqual([0, 'saved'])
  })
})
