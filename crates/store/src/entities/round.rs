//! Table `rounds`.

use sea_orm::entity::prelude::*;

/// A reporting round.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rounds")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan: String,
    pub period: String,
    pub title: String,
    /// Date, `2026-03-31`.
    pub due: String,
    /// `open` or `closed`.
    pub state: String,
    pub opened_by: String,
    pub opened_at: String,
    pub closed_by: Option<String>,
    pub closed_at: Option<String>,
    pub close_reason: Option<String>,
    /// Whether the evaluation group passes its forms.
    pub evaluation: bool,
    /// `none`, `optional` or `required`.
    pub signature: String,
    /// Code of the scheme by which it was opened.
    pub scheme: Option<String>,
    /// The first of several periods; `period` is the last.
    pub since: Option<String>,
    /// JSON list of `plan/form`; absent, all forms are asked.
    pub forms: Option<String>,
    /// Dates, each with the moment at which the day begins (`opens`) or is over.
    pub opens: Option<String>,
    pub opens_at: Option<String>,
    pub reminds: Option<String>,
    pub late_until: Option<String>,
    pub stops_at: Option<String>,
    pub closes: Option<String>,
    pub ends_at: Option<String>,
    /// Present while it is paused.
    pub paused_by: Option<String>,
    pub paused_at: Option<String>,
    pub pause_reason: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
