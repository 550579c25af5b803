//! Table `entries`.

use sea_orm::entity::prelude::*;

/// The present content of one cell.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    pub cell: String,
    /// Exact decimal.
    pub value: Option<String>,
    pub missing: Option<String>,
    pub note: Option<String>,
    /// 1 for the first.
    pub version: i64,
    pub updated_at: String,
    pub updated_by: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
