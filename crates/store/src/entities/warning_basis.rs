//! Table `warning_bases`.

use sea_orm::entity::prelude::*;

/// What a plan's warnings were last computed from.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "warning_bases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan: String,
    /// The last import of a package, the last observation, and the last event of the audit chain about rounds and
    /// submissions.
    pub package: i64,
    pub observation: i64,
    pub step: i64,
    /// The day of the office.
    pub day: String,
    pub computed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
