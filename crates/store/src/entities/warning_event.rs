//! Table `warning_events`.

use sea_orm::entity::prelude::*;

/// What became of a warning, or who took note of it.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "warning_events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub warning_id: i64,
    /// raise, keep, resolve, withdraw or acknowledge.
    pub deed: String,
    pub severity: String,
    pub reason: String,
    pub reason_en: String,
    /// Of an acknowledgement.
    pub note: Option<String>,
    pub actor: String,
    pub at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
