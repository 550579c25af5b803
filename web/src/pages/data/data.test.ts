import { describe, expect, it } from 'vitest'
import type { DataRow } from '@/api/types'
import { pictureTitle } from './title'
import { drawings, ofFrequency, pivot, usual } from './pivot'
import { cleared, conditions, kept, mostBars, mostLines, readQuery, toConditions, toParams, toPivot, writeQuery, type Asked, type View } from './query'

const asked = (some: Partial<Asked>): Asked => ({ ...readQuery({}), ...some })

describe('the address', () => {
  it('says nothing of what is as usual', () => expect(writeQuery(readQuery({}))).toEqual({}))

  it('gives back what was written into it, and keeps what is not its own', () => {
    const full = asked({
      view: 'chart', subjects: ['H03', 'H04'], from: '2012', to: '2020', areas: ['all'], breakdowns: ['_T', 'sex=F'], domain: '2',
      sources: ['S001'], statuses: ['not_counted'], words: '死亡率', asOf: '2026-06-01', sort: '-period', page: 3, drawn: ['indicator:H03:000000:sex=F'],
    })
    const written = writeQuery(full, { year: '2020', page: '9', q: 'old' })
    expect(written.year).toBe('2020')
    expect(readQuery(written as Record<string, string>)).toEqual(full)
  })

  it('takes what cannot be meant as usual', () => {
    const odd = readQuery({ view: 'cube', page: '-1', subject: ['H03,,H03', 'x'], from: null })
    expect(odd).toEqual(asked({ subjects: ['H03'] }))
  })

  it('is kept without its page', () => expect(kept({ view: 'cross', subject: 'H03,H04', page: '3', year: '2025' })).toBe('view=cross&subject=H03%2CH04&year=2025'))

  it('draws no more lines than a drawing takes', () => {
    const many = Array.from({ length: 20 }, (_, at) => `s${at}`)
    expect(readQuery({ draw: many.join(',') }).drawn).toHaveLength(mostLines)
  })
})

describe('what the server is asked', () => {
  it('is the own area and what has a number, unless all is wanted', () => {
    expect(toParams(asked({}), '000000')).toMatchObject({ area: '000000', status: 'value,confidential', by: 'series' })
    const all = toParams(asked({ areas: ['all'], statuses: ['all'], view: 'table', sort: '-value' }), '000000')
    expect([all.area, all.status, all.by, all.sort]).toEqual([undefined, undefined, undefined, '-value'])
  })

  it('is the same of a drawing and of the file of it', () => {
    for (const view of ['cross', 'bar', 'map', 'scatter'] as View[]) {
      const some = asked({ view, subjects: ['H03'] })
      expect(toPivot(some, '000000')).toMatchObject(toConditions(some, '000000'))
    }
    expect(toConditions(asked({ view: 'map' }), '000000')).toMatchObject({ area: undefined, breakdown: '_T', status: undefined })
    expect(toConditions(asked({ view: 'scatter' }), '000000')).toMatchObject({ area: '000000', breakdown: 'sex=*', status: 'value,confidential' })
    expect(toConditions(asked({ view: 'map', areas: ['1'], breakdowns: ['sex=F'] }), '000000')).toMatchObject({ area: '1', breakdown: 'sex=F' })
  })

  it('is of bars no more lines than are drawn', () => expect(toPivot(asked({ view: 'bar' }), '000000').per_page).toBe(mostBars.lines))

  it('has no conditions once they are cleared, in the same view', () => {
    const some = asked({ view: 'table', words: 'x', from: '2012', page: 2 })
    expect(conditions(some)).toBe(2)
    expect(cleared(some)).toEqual(asked({ view: 'table' }))
  })
})

const row = (series: string, period: string, value: string | null, unit = '%') =>
  ({ series, unit, point: { period, value } }) as DataRow

describe('pivot', () => {
  const rows = [row('b', '2021', '1'), row('b', '2020', '2'), row('a', '2021', null)]

  it('keeps the order of the series and puts the periods in order', () => {
    const made = pivot(rows)
    expect(made.periods).toEqual(['2020', '2021'])
    expect(made.lines.map((line) => [line.series, line.cells.size])).toEqual([['b', 2], ['a', 1]])
    expect(made.lines[1]?.cells.get('2020')).toBeUndefined()
  })

  it('joins figures of one frequency alone, and puts periods of several in order', () => {
    const mixed = pivot([row('a', '2025-02', '1'), row('a', '2025', '2'), row('a', '2025-Q1', '3')])
    expect(mixed.periods).toEqual(['2025', '2025-Q1', '2025-02'])
    const of = (asked: string) => ofFrequency(mixed.lines, asked).flatMap((line) => [...line.cells.keys()])
    expect([of(''), of('quarter'), of('half')]).toEqual([['2025'], ['2025-Q1'], []])
  })

  it('draws what is published elsewhere beside the own lines, and never by itself', () => {
    const two = (series: string, more: object) => ['2020', '2021'].map((period) => ({ ...row(series, period, '1'), subject: 'H', breakdown: '', reference: false, ...more }))
    const lines = pivot([...two('own', {}), ...two('nation', { reference: true }), ...two('other', { reference: true, subject: 'J' })]).lines
    expect(usual(lines).map((line) => line.series)).toEqual(['own', 'nation'])
    expect(usual(lines.slice(1))).toEqual([])
  })

  it('loses no row and makes none', () => {
    const cells = pivot(rows).lines.flatMap((line) => [...line.cells.values()])
    expect(new Set(cells)).toEqual(new Set(rows))
  })

  it('draws by itself what has two figures, of one unit', () => {
    const lines = pivot([row('a', '2020', '1'), ...['b', 'c', 'd'].flatMap((one) => [row(one, '2020', '1', one === 'c' ? '人' : '%'), row(one, '2021', '2', one === 'c' ? '人' : '%')])]).lines
    expect(usual(lines).map((line) => line.series)).toEqual(['b', 'd'])
    expect(drawings(lines).map((one) => [one.unit, one.lines.length])).toEqual([['%', 3], ['人', 1]])
  })
})

describe('the title of a picture', () => {
  it('names what is drawn, where and as of which day', () => {
    expect(pictureTitle({ subjects: ['甲', '甲', '乙'], areas: ['某市'], asOf: '' })).toBe('甲、乙 · 某市')
    expect(pictureTitle({ subjects: ['甲', '乙', '丙', '丁'], areas: [], common: ['2025年'], asOf: '2026-06-01' })).toBe('甲、乙、丙等 4 项 · 2025年 · 截至 2026-06-01')
  })
})
