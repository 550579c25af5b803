//! Table `catalogue_decisions`.

use sea_orm::entity::prelude::*;

/// What became of a proposal; one each.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "catalogue_decisions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub proposal_id: i64,
    /// approve, reject or withdraw.
    pub deed: String,
    pub reason: String,
    /// The package that came of an approval.
    pub package_id: Option<i64>,
    pub actor: String,
    pub at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
