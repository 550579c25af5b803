//! Table `warnings`.

use sea_orm::entity::prelude::*;

/// A warning as it stands.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "warnings")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan: String,
    pub kind: String,
    /// `indicator:H03`, as `monitoring` writes it.
    pub subject: String,
    pub area: String,
    pub breakdown: String,
    pub period: String,
    pub rule: String,
    pub severity: String,
    /// raised, resolved or withdrawn.
    pub state: String,
    pub since: String,
    pub reason: String,
    pub reason_en: String,
    /// Pairs of name and figure, as JSON; so are domains and units.
    pub numbers: String,
    pub indicator: Option<String>,
    pub target: Option<String>,
    pub domains: String,
    pub units: String,
    /// When it was last raised.
    pub raised_at: String,
    pub changed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
