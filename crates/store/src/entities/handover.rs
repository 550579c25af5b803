//! Table `handovers`.

use sea_orm::entity::prelude::*;

/// A contact person handed over to a successor.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "handovers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub from_user: String,
    pub to_user: String,
    pub unit: String,
    pub reason: String,
    /// JSON array of the submissions that were due.
    pub submissions: String,
    pub handed_by: String,
    pub handed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
