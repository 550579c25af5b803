// The definitions of an indicator: one for each span of years.
import type { DefinitionView, IndicatorView, SeriesPoint } from '@/api/types'

type Defined = Pick<IndicatorView, 'valid_from' | 'valid_to' | 'formula' | 'earlier'>
type Years = Pick<DefinitionView, 'valid_from' | 'valid_to'>

const holds = ({ valid_from: from, valid_to: to }: Years, year: number): boolean => (from ?? year) <= year && year <= (to ?? year)

/** The formula of a year. None where the year has no definition, or it is only published. */
export const formulaIn = (indicator: Defined, year: number) => [indicator, ...indicator.earlier].find((one) => holds(one, year))?.formula ?? null

/** The formula by which a figure was computed. */
export const formulaOf = (indicator: Defined, { period, defined_in: year }: Pick<SeriesPoint, 'period' | 'defined_in'>) =>
  formulaIn(indicator, year ?? Number(period.slice(0, 4)))
