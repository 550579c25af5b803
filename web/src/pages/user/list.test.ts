import { describe, expect, it } from 'vitest'
import type { UserRow } from '@/api/types'
import { listUsers, stateOf, successorsOf } from './list'

const user = (name: string, more: Partial<UserRow>) => ({ name, display_name: '', role: 'reporter', active: true, ...more }) as UserRow
const users = [
  user('li', { display_name: '李', unit_name: '甲局' }),
  user('wang', { role: 'reviewer', must_change_password: true }),
  user('zhao', { active: false, locked_until: '2026-01-01T00:00:00.000Z' }),
]

describe('stateOf', () => {
  it('says the strongest', () => expect(users.map(stateOf)).toEqual(['active', 'password', 'inactive']))
  it('knows a lock', () => expect(stateOf(user('x', { locked_until: 'z', must_change_password: true }))).toBe('locked'))
})

describe('listUsers', () => {
  const names = (asked: { words?: string; role?: string; state?: string }) =>
    listUsers(users, { words: '', role: '', state: '', ...asked }).map((one) => one.name)
  it('searches name, display name and unit', () => {
    expect(names({ words: '甲' })).toEqual(['li'])
    expect(names({ words: 'WANG' })).toEqual(['wang'])
  })
  it('filters by role and state', () => {
    expect(names({ role: 'reviewer' })).toEqual(['wang'])
    expect(names({ state: 'inactive' })).toEqual(['zhao'])
  })
})

describe('successorsOf', () => {
  it('are active and of the same unit and role', () => {
    const of = (id: number, more: Partial<UserRow> = {}) => user(`u${id}`, { id, unit: 'a', ...more })
    const from = of(1)
    const all = [from, of(2), of(3, { unit: 'b' }), of(4, { role: 'reviewer' }), of(5, { active: false })]
    expect(successorsOf(all, from).map((one) => one.id)).toEqual([2])
  })
})
