import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { ApiError } from '@/api/client'
import type { EntryView, Problem, SavedView } from '@/api/types'
import type { Edit } from '@/pages/submission/edits'
import { acknowledged, begun, cellsRefused, resumed, stopped, typed, waiting, worthKeeping, type About, type Draft, type Save } from './draft'
import { drain, verdictOf, type Event, type Line } from './drain'
import { exclusive } from './exclusive'
import { inMemory, movedToMemory, openKeeper, type Keeper } from './keep'
import { newId } from './uuid'

const about: About = { user: 'li', person: '李', submission: 7, title: '市水利局 2025年', plan: 'p' }
const edit = (value: string, seen = 0): Edit => ({ value, missing: null, note: null, seen })
const changes = (...list: [string, Edit | undefined][]) => new Map(list)
const draftOf = (...list: [string, Edit][]) => typed(undefined, about, changes(...list), (cell) => `名${cell}`)
const problem = (code: string, cell?: string): Problem => ({
  code, message: code, hint: '', message_en: '', hint_en: '', place: cell ? { cell } : {}, details: {},
})
const entry = (cell: string, value: string, version: number): EntryView => ({ cell, value, missing: null, note: null, version, updated_at: '', updated_by: '' })

describe('a draft', () => {
  it('keeps what is typed with the version that was seen and the cell in words', () => {
    const draft = typed(draftOf(['A', edit('1')]), about, changes(['A', edit('12')], ['B', edit('2', 3)]), (cell) => cell)
    expect(draft.edits).toEqual([['A', edit('12')], ['B', edit('2', 3)]])
    expect(draft.names).toEqual({ A: 'A', B: 'B' })
    const reason: Edit = { ...edit(''), value: null, missing: 'not_counted' }
    const shown = typed(typed(undefined, about, changes(['A', reason]), String, () => '未统计'), about, changes(['B', edit('2')]), String)
    expect(shown.shown).toEqual({ A: '未统计', B: '2' })
    expect(worthKeeping(typed(draft, about, changes(['A', undefined], ['B', undefined]), String))).toBeUndefined()
  })
  it('never changes a save that may have arrived: later keys go into the next', () => {
    const first = begun(draftOf(['A', edit('1')]), 'one')
    const more = typed(first, about, changes(['A', edit('12')], ['B', edit('2')]), String)
    expect(begun(more, 'two').under).toEqual({ id: 'one', cells: [['A', edit('1')]] })
    const after = acknowledged(more, more.under as Save, { entries: [entry('A', '1', 1)], receipt: { save_id: 'one', at: '', cells: [{ cell: 'A', version: 1 }] } })
    expect(begun(after, 'two').under).toEqual({ id: 'two', cells: [['A', edit('12', 1)], ['B', edit('2')]] })
  })
  it('does not write over somebody who came between a save and its late answer', () => {
    const under = begun(draftOf(['A', edit('1')]), 'one')
    const more = typed(under, about, changes(['A', edit('12')]), String)
    const late = { entries: [entry('A', '99', 2)], receipt: { save_id: 'one', at: '', cells: [{ cell: 'A', version: 1 }] } }
    expect(acknowledged(more, more.under as Save, late).edits).toEqual([['A', edit('12', 1)]])
  })
  it('goes on with the other cells when some are refused, and waits when the form is', () => {
    const under = begun(draftOf(['A', edit('x')], ['B', edit('2')]), 'one')
    const refused = cellsRefused(under, under.under as Save, [problem('entry.number', 'A')])
    expect(begun(refused, 'two').under?.cells).toEqual([['B', edit('2')]])
    const halted = stopped(under, [problem('submission.state')])
    expect(begun({ ...halted, under: null }, 'two').under).toBeNull()
    expect([waiting(halted), begun(resumed(halted), 'two').under?.id]).toEqual([2, 'one'])
  })
  it('hears no answer to a save that is not under way any more', () => {
    const draft = begun(draftOf(['A', edit('1')]), 'one')
    const other = { id: 'other', cells: draft.under?.cells ?? [] }
    expect(acknowledged(draft, other, { entries: [] })).toBe(draft)
    expect(cellsRefused(draft, other, [])).toBe(draft)
  })
})

describe.each([['the browser’s database', openKeeper], ['memory', async () => inMemory()]])('drafts in %s', (_, open) => {
  it('are kept by user and submission, and changed one at a time', async () => {
    const keeper = await open()
    const write = (cell: string) => keeper.change('li', 7, (held) => typed(held, about, changes([cell, edit('1')]), String))
    await Promise.all(['A', 'B', 'C'].map(write))
    await keeper.change('wang', 7, (held) => typed(held, { ...about, user: 'wang' }, changes(['X', edit('9')]), String))
    expect((await keeper.get('li', 7))?.edits.map(([cell]) => cell).sort()).toEqual(['A', 'B', 'C'])
    expect((await keeper.all()).map(({ user }) => user).sort()).toEqual(['li', 'wang'])
    await keeper.change('li', 7, () => undefined)
    await keeper.change('wang', 7, () => undefined)
    expect(await keeper.all()).toEqual([])
  })
})

describe('a place that takes nothing more', () => {
  const held = draftOf(['A', edit('1')])
  const broken = (all: Keeper['all']): Keeper => ({ ...inMemory(), durable: true, all })
  it('is left with what can be read in it, or with what the page knew', async () => {
    const readable = await movedToMemory(broken(async () => [held]), [])
    const unreadable = await movedToMemory(broken(async () => Promise.reject(new Error('gone'))), [held])
    expect([await readable.all(), await unreadable.all()]).toEqual([[held], [held]])
  })
})

