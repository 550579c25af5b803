import { describe, expect, it } from 'vitest'
import { safeNext } from './next'
import { checkPassword } from './rule'

describe('checkPassword', () => {
  it('asks for length and three classes', () => {
    expect(checkPassword('abcdefghij', '', 'li')).toMatchObject({ length: true, classes: false })
    expect(checkPassword('Abcdefgh12', '', 'li')).toMatchObject({ length: true, classes: true })
    expect(checkPassword('Ab1', '', 'li')).toMatchObject({ length: false, classes: true })
  })
  it('counts characters, not code units, and Chinese ones as the fourth class', () => {
    expect(checkPassword('衡衡衡衡衡衡衡衡aB', '', 'li')).toMatchObject({ length: true, classes: true })
  })
  it('refuses the old one and the name', () => {
    expect(checkPassword('Abcdefgh12', 'Abcdefgh12', 'li').different).toBe(false)
    expect(checkPassword('Abcdefgh12', '', 'abcdefgh12').name).toBe(false)
  })
})

describe('safeNext', () => {
  it('keeps to this site', () => {
    expect(safeNext('/plans/a?year=2024')).toBe('/plans/a?year=2024')
    for (const bad of ['//evil', '/\\evil', 'https://evil', undefined, ['/a']]) expect(safeNext(bad)).toBe('/')
  })
})
