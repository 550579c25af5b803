//! Warnings, what became of each, and what they were last computed from.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE warnings (
    id {id},
    plan TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    area TEXT NOT NULL,
    breakdown TEXT NOT NULL,
    period TEXT NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('raised', 'resolved', 'withdrawn')),
    since TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    numbers TEXT NOT NULL,
    indicator TEXT,
    target TEXT,
    domains TEXT NOT NULL,
    units TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    UNIQUE (plan, kind, subject, area, breakdown, period)
);
CREATE TABLE warning_events (
    id {id},
    warning_id BIGINT NOT NULL REFERENCES warnings (id),
    deed TEXT NOT NULL CHECK (deed IN ('raise', 'keep', 'resolve', 'withdraw', 'acknowledge')),
    severity TEXT NOT NULL,
    reason TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    note TEXT,
    actor TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX warning_events_warning ON warning_events (warning_id, id);
CREATE TABLE warning_bases (
    plan TEXT PRIMARY KEY,
    package BIGINT NOT NULL,
    observation BIGINT NOT NULL,
    step BIGINT NOT NULL,
    day TEXT NOT NULL,
    computed_at TEXT NOT NULL
);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["warning_events"]).await
    }
}
