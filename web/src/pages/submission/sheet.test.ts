import { describe, expect, it } from 'vitest'
import type { RowView, SectionView } from '@/api/types'
import { isBlock, parseBlock, writeBlock } from './clipboard'
import type { Held } from './edits'
import { changedCells } from './news'
import { isWhole, meansSame, readNumber } from './number'
import { openedOf } from './opened'
import { placeBlock, readPasted } from './paste'
import { nextEmpty, progressOf } from './progress'
import { cellsOf, fillPairs, rectangle, slotsOf, stepped } from './range'
import { agreed, fits, formulaOf, sumsOf } from './totals'
import { did, left, nothing, redo, undo } from './undo'

const cell = (id: string, label: string, required = false) => ({ cell: id, label, required, previous: null })
const row = (item: string, type: string, ...parts: [string, string][]): RowView => ({
  item, name: item, unit: '人', value_type: type, definition: null, doubt: null, required: true,
  cells: [cell(item, '合计', true), ...parts.map(([key, label]) => cell(`${item}[${key}]`, label))],
})
const women: [string, string][] = [['sex=F', '女'], ['sex=M', '男']]
const sections: SectionView[] = [
  { form: 'F', title: '一', rows: [row('A', 'integer', ...women), row('B', 'integer'), row('C', 'decimal', ...women)] },
  { form: 'F', title: '二', rows: [row('D', 'boolean')] },
]
const slots = slotsOf(sections)
const reasons = [{ code: 'not_counted', name: '未统计' }]
const typeOf = (id: string) => sections.flatMap((one) => one.rows).find((one) => id.startsWith(one.item))?.value_type ?? ''

describe('numbers as offices type them', () => {
  it.each([
    ['1200', '1200'], ['１,２００．５', '1200.5'], ['1，234，567', '1234567'], [' 12 345 ', '12345'], ['007', '7'], ['.5', '0.5'],
    ['-3', '-3'], ['－3', '-3'], ['(1,234)', '-1234'], ['1.50', '1.50'], ['+4', '4'], ['5.', '5'],
  ])('%s is %s', (text, number) => expect(readNumber(text)).toBe(number))
  it.each(['', '12人', '1.234,5', '12,34', '12,5', '1,2345', '12 5', '1 2345', '1,234 567', '1e9', '—', '12%', '1.2.3', '十二'])('“%s” is none', (text) =>
    expect(readNumber(text)).toBeUndefined())
  it('are the same however they are written', () => {
    expect([['12', '12.'], ['85.50', '85.5'], ['1,200', '1200'], ['0', '-0.0'], ['100', '100']].map(([a = '', b = '']) => meansSame(a, b))).not.toContain(false)
    expect([['12', '120'], ['12', '12.5'], ['', '0'], ['约3', '3']].map(([a = '', b = '']) => meansSame(a, b))).not.toContain(true)
  })
  it('knows whole ones', () => expect(['3', '3.00', '-3', '3.5'].map(isWhole)).toEqual([true, true, true, false]))
})

describe('blocks of the clipboard', () => {
  it('reads what Excel and WPS write', () => {
    expect(parseBlock('1\t2\r\n3\t4\r\n')).toEqual([['1', '2'], ['3', '4']])
    expect(parseBlock('\t1\n\n2\t\n')).toEqual([['', '1'], [''], ['2', '']])
    expect(parseBlock('"a ""b""\nc"\t2\n"x\ty"\t"1,200"')).toEqual([['a "b"\nc', '2'], ['x\ty', '1,200']])
    expect(parseBlock('"open\t2')).toEqual([['"open', '2']])
    expect(parseBlock('')).toEqual([])
  })
  it('writes what it reads', () => {
    const block = [['1', '', 'a "b"'], ['x\ty', 'two\nlines', '3']]
    expect(parseBlock(writeBlock(block))).toEqual(block)
  })
  it('tells a block from a value', () => expect(['5', '5\r\n', '5\t6', '5\n6'].map(isBlock)).toEqual([false, false, true, true]))
})

