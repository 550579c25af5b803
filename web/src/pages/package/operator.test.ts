import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { i18n } from '@/i18n'
import { operatorKey } from './operator'

it('every operator of the plan model has words', () => {
  const model = readFileSync(new URL('../../../../crates/plan/src/model/target.rs', import.meta.url), 'utf8')
  const written = [...model.matchAll(/\("([^"]+)", Self::/g)].map(([, one]) => one ?? '')
  expect(written.length).toBeGreaterThan(10)
  expect(written.filter((one) => !i18n.global.te(operatorKey(one)))).toEqual([])
})
