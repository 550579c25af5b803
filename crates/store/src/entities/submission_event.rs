//! Table `submission_events`.

use sea_orm::entity::prelude::*;

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "submission_events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    pub action: String,
    pub from_state: String,
    pub to_state: String,
    pub at: String,
    pub actor: String,
    pub reason: Option<String>,
    /// SHA-256 of the entries as they then were.
    pub entries_digest: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
