//! What a report may say: every figure of one release, with the way back to where it came from.
//!
//! The structs are what the wording templates see, by these names.

mod compared;
mod figures;
mod gather;
mod ratings;
mod target;
pub mod words;

use std::collections::BTreeMap;

use heng_base::codes::SourceCode;
use heng_monitoring::judgement::{Evidence, State};
use heng_plan::model::{Operator, TargetSet};
use serde::{Deserialize, Serialize};

use crate::charts::LineChart;

pub use gather::Frozen;
pub use ratings::Rating;

/// Which report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Annual,
    Final,
}

/// The release that the figures are taken from, as the server knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseHead {
    pub number: i64,
    /// 正式, else 初步.
    pub is_final: bool,
    /// Time of creation, RFC 3339 in UTC, as the release holds it.
    pub created_at: String,
    /// The day of creation where the office is, `2026-11-24`; printed on the cover.
    pub created_on: String,
    /// Of the manifest of what is for everybody, as the report is.
    pub manifest_sha256: String,
    /// Number of the release that this one supersedes.
    pub supersedes: Option<i64>,
    /// Name of the issuing office; absent, the cover prints none.
    pub issuer: Option<String>,
    /// Where observations came from, by id, in words for people (`报送第12号`). May hold more than is used.
    #[serde(default)]
    pub origins: BTreeMap<i64, String>,
}

/// All that one report is written from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub kind: Kind,
    pub year: i32,
    pub plan: PlanFacts,
    pub release: ReleaseHead,
    /// Over the plan's own targets.
    pub rate: Rate,
    /// The same targets held against those of upper levels, where the plan holds such sets.
    pub other_sets: Vec<SetRate>,
    pub domains: Vec<DomainFacts>,
    /// Whether the release froze ratings: one made before there were any tells nothing of them.
    pub ratings_held: bool,
    /// By what objectives are rated, the lowest level first.
    pub scale: Vec<LevelFacts>,
    pub methods: Vec<MethodFacts>,
    /// Numbered in the order in which figures first name them.
    pub sources: Vec<SourceFacts>,
    pub conflicts: Vec<Conflict>,
    pub doubts: Vec<Doubt>,
    /// Every figure of the report, in order of its trace mark.
    pub figures: Vec<Fact>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanFacts {
    pub code: String,
    pub title: String,
    pub area: String,
    pub start: i32,
    pub end: i32,
    pub base_year: i32,
    pub text_whole: bool,
    pub text_note: Option<String>,
    pub objectives: u32,
    pub targets: TargetsHeld,
}

/// How many of the plan's own targets the package holds, by where their figure comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetsHeld {
    pub all: u32,
    pub plan: u32,
    pub direction: u32,
    pub standard: u32,
    /// 拟定: held, never judged.
    pub proposed: u32,
    /// Of measures and projects, 拟定 apart: no part of the rate.
    pub elsewhere: u32,
}

/// Counts of states with both attainment rates as printed, in per cent; absent where there is nothing to divide by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    pub all: u32,
    pub monitorable: u32,
    pub attained: u32,
    /// Of `attained`: before the target year.
    pub ahead: u32,
    /// 基本实现, not contained in `attained`.
    pub nearly: u32,
    /// 未达标 and not 基本实现.
    pub missed: u32,
    /// 预计达标 and not 基本实现.
    pub on_course: u32,
    pub at_risk: u32,
    pub off_course: u32,
    /// Not met yet, with no forecast before the target's year.
    pub awaiting: u32,
    pub no_data: u32,
    /// For another reason than that the target's year is not reached.
    pub undetermined: u32,
    /// Objectives rated from evidence.
    pub qualitative: u32,
    /// Objectives whose target values are all still proposed.
    pub open: u32,
    pub not_judged: u32,
    pub of_monitorable: Option<String>,
    pub of_all: Option<String>,
    /// With what is 基本实现 counted in.
    pub with_nearly_of_monitorable: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SetRate {
    pub set: TargetSet,
    pub rate: Rate,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DomainFacts {
    pub number: u32,
    /// 一, 二, …
    pub numeral: String,
    pub title: String,
    pub rate: Rate,
    pub targets: Vec<TargetFacts>,
    pub qualitative: Vec<ObjectiveFacts>,
    /// Objectives that are rated from evidence, whether or not they have been.
    pub rated: Vec<RatedFacts>,
    /// Objectives whose target values are all still proposed: not judged.
    pub open: Vec<ObjectiveFacts>,
    /// Their latest figures beside what is published of the areas above, where something is.
    pub compared: Vec<ComparedFacts>,
    /// The target with the longest series, where one has at least three points.
    pub chart: Option<LineChart>,
}

/// An objective that is rated from evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatedFacts {
    pub number: String,
    pub text: String,
    /// Evidence that is to be collected.
    pub wanted: Vec<String>,
    /// The last up to the report's year; absent, it has not been rated.
    pub rating: Option<RatingFacts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingFacts {
    /// As the level was called when it was given.
    pub level: String,
    pub year: i32,
    /// A line each, without full stop.
    pub evidence: Vec<String>,
    /// Code of the role in which it was given: a report names no person.
    pub role: Option<String>,
}

/// A level of the scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelFacts {
    pub name: String,
    /// What the evidence must show.
    pub criterion: String,
    /// 拟定.
    pub proposed: bool,
}

