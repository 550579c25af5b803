//! Why a case was not done.

use heng_base::problem::{Kind, Problem, kinds};
use heng_store::error::Error;

#[derive(Debug)]
pub enum Failure {
    /// What was asked is wrong or not allowed: every problem that was found.
    Refused(Vec<Problem>),
    /// The system failed: what was tried and what it said, for the log, never for a client.
    System(String),
}

pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub fn system(what: impl ToString) -> Self {
        Self::System(what.to_string())
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
            other => Self::System(other.to_string()),
        }
    }
}
