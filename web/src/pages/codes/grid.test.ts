import { describe, expect, it } from 'vitest'
import type { Problem } from '@/api/types'
import { pairsOf } from '@/ui/columns'
import { kindOf } from '@/ui/tables'
import { elsewhereOf, faultsOf, placedOf, rowsOf, type GridRow } from './grid'

const problem = (field?: string): Problem => ({ code: 'x', message: '', hint: '', message_en: '', hint_en: '', place: { field }, details: {} })
const columns = ['code', 'name_zh', 'valid_to']

describe('rows as changes', () => {
  const held = () => rowsOf([{ code: 'A', name_zh: '甲' }, { code: 'B', name_zh: '乙', valid_to: '2024' }, { code: 'C', name_zh: '丙' }])
  it('what is as it was is none', () => expect(placedOf('codes.x', columns, held())).toEqual([]))

  it('changed, taken out and added rows are', () => {
    const rows: GridRow[] = held().map((row) => ({ ...row, removed: row.cells.code === 'C' }))
    rows.splice(1, 1, { before: rows[1]?.before, cells: { code: 'B', name_zh: '乙', valid_to: ' ' }, removed: false })
    rows.push({ cells: { code: 'D', name_zh: '' }, removed: false }, { cells: {}, removed: false })
    expect(placedOf('codes.x', columns, rows).map((one) => [one.row, one.change])).toEqual([
      [1, { table: 'codes.x', replaces: '', cells: { code: 'B', name_zh: '乙' } }],
      [2, { table: 'codes.x', replaces: '', cells: { code: 'C', name_zh: '丙' }, removed: true }],
      [3, { table: 'codes.x', replaces: null, cells: { code: 'D' } }],
    ])
  })

  it('their faults stand at row and column of their table', () => {
    const rows = [{ cells: { code: 'D' }, removed: false }]
    const placed = [...placedOf('codes.x', columns, rows), ...placedOf('codes.x.groups', columns, rows)]
    const told = [problem('changes[0].name_zh'), problem('changes[1].code'), problem('forms'), problem()]
    expect(faultsOf(placed, told, 'codes.x', 0)).toEqual({ name_zh: [told[0]] })
    expect(faultsOf(placed, told, 'codes.x.groups', 0)).toEqual({ code: [told[1]] })
    expect(faultsOf(placed, told, 'codes.x', 1)).toEqual({})
    expect(elsewhereOf(told)).toEqual([told[2], told[3]])
  })
})

describe('two states of a table', () => {
  it('are compared by key, not by place', () =>
    expect(pairsOf(['code'], [{ code: 'A' }, { code: 'B' }], [{ code: 'B', name_zh: '乙' }, { code: 'C' }])).toEqual([
      { subject: 'A', before: { code: 'A' }, after: undefined },
      { subject: 'B', before: { code: 'B' }, after: { code: 'B', name_zh: '乙' } },
      { subject: 'C', before: undefined, after: { code: 'C' } },
    ]))
  it('definitions of one code by their order', () =>
    expect(pairsOf(['code'], [{ code: 'A' }], [{ code: 'A', valid_to: '2024' }, { code: 'A', valid_from: '2025' }]).map((pair) => pair.after?.valid_from)).toEqual([undefined, '2025']))
})

it.each([['codes.sex', 'codes'], ['codes.sex.groups', 'groups'], ['areas', 'areas'], ['items', 'items']])('%s is of the kind %s', (table, kind) => expect(kindOf(table)).toBe(kind))
