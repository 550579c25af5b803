//! Rules of early warning 预警规则: what is watched, and from which limits on it is told.

use std::collections::BTreeMap;

use heng_base::codes::RuleCode;
use heng_base::text::{Lang, Text};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Status;

/// What a warning is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// The target's year is reached and the target is not.
    Missed,
    OffCourse,
    AtRisk,
    /// A figure that jumps against its own history, and by more than chance.
    Volatility,
    /// A jump after which the figures stay where they are.
    LevelShift,
    /// A part of the area that differs from the others by more than chance.
    Outlier,
    /// A check that is broken in figures that were handed in.
    Contradiction,
    /// Two sources say different things of one figure.
    Sources,
    /// Figures that should be there and are not.
    Missing,
    /// A form that is not handed in when it is due.
    Late,
}

/// A limit of a kind: its name, and the least and the greatest number that it may be.
pub type LimitBounds = (&'static str, u32, u32);

/// Words that stand for all subjects of a sort, as a rule's `subjects` may name them.
pub const INDICATORS: &str = "indicators";
pub const ITEMS: &str = "items";
/// Items of the parts of the plan's area, such as towns.
pub const PARTS: &str = "parts";
pub const TARGETS: &str = "targets";
pub const UNITS: &str = "units";

const OF_CHANGES: &[LimitBounds] = &[("z", 1, 100), ("changes", 2, 20), ("least", 0, 1000), ("p", 0, 1)];

impl WarningKind {
    pub const ALL: [Self; 10] = [
        Self::Missed,
        Self::OffCourse,
        Self::AtRisk,
        Self::Volatility,
        Self::LevelShift,
        Self::Outlier,
        Self::Contradiction,
        Self::Sources,
        Self::Missing,
        Self::Late,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::OffCourse => "off_course",
            Self::AtRisk => "at_risk",
            Self::Volatility => "volatility",
            Self::LevelShift => "level_shift",
            Self::Outlier => "outlier",
            Self::Contradiction => "contradiction",
            Self::Sources => "sources",
            Self::Missing => "missing",
            Self::Late => "late",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Missed => ("未达标", "target missed"),
            Self::OffCourse => ("难以达标", "off course"),
            Self::AtRisk => ("有风险", "at risk"),
            Self::Volatility => ("异常波动", "volatility"),
            Self::LevelShift => ("水平突变", "level shift"),
            Self::Outlier => ("偏离其他地区", "outlier"),
            Self::Contradiction => ("数据矛盾", "contradiction"),
            Self::Sources => ("两源不一致", "sources differ"),
            Self::Missing => ("缺数据", "missing data"),
            Self::Late => ("逾期未报", "overdue"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    /// The limits of a rule of the kind; it states all that have no [`Self::usual_limit`].
    pub fn limits(self) -> &'static [LimitBounds] {
        match self {
            Self::Volatility | Self::LevelShift => OF_CHANGES,
            Self::Outlier => &[("tail", 0, 1), ("parts", 3, 1000), ("p", 0, 1)],
            Self::Sources => &[("least", 0, 1000)],
            Self::Missing => &[("years", 1, 20)],
            Self::Late => &[("days", 1, 1000)],
            Self::Missed | Self::OffCourse | Self::AtRisk | Self::Contradiction => &[],
        }
    }

    /// What a limit is where a rule leaves it out; most have to be stated.
    pub fn usual_limit(self, name: &str) -> Option<Decimal> {
        // A package from before there was one says nothing of it.
        (self == Self::Outlier && name == "p").then(|| Decimal::new(5, 2))
    }

    /// The words that its `subjects` may hold beside codes.
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Missed | Self::OffCourse | Self::AtRisk => &[TARGETS],
            Self::Volatility | Self::LevelShift => &[INDICATORS, ITEMS, PARTS],
            Self::Outlier | Self::Missing => &[INDICATORS],
            Self::Sources => &[INDICATORS, ITEMS],
            // Scopes of checks.
            Self::Contradiction => &["form", "unit", "round", "reference"],
            Self::Late => &[UNITS],
        }
    }
}

/// How much attention a warning wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningSeverity {
    Low,
    Medium,
    High,
}

impl WarningSeverity {
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    pub fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Low => ("一般", "low"),
            Self::Medium => ("较重", "medium"),
            Self::High => ("严重", "high"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    /// One step less; the least stays.
    #[must_use]
    pub fn lower(self) -> Self {
        if self == Self::High { Self::Medium } else { Self::Low }
    }
}

/// A row of `warnings.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WarningRule {
    pub code: RuleCode,
    pub kind: WarningKind,
    pub severity: WarningSeverity,
    pub name: Text,
    /// Words of the kind, or codes: of indicators, items, units or checks.
    pub subjects: Vec<String>,
    /// Every limit of the kind, by name.
    pub limits: BTreeMap<String, Decimal>,
    pub status: Status,
    /// Where the limits come from.
    pub note: Option<String>,
}

impl WarningRule {
    pub fn limit(&self, name: &str) -> Decimal {
        self.limits.get(name).copied().unwrap_or_default()
    }

    /// Whether it watches all of a sort, or this one by its code.
    pub fn watches(&self, word: &str, code: &str) -> bool {
        self.subjects.iter().any(|subject| subject == word || subject == code)
    }
}
