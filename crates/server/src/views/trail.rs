//! The way back from a figure.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ChangeView, SourceView};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TrailView {
    pub id: i64,
    /// item or indicator.
    pub subject_kind: String,
    pub subject: String,
    pub name: String,
    pub unit: String,
    pub area_name: String,
    pub period: String,
    pub breakdown_label: String,
    pub value: Option<String>,
    /// To protect the persons counted, the value is shown as a multiple of this.
    pub rounded_to: Option<u32>,
    /// Name of the reason why there is no value.
    pub missing: Option<String>,
    pub obs_status: String,
    pub conf_status: String,
    pub source: SourceView,
    pub revision: u32,
    /// Why it was revised.
    pub reason: Option<String>,
    pub recorded_by: String,
    pub recorded_at: String,
    /// Every revision from the same source, oldest first.
    pub revisions: Vec<RevisionView>,
    pub submission: Option<SubmissionTrail>,
    pub import: Option<ImportView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RevisionView {
    pub id: i64,
    pub revision: u32,
    pub value: Option<String>,
    pub missing: Option<String>,
    pub reason: Option<String>,
    pub recorded_by: String,
    pub recorded_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SubmissionTrail {
    pub id: i64,
    pub round: i64,
    pub round_title: String,
    /// 历史数据补录.
    pub history: bool,
    pub unit: String,
    pub unit_name: String,
    /// Whether the asker may open the submission; only then are the changes told.
    pub can_read: bool,
    pub changes: Vec<ChangeView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportView {
    pub id: i64,
    pub file_name: String,
    pub source: String,
    /// Of the file; null for who does not see all figures.
    pub sha256: Option<String>,
    pub imported_by: String,
    pub imported_at: String,
}
