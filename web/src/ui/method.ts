// By what a state was found: method, version, base year and the figures that it read.
import type { JudgementView } from '@/api/types'
import { i18n } from '@/i18n'
import { showPeriod, showSpan } from './period'

export function methodText(judgement: JudgementView | null | undefined): string {
  const method = judgement?.method
  if (!judgement || !method) return ''
  const { t, te } = i18n.global
  const key = `target.method_${method.name}`
  const base = judgement.base ? t('target.methodBase', { period: showPeriod(judgement.base.period) }) : t('target.methodNoBase')
  return t('target.method', { name: te(key) ? t(key) : method.name, version: method.version, base, points: method.points, span: showSpan(method.since, judgement.latest?.period ?? '') })
}
