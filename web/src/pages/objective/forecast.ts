import type { TargetView } from '@/api/types'
import type { ChartForecast } from '@/ui/chart'

/** The forecast for the chart; none for the size of a gap that is negative itself, which has another sign than its line. */
export function chartForecast(target: TargetView, label: string): ChartForecast | null {
  const { latest, forecast } = target.judgement ?? {}
  if (!latest || !forecast || (target.operator === 'narrow' && Number(latest.display) < 0)) return null
  const { period, display, low, high } = forecast
  return {
    from: { period: latest.period, value: Number(latest.display) },
    to: { period, value: Number(display), low: Number(low), high: Number(high) },
    label,
  }
}

/** Of a probability what a reader may take from it: whole per cent, and never certainty. */
export function percentText(probability: number): { key: string; percent: number } {
  const percent = Math.round(probability * 100)
  if (percent < 1) return { key: 'target.likelyLeast', percent: 1 }
  if (percent > 99) return { key: 'target.likelyMost', percent: 99 }
  return { key: 'target.likely', percent }
}

/** Whether the state, read from the pace since the baseline, and the forecast, which counts half of it, point apart. */
export function differs(state: string, probability: number | null | undefined): boolean {
  if (probability == null) return false
  return state === 'on_course' ? probability < 0.5 : ['at_risk', 'off_course'].includes(state) && probability >= 0.5
}
