//! Ratings of qualitative objectives.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE ratings (
    id {id},
    plan TEXT NOT NULL,
    objective TEXT NOT NULL,
    year BIGINT NOT NULL,
    level TEXT NOT NULL,
    level_name TEXT NOT NULL,
    evidence TEXT NOT NULL,
    rated_by TEXT NOT NULL,
    rated_at TEXT NOT NULL
);
CREATE INDEX ratings_objective ON ratings (plan, objective, year, id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["ratings"]).await
    }
}
