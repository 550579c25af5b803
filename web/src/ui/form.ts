import type { FormHeadView, FormView, RowView, SectionView } from '@/api/types'

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

/** A form of the plan with its sections: what is printed on a sheet of its own. */
export interface Sheet {
  head: FormHeadView
  sections: SectionView[]
}

export const sheetsOf = (form: FormView): Sheet[] =>
  form.heads.map((head) => ({ head, sections: form.sections.filter((section) => section.form === head.form) }))

/** Whether the issuing authority has still to say something of the head. */
export const isUnsaid = (head: FormHeadView): boolean =>
  [head.number, head.issuer, head.approver, head.approval, head.valid_until].some((part) => !part)

export const linkToForm = (plan: string, unit: string, period: string): string =>
  `/api/plans/${plan}/units/${unit}/form/file?period=${encodeURIComponent(period)}`

export const linkToForms = (plan: string, period: string): string =>
  `/api/plans/${plan}/forms/file?period=${encodeURIComponent(period)}`
