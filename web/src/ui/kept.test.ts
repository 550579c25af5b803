import { expect, it } from 'vitest'
import { readKept, writeKept } from './kept'

it('what is kept is read again until it is given up', () => {
  const held = new Map<string, string>()
  const storage = { getItem: (key: string) => held.get(key) ?? null, setItem: (key: string, text: string) => void held.set(key, text), removeItem: (key: string) => void held.delete(key) }
  expect(writeKept(storage, 'a', { b: [1] })).toBe(true)
  expect([readKept(storage, 'a'), readKept(storage, 'c')]).toEqual([{ b: [1] }, undefined])
  writeKept(storage, 'a', undefined)
  expect(held.size).toBe(0)
})

it('a browser that keeps nothing says so and does no harm', () => {
  const broken = { getItem: () => 'not json', setItem: () => { throw new Error('full') }, removeItem: () => undefined }
  expect([readKept(broken, 'a'), writeKept(broken, 'a', 1)]).toEqual([undefined, false])
})
