import type { FormView, RowView } from '@/api/types'

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
