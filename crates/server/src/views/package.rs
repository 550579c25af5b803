//! Packages, and plan documents as they are read.

use heng_base::problem::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::problem::ProblemView;

/// An import of a package.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PackageRow {
    pub id: i64,
    /// catalogue or plan.
    pub kind: String,
    pub code: String,
    /// Of a plan the version of its catalogue.
    pub version: String,
    pub title: Option<String>,
    pub in_force: bool,
    pub digest: String,
    pub imported_by: String,
    pub imported_at: String,
}

/// What a package holds, what is wrong with it, and what it would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackageCheck {
    #[schema(value_type = Vec<ProblemView>)]
    pub problems: Vec<Problem>,
    /// Null where `datapackage.json` does not say whole what it is.
    pub package: Option<PackageFacts>,
    /// The import that it would replace; null where there is none of its kind and code.
    pub replaces: Option<PackageRow>,
    /// Against the one that it would replace; every file is new where there is none.
    pub changes: Vec<FileChangeView>,
    /// Plans in force that want another version of this catalogue, or what it does not hold.
    pub unfit_plans: Vec<UnfitPlan>,
}

/// A plan in force that a catalogue would not fit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnfitPlan {
    pub title: String,
    /// How many faults the plan would have with it, and the first of them.
    pub faults: usize,
    #[schema(value_type = Option<ProblemView>)]
    pub first: Option<Problem>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PackageFacts {
    pub kind: String,
    pub code: String,
    pub version: String,
    pub title: Option<String>,
    /// Rows by table, in the order of the format.
    pub counts: Vec<TableCount>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TableCount {
    /// domains, objectives, targets, …
    pub table: String,
    pub count: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FileChangeView {
    pub path: String,
    /// new, gone or changed.
    pub state: String,
    /// How many rows of a table, and the keys of the first of them.
    pub added: RowsView,
    pub removed: RowsView,
    pub changed: RowsView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RowsView {
    pub count: usize,
    pub first: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PackageImported {
    pub kind: String,
    pub code: String,
    pub version: String,
    pub title: Option<String>,
    /// False where the same was in force already and nothing was written.
    pub fresh: bool,
}

/// A plan document as it was read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadingView {
    pub title: Option<String>,
    pub area: Option<String>,
    pub start: Option<i32>,
    pub end: Option<i32>,
    pub objectives: usize,
    pub measures: usize,
    pub targets: usize,
    pub domains: Vec<ReadDomainView>,
    pub projects: Vec<ReadEntryView>,
    pub notices: Vec<NoticeView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadDomainView {
    pub number: String,
    pub title: String,
    pub objectives: Vec<ReadEntryView>,
    pub measures: Vec<ReadEntryView>,
}

/// An objective, a measure or a project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadEntryView {
    pub number: String,
    pub text: String,
    /// Line of the document, counted from 1.
    pub line: usize,
    pub targets: Vec<ReadTargetView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReadTargetView {
    /// The noun phrase of the text.
    pub indicator: Option<String>,
    pub operator: String,
    pub value: Option<String>,
    pub unit: Option<String>,
    pub year: Option<i32>,
    /// What the text compares with where it names no figure: 全国平均水平.
    pub standard: Option<String>,
    /// The exact words.
    pub quote: String,
    pub line: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeView {
    pub line: Option<usize>,
    pub message: String,
    pub message_en: String,
}
