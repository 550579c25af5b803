//! A server with a database of its own for each test and kind.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use heng_server::App;
use heng_server::config::Config;
use heng_store::engine::Store;
use sea_orm::{ConnectionTrait, Database};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

pub struct Place {
    pub app: App,
    pub router: Router,
    /// The same database by another door.
    pub store: Store,
    _folder: tempfile::TempDir,
}

impl Place {
    async fn new(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::embedded(folder.path().to_owned());
        config.font = Some(root("crates/report/tests/fonts/chart-subset.otf"));
        config.issuer = Some("妇儿工委办公室".to_owned());
        // However much else runs beside: what is shown until it is decided is a test's own.
        config.patience = std::time::Duration::from_secs(120);
        config.database = database.unwrap_or(config.database);
        let app = App::open(config.clone()).await.unwrap();
        let store = Store::open(&config.database, &folder.path().join("files")).await.unwrap();
        Self { router: heng_server::router(app.clone(), false), app, store, _folder: folder }
    }

    /// Another server over the same database and files.
    pub async fn second(&self) -> Router {
        heng_server::router(App::open(self.app.config().clone()).await.unwrap(), false)
    }
}

/// A path of the repository.
pub fn root(path: &str) -> PathBuf {
    PathBuf::from(ROOT).join(path)
}

/// Runs a test with a database of its own: on SQLite, or on the PostgreSQL server that `HENG_TEST_POSTGRES` names.
pub async fn on_each(test: impl AsyncFn(&Place)) {
    with_database(async |database| test(&Place::new(database).await).await).await;
}

/// Makes a database on that PostgreSQL server and takes it away afterwards; without the server there is none.
pub async fn with_database(test: impl AsyncFn(Option<String>)) {
    let Ok(server) = std::env::var("HENG_TEST_POSTGRES") else { return test(None).await };
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("heng_api_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    test(Some(format!("{base}/{name}"))).await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}
