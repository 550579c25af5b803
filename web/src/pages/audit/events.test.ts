import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/i18n'
import { actionKey, actions, linesOf, momentOf, nounOf, placeOf } from './events'

describe('actions', () => {
  it('each have words, and their nouns too', () => {
    for (const action of actions) {
      expect(i18n.global.te(actionKey(action)), action).toBe(true)
      expect(i18n.global.te(`audit.noun_${nounOf(action)}`), action).toBe(true)
    }
  })
})

describe('the store', () => {
  it('records no action that is not in the list', () => {
    const tables = new URL('../../../../crates/store/src/', import.meta.url)
    const files = readdirSync(tables, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rs'))
    const recorded = files.flatMap((name) => [...readFileSync(new URL(name, tables), 'utf8').matchAll(/Event::new\(\s*"([a-z_.]+)"/g)].map(([, action]) => action ?? ''))
    expect(recorded.length).toBeGreaterThan(10)
    expect(recorded.filter((action) => !(actions as readonly string[]).includes(action))).toEqual([])
  })
})

describe('placeOf', () => {
  it('leads to the page of the subject', () => {
    expect(placeOf({ action: 'submission.accept', subject: '7' })).toBe('/submissions/7')
    expect(placeOf({ action: 'round.open', subject: '3', plan: 'p' })).toEqual({ name: 'round', params: { plan: 'p', id: '3' } })
    expect(placeOf({ action: 'round.open', subject: '3' })).toBeUndefined()
    expect(placeOf({ action: 'session.refuse', subject: 'x' })).toBeUndefined()
  })
})

describe('momentOf', () => {
  it('is the beginning of the day here', () => {
    expect(momentOf('2026-03-31')).toBe(new Date(2026, 2, 31).toISOString())
    expect(momentOf('2026-03-31', 1)).toBe(new Date(2026, 3, 1).toISOString())
    expect(momentOf('')).toBeUndefined()
  })
})

describe('linesOf', () => {
  it('shows what is said', () =>
    expect(linesOf({ units: ['a', 'b'], reason: '延期', replaces: null, n: 0 })).toEqual([
      { field: 'units', value: 'a b' },
      { field: 'reason', value: '延期' },
      { field: 'n', value: '0' },
    ]))
})
