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
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
