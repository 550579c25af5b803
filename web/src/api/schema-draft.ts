// The API by hand, under the names the server gives in docs/api.json. `npm run gen` makes schema.d.ts in its place.
type Opt<T> = T | null | undefined
type Reply<T> = { headers: Record<string, unknown>; content: { 'application/json': T } }
type Answers<T> = { 200: Reply<T>; 422: Reply<components['schemas']['Refusal']> }
type Params<P, Q> = { query?: Q; header?: never; path: P; cookie?: never }
type NoParams = { query?: never; header?: never; path?: never; cookie?: never }
type Get<T, P = never, Q = never> = {
  get: { parameters: [P] extends [never] ? NoParams : Params<P, Q>; responses: Answers<T> }
}
type Body<T> = { content: { 'application/json': T } }
type Schemas = components['schemas']
type Year = { year?: number }

export interface paths {
  '/api/session': Get<Schemas['SessionView']> & {
    post: { parameters: NoParams; requestBody: Body<Schemas['Credentials']>; responses: Answers<Schemas['SessionView']> }
    delete: { parameters: NoParams; responses: { 204: { headers: Record<string, unknown>; content?: never } } }
  }
  '/api/session/password': {
    put: { parameters: NoParams; requestBody: Body<Schemas['NewPassword']>; responses: Answers<Schemas['SessionView']> }
  }
  '/api/plans': Get<Schemas['PlanView'][]>
  '/api/plans/{plan}': Get<Schemas['OverviewView'], { plan: string }, Year>
  '/api/plans/{plan}/domains/{number}': Get<Schemas['DomainView'], { plan: string; number: number }, Year>
  '/api/plans/{plan}/objectives/{number}': Get<Schemas['ObjectiveView'], { plan: string; number: string }, Year>
  '/api/plans/{plan}/indicators': Get<Schemas['IndicatorRow'][], { plan: string }>
  '/api/plans/{plan}/indicators/{code}': Get<Schemas['IndicatorView'], { plan: string; code: string }>
  '/api/observations/{id}': Get<Schemas['TrailView'], { id: number }>
}

