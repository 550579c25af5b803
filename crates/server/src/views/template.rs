//! A filled-in template: what it would change, and what is to be said of it.

use heng_base::problem::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::{FindingView, SubmissionRow};
use crate::api::problem::ProblemView;

/// What a template that came back would change. Nothing is changed by it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateView {
    pub submission: SubmissionRow,
    /// When the template was downloaded.
    pub made_at: String,
    /// The cells that its writer touched, in the form's order.
    pub differences: Vec<DifferenceView>,
    /// Cells that are as they were.
    pub same: usize,
    /// What could not be read, and how what was unclear is taken.
    pub remarks: Vec<RemarkView>,
    /// What the checks would find if all differences were applied.
    pub findings: Vec<FindingView>,
    /// Something is wrong: nothing can be applied before it is put right.
    pub faulty: bool,
}

/// A cell that would change.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DifferenceView {
    pub cell: String,
    /// Item and breakdown in words.
    pub name: String,
    pub label: String,
    /// The period that the cell is of, where several stand side by side; null where there is one.
    pub period: Option<String>,
    pub unit: String,
    pub value_type: String,
    /// As it stands now.
    pub was: ContentView,
    pub becomes: ContentView,
    /// The version that stands now, 0 for none.
    pub seen: i64,
    /// Somebody has changed the cell since the template was downloaded.
    pub overtaken: bool,
    /// Who changed it last, and when; null where nobody has.
    pub changed_by: Option<String>,
    pub changed_at: Option<String>,
    /// Sheet and address in the file.
    pub place: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ContentView {
    pub value: Option<String>,
    /// Code of the reason why there is no value.
    pub missing: Option<String>,
    pub note: Option<String>,
}

/// Something to be said of the file or one of its cells.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RemarkView {
    /// Cell of the form; null of the file.
    pub cell: Option<String>,
    /// Its name in words.
    pub name: Option<String>,
    /// Stops; else it is only to be looked at.
    pub wrong: bool,
    #[schema(value_type = ProblemView)]
    pub problem: Problem,
}
