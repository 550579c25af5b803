//! Table `audit_events`.

use sea_orm::entity::prelude::*;

/// A link of the audit chain.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i64,
    pub at: String,
    pub actor: String,
    /// `noun.verb`.
    pub action: String,
    pub subject: String,
    /// Canonical JSON.
    pub details: String,
    pub previous_hash: String,
    pub hash: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
