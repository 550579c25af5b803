//! What the server and the commands run with.

use std::path::PathBuf;

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
}

impl Config {
    /// The embedded database below a folder.
    pub fn embedded(data: PathBuf) -> Self {
        let database = format!("sqlite:{}", data.join("heng.db").display());
        Self { data, database, font: None, issuer: None }
    }
}
