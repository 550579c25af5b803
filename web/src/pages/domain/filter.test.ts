import { describe, expect, it } from 'vitest'
import type { ObjectiveRow, TargetView } from '@/api/types'
import { filterObjectives } from './filter'

const target = (id: string, name: string, state: string) => ({ id, name, target_text: '', judgement: { state } }) as TargetView
const objectives = [
  { number: '1.1', text: '甲目标', kind: 'numeric', evidence: [], units: [], targets: [target('a', '甲率', 'attained'), target('b', '乙率', 'missed')] },
  { number: '1.2', text: '丙目标', kind: 'qualitative', evidence: [], units: [], targets: [] },
] as ObjectiveRow[]
const shape = (rows: ObjectiveRow[]) => rows.map((row) => [row.number, row.targets.map((one) => one.id).join('')])

describe('filterObjectives', () => {
  it('shows everything when nothing is asked', () => {
    expect(shape(filterObjectives(objectives, '', []))).toEqual([['1.1', 'ab'], ['1.2', '']])
  })
  it('narrows to the target whose name is asked for', () => {
    expect(shape(filterObjectives(objectives, '乙', []))).toEqual([['1.1', 'b']])
  })
  it('keeps all targets of an objective that is named itself', () => {
    expect(shape(filterObjectives(objectives, '甲目标', []))).toEqual([['1.1', 'ab']])
  })
  it('filters by state; a qualitative objective answers to its own', () => {
    expect(shape(filterObjectives(objectives, '', ['missed']))).toEqual([['1.1', 'b']])
    expect(shape(filterObjectives(objectives, '', ['qualitative']))).toEqual([['1.2', '']])
  })
})
