import { describe, expect, it } from 'vitest'
import { i18n } from '.'
import { english } from './english'

const chinese = i18n.global.messages.value.zh
const placeholders = (text: string) => [...text.matchAll(/\{[^}]*\}/g)].map(([one]) => one).sort()

describe('the English texts', () => {
  it('are of the same nouns', () => expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort()))

  it.each(Object.keys(chinese))('%s has the same keys with the same placeholders', (noun) => {
    const shape = (texts: Record<string, string> | undefined) =>
      Object.fromEntries(Object.entries(texts ?? {}).map(([key, text]) => [key, placeholders(text)]))
    expect(shape(english[noun])).toEqual(shape(chinese[noun]))
  })
})

// Between figures, in a clock time, an address or a code they are as everywhere.
const half = /(?<![\d])[,;?!](?![\d])|[\u4e00-\u9fff”}）]:|:[\u4e00-\u9fff“{]|[()]/

describe('the Chinese texts', () => {
  it.each(Object.entries(chinese))('%s are set with full-width signs', (_, texts) => {
    const plain = Object.values(texts).filter((text) => /[\u4e00-\u9fff]/.test(text)).map((text) => text.replace(/\{'[^']*'\}/g, ''))
    expect(plain.filter((text) => half.test(text))).toEqual([])
  })
})
