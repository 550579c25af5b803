import type { JudgementView, TargetView } from '@/api/types'
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

/** Whether there is anything to say, the interval taken in. */
export const saysChance = (target: TargetView): boolean =>
  target.judgement != null && (target.judgement.interval != null || Object.values(chanceOf(target, target.judgement)).some(Boolean))
