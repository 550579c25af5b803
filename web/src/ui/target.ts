import { i18n, language } from '@/i18n'
import type { TargetView } from '@/api/types'

const signs: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=' }

type Short = Pick<TargetView, 'operator' | 'value' | 'unit' | 'target_text'>

/** The target in the fewest words, for a table: the server's in Chinese, in English `≥80%`, `≤8 per 100,000`, `rises`. */
export function targetText(target: Short): string {
  if (language() !== 'en') return target.target_text
  const { t } = i18n.global
  const unit = target.unit ?? ''
  const figure = `${target.value ?? '…'}${['', '%', '‰'].includes(unit) ? unit : ` ${unit}`}`
  const sign = signs[target.operator]
  if (sign) return sign + figure
  if (target.operator === '~') return `${t('operator.sign_about')} ${figure}`
  return t(`operator.${target.operator}`)
}

/** A figure with its unit as reports write it: `16.7/10万` for the unit `1/10万`. */
export function withUnit(display: string, unit: string): string {
  if (unit.startsWith('1/')) return display + unit.slice(1)
  return ['', '%', '‰'].includes(unit) ? display + unit : `${display} ${unit}`
}

/** A target by its direction alone. */
export const isDirection = (target: TargetView) => ['up', 'down', 'narrow', 'slow_up'].includes(target.operator)
