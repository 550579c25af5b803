import { expect, it } from 'vitest'
import type { FindingView } from '@/api/types'
import { withoutCause } from './findings'

const query = (cell: string, explained: boolean, check = 'change') => ({ check, cell, explained, severity: 'query' }) as FindingView

it('a note whose finding is gone is told, until there is a finding again', () => {
  const none: ReadonlySet<string> = new Set()
  const gone = withoutCause(none, [query('A', true), query('B', false)], [])
  expect([...gone]).toEqual(['A'])
  expect([...withoutCause(gone, [], [])]).toEqual(['A'])
  expect([...withoutCause(gone, [], [query('A', true, 'sum')])]).toEqual([])
  expect([...withoutCause(none, [query('A', true)], [query('A', true)])]).toEqual([])
})
