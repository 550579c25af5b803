//! Table `leaves`.

use sea_orm::entity::prelude::*;

/// Leave for a unit to hand in later than everyone may; the last row of a unit holds.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "leaves")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub round_id: i64,
    pub unit: String,
    /// Last day, and the moment at which it is over.
    pub until: String,
    pub until_at: String,
    pub reason: String,
    pub granted_by: String,
    pub granted_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
