//! Table `reports`.

use sea_orm::entity::prelude::*;

/// A report made from a release.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan: String,
    pub kind: String,
    pub year: i32,
    pub release_number: i64,
    pub format: String,
    pub sha256: String,
    pub bytes: i64,
    pub created_by: String,
    pub created_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
