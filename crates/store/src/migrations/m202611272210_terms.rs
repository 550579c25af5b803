//! The terms of a round: rounds opened before ask for neither evaluation nor signature.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: &str = "
ALTER TABLE rounds ADD COLUMN evaluation BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE rounds ADD COLUMN signature TEXT NOT NULL DEFAULT 'none'
    CHECK (signature IN ('none', 'optional', 'required'));
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, COLUMNS).await
    }
}
