import { expect, it } from 'vitest'
import { standing } from './rating'

const rating = (id: number, year: number, replaced = false) => ({ id, objective: '1.6', year, level: 'begun', level_name: '有部署', evidence: '…', rated_by: '张三', rated_at: '', replaced })

it('finds the rating that counts in a year', () => {
  const all = [rating(3, 2025), rating(2, 2025, true), rating(1, 2024)]
  expect(standing(all, '1.6', 2025)?.id).toBe(3)
  expect(standing(all, '1.6', 2024)?.id).toBe(1)
  expect(standing(all, '1.6', 2023)).toBeUndefined()
  expect(standing(all, '1.7', 2025)).toBeUndefined()
})