/** A server that knows saves by their id, and a line that breaks when told. */
function server() {
  const made = new Map<string, string>()
  const history: string[] = []
  const events: string[] = []
  const fate: (ApiError | 'lost answer')[] = []
  let number = 0
  const line: Line = {
    newId: () => `id-${(number += 1)}`,
    tell: (event: Event) => void events.push(event.kind),
    kept: () => undefined,
    async send(user, submission, save): Promise<SavedView> {
      const what = fate.shift()
      if (what instanceof ApiError) throw what
      const content = JSON.stringify([user, submission, save.cells])
      if (!made.has(save.id)) {
        made.set(save.id, content)
        history.push(...save.cells.map(([cell, { value }]) => `${submission} ${cell} ${value}`))
      } else if (made.get(save.id) !== content) throw new ApiError(409, [problem('save.reused')])
      if (what === 'lost answer') throw new ApiError(0, [problem('client.unreachable')])
      const entries = save.cells.map(([cell, { value }]) => entry(cell, value ?? '', 1))
      return { entries, receipt: null } as unknown as SavedView
    },
  }
  return { line, history, events, fate }
}

async function kept(...drafts: Draft[]): Promise<Keeper> {
  const keeper = inMemory()
  for (const draft of drafts) await keeper.change(draft.user, draft.submission, () => draft)
  return keeper
}

describe('sending', () => {
  it('sends what is the user’s, form by form, and nobody else’s', async () => {
    const { line, history } = server()
    const keeper = await kept(draftOf(['A', edit('1')]), { ...draftOf(['B', edit('2')]), submission: 8 }, { ...draftOf(['C', edit('3')]), user: 'wang' })
    expect(await drain(keeper, line, 'li')).toBe('done')
    expect(history).toEqual(['7 A 1', '8 B 2'])
    expect((await keeper.all()).map(({ user }) => user)).toEqual(['wang'])
  })
  it('makes a save once whose answer was lost, with what was typed meanwhile after it', async () => {
    const { line, history, fate } = server()
    const keeper = await kept(draftOf(['A', edit('1')]))
    fate.push('lost answer')
    expect(await drain(keeper, line, 'li')).toBe('offline')
    await keeper.change('li', 7, (held) => typed(held, about, changes(['B', edit('2')]), String))
    expect(await drain(keeper, line, 'li')).toBe('done')
    expect(history).toEqual(['7 A 1', '7 B 2'])
    expect(await keeper.all()).toEqual([])
  })
  it('stops at the end of a session and goes on after it', async () => {
    const { line, history, fate } = server()
    const keeper = await kept(draftOf(['A', edit('1')]))
    fate.push(new ApiError(401, [problem('access.sign_in')]))
    expect(await drain(keeper, line, 'li')).toBe('signin')
    fate.push(new ApiError(409, [problem('save.user')]))
    expect(await drain(keeper, line, 'li')).toBe('signin')
    expect(await drain(keeper, line, 'li')).toBe('done')
    expect(history).toEqual(['7 A 1'])
  })
  it('keeps what a form no longer takes, and goes on with the next form', async () => {
    const { line, history, events, fate } = server()
    const keeper = await kept(draftOf(['A', edit('1')]), { ...draftOf(['B', edit('2')]), submission: 8 })
    fate.push(new ApiError(409, [problem('submission.state')]))
    expect(await drain(keeper, line, 'li')).toBe('done')
    expect(history).toEqual(['8 B 2'])
    const left = await keeper.get('li', 7)
    expect([left?.edits, left?.stopped?.[0]?.code]).toEqual([[['A', edit('1')]], 'submission.state'])
    expect(events).toEqual(['sending', 'stopped', 'sending', 'saved'])
    expect(await drain(keeper, line, 'li')).toBe('done')
    expect(history).toEqual(['8 B 2'])
  })
  it('holds back a cell that is refused and sends the others', async () => {
    const { line, history, fate } = server()
    const keeper = await kept(draftOf(['A', edit('x')], ['B', edit('2')]))
    fate.push(new ApiError(422, [problem('entry.number', 'A')]))
    expect(await drain(keeper, line, 'li')).toBe('done')
    expect(history).toEqual(['7 B 2'])
    expect((await keeper.get('li', 7))?.edits[0]?.[1].problems?.[0]?.code).toBe('entry.number')
  })
  it('knows what a refusal means', () => {
    const save = { id: 'one', cells: [['A', edit('1')]] as [string, Edit][] }
    const of = (status: number, ...problems: Problem[]) => verdictOf(new ApiError(status, problems), save)
    expect([of(0, problem('x')), of(503, problem('x')), of(429, problem('x'))]).toEqual(['offline', 'offline', 'offline'])
    expect([of(401, problem('x')), of(409, problem('save.user'))]).toEqual(['signin', 'signin'])
    expect([of(409, problem('entry.stale', 'A')), of(409, problem('round.closed')), of(403, problem('x'))]).toEqual(['cells', 'stopped', 'stopped'])
  })
})

describe('turns and ids', () => {
  it('lets one work at a time, also after one that failed', async () => {
    const said: string[] = []
    const work = (name: string, fail = false) => async () => {
      said.push(`${name} begins`)
      await new Promise((done) => setTimeout(done, 5))
      said.push(`${name} ends`)
      if (fail) throw new Error(name)
    }
    const all = [exclusive('x', work('a', true)).catch(() => undefined), exclusive('x', work('b')), exclusive('x', work('c'))]
    await Promise.all(all)
    expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })
  it('are UUIDs of version 4', () => {
    const ids = Array.from({ length: 100 }, newId)
    expect(new Set(ids).size).toBe(100)
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  })
})
