//! Ratings of qualitative objectives.

use serde::Serialize;
use utoipa::ToSchema;

/// By what scale an objective is rated, and how it was.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RatingsView {
    /// The lowest first.
    pub levels: Vec<LevelView>,
    /// Newest first; of a year the first counts.
    pub ratings: Vec<RatingView>,
    /// Years that may be rated, the last first.
    pub years: Vec<i32>,
    pub can_rate: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LevelView {
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// What the evidence must show.
    pub criterion: String,
    pub criterion_en: Option<String>,
    /// 拟定.
    pub proposed: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RatingView {
    pub id: i64,
    pub objective: String,
    pub year: i32,
    pub level: String,
    /// As the level was called when it was given.
    pub level_name: String,
    pub evidence: String,
    pub rated_by: String,
    pub rated_at: String,
    /// A later one of the same year counts instead.
    pub replaced: bool,
}
