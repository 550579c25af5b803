// Which findings of a round are shown, in which order, and as rows of a file.
import { inLanguage } from '@/i18n'
import type { BreakView } from '@/api/types'
import { messageOf } from '@/ui/problem'

export const turns = ['reporter', 'reviewer', 'bureau', 'nobody'] as const
export type Turn = (typeof turns)[number]
export type SortKey = 'unit' | 'severity' | 'check' | 'acts'

export interface Asked {
  words: string
  /** '' for all. */
  severity: string
  check: string
  unit: string
  acts: Turn | ''
  /** '' for all, else whether explained. */
  explained: '' | 'yes' | 'no'
  sort: SortKey
  down: boolean
}

export const turnOf = (one: BreakView): Turn => (one.acts === '' ? 'nobody' : (one.acts as Turn))
export const checkName = (one: BreakView): string => inLanguage(one.check_name, one.check_name_en)
export const cellName = (one: BreakView): string => (one.item_name ? `${one.item_name} ${one.label ?? ''}`.trim() : '')

const collator = new Intl.Collator('zh-CN', { numeric: true })
const rank = (one: BreakView) => (one.severity === 'error' ? 0 : one.explained ? 2 : 1)
const order: Record<SortKey, (a: BreakView, b: BreakView) => number> = {
  unit: (a, b) => collator.compare(a.unit_name, b.unit_name),
  severity: (a, b) => rank(a) - rank(b),
  check: (a, b) => collator.compare(checkName(a), checkName(b)),
  acts: (a, b) => turns.indexOf(turnOf(a)) - turns.indexOf(turnOf(b)),
}

export function listFindings(breaks: BreakView[], asked: Asked): BreakView[] {
  const words = asked.words.trim().toLowerCase()
  const texts = (one: BreakView) => [one.unit_name, one.check, checkName(one), cellName(one), one.cell ?? '', messageOf(one), one.note ?? '', one.form?.title ?? '']
  const found = breaks.filter(
    (one) =>
      (!words || texts(one).some((text) => text.toLowerCase().includes(words))) &&
      (!asked.severity || one.severity === asked.severity) &&
      (!asked.check || one.check === asked.check) &&
      (!asked.unit || one.unit === asked.unit) &&
      (!asked.acts || turnOf(one) === asked.acts) &&
      (!asked.explained || (asked.explained === 'yes') === one.explained),
  )
  // Stable: within one unit the order of its form stays.
  return found.sort((a, b) => (asked.down ? -1 : 1) * order[asked.sort](a, b) || order.unit(a, b))
}

/** The values that a column holds, each once with how often. */
export function choicesOf(breaks: BreakView[], key: (one: BreakView) => string, label: (one: BreakView) => string) {
  const known = new Map<string, { value: string; label: string; count: number }>()
  for (const one of breaks) {
    const held = known.get(key(one)) ?? { value: key(one), label: label(one), count: 0 }
    known.set(held.value, { ...held, count: held.count + 1 })
  }
  return [...known.values()].sort((a, b) => collator.compare(a.label, b.label))
}
