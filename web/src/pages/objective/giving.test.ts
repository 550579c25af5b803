import { expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { useGiving } from './giving'

const rating = (year: number, level: string, evidence: string) =>
  ({ id: year, objective: '1.6', year, level, level_name: '', evidence, rated_by: '张三', rated_at: '', replaced: false })
const levels = [{ code: 'begun' }, { code: 'done' }]
const given = { number: '1.6', year: 2025, years: [2026, 2025, 2024, 2023], levels, ratings: [rating(2025, 'begun', '方案'), rating(2024, 'gone', '通知')] }

async function opened() {
  const open = ref(false)
  const giving = useGiving(open, given)
  open.value = true
  await nextTick()
  const of = async (year: number) => {
    giving.form.year = year
    await nextTick()
    return { ...giving.form }
  }
  return { open, of, ...giving }
}

it('begins with what was said of the year, and of no other', async () => {
  const { form, of } = await opened()
  expect(form).toEqual({ year: 2025, level: 'begun', evidence: '方案' })
  expect(await of(2023)).toEqual({ year: 2023, level: '', evidence: '' })
  expect(await of(2025)).toEqual({ year: 2025, level: 'begun', evidence: '方案' })
})

it('a level that the scale has no more is not chosen', async () => {
  const { of } = await opened()
  expect(await of(2024)).toEqual({ year: 2024, level: '', evidence: '通知' })
})

it('what somebody chose or wrote, another year leaves alone, and opening begins anew', async () => {
  const { open, form, touched, of } = await opened()
  form.level = 'done'
  touched.value = true
  expect(await of(2023)).toEqual({ year: 2023, level: 'done', evidence: '方案' })
  open.value = false
  await nextTick()
  open.value = true
  await nextTick()
  expect(form).toEqual({ year: 2025, level: 'begun', evidence: '方案' })
})
