import { describe, expect, it } from 'vitest'
import { captioned, wrapped } from './picture'

const drawing = '<svg width="300" height="200" xmlns="http://www.w3.org/2000/svg"><path/></svg>'
const mark = '演示数据，均为虚构'
const title = '十五岁及以上人口平均受教育年限、城镇单位女性就业人员所占比例、村委会成员中女性比例 · 某市 · 截至 2026-06-01'

const lines = (text: string) =>
  [...text.matchAll(/<g transform="translate\(0 ([\d.]+)\)">(.*?)<\/g>/g)].map(([, y, inner = '']) => ({ y: Number(y), text: inner.replace(/<[^>]+>/g, '') }))

describe('a saved picture', () => {
  it('says first and whole that it is invented, however long its title', () => {
    const made = captioned(drawing, { mark, title })
    const found = lines(made.text)
    expect(found[0]?.text).toBe(mark)
    expect(found.slice(1).map((line) => line.text).join('').replaceAll(' ', '')).toBe(title.replaceAll(' ', ''))
    expect(Math.max(...found.map((line) => line.text.length))).toBeLessThanOrEqual(30)
    expect(found.every((line) => line.y > 200 && line.y < made.height)).toBe(true)
  })

  it('names its colours, each in a line that is wide enough', () => {
    const made = captioned(drawing, { title: 'A', legend: [{ colour: '#111', label: '女' }, { colour: '#222', label: '男' }, { colour: '#333', label: '一个很长很长很长很长很长很长很长很长很长很长很长的名称' }] })
    expect([...made.text.matchAll(/height="3" fill="(#\d+)"/g)].map(([, colour]) => colour)).toEqual(['#111', '#222', '#333'])
    expect(lines(made.text).map((line) => line.text)).toEqual(['A', '女男', '一个很长很长很长很长很长很长很长很长很长很长', '很长的名称'])
  })

  it('takes a sign for what it is, not for a tag', () => expect(captioned(drawing, { title: 'a<b & "c"' }).text).toContain('a&lt;b &amp; &quot;c&quot;'))
})

describe('wrapped', () => {
  it('loses nothing and has a line at least', () => {
    expect(wrapped('', 100)).toEqual([''])
    expect(wrapped('一二三四五', 24)).toEqual(['一二', '三四', '五'])
    expect(wrapped('一二', 5)).toEqual(['一', '二'])
  })
})
