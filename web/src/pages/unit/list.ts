import type { UnitRow } from '@/api/types'

export type UnitStatus = 'proposed' | 'confirmed'

/** Confirmed by the package or by the office. */
export const statusOf = (unit: UnitRow): UnitStatus =>
  unit.status === 'confirmed' || unit.confirmed ? 'confirmed' : 'proposed'

export function listUnits(units: UnitRow[], words: string, status: UnitStatus | ''): UnitRow[] {
  const asked = words.trim().toLowerCase()
  const held = (unit: UnitRow) => [unit.name, unit.code, unit.note ?? ''].some((text) => text.toLowerCase().includes(asked))
  return units.filter((unit) => (!status || statusOf(unit) === status) && (!asked || held(unit)))
}

export const countStatus = (units: UnitRow[], status: UnitStatus): number =>
  units.filter((unit) => statusOf(unit) === status).length
