//! Proposals to change the catalogue, and what they would do.

use std::collections::BTreeMap;

use heng_plan::package::amend::RowChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{FigureView, FormulaView, UnfitPlan, UseView};
use crate::api::problem::ProblemView;

/// A row of a table of the catalogue put in the place of another, added, or taken out.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct AmendedRow {
    /// indicators, items, areas, `codes.<list>` or `codes.<list>.groups`.
    pub table: String,
    /// `valid_from` of the row of the same code that it takes the place of, empty where that has none, and of tables that
    /// do not tell rows apart by it; null adds a row.
    pub replaces: Option<String>,
    /// Cells by column; an empty one may be left out.
    pub cells: BTreeMap<String, String>,
    /// Nothing takes the place of the row: it is taken out.
    #[serde(default)]
    pub removed: bool,
}

impl From<AmendedRow> for RowChange {
    fn from(row: AmendedRow) -> Self {
        Self { table: row.table, replaces: row.replaces, cells: row.cells, removed: row.removed }
    }
}

impl From<RowChange> for AmendedRow {
    fn from(row: RowChange) -> Self {
        Self { table: row.table, replaces: row.replaces, cells: row.cells, removed: row.removed }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ColumnView {
    pub name: String,
    pub required: bool,
    /// The words of which it holds one; empty where it holds anything else.
    pub words: Vec<String>,
    /// The table of whose codes it names one.
    pub codes_of: Option<String>,
}

/// A code's rows as they are written, to be changed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EditorView {
    pub columns: Vec<ColumnView>,
    /// The columns that together name a row.
    pub key: Vec<String>,
    /// The definitions of the code, none for a new one; or the whole table.
    pub rows: Vec<BTreeMap<String, String>>,
    /// Dimensions by which it may be broken down.
    pub dimensions: Vec<String>,
    /// Units of measure in use.
    pub units: Vec<String>,
}

/// What is wrong with changes of the catalogue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AmendmentCheck {
    /// Those in the changed rows: `place.field` is `changes[0].numerator`, `place.character` where in it; then those that
    /// the changes bring about elsewhere, placed by file and line.
    #[schema(value_type = Vec<ProblemView>)]
    pub problems: Vec<heng_base::problem::Problem>,
    /// The formula of each changed row in words; none of an item.
    pub formulas: Vec<Option<FormulaView>>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposalRow {
    pub id: i64,
    pub catalogue: String,
    /// open, approved, rejected or withdrawn.
    pub state: String,
    /// Changed codes with their names.
    pub subjects: Vec<String>,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_at: String,
    pub decision: Option<DecidedView>,
    /// approve (and reject), withdraw.
    pub can: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecidedView {
    pub by: String,
    pub at: String,
    pub reason: String,
    /// The import that came of it.
    pub package: Option<i64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProposalDetail {
    pub proposal: ProposalRow,
    pub changes: Vec<AmendedRow>,
    /// The rows that they take the place of, in the same order; null for one that is added.
    pub before: Vec<Option<BTreeMap<String, String>>>,
    /// Rows that were changed by others since it was made: it cannot be approved.
    pub conflicts: Vec<String>,
}

/// A figure that would be another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FigureChangeView {
    pub plan: String,
    /// indicator or item.
    pub kind: String,
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    pub unit: String,
    pub area: String,
    pub area_name: String,
    pub period: String,
    /// `sex=F`; empty for the total.
    pub breakdown: String,
    pub label: String,
    pub before: FigureView,
    pub after: FigureView,
    /// After less before, rounded as published.
    pub difference: Option<String>,
}

/// A target whose state in a year would be another.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StateChangeView {
    pub year: i32,
    pub objective: String,
    pub target: Option<String>,
    pub indicator: Option<String>,
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A release in which figures stand that would be others.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PublishedIn {
    pub release: i64,
    pub status: String,
    pub created_at: String,
    pub figures: usize,
    /// Ids of the reports that were written from it.
    pub reports: Vec<i64>,
}

/// What the change would do to a plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PlanEffect {
    pub plan: String,
    pub title: String,
    pub title_en: Option<String>,
    pub figures: usize,
    pub states: Vec<StateChangeView>,
    /// What uses the changed rows: items, indicators, targets, checks, forms, workbooks.
    pub used_by: Vec<UseView>,
    /// Raised warnings of the changed indicators.
    pub warnings: Vec<UseView>,
    pub releases: Vec<PublishedIn>,
    /// Releases that were looked at, the newest.
    pub releases_seen: usize,
}

/// What a proposal would do, or for a settled one did, to the figures of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct EffectPage {
    pub plans: Vec<PlanEffect>,
    /// Plans that would have faults with the changed catalogue.
    pub unfit_plans: Vec<UnfitPlan>,
    /// Of all plans.
    pub total: usize,
    pub page: usize,
    pub per_page: usize,
    pub figures: Vec<FigureChangeView>,
}

/// A row that a version has otherwise than the one before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowDifference {
    /// Its code; of a group the group and the code.
    pub row: String,
    /// added, changed or removed.
    pub what: String,
    /// Columns that differ, of a changed one.
    pub columns: Vec<String>,
}

/// A definition, or a table, as an import of the catalogue had it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionView {
    /// Of the import with which it came.
    pub package: i64,
    pub imported_at: String,
    pub imported_by: String,
    /// The proposal that it came of.
    pub proposal: Option<i64>,
    pub reason: Option<String>,
    /// The definitions of the code, each for its years, none where it was taken out; or all rows of the table.
    pub rows: Vec<BTreeMap<String, String>>,
    /// What differs from the version before.
    pub changed: Vec<RowDifference>,
}

/// The versions of a code or of a table, the newest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionsView {
    pub columns: Vec<String>,
    /// The columns that together name a row, but for the year since which it holds.
    pub key: Vec<String>,
    pub versions: Vec<VersionView>,
}
