// What a new round proposes before anyone types.
import type { Opening, PlanView, PreviewUnit, SchemeView, UnitRow } from '@/api/types'
import { periodInChinese } from '@/ui/period'

export const isConfirmed = (unit: UnitRow): boolean => unit.status === 'confirmed' || unit.confirmed != null

/** The year before this one, within the years that the plan asks about. */
export function proposePeriod(plan: Pick<PlanView, 'base_year' | 'end'>, thisYear: number): string {
  return String(Math.min(Math.max(thisYear - 1, plan.base_year), plan.end))
}

const written = /^\d{4}(-(Q[1-4]|S[12]|0[1-9]|1[0-2]))?$/

export const isPeriod = (text: string): boolean => written.test(text.trim())

const spoken: [RegExp, (part: string) => string][] = [
  [/^$/, () => ''],
  [/^(上|下)半年$/, (part) => (part.startsWith('上') ? '-S1' : '-S2')],
  [/^第?([1-4一二三四])季度$/, (part) => `-Q${'一二三四'.indexOf(part.replace(/第|季度/g, '')) + 1 || part.replace(/\D/g, '')}`],
  [/^(0?[1-9]|1[0-2])月份?$/, (part) => `-${part.replace(/\D/g, '').padStart(2, '0')}`],
]

/** What people write for a period, as the server knows it: 2026年上半年 → 2026-S1. What cannot be read stays as it is. */
export function readPeriod(text: string): string {
  const typed = text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  const found = /^(\d{4})年度?(.*)$/.exec(typed)
  const known = spoken.find(([form]) => found && form.test(found[2] ?? ''))
  const read = found && known ? `${found[1]}${known[1](found[2] ?? '')}` : typed
  return isPeriod(read) ? read : text.trim()
}

/** A round is named in Chinese, whoever opens it: the period as words where it is one, else as typed. */
export const namePeriod = (text: string): string => (isPeriod(text) ? periodInChinese(text.trim()) : text.trim())

/** Of several years, the first and the last: 2020—2025年. */
export const nameSpan = (since: string, period: string): string => (since ? `${since}—${namePeriod(period)}` : namePeriod(period))

/** Whether it can be asked: confirmed, and with something to fill in. */
export const isAskable = (unit: UnitRow): boolean => isConfirmed(unit) && unit.items > 0

const rank = (unit: UnitRow): number => Number(isAskable(unit)) * 2 + Number(unit.items > 0)

/** Those with the words in their name; first who can be asked, then who could be once confirmed. */
export function listUnits(units: UnitRow[], words: string): UnitRow[] {
  const wanted = words.trim()
  const found = units.filter((unit) => !wanted || unit.name.includes(wanted))
  return found.sort((a, b) => rank(b) - rank(a))
}

const last = ['at_work', 'unconfirmed', 'nothing']

/** Those with the words in their name; first who can be asked. */
export function listPreview(units: PreviewUnit[], words: string): PreviewUnit[] {
  const wanted = words.trim()
  const found = units.filter((unit) => !wanted || unit.name.includes(wanted))
  const place = (unit: PreviewUnit) => last.indexOf(unit.why_not ?? '')
  return [...found].sort((a, b) => place(a) - place(b))
}

/** What is not asked of a unit, by the reason why. */
export function reasonsOf(unit: PreviewUnit): { why: string; names: string[] }[] {
  const reasons = new Map<string, string[]>()
  for (const left of unit.left_out) reasons.set(left.why, [...(reasons.get(left.why) ?? []), left.name])
  return [...reasons].map(([why, names]) => ({ why, names }))
}

/** The units that a scheme asks, of those that can be asked. */
export function unitsOf(scheme: Pick<SchemeView, 'units'> | undefined, units: PreviewUnit[]): string[] {
  const named = scheme?.units ?? []
  return units.filter((unit) => !unit.why_not && (!named.length || named.includes(unit.unit))).map((unit) => unit.unit)
}

export interface Sum {
  units: number
  cells: number
  others: number
}

/** What the chosen get, and how many units get nothing. */
export function sumOf(units: PreviewUnit[], chosen: string[]): Sum {
  const asked = units.filter((unit) => chosen.includes(unit.unit))
  const cells = asked.reduce((sum, unit) => sum + unit.cells, 0)
  return { units: asked.length, cells, others: units.length - asked.length }
}

/** What decides who gets what: neither name nor days do. */
export const asking = (opening: Opening): Opening => ({
  period: opening.period, since: opening.since, plans: opening.plans, forms: opening.forms, scheme: opening.scheme, title: '—', due: '2999-12-31', units: [],
})
