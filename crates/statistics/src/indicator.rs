//! Indicator values.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, SourceCode};
use heng_base::period::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::reason::Reason;

/// The value of one indicator for an area, period and breakdown: a number at full precision, or the reasons why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorValue {
    pub indicator: IndicatorCode,
    pub area: AreaCode,
    pub period: Period,
    pub breakdown: Breakdown,
    pub value: Option<Decimal>,
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
    /// Empty exactly when there is a value; all reasons, sorted, not the first.
    pub reasons: Vec<Reason>,
    /// Ids of the observations used, ascending: the way back to the submissions.
    pub inputs: Vec<i64>,
    /// Set when the value is an older one that still stands.
    pub carried_from: Option<Period>,
    /// For a published value: its source; and what other sources say (两源不一致), best rank first.
    pub source: Option<SourceCode>,
    pub rivals: Vec<Rival>,
    /// OBS_STATUS of a published value, `A` for a computed one, worst of its inputs where one is estimated (`E`).
    pub obs_status: String,
    /// Name and version of how it was made: `formula 1`, `published 1`.
    pub method: String,
}

/// What another source says of the same figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rival {
    pub source: SourceCode,
    pub value: Option<Decimal>,
    pub observation: i64,
}
