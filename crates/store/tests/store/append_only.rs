use sea_orm::ConnectionTrait;

use crate::place::on_each;
use crate::world;

/// Append-only tables, each with a column of text.
const TABLES: [(&str, &str); 21] = [
    ("audit_events", "actor"),
    ("catalogue_decisions", "deed"),
    ("catalogue_proposals", "reason"),
    ("confirmations", "unit"),
    ("correction_events", "actor"),
    ("corrections", "reason"),
    ("entry_history", "cell"),
    ("handovers", "reason"),
    ("imports", "file_name"),
    ("observations", "area"),
    ("packages", "code"),
    ("question_events", "actor"),
    ("questions", "text"),
    ("release_files", "sha256"),
    ("releases", "plan"),
    ("reports", "kind"),
    ("saves", "save_id"),
    ("settings", "value"),
    ("signatures", "signer"),
    ("submission_events", "actor"),
    ("warning_events", "actor"),
];

#[tokio::test]
async fn history_cannot_be_changed_or_removed() {
    on_each(async |place| {
        world::lived(&place.store).await;
        let raw = place.raw().await;
        for (table, column) in TABLES {
            for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
                let error = raw.execute_unprepared(&sql).await.expect_err(&sql).to_string();
                assert!(error.contains(&format!("{table} is append-only")), "{sql}: {error}");
            }
        }
        // The same statement on a table that may change, so that the above is no fault of the statement.
        raw.execute_unprepared("UPDATE entries SET cell = cell").await.unwrap();
        raw.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn postgres_tables_cannot_be_emptied() {
    on_each(async |place| {
        if place.url.starts_with("sqlite") {
            return;
        }
        world::lived(&place.store).await;
        let raw = place.raw().await;
        let error = raw.execute_unprepared("TRUNCATE audit_events").await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
        raw.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_database_is_its_owners_alone() {
    on_each(async |place| {
        let Some(path) = place.url.strip_prefix("sqlite:") else { return };
        world::lived(&place.store).await;
        for suffix in ["", "-wal", "-shm"] {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(format!("{path}{suffix}")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{suffix}");
        }
    })
    .await;
}
