//! Table `saves`.

use sea_orm::entity::prelude::*;

/// One save that was made, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saves")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// As its client chose it.
    pub save_id: String,
    pub submission_id: i64,
    /// SHA-256 of who asked for what.
    pub request_digest: String,
    /// JSON: cells with the version that each had afterwards.
    pub cells: String,
    pub made_at: String,
    pub made_by: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
