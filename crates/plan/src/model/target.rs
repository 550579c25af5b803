//! A target: what an objective promises of an indicator.

use heng_base::breakdown::Breakdown;
use heng_base::codes::IndicatorCode;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How the value is compared. The written forms are the contract of package, API and reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Operator {
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = ">")]
    Above,
    #[serde(rename = "<")]
    Below,
    #[serde(rename = "=")]
    Equal,
    /// 左右, with a tolerance that the leading group sets.
    #[serde(rename = "~")]
    About,
    #[serde(rename = "up")]
    Up,
    #[serde(rename = "down")]
    Down,
    /// A rise slows.
    #[serde(rename = "slow_up")]
    SlowUp,
    /// A gap narrows.
    #[serde(rename = "narrow")]
    Narrow,
    #[serde(rename = "keep")]
    Keep,
    /// A row of the catalogue's standards.
    #[serde(rename = "standard")]
    Standard,
    #[serde(rename = "milestone")]
    Milestone,
    /// Watched, never judged.
    #[serde(rename = "observe")]
    Observe,
}

impl Operator {
    pub const ALL: [(&'static str, Operator); 14] = [
        (">=", Self::AtLeast),
        ("<=", Self::AtMost),
        (">", Self::Above),
        ("<", Self::Below),
        ("=", Self::Equal),
        ("~", Self::About),
        ("up", Self::Up),
        ("down", Self::Down),
        ("slow_up", Self::SlowUp),
        ("narrow", Self::Narrow),
        ("keep", Self::Keep),
        ("standard", Self::Standard),
        ("milestone", Self::Milestone),
        ("observe", Self::Observe),
    ];

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(written, _)| *written == text).map(|(_, operator)| *operator)
    }

    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, operator)| *operator == self).map_or("", |(written, _)| written)
    }

    /// What stands before the value; nothing where it stands by itself.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::Above => ">",
            Self::Below => "<",
            Self::About => "≈",
            _ => "",
        }
    }

    /// Compares with a value of its own, so a target of it must hold one.
    pub fn needs_value(self) -> bool {
        matches!(
            self,
            Self::AtLeast | Self::AtMost | Self::Above | Self::Below | Self::Equal | Self::About | Self::Milestone
        )
    }

    /// Judged by the way the figure moves.
    pub fn is_direction(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::SlowUp | Self::Narrow | Self::Keep)
    }
}

/// Whose target it is; one indicator may stand in several sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetSet {
    Own,
    Prefecture,
    Province,
    Nation,
}

/// Which side of 左右 counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Both,
    AtLeast,
}

/// Where a target's figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetStatus {
    /// The figure stands in the plan's text.
    Plan,
    /// The text gives the direction only.
    Direction,
    /// The text refers to an outside standard.
    Standard,
    /// A draft of ours: shown as 拟定, never judged.
    Proposed,
}

/// One target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    pub id: String,
    /// Number of the objective (`1.2`), measure (`1.M5`) or project (`P1`) whose text holds it.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Number of the objective under which it is judged; none for a target of a measure or project alone.
    pub objective: Option<String>,
    pub set: TargetSet,
    pub indicator: Option<IndicatorCode>,
    pub breakdown: Breakdown,
    pub operator: Operator,
    pub value: Option<Decimal>,
    pub unit: Option<String>,
    pub year: i32,
    pub tolerance: Option<Decimal>,
    pub side: Option<Side>,
    /// Code of the standard, for operator `standard`.
    pub standard: Option<String>,
    pub status: TargetStatus,
    /// Whether the choice of the indicator has been confirmed; else it is shown as 拟定.
    pub indicator_confirmed: bool,
    /// Exact words of the document.
    pub quote: Option<String>,
    pub line: Option<u32>,
    pub note: Option<String>,
}
