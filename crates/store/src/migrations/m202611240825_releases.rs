//! Releases with their files, and the reports made from them.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE releases (
    number BIGINT PRIMARY KEY,
    plan TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('preliminary', 'final')),
    observations BIGINT NOT NULL,
    indicator_values BIGINT NOT NULL,
    last_observation BIGINT NOT NULL,
    supersedes BIGINT REFERENCES releases (number),
    manifest_sha256 TEXT NOT NULL,
    audit_sequence BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX releases_plan ON releases (plan, number);
CREATE INDEX releases_supersedes ON releases (supersedes);
CREATE TABLE release_files (
    release_number BIGINT NOT NULL REFERENCES releases (number),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    PRIMARY KEY (release_number, name)
);
CREATE TABLE reports (
    id {id},
    plan TEXT NOT NULL,
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    release_number BIGINT NOT NULL REFERENCES releases (number),
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX reports_plan ON reports (plan, id);
CREATE INDEX reports_release ON reports (release_number);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["releases", "release_files", "reports"]).await
    }
}
