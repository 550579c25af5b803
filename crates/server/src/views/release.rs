//! Releases and reports.

use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReleaseView {
    pub number: i64,
    pub plan: String,
    /// preliminary (初步) or final (正式).
    pub status: String,
    pub observations: i64,
    pub indicator_values: i64,
    /// Number of the release that it supersedes.
    pub supersedes: Option<i64>,
    /// Of the manifest that the asker may fetch: `manifest.json`, or `public-manifest.json` for whoever sees no more than
    /// what is for everybody; null for them where the release was made before there was one.
    pub manifest_sha256: Option<String>,
    pub created_by: String,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReleaseDetail {
    pub release: ReleaseView,
    /// Years that it judges.
    pub years: Vec<i32>,
    /// `manifest.json` as it lies in the release.
    #[schema(value_type = Object)]
    pub manifest: serde_json::Value,
    pub files: Vec<ReleaseFileView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReleaseFileView {
    pub name: String,
    pub sha256: String,
    pub bytes: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VerificationView {
    pub ok: bool,
    pub files: Vec<CheckedFile>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CheckedFile {
    pub name: String,
    pub ok: bool,
    pub expected: String,
    /// Null when the file is gone.
    pub found: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReportView {
    pub id: i64,
    pub plan: String,
    /// annual or final.
    pub kind: String,
    pub year: i32,
    pub release: i64,
    pub format: String,
    pub bytes: i64,
    pub sha256: String,
    pub created_by: String,
    pub created_at: String,
    pub file_name: String,
}
