import { describe, expect, it } from 'vitest'
import type { EntryView, FindingView, Problem, SectionView } from '@/api/types'
import { isClosed, nextStep, stopsOf } from './act'
import { afterRefused, afterSaved, batchOf, currentOf, entriesOf, namesCells, withChange, withChoice, type Edits } from './edits'
import { columnsOf, gridOf, move } from './grid'
import { splitFindings } from './template'
import { changeOf, readTyped, showContent } from './text'

const cell = (id: string, label: string) => ({ cell: id, label, required: false, previous: null })
const row = (item: string, ...parts: [string, string][]) => ({
  item, name: item, unit: '人', value_type: 'integer', definition: null, doubt: null, required: true,
  cells: [cell(item, '合计'), ...parts.map(([key, label]) => cell(`${item}[${key}]`, label))],
})
const sections: SectionView[] = [
  { form: 'F', title: '一', rows: [row('A', ['urban_rural=U', '城市'], ['urban_rural=R', '农村']), row('B', ['sex=F', '女'], ['sex=M', '男']), row('C')] },
  { form: 'F', title: '二', rows: [row('D', ['sex=F', '女'], ['sex=M', '男'])] },
]
const grid = gridOf(sections)

describe('columns and movement', () => {
  it('lines up the columns of a section, dimension by dimension', () => {
    const columns = columnsOf(sections[0] as SectionView)
    expect(columns.map((one) => one.label)).toEqual(['合计', '城市', '农村', '女', '男'])
    expect(columns.map((one) => one.first)).toEqual([true, true, false, true, false])
  })
  it('goes down and up in the column, over rows without it', () => {
    expect(move(grid, 'A', 'down')).toBe('B')
    expect(move(grid, 'B[sex=F]', 'down')).toBe('D[sex=F]')
    expect(move(grid, 'D[sex=M]', 'up')).toBe('B[sex=M]')
  })
  it('falls to the total where the column ends, and stays at the edge', () => {
    expect(move(grid, 'A[urban_rural=R]', 'down')).toBe('B')
    expect(move(grid, 'B[sex=F]', 'up')).toBe('A')
    expect(move(grid, 'D', 'down')).toBeUndefined()
    expect(move(grid, 'A', 'up')).toBeUndefined()
  })
  it('goes right into the next row, left into the one before', () => {
    expect(move(grid, 'A', 'right')).toBe('A[urban_rural=U]')
    expect(move(grid, 'A[urban_rural=R]', 'right')).toBe('B')
    expect(move(grid, 'D', 'left')).toBe('C')
    expect(move(grid, 'A', 'left')).toBeUndefined()
    expect(move(grid, 'nowhere', 'right')).toBeUndefined()
  })
})

describe('what is typed', () => {
  const reasons = [{ code: 'not_counted', name: '未统计' }]
  it('tells 0 from nothing, and a dash from a number', () => {
    expect(readTyped(' 0 ', 'integer', reasons)).toEqual({ value: '0', missing: null })
    expect(readTyped('  ', 'integer', reasons)).toEqual({ value: null, missing: null })
    expect(readTyped('-', 'decimal', reasons)).toBe('ask')
    expect(readTyped('-3', 'decimal', reasons)).toEqual({ value: '-3', missing: null })
  })
  it('knows reasons by name and yes from no', () => {
    expect(readTyped('未统计', 'integer', reasons)).toEqual({ value: null, missing: 'not_counted' })
    expect(readTyped('否', 'boolean', reasons)).toEqual({ value: '0', missing: null })
    expect(showContent({ value: '1', missing: null }, 'boolean', reasons)).toBe('是')
    expect(showContent({ value: null, missing: 'not_counted' }, 'integer', reasons)).toBe('未统计')
  })
  it('says the change where it means something', () => {
    expect(changeOf('110', '100', 'integer')).toBe('+10.0%')
    expect(changeOf('90', '100', 'decimal')).toBe('−10.0%')
    expect(changeOf('100', '100', 'decimal')).toBe('0.0%')
    expect(changeOf('１,１００', '1000', 'integer')).toBe('+10.0%')
    expect(changeOf('12,5', '10', 'decimal')).toBe('')
    expect(changeOf('5', '0', 'integer')).toBe('')
    expect(changeOf('1', '1', 'boolean')).toBe('')
  })
})

