import { i18n, language } from '@/i18n'
import type { TargetView } from '@/api/types'

const signs: Record<string, string> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '=': '=' }

type Short = Pick<TargetView, 'operator' | 'value' | 'unit' | 'target_text'>

/** The target in the fewest words, for a table: the server's in Chinese, in English `≥80%`, `≤8 per 100,000`, `rises`. */
export function targetText(target: Short): string {
  if (language() !== 'en') return target.target_text
  const { t } = i18n.global
  const unit = target.unit ?? ''
  const done = doneText(target.value ?? '', unit)
  if (done) return done
  const figure = `${target.value ?? '…'}${['', '%', '‰'].includes(unit) ? unit : ` ${unit}`}`
  const sign = signs[target.operator]
  if (sign) return sign + figure
  if (target.operator === '~') return `${t('operator.sign_about')} ${figure}`
  return t(`operator.${target.operator}`)
}

/** What 1 and 0 say of something that is done or not. */
function doneText(figure: string, unit: string): string | undefined {
  if (unit !== '0/1' || !['0', '1'].includes(figure)) return undefined
  return i18n.global.t(figure === '1' ? 'target.done' : 'target.notDone')
}

/** A figure with its unit as reports write it: `16.7/10万` for the unit `1/10万`. */
export function withUnit(display: string, unit: string): string {
  const done = doneText(display, unit)
  if (done) return done
  if (unit.startsWith('1/')) return display + unit.slice(1)
  return ['', '%', '‰'].includes(unit) ? display + unit : `${display} ${unit}`
}

/** A target by its direction alone. */
export const isDirection = (target: TargetView) => ['up', 'down', 'narrow', 'slow_up'].includes(target.operator)
