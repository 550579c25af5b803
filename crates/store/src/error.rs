//! Why the store did not do it.

use std::fmt;
use std::path::PathBuf;

use heng_base::problem::Problem;
use sea_orm::DbErr;

/// Nothing has been written when one is returned.
#[derive(Debug)]
pub enum Error {
    /// What was asked is wrong; every problem that was found.
    Refused(Vec<Problem>),
    Database(DbErr),
    File {
        path: PathBuf,
        error: std::io::Error,
    },
    /// What is stored cannot be what was written: a hash that differs, a code that is none.
    Damaged(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn damaged(what: impl fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(problems) => {
                let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::Database(error) => write!(f, "database: {error}"),
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Damaged(what) => write!(f, "stored data is damaged: {what}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}

impl From<Vec<Problem>> for Error {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(problems)
    }
}
