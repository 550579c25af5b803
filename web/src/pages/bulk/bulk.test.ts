import { expect, test } from 'vitest'
import type { BulkView } from '@/api/types'
import { chosenIn, firstChoice } from './bulk'

const difference = (cell: string) => ({
  cell, name: cell, label: '合计', unit: '人', value_type: 'integer', was: { value: null, missing: null, note: null },
  becomes: { value: '1', missing: null, note: null }, seen: 2, overtaken: false, changed_by: null, changed_at: null, place: '第 2 行',
})
const unit = (submission: number, cells: string[]) => ({ submission, unit: `u${submission}`, unit_name: `u${submission}`, state: 'draft', findings: 0, differences: cells.map(difference) })
const view: BulkView = { units: [unit(1, ['A', 'B']), unit(2, ['C'])], same: 0, blank: 0, remarks: [], faulty: false, missing_reasons: [], sha256: '' }

test('everything is taken at first, and only what stays chosen', () => {
  const chosen = firstChoice(view)
  expect(chosenIn(view, chosen).map((one) => one.entries.length)).toEqual([2, 1])
  chosen.set(2, new Set())
  chosen.get(1)?.delete('B')
  expect(chosenIn(view, chosen)).toEqual([{ submission: 1, entries: [{ cell: 'A', value: '1', missing: null, note: null, seen: 2 }] }])
  expect(chosenIn(null, chosen)).toEqual([])
})
