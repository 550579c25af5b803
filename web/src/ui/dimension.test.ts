import { describe, expect, it } from 'vitest'
import { calledDimension } from './dimension'

describe('a dimension', () => {
  it('is called as the catalogue calls it, else by its usual name, else by its code', () => {
    expect([{ code: 'education', name: '文化程度' }, { code: 'sex' }, { code: 'education' }].map(calledDimension)).toEqual(['文化程度', '性别', 'education'])
  })
})
