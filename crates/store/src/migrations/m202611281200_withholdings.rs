//! What disclosure control withheld, each time that it was computed: later computations are held against it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE withholdings (
    id {id},
    catalogue TEXT NOT NULL,
    package BIGINT NOT NULL,
    observation BIGINT NOT NULL,
    figures BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    computed_at TEXT NOT NULL,
    UNIQUE (catalogue, package, observation)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["withholdings"]).await
    }
}
