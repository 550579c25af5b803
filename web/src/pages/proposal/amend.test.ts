import { describe, expect, it } from 'vitest'
import type { AmendedRow, Problem } from '@/api/types'
import { differing } from '@/ui/columns'
import { changesOf, followed, faultsAt, faultsElsewhere, pieces, readYear, standOf } from './amend'

const problem = (field: string): Problem => ({ code: 'x', message: '', hint: '', message_en: '', hint_en: '', place: { field }, details: {} })

it('a new definition is read beside the one that ends', () => {
  const old = { code: 'A', numerator: 'x' }
  const changes: AmendedRow[] = [{ table: 'indicators', replaces: '', cells: { ...old, valid_to: '2023' } }, { table: 'indicators', replaces: null, cells: { code: 'A', numerator: 'y' } }, { table: 'indicators', replaces: null, cells: { code: 'B' } }]
  const proposal = { changes, before: [old, null, null] }
  expect([0, 1, 2].map((at) => followed(proposal, at))).toEqual([old, old, null])
})

describe('changes', () => {
  it('a row takes the place of the one before, without empty cells', () =>
    expect(changesOf('items', { code: 'A', valid_from: '2020' }, { code: 'A', valid_from: '2021', doubt: ' ' }, undefined)).toEqual([
      { table: 'items', replaces: '2020', cells: { code: 'A', valid_from: '2021' } },
    ]))

  it('a new row takes no place', () => expect(changesOf('items', undefined, { code: 'B' }, undefined)[0]?.replaces).toBeNull())

  it('from a year on, the old definition ends the year before', () =>
    expect(changesOf('indicators', { code: 'A', factor: '100' }, { code: 'A', factor: '10' }, 2026)).toEqual([
      { table: 'indicators', replaces: '', cells: { code: 'A', factor: '100', valid_to: '2025' } },
      { table: 'indicators', replaces: null, cells: { code: 'A', factor: '10', valid_from: '2026' } },
    ]))
})

describe('the year from which a definition holds', () => {
  it.each([['2026', 2026], ['２０２６', 2026], [' 2026 ', 2026], ['', undefined], ['  ', undefined]])('“%s” is %s', (text, year) => expect(readYear(text)).toBe(year))
  it.each(['202x', '202', '20265', '2e3', '-202', '今年'])('“%s” is none, and not all years', (text) => expect(readYear(text)).toBeNull())
})

describe('what was checked', () => {
  const [typed, told] = [changesOf('items', undefined, { code: 'B' }, undefined), { problems: [], formulas: [] }]
  it('is said of these very changes alone', () => {
    expect(standOf(undefined, typed)).toBe('checking')
    expect(standOf({ of: [...typed], told }, typed)).toBe('checking')
    expect(standOf({ of: typed, told }, typed)).toBe('checked')
  })
  it('is not said where the check did not come through', () => expect(standOf({ of: typed }, typed)).toBe('unchecked'))
})

describe('faults', () => {
  const all = [problem('changes[1].numerator'), problem('changes[0].valid_to'), problem('forms')]
  it('stand at their field', () => expect(faultsAt(all, 1, 'numerator')).toEqual([all[0]]))
  it('or elsewhere', () => expect(faultsElsewhere(all, 1)).toEqual([all[1], all[2]]))
})

describe('pieces', () => {
  it('a word is marked whole', () =>
    expect(pieces("item('TAP_PO') / 2", [7])).toEqual([
      { text: "item('", wrong: false }, { text: 'TAP_PO', wrong: true }, { text: "') / 2", wrong: false },
    ]))
  it('behind the end a blank is marked', () => expect(pieces('1 +', [4]).at(-1)).toEqual({ text: '\u00a0', wrong: true }))
  it('without a fault it is one piece', () => expect(pieces('1 + 2', [])).toEqual([{ text: '1 + 2', wrong: false }]))
})

it('an absent cell is as an empty one', () =>
  expect(differing(['a', 'b', 'c'], { a: '1', b: '' }, { a: '2', c: '3' })).toEqual(['a', 'c']))
