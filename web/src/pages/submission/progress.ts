// How far each section of a form is.
import type { FindingView, SectionView } from '@/api/types'
import type { Held } from './edits'

export interface SectionProgress {
  cells: number
  /** With a value or a reason. */
  filled: number
  /** Required and empty. */
  open: number
  /** Findings that stop handing in; of empty required cells there are `open`. */
  stops: number
}

const answered = ({ value, missing }: Held): boolean => !!value || !!missing

export function progressOf(section: SectionView, held: (cell: string) => Held, findingsAt: (cell: string) => FindingView[]): SectionProgress {
  const cells = section.rows.flatMap((row) => row.cells)
  const stops = (finding: FindingView) => finding.check !== 'required' && (finding.severity === 'error' || !finding.explained)
  return {
    cells: cells.length,
    filled: cells.filter(({ cell }) => answered(held(cell))).length,
    open: cells.filter(({ cell, required }) => required && !answered(held(cell))).length,
    stops: cells.flatMap(({ cell }) => findingsAt(cell)).filter(stops).length,
  }
}

/** The next cell in reading order after `from` that is empty: a required one where there is any, else any. */
export function nextEmpty(sections: SectionView[], from: string, held: (cell: string) => Held): string | undefined {
  const all = sections.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
  const start = all.findIndex(({ cell }) => cell === from) + 1
  const empty = [...all.slice(start), ...all.slice(0, start)].filter(({ cell }) => cell !== from && !answered(held(cell)))
  return (empty.find(({ required }) => required) ?? empty[0])?.cell
}
