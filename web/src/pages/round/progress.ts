// How far a round has come: which rows are shown in what order.
import type { UnitProgress } from '@/api/types'
import { submissionStates, type SubmissionState } from '@/ui/submission'

export type SortKey = 'unit' | 'state' | 'timeliness' | 'returns' | 'filled' | 'empty'

export type Timeliness = 'on_time' | 'late' | 'waiting' | 'overdue'
export const timelinesses: Timeliness[] = ['overdue', 'late', 'waiting', 'on_time']

export interface Asked {
  words: string
  /** Units of towns alone, with an area of their own. */
  towns: boolean
  states: SubmissionState[]
  timeliness: Timeliness[]
  sort: SortKey
  down: boolean
}

const collator = new Intl.Collator('zh-CN', { numeric: true })
const place = (list: readonly string[], one: string) => list.indexOf(one)
const share = (row: UnitProgress) => (row.cells ? row.filled / row.cells : 0)
const byUnit = (a: UnitProgress, b: UnitProgress) => collator.compare(a.unit_name, b.unit_name)

const order: Record<SortKey, (a: UnitProgress, b: UnitProgress) => number> = {
  unit: byUnit,
  state: (a, b) => place(submissionStates, a.state) - place(submissionStates, b.state),
  timeliness: (a, b) => place(timelinesses, a.timeliness) - place(timelinesses, b.timeliness) || b.days_late - a.days_late,
  returns: (a, b) => a.returns - b.returns,
  filled: (a, b) => share(a) - share(b),
  empty: (a, b) => a.empty - b.empty,
}

export function listProgress(rows: UnitProgress[], asked: Asked): UnitProgress[] {
  const words = asked.words.trim().toLowerCase()
  const found = rows.filter(
    (row) =>
      (!words || [row.unit_name, row.area_name ?? ''].some((text) => text.toLowerCase().includes(words))) &&
      (!asked.towns || row.area_name != null) &&
      (!asked.states.length || (asked.states as string[]).includes(row.state)) &&
      (!asked.timeliness.length || (asked.timeliness as string[]).includes(row.timeliness)),
  )
  const turn = asked.down ? -1 : 1
  return found.sort((a, b) => turn * order[asked.sort](a, b) || byUnit(a, b))
}

export interface Sum {
  units: number
  handedIn: number
  onTime: number
  late: number
  overdue: number
  returns: number
  empty: number
}

export const sumOf = (rows: UnitProgress[]): Sum => ({
  units: rows.length,
  handedIn: rows.filter((row) => row.handed_in != null).length,
  onTime: rows.filter((row) => row.timeliness === 'on_time').length,
  late: rows.filter((row) => row.timeliness === 'late').length,
  overdue: rows.filter((row) => row.timeliness === 'overdue').length,
  returns: rows.reduce((sum, row) => sum + row.returns, 0),
  empty: rows.reduce((sum, row) => sum + row.empty, 0),
})
