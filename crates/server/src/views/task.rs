//! What is to be done, by who asks.

use serde::Serialize;
use utoipa::ToSchema;

use super::{CorrectionView, QuestionView, SubmissionRow};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TasksView {
    /// Submissions of open rounds, and those in correction.
    pub submissions: Vec<SubmissionRow>,
    /// Questions in them that are not settled.
    pub questions: Vec<TaskQuestionView>,
    /// Corrections asked for or under way.
    pub corrections: Vec<CorrectionView>,
    /// Findings that stop a form which waits for the asker.
    pub findings: Vec<TaskFindingsView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskQuestionView {
    pub unit_name: String,
    pub question: QuestionView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaskFindingsView {
    pub submission: i64,
    pub unit_name: String,
    /// Errors, and queries without an explanation.
    pub stops: usize,
    /// Queries with one.
    pub explained: usize,
}
