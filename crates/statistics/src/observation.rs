//! Observations (SDMX): one value of one item or indicator, for an area, period and breakdown, from one source.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode, UnitCode};
use heng_base::period::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What is observed: a data item, or an indicator that is known as published only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "code", rename_all = "snake_case")]
pub enum Subject {
    Item(ItemCode),
    Indicator(IndicatorCode),
}

impl Subject {
    pub fn code(&self) -> &str {
        match self {
            Self::Item(code) => code.as_str(),
            Self::Indicator(code) => code.as_str(),
        }
    }
}

/// What one figure is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    pub subject: Subject,
    pub area: AreaCode,
    pub period: Period,
    pub breakdown: Breakdown,
}

/// One revision of one figure from one source. Never changed: a correction is a new observation with the next revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Number given by the store; the thread by which every figure leads back to its origin.
    pub id: i64,
    pub key: Key,
    /// Absent exactly when `missing` is present, or the figure was withheld (OBS_STATUS `Q`, CONF_STATUS `C`).
    pub value: Option<Decimal>,
    /// Code of `codes/missing`: why there is no value.
    pub missing: Option<String>,
    /// SDMX CL_OBS_STATUS: `A` normal, `E` estimated, `P` provisional, `M`/`L`/`O` missing, …
    pub obs_status: String,
    /// SDMX CL_CONF_STATUS: `F` free, `C` confidential, …
    pub conf_status: String,
    pub source: SourceCode,
    pub provenance: Provenance,
    /// 1 for the first.
    pub revision: u32,
}

impl Observation {
    /// The value, if there is one that is free to use: not empty, not confidential.
    pub fn usable(&self) -> Option<Decimal> {
        self.value.filter(|_| !self.is_confidential())
    }

    /// CONF_STATUS says anything but free. An observation without the attribute is free.
    pub fn is_confidential(&self) -> bool {
        !matches!(self.conf_status.as_str(), "F" | "")
    }
}

/// Where a figure came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Provenance {
    /// An accepted submission of a unit.
    Submission { submission: i64, unit: UnitCode },
    /// A file brought in by the bureau.
    Import { import: i64 },
}
