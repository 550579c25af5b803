//! Table `packages`.

use sea_orm::entity::prelude::*;

/// One import of a package; the newest of a kind and code is in force.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "packages")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `catalogue` or `plan`.
    pub kind: String,
    pub code: String,
    pub version: String,
    /// SHA-256 of the files.
    pub digest: String,
    /// JSON: path → text.
    pub files: String,
    pub imported_by: String,
    pub imported_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
