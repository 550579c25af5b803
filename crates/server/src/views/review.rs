//! Review: questions, returned cells, changes since the last look, corrections, comparison, receiving many forms at once.

use heng_base::problem::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ContentView, SubmissionRow};
use crate::api::problem::ProblemView;

/// What is said about a submission beside its figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReviewView {
    pub questions: Vec<QuestionView>,
    /// When the asker last looked it through; null where they never did.
    pub looked_at: Option<String>,
    /// Cells that others changed since.
    pub changed: Vec<ChangedCellView>,
    pub corrections: Vec<CorrectionView>,
    /// The moment of this answer: all up to it has been seen.
    pub seen: String,
    /// What the asker may do now: ask, correct (ask for a correction).
    pub can: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionView {
    pub id: i64,
    pub submission: i64,
    pub cell: String,
    /// Item and breakdown in words.
    pub cell_name: String,
    /// question, or return (the form was returned for this cell).
    pub kind: String,
    pub text: String,
    /// open, answered (a returned cell also by a change) or settled.
    pub state: String,
    /// Whether the cell has changed since.
    pub changed: bool,
    pub asked_by: String,
    /// Role of who asked.
    pub asked_role: String,
    pub asked_at: String,
    pub events: Vec<QuestionEventView>,
    /// What the asker may do now: answer, settle.
    pub can: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuestionEventView {
    /// answer or settle.
    pub deed: String,
    pub text: Option<String>,
    pub by: String,
    pub at: String,
}

/// A cell that somebody else changed since the last look.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangedCellView {
    pub cell: String,
    /// What stood there; null for both where it was empty.
    pub value: Option<String>,
    pub missing: Option<String>,
    pub by: String,
    pub at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CorrectionView {
    pub id: i64,
    pub submission: i64,
    pub unit_name: String,
    pub cells: Vec<String>,
    /// Each in words.
    pub cell_names: Vec<String>,
    pub reason: String,
    /// asked, granted, refused, finished, or withdrawn: ended without a change.
    pub state: String,
    pub asked_by: String,
    pub asked_at: String,
    pub decision: Option<DecisionView>,
    /// Why it ended without a change.
    pub withdrawn: Option<DecisionView>,
    /// Of each opened cell what was accepted, and what stands there since.
    pub figures: Vec<OpenedView>,
    /// What the asker may do now: decide, withdraw.
    pub can: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OpenedView {
    pub cell: String,
    pub before: ContentView,
    pub now: ContentView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DecisionView {
    pub reason: String,
    pub by: String,
    pub at: String,
}

/// The same cell in the form of another unit of the round.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeerView {
    pub submission: i64,
    pub unit: String,
    pub unit_name: String,
    pub state: String,
    pub value: Option<String>,
    /// Name of the reason why there is none.
    pub missing: Option<String>,
    /// A year before.
    pub previous: Option<String>,
}

/// A form that waits for the asker to receive it, or to pass it on.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CandidateView {
    pub submission: SubmissionRow,
    /// accept or forward.
    pub action: String,
    /// No finding stops it and no question is unsettled.
    pub clean: bool,
    /// Findings that stop it: errors, and queries without an explanation.
    pub stops: usize,
    /// Queries with an explanation.
    pub explained: usize,
    /// Their cells, each with what was found and how it is explained.
    pub explanations: Vec<ExplanationView>,
    /// Questions that are not settled.
    pub questions: usize,
}

/// A query with its explanation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ExplanationView {
    pub cell: String,
    pub cell_name: String,
    pub message: String,
    pub message_en: String,
    pub note: String,
}

/// What became of one form.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeView {
    pub submission: i64,
    pub unit_name: String,
    pub done: bool,
    #[schema(value_type = Vec<ProblemView>)]
    pub problems: Vec<Problem>,
}

/// Figures that were known when a release was made and have been corrected since.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CorrectedView {
    /// Number of the release; null where the plan has none.
    pub release: Option<i64>,
    pub figures: Vec<CorrectedFigureView>,
    /// Codes of the indicators whose values use one of them.
    pub indicators: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CorrectedFigureView {
    /// Id of the present observation.
    pub observation: i64,
    pub name: String,
    pub period: String,
    pub breakdown_label: String,
    /// As it stood in the release, and as it stands; the reason's name where there is no value.
    pub before: String,
    pub now: String,
    pub reason: Option<String>,
    pub by: String,
    pub at: String,
    /// Null where it was imported.
    pub submission: Option<i64>,
}
