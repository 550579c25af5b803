//! Table `releases`.

use sea_orm::entity::prelude::*;

/// A data release.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "releases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub plan: String,
    /// `preliminary` or `final`.
    pub status: String,
    pub observations: i64,
    pub indicator_values: i64,
    /// Observations after this id are not in it.
    pub last_observation: i64,
    pub supersedes: Option<i64>,
    pub manifest_sha256: String,
    /// Head of the audit chain when it was made.
    pub audit_sequence: i64,
    pub audit_hash: String,
    pub created_by: String,
    pub created_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
