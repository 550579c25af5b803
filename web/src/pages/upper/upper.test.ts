import { expect, test } from 'vitest'
import type { UpperCellView } from '@/api/types'
import { listCells } from './upper'

const cell = (place: string, state: string): UpperCellView => ({
  place, state, code: 'X', name: 'x', breakdown: '合计', unit: '人', period: '2025', figure: { value: null, confidential: false, not_applicable: false }, held: null, note: null,
})

test('what needs an eye comes first, and the rest keeps its order', () => {
  const cells = [cell('A1', 'filled'), cell('A2', 'empty'), cell('A3', 'filled'), cell('A4', 'differing')]
  expect(listCells(cells, '').map((one) => one.place)).toEqual(['A4', 'A2', 'A1', 'A3'])
  expect(listCells(cells, 'filled').map((one) => one.place)).toEqual(['A1', 'A3'])
})
