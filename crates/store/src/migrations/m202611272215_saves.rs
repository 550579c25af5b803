//! Saves by the id that their client gave them, each with the answer it got.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE saves (
    id {id},
    save_id TEXT NOT NULL UNIQUE,
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    request_digest TEXT NOT NULL,
    cells TEXT NOT NULL,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["saves"]).await
    }
}