describe('ranges', () => {
  it('are rectangles, with places where a row has no cell', () => {
    expect(rectangle(slots, 'A[sex=M]', 'C')).toEqual([['A', 'A[sex=F]', 'A[sex=M]'], ['B', undefined, undefined], ['C', 'C[sex=F]', 'C[sex=M]']])
    expect(cellsOf(rectangle(slots, 'B', 'C[sex=F]'))).toEqual(['B', 'C', 'C[sex=F]'])
    expect(rectangle(slots, 'A', 'nowhere')).toEqual([])
  })
  it('grow step by step over gaps', () => {
    expect(stepped(slots, 'A[sex=F]', 'down')).toBe('C[sex=F]')
    expect(stepped(slots, 'A', 'right')).toBe('A[sex=F]')
    expect(stepped(slots, 'C', 'down')).toBe('D')
    expect(stepped(slots, 'A', 'up')).toBeUndefined()
  })
  it('fill down from their first row, one cell from the one above', () => {
    expect(fillPairs(slots, 'A[sex=F]', 'C[sex=M]')).toEqual([
      { source: 'A[sex=F]', target: 'C[sex=F]' }, { source: 'A[sex=M]', target: 'C[sex=M]' },
    ])
    expect(fillPairs(slots, 'B', 'B')).toEqual([{ source: 'A', target: 'B' }])
    expect(fillPairs(slots, 'A', 'A')).toEqual([])
  })
})

describe('pasting', () => {
  it('reads by the type of the cell', () => {
    expect(readPasted('１,２００', 'integer', reasons)).toEqual({ value: '1200', missing: null })
    expect(readPasted('3.0', 'integer', reasons)).toEqual({ value: '3', missing: null })
    expect(readPasted('3.5', 'integer', reasons)).toBe('whole')
    expect(readPasted('3.50', 'decimal', reasons)).toEqual({ value: '3.50', missing: null })
    expect(readPasted('未统计', 'integer', reasons)).toEqual({ value: null, missing: 'not_counted' })
    expect(readPasted('是', 'boolean', reasons)).toEqual({ value: '1', missing: null })
    expect(readPasted('—', 'integer', reasons)).toBe('reason')
    expect(readPasted('约300', 'integer', reasons)).toBe('number')
  })
  it('lays a block over the form, erases nothing, and lists what it cannot read or place', () => {
    const { changes, unread } = placeBlock([['1', '2', '约3', '9'], ['', '5'], ['6.5', '', '7']], slots, [['A']], typeOf, reasons)
    expect(changes.map(([id, { value }]) => [id, value])).toEqual([['A', '1'], ['A[sex=F]', '2'], ['C', '6.5'], ['C[sex=M]', '7']])
    expect(unread).toEqual([
      { cell: 'A[sex=M]', row: 1, column: 3, text: '约3', why: 'number' },
      { cell: undefined, row: 1, column: 4, text: '9', why: 'outside' },
      { cell: undefined, row: 2, column: 2, text: '5', why: 'outside' },
    ])
  })
  it('leaves a cell alone that a correction does not open, and lists it', () => {
    const opened = openedOf('correcting', [{ state: 'granted', cells: ['A'] }])
    const { changes, unread } = placeBlock([['1', '2']], slots, [['A']], typeOf, reasons, (id) => opened?.has(id) ?? true)
    expect(changes.map(([id]) => id)).toEqual(['A'])
    expect(unread).toEqual([{ cell: 'A[sex=F]', row: 1, column: 2, text: '2', why: 'locked' }])
    expect([openedOf('draft', [{ state: 'granted', cells: ['A'] }]), openedOf('correcting', [{ state: 'asked', cells: ['A'] }])]).toEqual([undefined, undefined])
  })
  it('puts a single value into every cell of a range', () => {
    const { changes } = placeBlock([['7']], slots, rectangle(slots, 'A', 'B'), typeOf, reasons)
    expect(changes.map(([id]) => id)).toEqual(['A', 'B'])
  })
})

describe('totals', () => {
  const values: Record<string, string> = { 'A[sex=F]': '１20', 'A[sex=M]': '180' }
  const valueOf = (id: string) => values[id] ?? null
  const counted = sections[0]?.rows[0] as RowView
  it('are the sum of all parts of a count', () => {
    const sum = agreed(sumsOf(counted, valueOf))
    expect(sum && [sum.sum, formulaOf(sum)]).toEqual(['300', '女+男'])
    expect(sum && [fits('300', sum), fits('300.0', sum), fits('301', sum), fits(null, sum)]).toEqual([true, true, false, false])
  })
  it('say nothing where a part is missing, or nothing adds up', () => {
    expect(sumsOf(counted, (id) => (id === 'A[sex=F]' ? '1' : null))).toEqual([])
    expect(sumsOf(sections[0]?.rows[2] as RowView, () => '1')).toEqual([])
    expect(sumsOf(counted, () => '1.5')).toEqual([])
  })
  it('say nothing where two ways of dividing differ', () => {
    const both = row('E', 'integer', ...women, ['urban_rural=U', '城市'], ['urban_rural=R', '农村'])
    const of = (rural: string) => agreed(sumsOf(both, (id) => (id === 'E[urban_rural=R]' ? rural : '1')))
    expect([of('1')?.sum, of('5')]).toEqual(['2', undefined])
  })
})

