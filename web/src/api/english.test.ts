import { expect, test } from 'vitest'
import { inEnglish } from './english'

const english = new Map([['活产数', 'Live births'], ['妇女与健康', 'Women and health']])

test('names are replaced wherever they stand, other texts stay', () => {
  const answer = { title: '妇女与健康', rows: [{ name: '活产数', note: '活产数按户籍统计', value: null, open: true, version: 2 }] }
  expect(inEnglish(answer, english)).toEqual({
    title: 'Women and health',
    rows: [{ name: 'Live births', note: '活产数按户籍统计', value: null, open: true, version: 2 }],
  })
})

test('files and keys are left alone', () => {
  const file = new Blob(['活产数'])
  expect(inEnglish(file, english)).toBe(file)
  expect(inEnglish({ 活产数: '1' }, english)).toEqual({ 活产数: '1' })
})
