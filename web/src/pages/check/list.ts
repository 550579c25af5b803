// Which checks are shown, and in which order.
import { inLanguage } from '@/i18n'
import type { CheckView } from '@/api/types'

export const severities = ['error', 'query'] as const
export const scopes = ['form', 'reference', 'unit', 'round'] as const

export type SortKey = 'code' | 'name' | 'severity' | 'scope'

export interface Asked {
  words: string
  /** '' for all. */
  severity: string
  scope: string
  /** Code of a form; '' for all. */
  form: string
  sort: SortKey | ''
  down: boolean
}

export const nameOf = (check: CheckView): string => inLanguage(check.name, check.name_en)
export const wordsOf = (check: CheckView): string => inLanguage(check.words, check.words_en)
export const exampleOf = (check: CheckView): string => inLanguage(check.example, check.example_en)

const collator = new Intl.Collator('zh-CN', { numeric: true })
const order: Record<SortKey, (a: CheckView, b: CheckView) => number> = {
  code: (a, b) => collator.compare(a.code, b.code),
  name: (a, b) => collator.compare(nameOf(a), nameOf(b)),
  severity: (a, b) => severities.indexOf(a.severity as 'error') - severities.indexOf(b.severity as 'error'),
  scope: (a, b) => scopes.indexOf(a.scope as 'form') - scopes.indexOf(b.scope as 'form'),
}

/** Without an order of the reader's own they stand as they are run. */
export function listChecks(checks: CheckView[], asked: Asked): CheckView[] {
  const words = asked.words.trim().toLowerCase()
  const texts = (check: CheckView) => [check.code, nameOf(check), wordsOf(check), exampleOf(check), ...check.cells]
  const found = checks.filter(
    (check) =>
      (!words || texts(check).some((text) => text.toLowerCase().includes(words))) &&
      (!asked.severity || check.severity === asked.severity) &&
      (!asked.scope || check.scope === asked.scope) &&
      (!asked.form || !check.forms || check.forms.some((form) => form.code === asked.form)),
  )
  const { sort, down } = asked
  return sort ? found.sort((a, b) => (down ? -1 : 1) * order[sort](a, b) || order.code(a, b)) : found
}
