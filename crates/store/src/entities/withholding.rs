//! Table `withholdings`.

use sea_orm::entity::prelude::*;

/// One computation of disclosure control.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "withholdings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub catalogue: String,
    /// The import of the catalogue, and the last observation, that it was computed from.
    pub package: i64,
    pub observation: i64,
    /// How many figures were withheld.
    pub figures: i64,
    /// Of the file that lists them.
    pub sha256: String,
    pub computed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
