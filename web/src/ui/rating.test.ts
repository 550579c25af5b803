import { expect, it } from 'vitest'
import { levelName, standing } from './rating'

const rating = (id: number, year: number, replaced = false) => ({ id, objective: '1.6', year, level: 'begun', level_name: '有部署', evidence: '…', rated_by: '张三', rated_at: '', replaced })

it('finds the rating that counts in a year', () => {
  const all = [rating(3, 2025), rating(2, 2025, true), rating(1, 2024)]
  expect(standing(all, '1.6', 2025)?.id).toBe(3)
  expect(standing(all, '1.6', 2024)?.id).toBe(1)
  expect(standing(all, '1.6', 2023)).toBeUndefined()
  expect(standing(all, '1.7', 2025)).toBeUndefined()
})

it('keeps the name that a level had where the scale has changed', () => {
  const levels = [{ code: 'begun', name: '已部署', name_en: 'Under way' }]
  expect(levelName(rating(1, 2025), levels)).toBe('有部署')
  expect(levelName({ ...rating(1, 2025), level_name: '已部署' }, levels)).toBe('已部署')
})
