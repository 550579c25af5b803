//! Entries of many submissions at once, as the bureau brings them in from a file: all or none, with one link of the chain.

use heng_base::problem::Problem;
use heng_collection::submission::Role;
use serde_json::json;

use super::entries::{self, Edit};
use super::said;
use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::error::{Error, Result};

/// Cells of one submission to be written.
#[derive(Debug, Clone)]
pub struct Batch {
    pub submission: i64,
    /// Whose it is, for what is refused.
    pub unit: String,
    pub edits: Vec<Edit>,
}

/// What is brought in.
#[derive(Debug, Clone)]
pub struct Bulk {
    pub round: i64,
    pub batches: Vec<Batch>,
    /// Name and SHA-256 of the file.
    pub file_name: String,
    pub sha256: String,
    pub reason: String,
}

/// How much was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    pub submissions: usize,
    pub cells: usize,
}

/// Writes the cells, all or none; stale ones of all submissions are refused together. A cell that stands as it would be
/// written is left: what is sent twice is written once, and the second time says so.
pub async fn save(store: &Store, who: &Actor, now: &str, bulk: Bulk) -> Result<Written> {
    let reason = said(&bulk.reason)?;
    let write = store.begin(who, now).await?;
    let (mut problems, mut written): (Vec<Problem>, Written) = Default::default();
    for Batch { submission, unit, edits } in bulk.batches {
        let held = entries::of(write.on(), submission).await?;
        let fresh: Vec<Edit> = edits.into_iter().filter(|edit| !entries::stands(&held, edit)).collect();
        if fresh.is_empty() {
            continue;
        }
        written.submissions += 1;
        written.cells += fresh.len();
        // Entered for the unit: where its reporter could save, this may come in.
        match entries::write(&write, submission, Role::Reporter, &fresh).await {
            Err(Error::Refused(refused)) => problems.extend(refused.into_iter().map(|problem| problem.field(&unit))),
            other => drop(other?),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    if written.cells == 0 {
        return Ok(written);
    }
    let Written { submissions, cells } = written;
    let details = json!({
        "file": bulk.file_name, "sha256": bulk.sha256, "reason": reason, "submissions": submissions, "cells": cells,
    });
    write.commit(Event::new("round.import", bulk.round, details)).await?;
    Ok(written)
}
