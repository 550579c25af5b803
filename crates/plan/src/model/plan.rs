//! A plan: its text, who answers for it, and the forms by which its figures are asked for.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, FormCode, IndicatorCode, ItemCode, PlanCode, SourceCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::Text;
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Check, Frequency, Scheme, Target, WarningRule};

/// One plan package, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub code: PlanCode,
    pub title: Text,
    pub area: AreaCode,
    pub level: Level,
    pub start: i32,
    pub end: i32,
    pub base_year: i32,
    pub catalogue: String,
    pub catalogue_version: String,
    /// Share of the target value within which 基本实现 is said; absent, it is never said.
    pub nearly_tolerance: Option<Decimal>,
    /// How a target value that is not met is read before its year.
    #[serde(default)]
    pub before_target_year: BeforeTargetYear,
    /// Whose bounds are told of rates and proportions.
    #[serde(default)]
    pub intervals: Intervals,
    /// Whether the whole official text is held; if not, what is missing.
    pub text_whole: bool,
    pub text_note: Option<String>,
    pub document: String,
    pub domains: Vec<Domain>,
    pub objectives: Vec<Objective>,
    pub measures: Vec<Measure>,
    pub projects: Vec<Project>,
    pub targets: Vec<Target>,
    pub units: IndexMap<UnitCode, Unit>,
    pub responsibilities: Vec<Responsibility>,
    pub form_items: Vec<FormItem>,
    /// What stands above and below each form.
    pub form_heads: Vec<FormHead>,
    /// By what rounds are opened.
    #[serde(default)]
    pub schemes: Vec<Scheme>,
    /// Published values that came with the package.
    pub series: Vec<SeriesRow>,
    /// Checks of this plan, beside those of its catalogue.
    #[serde(default)]
    pub checks: Vec<Check>,
    /// What is watched between rounds.
    #[serde(default)]
    pub warnings: Vec<WarningRule>,
}

impl Plan {
    /// What is asked of a unit, in the package's order.
    pub fn asked_of<'a>(&'a self, unit: &'a UnitCode) -> impl Iterator<Item = &'a FormItem> {
        let held = self.units.get(unit);
        self.form_items.iter().filter(move |asked| match &asked.of {
            AskedOf::Unit(code) => code == unit,
            AskedOf::Type(unit_type) => held.is_some_and(|held| held.unit_type == *unit_type),
        })
    }

    pub fn head_of(&self, form: &FormCode) -> Option<&FormHead> {
        self.form_heads.iter().find(|head| head.form == *form)
    }

    /// The area that a unit's figures are of.
    pub fn area_of(&self, unit: &UnitCode) -> &AreaCode {
        self.units.get(unit).and_then(|unit| unit.area.as_ref()).unwrap_or(&self.area)
    }
}

/// The method for a target value that is not met and whose year is not reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeforeTargetYear {
    /// By the ratio of actual to required growth since the base year, with Eurostat's limits.
    #[default]
    GrowthRatio,
    /// By the same ratio with the limits of the United Nations' progress chart.
    ProgressChart,
    /// By the probability that the forecast gives.
    Likelihood,
    /// Not at all: it is only said that the year is not reached, and a direction is held against the base year.
    Threshold,
}

/// The methods of the intervals of figures that count cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervals {
    pub rate: RateInterval,
    pub proportion: ProportionInterval,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateInterval {
    /// Exact: never narrower than it says.
    #[default]
    Garwood,
    /// As wide as it says on average.
    MidP,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProportionInterval {
    /// As wide as it says on average.
    #[default]
    Wilson,
    /// Exact: never narrower than it says.
    ClopperPearson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Nation,
    Province,
    Prefecture,
    County,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    pub number: u32,
    pub title: Text,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// `1.2`: domain, then objective.
    pub number: String,
    pub domain: u32,
    pub text: String,
    pub kind: ObjectiveKind,
    /// Evidence to ask for, where it is rated and not computed.
    pub evidence: Vec<String>,
    pub line: Option<u32>,
}

impl Objective {
    /// Whether it asks for more than figures tell, and so is rated from evidence.
    pub fn is_rated(&self) -> bool {
        self.kind == ObjectiveKind::Qualitative || !self.evidence.is_empty()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveKind {
    Numeric,
    Direction,
    Qualitative,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// `1.M2`.
    pub number: String,
    pub domain: u32,
    pub title: String,
    pub text: String,
    pub line: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// `P1`.
    pub number: String,
    pub title: String,
    pub text: String,
    pub line: Option<u32>,
}

/// Whether the office has confirmed a derived row; a proposed one is shown as 拟定.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Confirmed,
    Proposed,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub code: UnitCode,
    pub name: Text,
    #[serde(rename = "type")]
    pub unit_type: String,
    /// The part of the plan's area that its figures are of, such as a town's; absent, they are of the whole.
    pub area: Option<AreaCode>,
    pub status: Status,
    pub valid_from: Option<i32>,
    pub valid_to: Option<i32>,
    pub successor: Option<UnitCode>,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Lead,
    Supporting,
}

/// Who answers for an objective, measure or project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Responsibility {
    #[serde(rename = "ref")]
    pub reference: String,
    pub unit: UnitCode,
    pub role: Role,
    pub status: Status,
    pub ground: String,
}

/// Whom a form is asked of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedOf {
    Unit(UnitCode),
    /// Every unit of a type, such as every town, each for its own area.
    Type(String),
}

/// One item on one form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormItem {
    pub form: FormCode,
    pub of: AskedOf,
    pub section: String,
    pub item: ItemCode,
    pub order: u32,
    /// Dimensions asked for.
    pub breakdowns: Vec<String>,
    /// Whether the total must be given (or a reason).
    pub required: bool,
    pub status: Status,
    pub ground: String,
}

/// The head and foot of a form. What only the office that issues the form can say is absent until it says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormHead {
    pub form: FormCode,
    /// 表号.
    pub number: Option<String>,
    pub title: Text,
    /// 制定机关.
    pub issuer: Option<String>,
    /// 批准或备案机关, with its number 文号 in `approval`.
    pub approver: Option<String>,
    pub approval: Option<String>,
    /// 有效期至, as the office writes it.
    pub valid_until: Option<String>,
    pub frequency: Frequency,
    /// When it is to be handed in, in words.
    pub due: Option<String>,
    /// 填报说明, one sentence or more each.
    pub instructions: Vec<String>,
    pub status: Status,
}

/// A published value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    pub indicator: Option<IndicatorCode>,
    pub item: Option<ItemCode>,
    pub area: AreaCode,
    pub period: Period,
    pub breakdown: Breakdown,
    pub value: Decimal,
    pub unit: String,
    pub obs_status: Option<String>,
    pub source: SourceCode,
    pub note: Option<String>,
}
