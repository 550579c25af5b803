import { describe, expect, it } from 'vitest'

const parts = import.meta.glob<string>('../**/*.vue', { query: '?raw', import: 'default', eager: true })
/** Formulas are no free text; the form around them carries the note. */
const exempt = ['FormulaField.vue']
const takesText = (source: string) => /type="textarea"|<textarea|type="file"/.test(source)

describe('that state secrets have no place here', () => {
  it('is said wherever free text or a file is taken', () => {
    const taking = Object.entries(parts).filter(([path, source]) => takesText(source) && !exempt.some((name) => path.endsWith(name)))
    expect(taking.length).toBeGreaterThan(12)
    expect(taking.filter(([, source]) => !source.includes('<SecretsNote')).map(([path]) => path)).toEqual([])
  })
})
