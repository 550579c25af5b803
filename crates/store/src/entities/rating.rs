//! Table `ratings`.

use sea_orm::entity::prelude::*;

/// A qualitative objective of a plan rated for a year; the last row of a year counts.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ratings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan: String,
    pub objective: String,
    pub year: i64,
    /// Code of the level, and its name then.
    pub level: String,
    pub level_name: String,
    pub evidence: String,
    pub rated_by: String,
    pub rated_at: String,
    /// In which role; absent where it was not recorded.
    pub role: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
