import { expect, test } from 'vitest'
import { placeOf } from './remark'

test('a place is named as far as it is known', () => {
  expect(placeOf({ sheet: '1 人口', cell: 'E6' })).toBe('1 人口!E6')
  expect(placeOf({ file: 'units.csv', line: 12, field: 'value' })).toBe('units.csv:12 value')
  expect(placeOf({ line: 4, field: 'unit' })).toBe('第 4 行 责任单位')
  expect(placeOf({})).toBe('')
})
