// The definitions of an indicator: one for each span of years.
import type { DefinitionView, IndicatorView, SeriesPoint } from '@/api/types'

type Defined = Pick<IndicatorView, 'valid_from' | 'valid_to' | 'formula' | 'earlier'>
type Years = Pick<DefinitionView, 'valid_from' | 'valid_to'>

const holds = ({ valid_from: from, valid_to: to }: Years, year: number): boolean => (from ?? year) <= year && year <= (to ?? year)

/** The formula by which a figure of a period is computed: that of its year. None where the year has no definition, or it is only published. */
export function formulaIn(indicator: Defined, period: string) {
  const year = Number(period.slice(0, 4))
  return [indicator, ...indicator.earlier].find((one) => holds(one, year))?.formula ?? null
}

/** The formula by which a figure was computed: one that is carried was so in the period that it comes from. */
export const formulaOf = (indicator: Defined, { period, carried_from: from }: Pick<SeriesPoint, 'period' | 'carried_from'>) => formulaIn(indicator, from ?? period)