describe('undoing', () => {
  const content = (value: string | null): Held => ({ value, missing: null, note: null })
  const move = (id: string, before: string | null, after: string | null) => ({ cell: id, before: content(before), after: content(after) })
  it('takes back a cell as a whole, and a paste as a whole', () => {
    let history = did(nothing, [move('A', null, '1')], 'A')
    history = did(history, [move('A', '1', '12')], 'A')
    history = did(left(history), [move('B', null, '3'), move('C', '4', '5')])
    const now = new Map([['A', '12'], ['B', '3'], ['C', '5']])
    const held = (id: string) => content(now.get(id) ?? null)
    const first = undo(history, held)
    expect(first?.changes).toEqual([['B', content(null)], ['C', content('4')]])
    const second = first && undo(first.history, held)
    expect(second?.changes).toEqual([['A', content(null)]])
    expect(second && undo(second.history, held)).toBeUndefined()
    const again = second && redo(second.history, () => content(null))
    expect(again?.changes).toEqual([['A', content('12')]])
  })
  it('begins another step after the cell was left', () => {
    const history = did(left(did(nothing, [move('A', null, '1')], 'A')), [move('A', '1', '2')], 'A')
    expect(history.done).toHaveLength(2)
  })
  it('leaves alone what somebody else changed since', () => {
    const history = did(nothing, [move('A', '1', '2'), move('B', '1', '2')])
    const replay = undo(history, (id) => content(id === 'A' ? '9' : '2'))
    expect([replay?.changes, replay?.changed]).toEqual([[['B', content('1')]], ['A']])
  })
  it('knows its own figure in the way in which the server writes it', () => {
    const typed = { value: '85.50', missing: null, note: '已核 ' }
    const history = did(nothing, [{ cell: 'A', before: content('80'), after: typed }])
    const replay = undo(history, () => ({ value: '85.5', missing: null, note: '已核' }))
    expect([replay?.changes, replay?.changed]).toEqual([[['A', content('80')]], []])
  })
  it('forgets what was undone when something new is done, and counts no step that changes nothing', () => {
    const history = did(nothing, [move('A', '1', '2')])
    const replay = undo(history, () => content('2'))
    expect(redo(did(replay?.history ?? nothing, [move('B', null, '1')]), () => content(null))).toBeUndefined()
    expect(did(history, [move('A', '2', '2')])).toBe(history)
  })
})

describe('progress', () => {
  const held = (id: string): Held => ({ value: id === 'A' ? '1' : null, missing: id === 'B' ? 'not_counted' : null, note: null })
  it('counts values and reasons, and what stops', () => {
    const finding = { cell: 'A', check: 'range', severity: 'error', message: '', message_en: '', explained: false }
    const at = (id: string) => (id === 'A' ? [finding, { ...finding, check: 'required' }] : [])
    expect(progressOf(sections[0] as SectionView, held, at)).toEqual({ cells: 7, filled: 2, open: 1, stops: 1 })
  })
  it('finds the next empty cell, required ones first, round the end', () => {
    expect(nextEmpty(sections, 'A', held)).toBe('C')
    expect(nextEmpty(sections, 'D', held)).toBe('C')
    expect(nextEmpty(sections, 'A', () => ({ value: '1', missing: null, note: null }))).toBeUndefined()
  })
})

describe('news', () => {
  it('name the cells that are at a newer version', () => {
    const entry = (id: string, version: number) => ({ cell: id, value: '1', missing: null, note: null, version, updated_at: '', updated_by: '李' })
    expect([...changedCells([entry('A', 1), entry('B', 2)], [entry('A', 2), entry('B', 2), entry('C', 1)])]).toEqual([['A', '李'], ['C', '李']])
  })
})
