import type { FormView, RowView, UnitRow } from '@/api/types'

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

/** The latest whole year of the plan; before its end that is last year. */
export function formYear(years: number[], today: Date): number {
  const last = today.getFullYear() - 1
  const past = years.filter((year) => year <= last)
  return past.length ? Math.max(...past) : (years[0] ?? last)
}

export function countForm(form: FormView): { items: number; cells: number; required: number } {
  const rows = form.sections.flatMap((section) => section.rows)
  const cells = rows.flatMap((row) => row.cells)
  return { items: rows.length, cells: cells.length, required: cells.filter((cell) => cell.required).length }
}

/** A row's definition where it says more than its name. */
export const shownDefinition = (row: RowView): string | undefined =>
  row.definition && row.definition !== row.name ? row.definition : undefined
