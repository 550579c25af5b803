import type { JudgementView, TargetView } from '@/api/types'
import { i18n, signs } from '@/i18n'
import { isDirection } from './target'

/** What is to be said of chance: the key of the sentence on the gap, several years as one, the year before. */
export function chanceOf(target: TargetView, { evidence, interval, comparison }: JudgementView) {
  const doubtful = evidence === 'chance'
  // A verdict without an interval says nothing of chance.
  const sound = evidence === 'sound' && interval && !isDirection(target)
  return {
    gap: doubtful ? (isDirection(target) ? 'target.chanceTrend' : 'target.chanceGap') : sound ? 'target.soundGap' : null,
    pooled: doubtful ? comparison?.pooled ?? null : null,
    previous: comparison?.previous ?? null,
  }
}

/** The bounds of a figure, by whom they are, and what was counted: of a gap or a ratio both sides. */
export function intervalText({ low, high, method, counts }: NonNullable<JudgementView['interval']>): string {
  const { t, te } = i18n.global
  const [own, ...others] = counts
  const shares = counts.map(({ numerator, denominator }) => `${numerator}/${denominator}`).join(t('target.intervalAnd'))
  const sides = method?.startsWith('mover_') ? 'target.intervalRates' : 'target.intervalShares'
  const counted = own && (others.length ? t(sides, { shares }) : t('target.intervalCounts', { ...own }))
  const key = `target.interval_${method}`
  const said = [method && (te(key) ? t(key) : method), counted].filter(Boolean).join(signs().semicolon)
  return t(said ? 'target.intervalText' : 'target.intervalAlone', { low, high, said })
}

/** That a state may be chance, or rests on too little; undefined where it is sound or nothing is known. */
export const doubtOf = (judgement: JudgementView | null | undefined) => (judgement?.evidence === 'sound' ? undefined : judgement?.evidence ?? undefined)

/** Whether there is anything to say, the interval taken in. */
export const saysChance = (target: TargetView): boolean =>
  target.judgement != null && (target.judgement.interval != null || Object.values(chanceOf(target, target.judgement)).some(Boolean))
