//! What the server and the commands run with.

use std::path::PathBuf;
use std::time::Duration;

/// Read once at the start.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the embedded database, of files and of nothing else.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; never printed, for it may hold a password.
    pub database: String,
    /// A font file with Chinese characters for the charts of reports; absent, it is searched for.
    pub font: Option<PathBuf>,
    /// The office named on the cover of reports.
    pub issuer: Option<String>,
    /// The address that people type: what stands before the server may speak HTTPS, which the server itself cannot see.
    pub public_url: Option<String>,
    /// How long an answer waits until it is decided what disclosure control withholds; after that it withholds all that it
    /// may.
    pub patience: Duration,
}

/// Nobody waits longer for a page; a decision takes less wherever few figures are new.
pub const PATIENCE: Duration = Duration::from_secs(2);

impl Config {
    /// The embedded database below a folder.
    pub fn embedded(data: PathBuf) -> Self {
        let database = format!("sqlite:{}", data.join("heng.db").display());
        Self { data, database, font: None, issuer: None, public_url: None, patience: PATIENCE }
    }

    /// Browsers reach the server by HTTPS.
    pub fn secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }
}
