//! Proposals to change rows of the catalogue, and what became of each.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE catalogue_proposals (
    id {id},
    catalogue TEXT NOT NULL,
    base_package BIGINT NOT NULL REFERENCES packages (id),
    changes TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TEXT NOT NULL
);
CREATE INDEX catalogue_proposals_catalogue ON catalogue_proposals (catalogue, id);
CREATE TABLE catalogue_decisions (
    id {id},
    proposal_id BIGINT NOT NULL UNIQUE REFERENCES catalogue_proposals (id),
    deed TEXT NOT NULL CHECK (deed IN ('approve', 'reject', 'withdraw')),
    reason TEXT NOT NULL,
    package_id BIGINT REFERENCES packages (id),
    actor TEXT NOT NULL,
    at TEXT NOT NULL
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["catalogue_proposals", "catalogue_decisions"]).await
    }
}
