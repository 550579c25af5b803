//! Table `observations`.

use sea_orm::entity::prelude::*;

/// One revision of one figure from one source.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// `item` or `indicator`.
    pub subject_kind: String,
    pub subject_code: String,
    pub area: String,
    pub period: String,
    pub breakdown: String,
    /// Exact decimal; absent exactly when `missing` is present.
    pub value: Option<String>,
    pub missing: Option<String>,
    pub obs_status: String,
    pub conf_status: String,
    pub source: String,
    /// Exactly one of `submission_id` (with `unit`) and `import_id` is present.
    pub submission_id: Option<i64>,
    pub unit: Option<String>,
    pub import_id: Option<i64>,
    pub revision: i64,
    /// Why the figure was revised.
    pub reason: Option<String>,
    pub recorded_by: String,
    pub recorded_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
