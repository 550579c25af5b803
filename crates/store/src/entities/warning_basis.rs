//! Table `warning_bases`.

use sea_orm::entity::prelude::*;

/// What a plan's warnings were last computed from.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "warning_bases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub plan: String,
    /// Ids of catalogue and plan.
    pub packages: String,
    /// The last of each.
    pub observation: i64,
    pub submission_event: i64,
    /// The day of the office.
    pub day: String,
    pub computed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
