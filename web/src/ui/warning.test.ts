import { expect, it } from 'vitest'
import { brokenItem, warningName } from './warning'

const row = (subject: string, breakdown = '') => ({
  subject, name: '村委会成员数', name_en: 'Village committee members', breakdown, breakdown_label: '女', breakdown_label_en: 'Female',
})

it('a contradiction names the item on whose cell its check is broken, with the breakdown', () => {
  expect(brokenItem(row('check:part_of_whole/VC', 'sex=F'))).toBe('村委会成员数 · 女')
  expect(brokenItem(row('check:part_of_whole/VC'))).toBe('村委会成员数')
})

it('a check of no cell and every other warning names none beside its reason', () => {
  expect(brokenItem(row('check:part_of_whole'))).toBeNull()
  expect(brokenItem(row('indicator:D22', 'sex=F'))).toBeNull()
  expect(warningName(row('indicator:D22', 'sex=F'))).toBe('村委会成员数 · 女')
})
