// What a new round proposes before anyone types.
import type { PlanView, UnitRow } from '@/api/types'
import { periodInChinese } from '@/ui/period'

export const isConfirmed = (unit: UnitRow): boolean => unit.status === 'confirmed' || unit.confirmed != null

/** The year before this one, within the years that the plan asks about. */
export function proposePeriod(plan: Pick<PlanView, 'base_year' | 'end'>, thisYear: number): string {
  return String(Math.min(Math.max(thisYear - 1, plan.base_year), plan.end))
}

const written = /^\d{4}(-(Q[1-4]|S[12]|0[1-9]|1[0-2]))?$/

export const isPeriod = (text: string): boolean => written.test(text.trim())

/** A round is named in Chinese, whoever opens it: the period as words where it is one, else as typed. */
export const namePeriod = (text: string): string => (isPeriod(text) ? periodInChinese(text.trim()) : text.trim())

/** Whether it can be asked: confirmed, and with something to fill in. */
export const isAskable = (unit: UnitRow): boolean => isConfirmed(unit) && unit.items > 0

const rank = (unit: UnitRow): number => Number(isAskable(unit)) * 2 + Number(unit.items > 0)

/** Those with the words in their name; first who can be asked, then who could be once confirmed. */
export function listUnits(units: UnitRow[], words: string): UnitRow[] {
  const wanted = words.trim()
  const found = units.filter((unit) => !wanted || unit.name.includes(wanted))
  return found.sort((a, b) => rank(b) - rank(a))
}
