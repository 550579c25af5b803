import { expect, it } from 'vitest'
import type { Unread } from './paste'
import { afterPaste, keepUnread, readUnread, withoutCells } from './unread'

const list: Unread[] = [{ cell: 'A', row: 1, column: 1, text: '约1', why: 'number' }, { row: 1, column: 9, text: '3', why: 'outside' }]

it('what was not read outlives the page until it is dealt with', () => {
  const held = new Map<string, string>()
  const storage = { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, text: string) => void held.set(key, text), removeItem: (key: string) => void held.delete(key) }
  keepUnread(storage, 'li', 7, list)
  expect(readUnread(storage, 'li', 7)).toEqual(list)
  expect(readUnread(storage, 'li', 8)).toEqual([])
  keepUnread(storage, 'li', 7, [])
  expect(held.size).toBe(0)
})

it('a browser that keeps nothing does no harm', () => {
  const broken = { getItem: () => '{"no":"list"}', setItem: () => { throw new Error('full') }, removeItem: () => undefined }
  expect(readUnread(broken, 'li', 7)).toEqual([])
  expect(() => keepUnread(broken, 'li', 7, list)).not.toThrow()
})

it('a cell that is written is dealt with', () => {
  expect(withoutCells(list, ['A'])).toEqual(list.slice(1))
  expect(withoutCells(list, ['B'])).toBe(list)
})

it('the same block pasted twice is listed once', () => {
  const cell: Unread = { cell: 'B', row: 3, column: 1, text: '约2', why: 'number' }
  expect(afterPaste(afterPaste([], list), list)).toEqual(list)
  expect(afterPaste([cell, ...list], list)).toEqual([cell, ...list])
  expect(afterPaste(list, [cell])).toEqual([list[0], cell])
})
