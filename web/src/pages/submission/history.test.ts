import { describe, expect, it } from 'vitest'
import type { CellView, RowView, SectionView } from '@/api/types'
import { columnsOf, gridOf, move } from './grid'

describe('several years side by side', () => {
  const cell = (period: string, text: string): CellView => ({ cell: text, label: '女', required: false, period, previous: null })
  const line = (item: string, cells: CellView[]): RowView => ({ item, name: item, unit: '个', value_type: 'integer', definition: null, doubt: null, required: false, cells })
  const side: SectionView = {
    form: 'F', title: '一',
    rows: [line('A', [cell('2024', 'A@2024'), cell('2025', 'A')]), line('A[sex=F]', [cell('2024', 'A[sex=F]@2024'), cell('2025', 'A[sex=F]')]), line('B', [cell('2025', 'B')])],
  }
  it('are columns, whatever the breakdown of a row', () => {
    expect(columnsOf(side).map((column) => [column.key, column.label])).toEqual([['2024', '2024年'], ['2025', '2025年']])
    const grid = gridOf([side])
    expect(move(grid, 'A@2024', 'right')).toBe('A')
    expect(move(grid, 'A', 'down')).toBe('A[sex=F]')
    expect(move(grid, 'A[sex=F]@2024', 'down')).toBe('B')
    expect(move(grid, 'A[sex=F]', 'down')).toBe('B')
  })
})
