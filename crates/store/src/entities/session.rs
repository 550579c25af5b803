//! Table `sessions`.

use sea_orm::entity::prelude::*;

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Set once someone is signed in.
    pub user_id: Option<i64>,
    /// JSON of the web framework.
    pub data: String,
    pub expires_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
