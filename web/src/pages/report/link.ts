import type { ReportView } from '@/api/types'

export const linkToReport = (report: ReportView): string => `/api/reports/${report.id}/file`

/** A final report looks at the end of the plan, an annual one at the latest year. */
export function firstYear(years: number[], kind: string, end: number | undefined): number | undefined {
  if (kind === 'final' && end !== undefined && years.includes(end)) return end
  return years.length ? Math.max(...years) : undefined
}
