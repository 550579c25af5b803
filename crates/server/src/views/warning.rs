//! Warnings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A warning as a list shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningRow {
    pub id: i64,
    /// missed, off_course, at_risk, volatility, level_shift, outlier, contradiction, sources, missing or late.
    pub kind: String,
    pub kind_name: String,
    pub kind_name_en: String,
    /// high, medium or low.
    pub severity: String,
    /// raised, resolved (figures or rounds have moved on) or withdrawn (its rule no longer applies).
    pub state: String,
    /// Code of the rule.
    pub rule: String,
    /// `indicator:H03`, `item:POP`, `target:1.2-a`, `unit:health`, `check:towns_to_whole/POP`.
    pub subject: String,
    pub name: String,
    pub name_en: String,
    pub area: String,
    pub area_name: String,
    pub area_name_en: String,
    /// Its area is a part of the plan's.
    pub of_part: bool,
    pub breakdown: String,
    pub breakdown_label: String,
    pub breakdown_label_en: String,
    /// Of the figure; of what lasts, the first; of a target, its year.
    pub period: String,
    /// The first period of which it holds.
    pub since: String,
    pub reason: String,
    pub reason_en: String,
    /// The indicator that it concerns.
    pub indicator: Option<String>,
    pub target: Option<String>,
    /// The objective of its target.
    pub objective: Option<String>,
    pub domains: Vec<u32>,
    /// Who reports the figures.
    pub units: Vec<WarningUnit>,
    pub raised_at: String,
    pub changed_at: String,
    /// The last note that somebody took since it was raised.
    pub note: Option<WarningNote>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningUnit {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningNote {
    pub actor_name: String,
    pub text: String,
    pub at: String,
}

/// Warnings that stand, of all that the asker may see.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct WarningCounts {
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    /// Of which nobody has taken note.
    pub unnoted: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningPage {
    pub rows: Vec<WarningRow>,
    pub page: usize,
    pub per_page: usize,
    /// Found by the conditions.
    pub total: usize,
    pub counts: WarningCounts,
    /// All that the asker may see, past ones too.
    pub held: usize,
    /// When they were last computed.
    pub computed_at: Option<String>,
}

/// A warning with all that became of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningView {
    pub warning: WarningRow,
    /// The figures of its reason, by name.
    pub numbers: BTreeMap<String, String>,
    /// The limits of its rule as they are now, and where they come from.
    pub limits: BTreeMap<String, String>,
    pub rule_note: Option<String>,
    /// Oldest first.
    pub history: Vec<WarningEventView>,
    /// What the asker may do: acknowledge.
    pub can: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WarningEventView {
    /// raise, keep (with another weight or other figures), resolve, withdraw or acknowledge.
    pub deed: String,
    pub severity: String,
    pub reason: String,
    pub reason_en: String,
    /// What was said by whoever took note.
    pub note: Option<String>,
    pub actor_name: String,
    pub at: String,
}

/// What is said by whoever takes note.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Noting {
    pub note: String,
}
