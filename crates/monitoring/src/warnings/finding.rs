//! What a rule found, and by what it is known again.

use std::fmt;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, CheckCode, IndicatorCode, ItemCode, RuleCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{WarningKind, WarningSeverity};
use serde::{Deserialize, Serialize};

/// What a warning is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Subject {
    /// Id of a target.
    Target(String),
    Indicator(IndicatorCode),
    Item(ItemCode),
    Unit(UnitCode),
    /// A check, and the item on whose cell it is broken.
    Check(CheckCode, Option<ItemCode>),
}

impl Subject {
    /// The written form: `indicator:H03`, `check:towns_to_whole/POP`.
    pub fn parse(text: &str) -> Option<Self> {
        let (sort, code) = text.split_once(':')?;
        match sort {
            "target" => Some(Self::Target(code.to_owned())),
            "indicator" => IndicatorCode::parse(code).ok().map(Self::Indicator),
            "item" => ItemCode::parse(code).ok().map(Self::Item),
            "unit" => UnitCode::parse(code).ok().map(Self::Unit),
            "check" => {
                let (check, item) = code.split_once('/').map_or((code, None), |(check, item)| (check, Some(item)));
                let item = item.map(ItemCode::parse).transpose().ok()?;
                Some(Self::Check(CheckCode::parse(check).ok()?, item))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(id) => write!(f, "target:{id}"),
            Self::Indicator(code) => write!(f, "indicator:{code}"),
            Self::Item(code) => write!(f, "item:{code}"),
            Self::Unit(code) => write!(f, "unit:{code}"),
            Self::Check(check, None) => write!(f, "check:{check}"),
            Self::Check(check, Some(item)) => write!(f, "check:{check}/{item}"),
        }
    }
}

/// By what a warning is known again at the next computation: two with the same are one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    pub kind: WarningKind,
    pub subject: Subject,
    pub area: AreaCode,
    pub breakdown: Breakdown,
    /// The figure's; of what lasts, the first; of a target, its year.
    pub period: Period,
}

/// Something that a rule found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    pub identity: Identity,
    pub rule: RuleCode,
    pub severity: WarningSeverity,
    /// The first period of which it holds.
    pub since: Period,
    /// Why, with the figures.
    pub reason: Text,
    /// The figures of the reason by name, as they are written there.
    pub numbers: Vec<(String, String)>,
    /// The indicator that it concerns, to which a reader goes on.
    pub indicator: Option<IndicatorCode>,
    pub target: Option<String>,
    pub domains: Vec<u32>,
    /// Who reports the figures that it is about.
    pub units: Vec<UnitCode>,
}
