//! Table `users`.

use sea_orm::entity::prelude::*;

/// Someone who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub display_name: String,
    pub password_hash: String,
    pub role: String,
    pub unit: Option<String>,
    pub active: bool,
    pub must_change_password: bool,
    /// Since the last success.
    pub failed_attempts: i64,
    pub locked_until: Option<String>,
    pub last_sign_in: Option<String>,
    pub created_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
