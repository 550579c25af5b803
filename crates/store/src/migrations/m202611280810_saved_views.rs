//! Views of the database that people keep: what is asked and how it is shown, for themselves or for all.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE saved_views (
    id {id},
    plan TEXT NOT NULL,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    query TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    saved_at TEXT NOT NULL,
    UNIQUE (plan, owner, title)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await
    }
}
