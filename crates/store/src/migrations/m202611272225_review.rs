//! Review: questions on cells, corrections of accepted forms, signatures, what a reviewer has looked at, second factors,
//! hand-overs. A submission has more states; the table no longer lists them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &str = "
CREATE TABLE questions (
    id {id},
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    cell TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'return')),
    text TEXT NOT NULL,
    cell_version BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_role TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
CREATE INDEX questions_submission ON questions (submission_id, id);
CREATE TABLE question_events (
    id {id},
    question_id BIGINT NOT NULL REFERENCES questions (id),
    deed TEXT NOT NULL CHECK (deed IN ('answer', 'settle')),
    text TEXT,
    actor TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX question_events_question ON question_events (question_id, id);
CREATE TABLE corrections (
    id {id},
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    cells TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL
);
CREATE INDEX corrections_submission ON corrections (submission_id, id);
CREATE TABLE correction_events (
    id {id},
    correction_id BIGINT NOT NULL REFERENCES corrections (id),
    deed TEXT NOT NULL CHECK (deed IN ('grant', 'refuse', 'finish')),
    reason TEXT,
    actor TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX correction_events_correction ON correction_events (correction_id, id);
CREATE TABLE signatures (
    id {id},
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    kind TEXT NOT NULL CHECK (kind IN ('scan', 'factor')),
    entries_digest TEXT NOT NULL,
    signer TEXT NOT NULL,
    file_name TEXT,
    file_sha256 TEXT,
    media_type TEXT,
    bytes BIGINT,
    signed_by TEXT NOT NULL,
    signed_at TEXT NOT NULL,
    CHECK ((kind = 'scan') = (file_sha256 IS NOT NULL))
);
CREATE INDEX signatures_submission ON signatures (submission_id, id);
CREATE TABLE looks (
    id {id},
    user_name TEXT NOT NULL,
    submission_id BIGINT NOT NULL REFERENCES submissions (id),
    at TEXT NOT NULL,
    UNIQUE (user_name, submission_id)
);
CREATE INDEX looks_submission ON looks (submission_id);
CREATE TABLE second_factors (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    secret TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    last_step BIGINT NOT NULL,
    failed_attempts BIGINT NOT NULL,
    locked_until TEXT,
    created_at TEXT NOT NULL
);
CREATE TABLE handovers (
    id {id},
    from_user TEXT NOT NULL,
    to_user TEXT NOT NULL,
    unit TEXT NOT NULL,
    reason TEXT NOT NULL,
    submissions TEXT NOT NULL,
    handed_by TEXT NOT NULL,
    handed_at TEXT NOT NULL
);
";

const APPEND_ONLY: [&str; 6] =
    ["questions", "question_events", "corrections", "correction_events", "signatures", "handovers"];

/// SQLite drops no constraint, and to make `submissions` anew every table that refers to it would have to step aside. Its
/// own way for changes that touch no row is the text of the schema: <https://sqlite.org/lang_altertable.html>, section 7.
const SQLITE: [&str; 3] = [
    "PRAGMA writable_schema = ON",
    "UPDATE sqlite_master SET sql = replace(sql, \
     ' CHECK (state IN (''draft'', ''submitted'', ''reviewed'', ''accepted'', ''returned''))', '') \
     WHERE type = 'table' AND name = 'submissions'",
    "PRAGMA writable_schema = RESET",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run(manager, TABLES).await?;
        super::append_only(manager, &APPEND_ONLY).await?;
        let connection = manager.get_connection();
        match connection.get_database_backend() {
            DbBackend::Sqlite => {
                for sql in SQLITE {
                    connection.execute_unprepared(sql).await?;
                }
                Ok(())
            }
            _ => super::run(manager, "ALTER TABLE submissions DROP CONSTRAINT submissions_state_check").await,
        }
    }
}
