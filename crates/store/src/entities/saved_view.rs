//! Table `saved_views`.

use sea_orm::entity::prelude::*;

/// What somebody asks of a plan's database again and again, under a title of their own.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_views")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan: String,
    pub owner: String,
    pub title: String,
    /// As it stands in the page's address.
    pub query: String,
    pub shared: bool,
    pub saved_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
