use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::place::on_each;
use crate::world;

/// Tables that hold how things stand now; what led there is in the tables beside them. Every other one keeps history, so
/// that a new table is append-only until it is named here.
const STANDING: [&str; 11] = [
    "entries",
    "looks",
    "rounds",
    "saved_views",
    "second_factors",
    "seaql_migrations",
    "sessions",
    "submissions",
    "users",
    "warning_bases",
    "warnings",
];

/// Tables of the database, each with its first column.
async fn tables(raw: &DatabaseConnection) -> Vec<(String, String)> {
    let sql = match raw.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT m.name AS name, (SELECT c.name FROM pragma_table_info(m.name) c WHERE c.cid = 0) AS first \
             FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1"
        }
        _ => {
            "SELECT table_name::text AS name, column_name::text AS first FROM information_schema.columns \
             WHERE table_schema = current_schema() AND ordinal_position = 1 ORDER BY 1"
        }
    };
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "first").unwrap())).collect()
}

#[tokio::test]
async fn history_cannot_be_changed_or_removed() {
    on_each(async |place| {
        world::lived(&place.store).await;
        let raw = place.raw().await;
        let tables = tables(&raw).await;
        let names: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
        assert!(STANDING.iter().all(|name| names.contains(name)), "{names:?}");
        for (table, column) in tables.iter().filter(|(name, _)| !STANDING.contains(&name.as_str())) {
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
