import { untilYear } from './period'
import { describe, expect, it } from 'vitest'
import type { Problem } from '@/api/types'
import { problemsAt, problemsElsewhere } from './action'
import { inTurn } from './inTurn'
import { showBytes } from './size'
import { isLate } from './submission'

describe('inTurn', () => {
  it('goes on past what fails and tells how far it is', async () => {
    const steps: number[] = []
    const act = (one: number) => (one === 2 ? Promise.reject(new Error('no')) : Promise.resolve())
    const failed = await inTurn([1, 2, 3], act, (done) => steps.push(done))
    expect(failed.map(({ one }) => one)).toEqual([2])
    expect(steps).toEqual([1, 2, 3])
  })
})

describe('showBytes', () => {
  it('takes the unit that leaves a small number', () =>
    expect([12, 1536, 3 * 1024 * 1024].map(showBytes)).toEqual(['12 B', '1.5 KB', '3 MB']))
})

describe('problems of a form', () => {
  const problems = [{ place: { field: 'name' } }, { place: { field: 'odd' } }, { place: {} }] as Problem[]
  it('lie at their fields, and none is lost', () => {
    expect(problemsAt(problems, 'name')).toHaveLength(1)
    expect(problemsElsewhere(problems, ['name'])).toHaveLength(2)
  })
})

describe('untilYear', () => {
  it('leaves out what cannot be there yet, and keeps a gap and a figure ahead', () => {
    const points = [{ period: '2024', value: null }, { period: '2025-Q1', value: '1' }, { period: '2026', value: null }, { period: '2027', value: '2' }]
    expect(untilYear(points, 2025).map((point) => point.period)).toEqual(['2024', '2025-Q1', '2027'])
    expect(untilYear(points, undefined)).toHaveLength(4)
  })
})

describe('isLate', () => {
  it('is a form that was first handed in after its day', () => {
    expect([isLate('2026-03-31', '2026-11-28T09:32:55Z'), isLate('2026-03-31', '2026-03-30T12:00:00Z'), isLate('2026-03-31')]).toEqual([true, false, false])
  })
})
