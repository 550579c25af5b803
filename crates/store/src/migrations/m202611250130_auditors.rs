//! Roles are policy files: the table of users no longer lists them. Audit events are found by subject.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEX: &str = "CREATE INDEX audit_events_subject ON audit_events (subject, sequence);";

/// SQLite drops no constraint: the table is made anew. The sessions, which refer to it, step aside meanwhile.
const SQLITE: &str = "
CREATE TABLE users_anew (
    id {id},
    name TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    unit TEXT,
    active BOOLEAN NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    failed_attempts BIGINT NOT NULL,
    locked_until TEXT,
    last_sign_in TEXT,
    created_at TEXT NOT NULL
);
INSERT INTO users_anew SELECT id, name, display_name, password_hash, role, unit, active, must_change_password,
    failed_attempts, locked_until, last_sign_in, created_at FROM users;
CREATE TABLE sessions_aside AS SELECT id, user_id, data, expires_at FROM sessions;
DROP TABLE sessions;
DROP TABLE users;
ALTER TABLE users_anew RENAME TO users;
CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    user_id BIGINT REFERENCES users (id),
    data TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
INSERT INTO sessions SELECT id, user_id, data, expires_at FROM sessions_aside;
DROP TABLE sessions_aside;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, INDEX).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Sqlite => super::run(manager, SQLITE).await,
            _ => super::run(manager, "ALTER TABLE users DROP CONSTRAINT users_role_check").await,
        }
    }
}
