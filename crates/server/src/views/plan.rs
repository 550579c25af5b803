//! Plans, domains, objectives and targets.

use heng_monitoring::judgement::{AttainmentRate, State};
use heng_monitoring::rate::percent;
use serde::Serialize;
use utoipa::ToSchema;

use super::{BesideView, PublishedSeries, SeriesPoint};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanView {
    pub code: String,
    pub title: String,
    pub title_en: Option<String>,
    pub area: String,
    pub area_name: String,
    /// nation, province, prefecture or county.
    pub level: String,
    pub start: i32,
    pub end: i32,
    pub base_year: i32,
    /// Whether the whole official text is held; else `text_note` says what is missing.
    pub text_whole: bool,
    pub text_note: Option<String>,
    pub objectives: usize,
    /// Targets that are judged; proposed ones are not among them.
    pub targets: usize,
    /// Judged targets that stand in measures and projects alone.
    pub targets_elsewhere: usize,
    pub projects: usize,
    /// Forms by which its figures are asked for.
    pub forms: usize,
    /// Years that can be looked at, ascending.
    pub years: Vec<i32>,
    /// The last year with a figure; null also where the figures may not be read.
    pub latest_year: Option<i32>,
    /// All figures come from published sources.
    pub figures_open: bool,
    /// Whether the asker may read the figures.
    pub can_read_figures: bool,
}

/// A plan by its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanTitle {
    pub code: String,
    pub title: String,
}

/// 达标率 with all that it is made of.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct RateView {
    pub attained: u32,
    pub nearly: u32,
    pub monitorable: u32,
    pub all: u32,
    pub no_data: u32,
    /// 暂难判断 and not monitorable.
    pub undetermined: u32,
    /// 暂难判断 and monitorable: a figure is there, the target's year is not reached, nothing can be forecast.
    pub awaiting: u32,
    /// In per cent, two places; null where there is nothing to divide by.
    pub of_monitorable: Option<String>,
    pub of_all: Option<String>,
}

impl From<AttainmentRate> for RateView {
    fn from(rate: AttainmentRate) -> Self {
        let AttainmentRate { attained, nearly, monitorable, all, no_data, undetermined, awaiting } = rate;
        let of_monitorable = percent(attained, monitorable);
        Self {
            attained,
            nearly,
            monitorable,
            all,
            no_data,
            undetermined,
            awaiting,
            of_monitorable,
            of_all: percent(attained, all),
        }
    }
}

/// How many targets are in each state; a qualitative objective counts as one.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct StatesView {
    pub attained: u32,
    pub on_course: u32,
    pub at_risk: u32,
    pub off_course: u32,
    pub missed: u32,
    pub undetermined: u32,
    pub no_data: u32,
    pub qualitative: u32,
    pub not_judged: u32,
}

