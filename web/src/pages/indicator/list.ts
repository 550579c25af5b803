import type { IndicatorRow } from '@/api/types'
import { states, type State } from '@/ui/states'

export type SortKey = 'code' | 'name' | 'targets' | 'latest' | 'state'

export interface Asked {
  words: string
  /** 0 for all: domains count from 1. */
  domain: number
  states: State[]
  sort: SortKey
  down: boolean
}

export function listIndicators(rows: IndicatorRow[], asked: Asked): IndicatorRow[] {
  const words = asked.words.trim().toLowerCase()
  const found = rows.filter(
    (row) =>
      (!words || [row.name, row.name_en ?? ''].some((name) => name.toLowerCase().includes(words)) || row.code.toLowerCase().includes(words)) &&
      (asked.domain === 0 || row.domains.includes(asked.domain)) &&
      (!asked.states.length || (asked.states as string[]).includes(row.judgement?.state ?? '')),
  )
  const turn = asked.down ? -1 : 1
  return found.sort((a, b) => turn * order[asked.sort](a, b) || byCode(a, b))
}

const collator = new Intl.Collator('zh-CN', { numeric: true })
const byCode = (a: IndicatorRow, b: IndicatorRow) => collator.compare(a.code, b.code)
const rank = (row: IndicatorRow) => {
  const at = (states as string[]).indexOf(row.judgement?.state ?? '')
  return at < 0 ? states.length : at
}

const order: Record<SortKey, (a: IndicatorRow, b: IndicatorRow) => number> = {
  code: byCode,
  name: (a, b) => collator.compare(a.name, b.name),
  targets: (a, b) => a.targets - b.targets,
  latest: (a, b) => (a.latest?.period ?? '').localeCompare(b.latest?.period ?? ''),
  state: (a, b) => rank(a) - rank(b),
}
