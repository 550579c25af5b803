//! Why a case was not done.

use heng_base::problem::{Kind, Problem, kinds};
use heng_store::error::Error;

#[derive(Debug)]
pub enum Failure {
    /// What was asked is wrong or not allowed: every problem that was found.
    Refused(Vec<Problem>),
    /// The database or the disk does not answer or is full: nothing was written. For the log, never for a client.
    Unavailable(String),
    /// The system failed: what was tried and what it said, for the log, never for a client.
    System(String),
}

pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub fn system(what: impl ToString) -> Self {
        Self::System(what.to_string())
    }

    /// The sessions lie in the database: what goes wrong with them is its fault.
    pub fn unavailable(what: impl ToString) -> Self {
        Self::Unavailable(what.to_string())
    }

    pub fn new(kind: &'static Kind) -> Self {
        Problem::new(kind).into()
    }

    /// What is looked for and is not there.
    pub fn absent(what_zh: &str, what_en: &str, key: impl ToString) -> Self {
        Problem::new(&kinds::RECORD_MISSING).with("what_zh", what_zh).with("what_en", what_en).with("key", key).into()
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}

impl From<Vec<Problem>> for Failure {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(problems)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(problems) => Self::Refused(problems),
            Error::Database(_) | Error::File { .. } => Self::Unavailable(error.to_string()),
            Error::Damaged(_) => Self::System(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_unavailable_and_a_changed_file_is_not() {
        let error = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert!(matches!(Error::File { path: "x".into(), error }.into(), Failure::Unavailable(_)));
        assert!(matches!(Error::Damaged("x".to_owned()).into(), Failure::System(_)));
    }
}
