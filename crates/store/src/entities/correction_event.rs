//! Table `correction_events`.

use sea_orm::entity::prelude::*;

/// What became of a request for correction.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction_events")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub correction_id: i64,
    /// `grant`, `refuse` or `finish`.
    pub deed: String,
    pub reason: Option<String>,
    pub actor: String,
    pub at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