const entry = (id: string, value: string, version: number): EntryView => ({
  cell: id, value, missing: null, note: null, version, updated_at: '', updated_by: '',
})
const problem = (code: string, at?: string): Problem => ({
  code, message: code, hint: '', message_en: '', hint_en: '', place: at ? { cell: at } : {}, details: {},
})

describe('edits', () => {
  const entries = entriesOf([entry('A', '1', 3)])
  const none: Edits = new Map()
  it('keep the version that was seen and vanish when taken back', () => {
    const edits = withChange(entries, none, 'A', { value: '2' })
    expect(edits.get('A')).toMatchObject({ value: '2', seen: 3 })
    expect(withChange(entriesOf([entry('A', '9', 4)]), edits, 'A', { value: '5' }).get('A')?.seen).toBe(3)
    expect(withChange(entries, edits, 'A', { value: ' 1 ' }).size).toBe(0)
    expect(withChange(entries, none, 'B', { note: '说明' }).get('B')).toMatchObject({ value: null, note: '说明', seen: 0 })
  })
  it('leave what changed while the batch was under way, on top of the new version', () => {
    const sent = batchOf(withChange(entries, withChange(entries, none, 'A', { value: '2' }), 'B', { value: '7' }))
    const meanwhile = withChange(entries, new Map(sent), 'A', { value: '22' })
    const after = afterSaved(meanwhile, sent, entriesOf([entry('A', '2', 4), entry('B', '7', 1)]))
    expect([...after]).toEqual([['A', { value: '22', missing: null, note: null, seen: 4 }]])
  })
  it('hold back what was refused until it changes', () => {
    const edits = withChange(entries, withChange(entries, none, 'A', { value: 'x' }), 'B', { value: '7' })
    const sent = batchOf(edits)
    const problems = [problem('entry.number', 'A')]
    expect(namesCells(sent, problems)).toBe(true)
    expect(namesCells(sent, [problem('round.closed')])).toBe(false)
    const refused = afterRefused(edits, sent, problems)
    expect(batchOf(refused).map(([id]) => id)).toEqual(['B'])
    expect(batchOf(withChange(entries, refused, 'A', { value: '8' })).map(([id]) => id)).toEqual(['A', 'B'])
  })
  it('wait for a choice when someone else changed the cell', () => {
    const edits = withChange(entries, none, 'A', { value: '2' })
    const stale = afterRefused(edits, batchOf(edits), [problem('entry.stale', 'A')])
    expect(batchOf(stale)).toEqual([])
    expect(batchOf(withChange(entries, stale, 'A', { value: '3' }))).toEqual([])
    const theirs = entriesOf([entry('A', '9', 5)])
    expect(currentOf(theirs, withChoice(theirs, stale, 'A', false), 'A').value).toBe('9')
    expect(withChoice(theirs, stale, 'A', true).get('A')).toEqual({ value: '2', missing: null, note: null, seen: 5 })
  })
})

describe('steps', () => {
  it('know whose turn it is, and that nobody may act in a closed round', () => {
    expect(nextStep({ can: ['return', 'accept'] })).toBe('accept')
    expect(nextStep({ can: ['return'] })).toBeUndefined()
    expect(isClosed({ can: [], state: 'draft' }, 'reporter')).toBe(true)
    expect(isClosed({ can: [], state: 'submitted' }, 'reporter')).toBe(false)
    expect(isClosed({ can: ['save'], state: 'draft' }, 'reporter')).toBe(false)
    expect(isClosed({ can: [], state: 'draft' }, 'reviewer')).toBe(false)
  })
  it('are stopped by errors and by queries without an explanation', () => {
    const finding = { cell: 'A', check: 'range', message: '', message_en: '' }
    const findings = [
      { ...finding, severity: 'error', explained: false },
      { ...finding, severity: 'query', explained: true },
      { ...finding, severity: 'query', explained: false },
    ]
    expect(stopsOf(findings)).toEqual([findings[0], findings[2]])
  })
})

describe('findings of a template', () => {
  const found = (check: string, cell: string, explained = false) => ({ check, cell, explained, severity: 'query' }) as FindingView
  it('are those that the file causes, and those that were open before it', () => {
    const after = [found('required', 'A'), found('sum', 'B'), found('change', 'C'), found('change', 'D', true)]
    const split = splitFindings(after, [found('required', 'A'), found('change', 'C')], ['C'])
    expect(split.caused.map((one) => one.cell)).toEqual(['B', 'C'])
    expect(split.open.map((one) => one.cell)).toEqual(['A'])
  })
})
