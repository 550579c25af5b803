//! What a round asks beside one plan and one period, and its course: days, pauses, who may be late.
//!
//! Days stand as dates for people; the moments beside them, at which these days begin or are over where the office is, are
//! what the store goes by. Rounds opened before ask one plan about one period and have a last day alone.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
ALTER TABLE rounds ADD COLUMN scheme TEXT;
ALTER TABLE rounds ADD COLUMN since TEXT;
ALTER TABLE rounds ADD COLUMN forms TEXT;
ALTER TABLE rounds ADD COLUMN opens TEXT;
ALTER TABLE rounds ADD COLUMN opens_at TEXT;
ALTER TABLE rounds ADD COLUMN reminds TEXT;
ALTER TABLE rounds ADD COLUMN late_until TEXT;
ALTER TABLE rounds ADD COLUMN stops_at TEXT;
ALTER TABLE rounds ADD COLUMN closes TEXT;
ALTER TABLE rounds ADD COLUMN ends_at TEXT;
ALTER TABLE rounds ADD COLUMN paused_by TEXT;
ALTER TABLE rounds ADD COLUMN paused_at TEXT;
ALTER TABLE rounds ADD COLUMN pause_reason TEXT;
CREATE TABLE round_plans (
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    plan TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (round_id, plan)
);
INSERT INTO round_plans (round_id, plan, place) SELECT id, plan, 0 FROM rounds;
CREATE INDEX round_plans_plan ON round_plans (plan);
CREATE TABLE leaves (
    id {id},
    round_id BIGINT NOT NULL REFERENCES rounds (id),
    unit TEXT NOT NULL,
    until TEXT NOT NULL,
    until_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at TEXT NOT NULL
);
CREATE INDEX leaves_round ON leaves (round_id, unit);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &["leaves", "round_plans"]).await
    }
}
