//! Observations and the imports that some of them came with.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE imports (
    id {id},
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    source TEXT NOT NULL,
    recorded BIGINT NOT NULL,
    skipped BIGINT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TEXT NOT NULL
);
CREATE TABLE observations (
    id {id},
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('item', 'indicator')),
    subject_code TEXT NOT NULL,
    area TEXT NOT NULL,
    period TEXT NOT NULL,
    breakdown TEXT NOT NULL,
    value TEXT,
    missing TEXT,
    obs_status TEXT NOT NULL,
    conf_status TEXT NOT NULL,
    source TEXT NOT NULL,
    submission_id BIGINT REFERENCES submissions (id),
    unit TEXT,
    import_id BIGINT REFERENCES imports (id),
    revision BIGINT NOT NULL,
    reason TEXT,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CHECK ((value IS NULL) <> (missing IS NULL)),
    CHECK ((submission_id IS NULL) <> (import_id IS NULL)),
    CHECK ((submission_id IS NULL) = (unit IS NULL)),
    CHECK (revision = 1 OR reason IS NOT NULL),
    UNIQUE (subject_kind, subject_code, area, period, breakdown, source, revision)
);
CREATE INDEX observations_source ON observations (source, period);
CREATE INDEX observations_submission ON observations (submission_id);
CREATE INDEX observations_import ON observations (import_id);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["imports", "observations"]).await
    }
}
