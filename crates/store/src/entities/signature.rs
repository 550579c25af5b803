//! Table `signatures`.

use sea_orm::entity::prelude::*;

/// A unit signed its form.
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signatures")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub submission_id: i64,
    /// `scan` of a signed and stamped sheet, or `factor`: by name and second factor.
    pub kind: String,
    /// SHA-256 of the entries that were signed.
    pub entries_digest: String,
    /// Who signed, as written.
    pub signer: String,
    pub file_name: Option<String>,
    pub file_sha256: Option<String>,
    pub media_type: Option<String>,
    pub bytes: Option<i64>,
    pub signed_by: String,
    pub signed_at: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
