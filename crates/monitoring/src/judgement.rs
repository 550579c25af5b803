//! What is said of one target in one year: the shape that `heng monitor` prints.

use heng_base::breakdown::Breakdown;
use heng_base::codes::IndicatorCode;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{Operator, TargetSet};
use heng_statistics::indicator::Counts;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One target, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub domain: u32,
    pub objective: String,
    /// Id of the target; none for a qualitative objective.
    pub target_id: Option<String>,
    pub indicator: Option<IndicatorCode>,
    pub breakdown: Breakdown,
    pub target: Option<TargetView>,
    pub base: Option<Point>,
    pub latest: Option<Latest>,
    pub state: State,
    pub evidence: Option<Evidence>,
    /// The reading against the straight path from the base year; absent without a base value and for what has no path.
    pub on_path: Option<bool>,
    /// 基本实现: within the plan's tolerance; a mark on `on_course` only.
    pub nearly: bool,
    pub reason: Option<Explanation>,
    pub method: Option<Method>,
    pub forecast: Option<Forecast>,
    /// What chance may have done to a figure that counts cases.
    #[serde(default)]
    pub comparison: Option<Comparison>,
    /// What chance may have done to the trend that a direction is read from; of fewer figures than it takes there is none.
    #[serde(default)]
    pub trend: Option<Tested>,
    /// The year from which on the figures are counted in another way (口径变动), where those before it are read as well.
    #[serde(default)]
    pub redefined_in: Option<i32>,
    pub warnings: Vec<Warning>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetView {
    pub set: TargetSet,
    pub operator: Operator,
    pub value: Option<Decimal>,
    pub unit: Option<String>,
    pub year: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub period: Period,
    pub value: Decimal,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Latest {
    pub period: Period,
    pub value: Decimal,
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
    /// Bounds of the 95 % interval; absent where the figure does not count cases.
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    /// Name and version of the interval's method, as `wilson 1`; absent in releases from before it was kept.
    #[serde(default)]
    pub interval_method: Option<String>,
    /// The counts of the two shares or rates that the figure is the difference or the ratio of; else empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Counts>,
    /// Places to publish; one more than the indicator's where rounding would contradict the verdict.
    pub decimals: u32,
    /// The figure is older than the year judged and still stands.
    pub carried: bool,
}

/// Attainment of one target in one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Attained,
    OnCourse,
    Missed,
    AtRisk,
    OffCourse,
    Undetermined,
    NoData,
    Qualitative,
    NotJudged,
}

impl State {
    pub const ALL: [State; 9] = [
        Self::Attained,
        Self::OnCourse,
        Self::AtRisk,
        Self::OffCourse,
        Self::Missed,
        Self::Undetermined,
        Self::NoData,
        Self::Qualitative,
        Self::NotJudged,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Attained => "attained",
            Self::OnCourse => "on_course",
            Self::Missed => "missed",
            Self::AtRisk => "at_risk",
            Self::OffCourse => "off_course",
            Self::Undetermined => "undetermined",
            Self::NoData => "no_data",
            Self::Qualitative => "qualitative",
            Self::NotJudged => "not_judged",
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Attained => ("已达标", "attained"),
            Self::OnCourse => ("预计达标", "on course"),
            Self::Missed => ("未达标", "missed"),
            Self::AtRisk => ("有风险", "at risk"),
            Self::OffCourse => ("难以达标", "off course"),
            Self::Undetermined => ("暂难判断", "undetermined"),
            Self::NoData => ("缺数据", "no data"),
            Self::Qualitative => ("定性", "qualitative"),
            Self::NotJudged => ("不作评价", "not judged"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// How sure the figure is; a mark beside the state that never changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    Sound,
    Chance,
    Few,
}

/// Why the state is what it is, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub code: String,
    pub message: String,
    /// Absent in releases from before there was one.
    #[serde(default)]
    pub message_en: String,
}

impl Explanation {
    pub(crate) fn new(code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: zh.into(), message_en: en.into() }
    }

    /// This, and one thing more, under its own code.
    pub(crate) fn noting(self, zh: &str, en: &str) -> Self {
        Self { message: format!("{}；{zh}", self.message), message_en: format!("{}; {en}", self.message_en), ..self }
    }

    /// This, and then what speaks against it, whose code it takes.
    pub(crate) fn and(self, other: &Self) -> Self {
        let joined = |one: &str, two: &str, sign: &str| format!("{one}{sign}{two}");
        Self {
            code: other.code.clone(),
            message: joined(&self.message, &other.message, "，"),
            message_en: joined(&self.message_en, &other.message_en, ", "),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    pub name: String,
    pub version: u32,
    /// Data points used, and the year of the first.
    pub points: u32,
    #[serde(default)]
    pub since: Option<Period>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    pub period: Period,
    pub value: Decimal,
    /// Of the interval that holds the figure with a chance of `confidence`.
    pub low: Decimal,
    pub high: Decimal,
    pub confidence: f64,
    /// That the target is met in its year; none where none is laid down.
    pub probability: Option<f64>,
    /// plain, log or logit: on which the figures were carried on.
    pub scale: String,
    pub method: Method,
}

/// A figure that counts cases beside its target, the year before and the last three years. Each `p` is how likely chance
/// alone makes so much difference; none of them changes the state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Against the target value.
    pub target: Option<f64>,
    /// The same, adjusted for all targets of the plan that were tested at once; absent in releases from before there was one.
    #[serde(default)]
    pub target_adjusted: Option<f64>,
    pub previous: Option<Previous>,
    pub pooled: Option<Pooled>,
}

/// How likely chance alone makes so much of a trend, and the same adjusted for all directions of the plan that were tested
/// at once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tested {
    pub p: f64,
    pub adjusted: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Previous {
    pub period: Period,
    pub value: Decimal,
    pub p: f64,
    /// The same, adjusted for all targets of the plan that were tested at once.
    pub adjusted: f64,
}

/// The last three years, or what of them is there, as one figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pooled {
    pub from: Period,
    pub to: Period,
    pub value: Decimal,
    pub numerator: Decimal,
    pub denominator: Decimal,
    pub low: Decimal,
    pub high: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub kind: String,
    pub severity: String,
    pub since: Period,
    pub message: String,
    /// Absent in releases from before there was one.
    #[serde(default)]
    pub message_en: String,
}

/// The attainment rate 达标率 with all that it is made of; never typed, always computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttainmentRate {
    pub attained: u32,
    /// Targets 基本实现, not contained in `attained`.
    pub nearly: u32,
    /// Targets that can be judged: neither without data, undetermined, qualitative nor observed. One that has its
    /// figure and only awaits its year is among them.
    pub monitorable: u32,
    /// All targets that are to be judged: monitorable + no data + undetermined.
    pub all: u32,
    pub no_data: u32,
    /// Undetermined, without those that have their figure and only await their year.
    pub undetermined: u32,
    /// Undetermined and yet monitorable: a figure is there, the target's year is not reached, nothing can be forecast.
    pub awaiting: u32,
}