export interface components {
  schemas: {
    Place: { file?: Opt<string>; line?: Opt<number>; field?: Opt<string>; cell?: Opt<string> }
    Problem: {
      code: string; message: string; hint: string; message_en: string; hint_en: string
      place: Schemas['Place']; details: Record<string, string>
    }
    Refusal: { problems: Schemas['Problem'][] }
    Credentials: { name: string; password: string }
    NewPassword: { current: string; new: string }
    UserView: {
      id: number; name: string; display_name: string; role: string; unit?: Opt<string>; unit_name?: Opt<string>
    }
    SessionView: { user?: Opt<Schemas['UserView']>; must_change_password: boolean; can: string[] }
    PlanView: {
      code: string; title: string; title_en?: Opt<string>; area: string; area_name: string; level: string
      start: number; end: number; base_year: number; text_whole: boolean; text_note?: Opt<string>
      objectives: number; targets: number; years: number[]; latest_year?: Opt<number>
      figures_open: boolean; can_read_figures: boolean
    }
    RateView: {
      attained: number; nearly: number; monitorable: number; all: number; no_data: number; undetermined: number
      of_monitorable?: Opt<string>; of_all?: Opt<string>
    }
    StatesView: {
      attained: number; on_course: number; at_risk: number; off_course: number; missed: number
      undetermined: number; no_data: number; qualitative: number; not_judged: number
    }
    DomainSummary: {
      number: number; title: string; title_en?: Opt<string>; objectives: number; targets: number; measures: number
      states: Schemas['StatesView']; rate: Schemas['RateView']
    }
    OverviewView: {
      plan: Schemas['PlanView']; year: number; rate: Schemas['RateView']; domains: Schemas['DomainSummary'][]
      rounds_open: number
    }
    MeasureView: { number: string; title: string; text: string; line?: Opt<number> }
    DomainView: {
      number: number; title: string; title_en?: Opt<string>; year: number; rate: Schemas['RateView']
      states: Schemas['StatesView']; objectives: Schemas['ObjectiveRow'][]; measures: Schemas['MeasureView'][]
    }
    ObjectiveRow: {
      number: string; text: string; kind: string; evidence: string[]; targets: Schemas['TargetView'][]
      units: Schemas['ResponsibleUnit'][]
    }
    TargetView: {
      id: string; set: string; indicator?: Opt<string>; name: string; unit?: Opt<string>; doubt?: Opt<string>
      operator: string; value?: Opt<string>; target_text: string; year: number; status: string
      indicator_confirmed: boolean; quote?: Opt<string>; line?: Opt<number>; note?: Opt<string>
      judgement?: Opt<Schemas['JudgementView']>
    }
    PointView: { period: string; display: string; carried: boolean }
    MethodView: { name: string; version: number; points: number }
    JudgementView: {
      state: string; state_name: string; nearly: boolean; base?: Opt<Schemas['PointView']>; latest?: Opt<Schemas['PointView']>
      reason?: Opt<string>; method?: Opt<Schemas['MethodView']>
    }
    ResponsibleUnit: { code: string; name: string; role: string; status: string; ground: string }
    DomainTitle: { number: number; title: string }
    ObjectiveView: {
      objective: Schemas['ObjectiveRow']; domain: Schemas['DomainTitle']; line?: Opt<number>; year: number
      series: Schemas['TargetSeries'][]; previous?: Opt<string>; next?: Opt<string>
    }
    TargetSeries: { target: string; unit: string; value?: Opt<string>; points: Schemas['SeriesPoint'][] }
    SourceView: { code: string; title: string; url?: Opt<string>; publisher?: Opt<string> }
    RivalView: { source: Schemas['SourceView']; display?: Opt<string>; observation: number }
    SeriesPoint: {
      period: string; value?: Opt<string>; display?: Opt<string>; numerator?: Opt<string>; denominator?: Opt<string>
      carried_from?: Opt<string>; estimated: boolean; method: string; source?: Opt<Schemas['SourceView']>
      rivals: Schemas['RivalView'][]; reasons: string[]; inputs: number[]
    }
    IndicatorRow: {
      code: string; name: string; name_en?: Opt<string>; kind: string; unit: string; doubt?: Opt<string>
      domains: number[]; targets: number; latest?: Opt<Schemas['PointView']>; state?: Opt<string>; state_name?: Opt<string>
    }
    FormulaView: { numerator: string; denominator?: Opt<string>; factor?: Opt<string> }
    ItemView: { code: string; name: string; unit: string; definition?: Opt<string>; unit_asked?: Opt<string> }
    BreakdownSeries: { breakdown: string; label: string; points: Schemas['SeriesPoint'][] }
    ReferenceView: { area_name: string; period: string; label: string; display: string; source?: Opt<Schemas['SourceView']> }
    IndicatorView: {
      code: string; name: string; name_en?: Opt<string>; kind: string; unit: string; direction: string
      decimals: number; frequency: string; definition?: Opt<string>; doubt?: Opt<string>; source_note?: Opt<string>
      formula?: Opt<Schemas['FormulaView']>; formula_code?: Opt<string>; items: Schemas['ItemView'][]
      targets: Schemas['TargetView'][]; series: Schemas['BreakdownSeries'][]; references: Schemas['ReferenceView'][]
    }
    ChangeView: {
      action: string; action_name: string; from_state: string; to_state: string; to_name: string; at: string
      actor: string; reason?: Opt<string>
    }
    RevisionView: {
      id: number; revision: number; value?: Opt<string>; missing?: Opt<string>; reason?: Opt<string>
      recorded_by: string; recorded_at: string
    }
    SubmissionTrail: {
      id: number; round: number; round_title: string; unit: string; unit_name: string; can_read: boolean; changes: Schemas['ChangeView'][]
    }
    ImportView: {
      id: number; file_name: string; source: string; sha256: string; imported_by: string; imported_at: string
    }
    TrailView: {
      id: number; subject_kind: string; subject: string; name: string; unit: string; area_name: string; period: string
      breakdown_label: string; value?: Opt<string>; missing?: Opt<string>; obs_status: string; conf_status: string
      source: Schemas['SourceView']; revision: number; reason?: Opt<string>; recorded_by: string; recorded_at: string
      revisions: Schemas['RevisionView'][]; submission?: Opt<Schemas['SubmissionTrail']>; import?: Opt<Schemas['ImportView']>
    }
  }
}
