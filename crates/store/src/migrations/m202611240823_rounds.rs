//! Rounds, the submissions of their units, and what stands in the cells.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE rounds (
    id {id},
    plan TEXT NOT NULL,
    period TEXT NOT NULL,
    title TEXT NOT NULL,
    due TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    opened_by TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    closed_by TEXT,
    closed_at TEXT,
    close_reason TEXT
);
CREATE TABLE submissions (
    id {id},
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    plan TEXT NOT NULL,
    period TEXT NOT NULL,
    unit TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted', 'reviewed', 'accepted', 'returned')),
    version BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (round_id, unit)
);
CREATE INDEX submissions_asked ON submissions (plan, period, unit);
CREATE INDEX submissions_unit ON submissions (unit, state);
CREATE TABLE submission_events (
    id {id},
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    entries_digest TEXT NOT NULL
);
CREATE INDEX submission_events_submission ON submission_events (submission_id, id);
CREATE TABLE entries (
    id {id},
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    cell TEXT NOT NULL,
    value TEXT,
    missing TEXT,
    note TEXT,
    version BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    CHECK (value IS NULL OR missing IS NULL),
    UNIQUE (submission_id, cell)
);
CREATE TABLE entry_history (
    id {id},
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    cell TEXT NOT NULL,
    version BIGINT NOT NULL,
    value TEXT,
    missing TEXT,
    note TEXT,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (submission_id, cell, version)
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["submission_events", "entry_history"]).await
    }
}
