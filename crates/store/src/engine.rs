//! Connections, and the one way to write.

use std::path::{Path, PathBuf};
use std::time::Duration;

use heng_base::problem::{Problem, kinds};
use sea_orm::sqlx::Connection;
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::audit::{self, Event};
use crate::error::{Error, Result};
use crate::files::Files;
use crate::migrations::Migrator;

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a reader waits for a connection. Readers wait for nobody, so one that has to has lost the database.
const READING: Duration = Duration::from_secs(5);

/// Between two tries to open a database that is locked.
const PAUSE: Duration = Duration::from_millis(50);

/// Connections that read, beside the one that writes.
const READERS: u32 = 8;

/// Key of the advisory lock by which writers on PostgreSQL take turns; any number that nobody else uses.
const WRITER_LOCK: i64 = 0x4865_6e67;

/// An open database with its folder of files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    pub files: Files,
}

/// Who does something, as the audit chain will say it: a user's name, or the command that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor(pub String);

/// A write in progress. Dropped without [`Write::commit`], nothing of it happened.
///
/// While one is open no other writer runs, in this process or another: SQLite gives the write lock at `BEGIN
/// IMMEDIATE`, PostgreSQL an advisory lock. So what a write reads stays true until its commit, ids grow in the order of
/// commits, and the audit chain has no forks. Row locks were rejected: two rules for two databases.
pub struct Write {
    transaction: DatabaseTransaction,
    pub(crate) who: String,
    pub(crate) now: String,
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…`, makes the database where it is absent (readable by its owner only), and
    /// brings the schema up to date. Files lie under `files_dir`.
    pub async fn open(url: &str, files_dir: &Path) -> Result<Self> {
        let (writer, reader) = match url.strip_prefix("sqlite:") {
            Some(path) => sqlite(path.strip_prefix("//").unwrap_or(path)).await?,
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                // Writers that wait for the lock would else hold every connection, and reads wait behind them.
                let readers = options(url).acquire_timeout(READING).max_connections(READERS).to_owned();
                let writer = options(url).max_connections(1).to_owned();
                (Database::connect(writer).await?, Database::connect(readers).await?)
            }
            None => return Err(Problem::new(&kinds::DATABASE_URL).into()),
        };
        let store = Self { writer, reader, files: Files::open(files_dir)? };
        let write = store.transaction().await?;
        Migrator::up(&write, None).await?;
        write.commit().await?;
        Ok(store)
    }

    /// Begins a write in the name of `who` at `now`, `2026-03-31T08:00:00.000Z`.
    pub async fn begin(&self, who: &Actor, now: &str) -> Result<Write> {
        if !is_time(now) {
            return Err(Error::damaged(format!("“{now}” is no time like 2026-03-31T08:00:00.000Z")));
        }
        Ok(Write { transaction: self.transaction().await?, who: who.0.clone(), now: now.to_owned() })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.ping().await?)
    }

    /// Where reads go. A read beside a write sees what was committed before it.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Single statements that need neither order nor audit: sessions. On PostgreSQL they wait for no writer.
    pub(crate) fn loose(&self) -> &DatabaseConnection {
        match self.writer.get_database_backend() {
            DbBackend::Postgres => &self.reader,
            _ => &self.writer,
        }
    }

    async fn transaction(&self) -> Result<DatabaseTransaction> {
        let mode = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(mode).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({WRITER_LOCK})")).await?;
        }
        Ok(transaction)
    }

    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

impl Write {
    pub(crate) fn on(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Appends the event to the audit chain and makes everything of this write true. Returns the event's number.
    pub async fn commit(self, event: Event) -> Result<i64> {
        let sequence = audit::append(&self, event).await?;
        self.transaction.commit().await?;
        Ok(sequence)
    }

    /// Commits without a link of the chain: for entries, which have their own history and are bound into the chain by
    /// their digest when the submission moves.
    pub(crate) async fn commit_entries(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }
}

fn is_time(text: &str) -> bool {
    let shape = "0000-00-00T00:00:00.000Z";
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(c, s)| if s == b'0' { c.is_ascii_digit() } else { c == s })
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false).acquire_timeout(PATIENCE);
    options
}

/// One writing connection and readers beside it, in the mode in which a commit that was answered survives a power cut.
async fn sqlite(path: &str) -> Result<(DatabaseConnection, DatabaseConnection)> {
    let path = PathBuf::from(path);
    make_private(&path).map_err(|error| Error::File { path: path.clone(), error })?;
    let connect = |connections: u32| {
        let path = path.clone();
        // The path goes in as it is: in an address `?` and `%` would be read.
        let mut options = options("sqlite:heng.db");
        options.map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(at_rest(connection))));
        options.max_connections(connections).map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .filename(&path)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(PATIENCE)
                // So that INSERT OR REPLACE cannot get round the append-only triggers.
                .pragma("recursive_triggers", "ON")
                // A machine may have no folder for temporary files that the server may write to.
                .pragma("temp_store", "MEMORY")
        });
        options
    };
    Ok((opened(connect(1)).await?, opened(connect(READERS)).await?))
}

/// Connects, again where the database is locked: to go over to WAL a new database is wanted alone, and SQLite does not wait
/// for that as it waits for a writer. So several processes may open a new database at once.
async fn opened(options: ConnectOptions) -> std::result::Result<DatabaseConnection, DbErr> {
    let mut tries = PATIENCE.as_millis() / PAUSE.as_millis();
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if tries > 0 && error.to_string().contains("database is locked") => {
                tries -= 1;
                tokio::time::sleep(PAUSE).await;
            }
            answer => return answer,
        }
    }
}

/// Whether a connection that comes back has ended its transaction; if not, it is closed and another opened. On a full
/// disk SQLite itself rolls back, the driver's own rollback fails for it, and the driver goes on believing that a
/// transaction is open: what later writes commit would be no more than savepoints, acknowledged and lost.
async fn at_rest(connection: &mut SqliteConnection) -> std::result::Result<bool, sea_orm::sqlx::Error> {
    // A dropped transaction's rollback is only queued; the ping comes after it.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// Makes the file, with its folders, readable by its owner only; SQLite gives its side files the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_one_width() {
        assert!(is_time("2026-03-31T08:00:00.000Z"));
        for text in ["2026-03-31T08:00:00Z", "2026-03-31 08:00:00.000Z", "2026-03-31T08:00:00.000+", ""] {
            assert!(!is_time(text), "{text}");
        }
    }
}
