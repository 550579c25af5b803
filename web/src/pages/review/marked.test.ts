import { expect, it } from 'vitest'
import { keepMarked, readMarked } from './marked'

function memory() {
  const held = new Map<string, string>()
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
    removeItem: (key: string) => void held.delete(key),
  }
}

it('cells listed for return outlive the page, by user and form', () => {
  const storage = memory()
  const marked = new Map([['A', '请核实'], ['A[sex=F]', '少填']])
  expect(keepMarked(storage, 'li', 7, 3, marked)).toBe(true)
  expect(readMarked(storage, 'li', 7, 3)).toEqual(marked)
  expect(readMarked(storage, 'wang', 7, 3).size).toBe(0)
  expect(readMarked(storage, 'li', 8, 3).size).toBe(0)
  keepMarked(storage, 'li', 7, 3, new Map())
  expect(readMarked(storage, 'li', 7, 3).size).toBe(0)
})

it('cells listed of a form that somebody else has returned since are not those of the new one', () => {
  const storage = memory()
  keepMarked(storage, 'li', 7, 3, new Map([['A', '请核实']]))
  expect(readMarked(storage, 'li', 7, 5).size).toBe(0)
  storage.setItem('heng.return.li.7', '[["A","x"]]')
  expect(readMarked(storage, 'li', 7, 3).size).toBe(0)
})

it('a browser that keeps nothing says so', () => {
  const broken = { getItem: () => 'not json', setItem: () => { throw new Error('full') }, removeItem: () => undefined }
  expect(keepMarked(broken, 'li', 7, 3, new Map([['A', 'x']]))).toBe(false)
  expect(readMarked(broken, 'li', 7, 3).size).toBe(0)
})
