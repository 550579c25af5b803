//! Table `second_factors`.

use sea_orm::entity::prelude::*;

/// The secret by which a user's device makes codes.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: i64,
    /// Base32; never leaves the store but to check a code.
    pub secret: String,
    /// A first code has shown that the device holds it.
    pub active: bool,
    /// The last time step whose code was taken: none is taken twice.
    pub last_step: i64,
    /// Since the last success.
    pub failed_attempts: i64,
    pub locked_until: Option<String>,
    pub created_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
