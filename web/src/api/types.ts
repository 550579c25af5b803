// Short names for the schemas the pages use; schema.d.ts is made by `npm run gen`.
import type { components, paths } from './schema'

type Schemas = components['schemas']

export type { paths }
export type BreakdownSeries = Schemas['BreakdownSeries']
export type ChangeView = Schemas['ChangeView']
export type DomainSummary = Schemas['DomainSummary']
export type DomainView = Schemas['DomainView']
export type FormulaView = Schemas['FormulaView']
export type IndicatorRow = Schemas['IndicatorRow']
export type IndicatorView = Schemas['IndicatorView']
export type ItemView = Schemas['ItemView']
export type JudgementView = Schemas['JudgementView']
export type ObjectiveRow = Schemas['ObjectiveRow']
export type ObjectiveView = Schemas['ObjectiveView']
export type OverviewView = Schemas['OverviewView']
export type PlanView = Schemas['PlanView']
export type Problem = Schemas['Problem']
export type RateView = Schemas['RateView']
export type ResponsibleUnit = Schemas['ResponsibleUnit']
export type SeriesPoint = Schemas['SeriesPoint']
export type SessionView = Schemas['SessionView']
export type SourceView = Schemas['SourceView']
export type StatesView = Schemas['StatesView']
export type TargetSeries = Schemas['TargetSeries']
export type TargetView = Schemas['TargetView']
export type TrailView = Schemas['TrailView']
