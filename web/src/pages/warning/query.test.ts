import { describe, expect, it } from 'vitest'
import { lastPage, params, readAsked, writeAsked } from './query'

describe('what is asked of warnings', () => {
  it('is those that stand, the gravest first, where the address says nothing', () => {
    const asked = readAsked({})
    expect(params(asked)).toEqual({ state: 'raised', sort: '-severity', page: 1, per_page: 50 })
    expect(writeAsked(asked)).toEqual({})
  })
  it('comes back from the address as it went there', () => {
    const asked = { ...readAsked({}), q: '居委会', kind: 'late', state: 'all', domain: '2', of: '2024', noted: 'no', sort: 'since' as const, down: true, page: 3 }
    expect(readAsked(writeAsked(asked))).toEqual(asked)
    expect(params(asked)).toEqual({ q: '居委会', kind: 'late', domain: '2', year: 2024, noted: 'no', sort: '-since', page: 3, per_page: 50 })
  })
  it('leaves out what it does not know', () => expect(readAsked({ kind: 'x', state: 'y', sort: 'z', page: '-1', of: '20x5' })).toEqual(readAsked({})))
  it('has a last page however few are left', () => expect([0, 1, 50, 51].map(lastPage)).toEqual([1, 1, 1, 2]))
})
