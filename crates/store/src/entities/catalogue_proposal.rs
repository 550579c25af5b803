//! Table `catalogue_proposals`.

use sea_orm::entity::prelude::*;

/// Somebody's wish to change rows of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue_proposals")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub catalogue: String,
    /// The package that was in force when it was made.
    pub base_package: i64,
    /// JSON: the changed rows.
    pub changes: String,
    pub reason: String,
    pub proposed_by: String,
    pub proposed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
