//! Table `corrections`.

use sea_orm::entity::prelude::*;

/// What a unit asks to correct in an accepted form.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "corrections")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    /// JSON array of cells.
    pub cells: String,
    pub reason: String,
    pub asked_by: String,
    pub asked_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