impl StatesView {
    pub fn of(states: impl Iterator<Item = State>) -> Self {
        let mut view = Self::default();
        for state in states {
            *match state {
                State::Attained => &mut view.attained,
                State::OnCourse => &mut view.on_course,
                State::AtRisk => &mut view.at_risk,
                State::OffCourse => &mut view.off_course,
                State::Missed => &mut view.missed,
                State::Undetermined => &mut view.undetermined,
                State::NoData => &mut view.no_data,
                State::Qualitative => &mut view.qualitative,
                State::NotJudged => &mut view.not_judged,
            } += 1;
        }
        view
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OverviewView {
    pub plan: PlanView,
    pub year: i32,
    pub rate: RateView,
    pub domains: Vec<DomainSummary>,
    pub rounds_open: usize,
    /// Some figures are not shown to the asker: their targets count as without data, and those who see all may read another
    /// rate.
    pub withheld: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DomainSummary {
    pub number: u32,
    pub title: String,
    pub title_en: Option<String>,
    pub objectives: usize,
    pub targets: usize,
    pub measures: usize,
    pub states: StatesView,
    pub rate: RateView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DomainTitle {
    pub number: u32,
    pub title: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DomainView {
    pub number: u32,
    pub title: String,
    pub title_en: Option<String>,
    pub year: i32,
    pub rate: RateView,
    pub states: StatesView,
    pub objectives: Vec<ObjectiveRow>,
    pub measures: Vec<MeasureView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeasureView {
    pub number: String,
    pub title: String,
    pub text: String,
    /// Line of the plan's document.
    pub line: Option<u32>,
    /// Targets that stand in the measure alone: judged, but no part of the attainment rate.
    pub targets: Vec<TargetView>,
}

/// The key projects of a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProjectsView {
    pub year: i32,
    pub projects: Vec<ProjectView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProjectView {
    /// `P1`.
    pub number: String,
    pub title: String,
    pub text: String,
    /// Line of the plan's document.
    pub line: Option<u32>,
    /// Targets that stand in the project alone: judged, but no part of the attainment rate.
    pub targets: Vec<TargetView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObjectiveRow {
    pub number: String,
    pub text: String,
    /// numeric, direction or qualitative.
    pub kind: String,
    /// What to ask for where it is rated and not computed.
    pub evidence: Vec<String>,
    pub targets: Vec<TargetView>,
    pub units: Vec<ResponsibleUnit>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ResponsibleUnit {
    pub code: String,
    pub name: String,
    /// lead or supporting.
    pub role: String,
    /// confirmed or proposed (拟定).
    pub status: String,
    /// Where the responsibility was derived from.
    pub ground: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TargetView {
    pub id: String,
    /// own, prefecture, province or nation.
    pub set: String,
    pub indicator: Option<String>,
    /// The indicator with its breakdown, or the plan's words where none is assigned.
    pub name: String,
    pub unit: Option<String>,
    /// Shown as 口径待定.
    pub doubt: Option<String>,
    pub operator: String,
    pub value: Option<String>,
    /// In the fewest words: `≤8/10万`, `上升`.
    pub target_text: String,
    pub year: i32,
    /// plan, direction, standard or proposed (拟定: never judged).
    pub status: String,
    pub indicator_confirmed: bool,
    /// Exact words of the plan.
    pub quote: Option<String>,
    pub line: Option<u32>,
    pub note: Option<String>,
    /// Null for a proposed target, and where the figures may not be read.
    pub judgement: Option<JudgementView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JudgementView {
    pub state: String,
    pub state_name: String,
    /// 基本实现.
    pub nearly: bool,
    pub base: Option<PointView>,
    pub latest: Option<PointView>,
    /// Of `latest`, 95 %; null where numerator and denominator are not known.
    pub interval: Option<FigureIntervalView>,
    /// sound, chance (the gap to the target may be chance) or few (too few points); never changes the state.
    pub evidence: Option<String>,
    /// Whether the straight path from the base year to the target is kept; null where there is none.
    pub on_path: Option<bool>,
    pub reason: Option<String>,
    pub reason_en: Option<String>,
    pub method: Option<MethodView>,
    /// For the target's year; null when that is reached, for fewer than three figures or twenty cases, and for what
    /// cannot be forecast.
    pub forecast: Option<ForecastView>,
    /// Null for a figure that counts no cases, and where no other year does.
    pub comparison: Option<ComparisonView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ForecastView {
    pub period: String,
    /// As published, without unit; so are the bounds.
    pub display: String,
    pub low: String,
    pub high: String,
    /// Chance with which the interval holds the figure: 0.8.
    pub confidence: f64,
    /// Chance that the target is met, 0 to 1; null where neither a value nor a direction is laid down.
    pub probability: Option<f64>,
    pub method: MethodView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ComparisonView {
    /// The last years as one figure.
    pub pooled: Option<PooledView>,
    pub previous: Option<PreviousFigure>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PooledView {
    pub from: String,
    pub to: String,
    pub display: String,
    pub interval: IntervalView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PreviousFigure {
    pub period: String,
    pub display: String,
    /// The change since then may be chance, at 5 % and for as many targets as the plan tests.
    pub chance: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PointView {
    pub period: String,
    /// As published, without unit.
    pub display: String,
    /// An older figure that still stands.
    pub carried: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntervalView {
    pub low: String,
    pub high: String,
    pub numerator: String,
    pub denominator: String,
}

/// The interval of a figure that counts cases, or that is made of two shares or rates that do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FigureIntervalView {
    pub low: String,
    pub high: String,
    /// Name of the method: garwood, mid_p, wilson, clopper_pearson, newcombe, score_ratio, mover_garwood,
    /// mover_mid_p; null in old releases.
    pub method: Option<String>,
    /// Of the figure; of a difference or a ratio those of both sides, in the formula's order.
    pub counts: Vec<ShareView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShareView {
    pub numerator: String,
    pub denominator: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MethodView {
    pub name: String,
    pub version: u32,
    pub points: u32,
    /// Year of the first figure used.
    pub since: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ObjectiveView {
    pub objective: ObjectiveRow,
    pub domain: DomainTitle,
    pub line: Option<u32>,
    pub year: i32,
    pub series: Vec<TargetSeries>,
    /// Numbers of the objectives before and after.
    pub previous: Option<String>,
    pub next: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TargetSeries {
    /// Id of the target.
    pub target: String,
    pub unit: String,
    /// The target line.
    pub value: Option<String>,
    pub points: Vec<SeriesPoint>,
    /// The figure of the year beside what is published of nation, province and prefecture.
    pub beside: Vec<BesideView>,
    /// All that is published of them, year by year.
    pub published: Vec<PublishedSeries>,
}
