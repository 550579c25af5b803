//! Table `confirmations`.

use sea_orm::entity::prelude::*;

/// A unit of a plan confirmed by the office.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan: String,
    pub unit: String,
    pub confirmed_by: String,
    pub confirmed_at: String,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
