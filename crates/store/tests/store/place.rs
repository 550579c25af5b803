//! A database of its own for each test and kind.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use heng_store::engine::Store;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr};

pub struct Place {
    pub url: String,
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl Place {
    async fn new(url: String, folder: tempfile::TempDir) -> Self {
        let store = Store::open(&url, &folder.path().join("files")).await.unwrap();
        Self { url, folder, store }
    }

    pub fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// A connection that knows nothing of Heng.
    pub async fn raw(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }

    /// Statements as an intruder would run them, with the append-only triggers of the table out of the way.
    pub async fn tamper(&self, table: &str, sql: &str) {
        let raw = self.raw().await;
        let triggers = match raw.get_database_backend() {
            DbBackend::Sqlite => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete"),
            _ => format!("ALTER TABLE {table} DISABLE TRIGGER USER"),
        };
        raw.execute_unprepared(&triggers).await.unwrap();
        raw.execute_unprepared(sql).await.unwrap();
        raw.close().await.unwrap();
    }
}

/// Runs a test on a database of its own: on SQLite, or on the PostgreSQL server that `HENG_TEST_POSTGRES` names.
pub async fn on_each(test: impl AsyncFn(&Place)) {
    let folder = tempfile::tempdir().unwrap();
    let Ok(server) = std::env::var("HENG_TEST_POSTGRES") else {
        let url = format!("sqlite:{}", folder.path().join("数据 100%.db").display());
        return test(&Place::new(url, folder).await).await;
    };
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("heng_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    let place = Place::new(format!("{base}/{name}"), folder).await;
    test(&place).await;
    place.store.close().await.unwrap();
    drop_database(&admin, &name).await.unwrap();
}

async fn drop_database(admin: &DatabaseConnection, name: &str) -> Result<(), DbErr> {
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.map(drop)
}
