//! Table `imports`.

use sea_orm::entity::prelude::*;

/// A file of figures brought in.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub file_name: String,
    pub sha256: String,
    /// What the bureau calls the source of the file.
    pub source: String,
    /// Rows that became observations.
    pub recorded: i64,
    /// Rows equal to what was known.
    pub skipped: i64,
    pub imported_by: String,
    pub imported_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
