//! Table `questions`.

use sea_orm::entity::prelude::*;

/// A question on a cell, or the mark of a returned one.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "questions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    pub cell: String,
    /// `question` or `return`.
    pub kind: String,
    pub text: String,
    /// Version of the cell that it was said of; 0 for a cell that had none.
    pub cell_version: i64,
    pub asked_by: String,
    pub asked_role: String,
    pub asked_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
