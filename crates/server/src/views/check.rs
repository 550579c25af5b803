//! Checks and what they find.

use serde::Serialize;
use utoipa::ToSchema;

/// A check as people read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckView {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// error (stops) or query (wants an explanation).
    pub severity: String,
    /// form, unit, round or reference.
    pub scope: String,
    /// What it asks, or what it says of a break.
    pub words: String,
    pub words_en: Option<String>,
    pub example: String,
    pub example_en: Option<String>,
    /// What must hold, as the package writes it; null for a check of every form.
    pub expression: Option<String>,
    /// The cells that it is asked of, as the package writes them.
    pub cells: Vec<String>,
    /// 拟定.
    pub proposed: bool,
    /// Forms on which its cells stand; null for a check of every form.
    pub forms: Option<Vec<CheckFormView>>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckFormView {
    pub code: String,
    /// The unit that answers it, or its title where every unit of a type does.
    pub title: String,
}

/// What the checks find in a round, on the forms that the asker may see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundBreaks {
    pub round: i64,
    pub title: String,
    pub plan: String,
    pub period: String,
    /// Forms and cells that were looked at.
    pub forms: usize,
    pub cells: usize,
    pub breaks: Vec<BreakView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BreakView {
    /// Code of the check.
    pub check: String,
    pub check_name: String,
    pub check_name_en: Option<String>,
    /// error or query.
    pub severity: String,
    /// form, unit, round or reference.
    pub scope: String,
    pub unit: String,
    pub unit_name: String,
    /// Null where the unit was not asked in the round.
    pub submission: Option<i64>,
    pub state: Option<String>,
    pub state_name: Option<String>,
    pub form: Option<CheckFormView>,
    /// Null where it is of the whole form.
    pub cell: Option<String>,
    pub item_name: Option<String>,
    pub label: Option<String>,
    /// What stands in the cell.
    pub value: Option<String>,
    /// The explanation in the cell.
    pub note: Option<String>,
    pub message: String,
    pub message_en: String,
    /// A query whose cell carries a note.
    pub explained: bool,
    /// Who must act: reporter, reviewer, bureau; empty where nobody must.
    pub acts: String,
}

/// An indicator that cells count for, beside its figures of other areas.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HintView {
    pub cells: Vec<String>,
    pub indicator: String,
    pub name: String,
    pub name_en: Option<String>,
    /// The group that the figures are of; null for the total.
    pub label: Option<String>,
    pub unit: String,
    /// By what is saved on the form; null while that is not enough.
    pub own: Option<String>,
    /// The last published of each area.
    pub figures: Vec<HintFigureView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HintFigureView {
    pub area_name: String,
    pub period: String,
    pub display: String,
    pub source: String,
}
