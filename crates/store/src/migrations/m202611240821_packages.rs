//! Imported packages, and the units that the office has confirmed.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE packages (
    id {id},
    kind TEXT NOT NULL CHECK (kind IN ('catalogue', 'plan')),
    code TEXT NOT NULL,
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    files TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TEXT NOT NULL
);
CREATE INDEX packages_code ON packages (kind, code, id);
CREATE TABLE confirmations (
    id {id},
    plan TEXT NOT NULL,
    unit TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (plan, unit)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["packages", "confirmations"]).await
    }
}
