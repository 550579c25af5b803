import { describe, expect, it } from 'vitest'
import type { CheckView } from '@/api/types'
import { listChecks, type Asked } from './list'

const check = (code: string, severity: string, scope: string, forms: string[] | null, words = '') =>
  ({ code, name: `规则${code}`, severity, scope, words, example: '', cells: [], forms: forms?.map((form) => ({ code: form, title: form })) ?? null }) as unknown as CheckView
const checks = [check('required', 'error', 'form', null, '必填'), check('towns', 'query', 'round', ['F-a']), check('ref', 'query', 'reference', ['F-b'])]
const ask = (asked: Partial<Asked>) =>
  listChecks(checks, { words: '', severity: '', scope: '', form: '', sort: '', down: false, ...asked }).map((one) => one.code)

describe('listChecks', () => {
  it('keeps the order in which they are run', () => expect(ask({})).toEqual(['required', 'towns', 'ref']))
  it('searches code, name and words', () => {
    expect(ask({ words: '必填' })).toEqual(['required'])
    expect(ask({ words: 'REF' })).toEqual(['ref'])
  })
  it('filters by severity, scope and form; a general check is of every form', () => {
    expect(ask({ severity: 'query' })).toEqual(['towns', 'ref'])
    expect(ask({ scope: 'reference' })).toEqual(['ref'])
    expect(ask({ form: 'F-a' })).toEqual(['required', 'towns'])
  })
  it('sorts by what the reader chose', () => expect(ask({ sort: 'severity', down: true })).toEqual(['ref', 'towns', 'required']))
})
