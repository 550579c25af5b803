//! Units and rounds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CourseView, LeaveView, PlanTitle, SubmissionRow};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitRow {
    pub code: String,
    pub name: String,
    pub r#type: String,
    /// As the package has it: confirmed or proposed (拟定).
    pub status: String,
    /// The office's confirmation; null while there is none.
    pub confirmed: Option<ConfirmationView>,
    /// How many items it is asked for.
    pub items: usize,
    /// How many objectives, measures and projects it answers for.
    pub responsibilities: usize,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConfirmationView {
    pub by: String,
    pub at: String,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundView {
    pub id: i64,
    pub plan: String,
    /// The plans that it asks for, the leading one first.
    pub plans: Vec<PlanTitle>,
    pub period: String,
    /// The first of several years 历史数据补录; `period` is the last.
    pub since: Option<String>,
    /// Forms as `plan/form`; all where none is named.
    pub forms: Vec<String>,
    /// Code of the scheme by which it was opened.
    pub scheme: Option<String>,
    pub title: String,
    /// Last day.
    pub due: String,
    /// open or closed.
    pub state: String,
    pub course: CourseView,
    pub opened_by: String,
    pub opened_at: String,
    pub closed_at: Option<String>,
    pub close_reason: Option<String>,
    pub counts: CountsView,
    pub terms: TermsView,
    /// What the asker may do: change, close.
    pub can: Vec<String>,
}

/// What is wanted of a round's forms beside their figures.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
pub struct TermsView {
    /// The evaluation group passes a form after the bureau, before it is accepted.
    pub evaluation: bool,
    /// none, optional or required: whether the unit signs a form before its reviewer passes it.
    pub signature: String,
}

/// Submissions of a round by state.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct CountsView {
    pub draft: usize,
    pub submitted: usize,
    pub reviewed: usize,
    pub evaluating: usize,
    pub returned: usize,
    pub accepted: usize,
    pub correcting: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoundDetail {
    pub round: RoundView,
    pub submissions: Vec<SubmissionRow>,
    /// Leave given to be late, oldest first; the last of a unit holds.
    pub leaves: Vec<LeaveView>,
}