/// An own figure beside one that is published of an area above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedFacts {
    /// Indicator with breakdown.
    pub name: String,
    pub own: Fact,
    pub area: String,
    /// As sentences write it: `24.2%`.
    pub text: String,
    pub period: String,
    /// Number of the source in the report's list.
    pub source: u32,
}

/// An objective that no target of the release judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectiveFacts {
    pub number: String,
    pub text: String,
}

/// One target, judged, in words and figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetFacts {
    pub objective: String,
    pub id: String,
    /// Name of the indicator with its breakdown, or the plan's words where no indicator is assigned.
    pub name: String,
    /// Whether `name` names an indicator of the catalogue.
    pub has_indicator: bool,
    pub target: TargetWords,
    pub base: Option<Fact>,
    pub latest: Option<Fact>,
    /// An older figure that still stands.
    pub carried: bool,
    /// Of the year before `latest`, unless that is the base.
    pub previous: Option<Fact>,
    /// From `base` to `latest`.
    pub change: Option<Change>,
    /// From `previous` to `latest`.
    pub change_of_year: Option<Change>,
    /// What lacks to the target value, with unit.
    pub gap: Option<String>,
    pub state: State,
    /// The state's name.
    pub state_name: String,
    /// The target's year is reached.
    pub due: bool,
    pub nearly: bool,
    /// Not met yet, the target's year not reached, no forecast made.
    pub awaiting: bool,
    /// Before the target's year: whether the figure keeps to the straight path from the base value (时序进度).
    pub on_path: Option<bool>,
    pub evidence: Option<Evidence>,
    /// Bounds of the 95 % interval of `latest`: `0.6—139.3/10万`.
    pub interval: Option<String>,
    /// Name of the method that gave the state.
    pub method: Option<String>,
    pub reason: Option<String>,
    pub reason_code: Option<String>,
    /// The year since which the figures are counted in another way.
    pub redefined_in: Option<i32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetWords {
    pub operator: Operator,
    /// `≤20/10万`, `上升`, `90%左右`.
    pub short: String,
    /// The plan's exact words.
    pub quote: Option<String>,
    pub year: i32,
    /// Whether the choice of the indicator has been confirmed; else it is shown as 拟定.
    pub confirmed: bool,
}

/// A difference of two facts, computed at full precision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The period that is compared with.
    pub since: String,
    pub way: Way,
    /// Without sign, with unit: `5.8个百分点`.
    pub amount: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    Up,
    Down,
    Same,
}

/// One figure. Made only from a value of the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Trace mark: row of the table of figures.
    pub mark: u32,
    /// Indicator with breakdown.
    pub name: String,
    /// As published, without unit: `16.9`.
    pub display: String,
    pub unit: String,
    /// As sentences write it: `16.9/10万`, `24.2%`.
    pub text: String,
    pub period: String,
    pub provenance: Provenance,
}

/// The way back from a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// Ids of the observations used, ascending.
    pub observations: Vec<i64>,
    /// Where these came from, in words, each once.
    pub origins: Vec<String>,
    /// Number of the source in the report's list; none for a computed figure.
    pub source: Option<u32>,
    /// `formula 1`, `published 1`.
    pub method: String,
    /// OBS_STATUS is `E`, and not because counts are rounded.
    pub estimated: bool,
    /// What counts that it is computed from are rounded to, to protect the persons counted.
    #[serde(default)]
    pub rounded_to: Option<u32>,
    /// OBS_STATUS is `P`.
    pub provisional: bool,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
}

/// A method that a figure or a verdict of the report was made by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MethodFacts {
    pub name: String,
    pub version: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFacts {
    pub number: u32,
    pub code: SourceCode,
    pub title: String,
    pub publisher: Option<String>,
    pub url: Option<String>,
}

/// 两源不一致: the figure in use, and what other sources say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub used: Fact,
    pub rivals: Vec<RivalFact>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RivalFact {
    pub text: String,
    pub source: u32,
    pub observation: i64,
}

/// 口径待定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    pub indicator: String,
    pub text: String,
}
