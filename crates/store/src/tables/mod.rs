//! Reads and writes, a noun a file. Reads take the store; writes also take who does it and the time, and leave a link
//! in the audit chain in the same transaction.

pub mod bulk;
pub mod confirmations;
pub mod corrections;
pub mod courses;
pub mod entries;
pub mod exports;
pub mod factors;
pub mod handovers;
pub mod imports;
pub mod looks;
pub mod observations;
pub mod packages;
pub mod proposals;
pub mod questions;
pub mod ratings;
pub mod reports;
pub mod rounds;
pub mod saved_views;
pub mod saves;
pub mod sessions;
pub mod settings;
pub mod signatures;
pub mod submissions;
pub mod templates;
pub mod users;
pub mod warnings;
pub mod withholdings;

mod steps;

use heng_base::problem::{Kind, Problem, kinds};
use heng_collection::entry::LONGEST;

use crate::error::{Error, Result};

/// What is looked for and is not there.
fn absent(what_zh: &str, what_en: &str, key: impl ToString) -> Error {
    Problem::new(&kinds::RECORD_MISSING).with("what_zh", what_zh).with("what_en", what_en).with("key", key).into()
}

/// Refuses an empty reason, and one that is too long.
fn said(reason: &str) -> Result<String> {
    match reason.trim() {
        "" => Err(Problem::new(&kinds::REASON_MISSING).into()),
        text => bounded(text),
    }
}

/// What somebody wrote, if it is not longer than the pages let it be; it is kept for good.
fn bounded(text: &str) -> Result<String> {
    match text.chars().count() {
        long if long > LONGEST => {
            Err(Problem::new(&kinds::REASON_LONG).with("value", long).with("most", LONGEST).into())
        }
        _ => Ok(text.to_owned()),
    }
}

/// A code or number read from a row; what cannot be read was not written by this store.
fn stored<T, E>(text: &str, parsed: std::result::Result<T, E>) -> Result<T> {
    parsed.map_err(|_| Error::damaged(format!("“{text}” in the database")))
}

fn refuse(kind: &'static Kind, name: &'static str, value: impl ToString) -> Error {
    Problem::new(kind).with(name, value).into()
}
