//! Entries: one current row a cell, every version kept.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use heng_collection::entry::Entry;
use heng_collection::form::CellId;
use heng_collection::submission::{Action, Role, next};
use rust_decimal::Decimal;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Unchanged},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set,
};
use sha2::{Digest, Sha256};

use super::{corrections, stored, submissions};
use crate::engine::{Actor, Store, Write};
use crate::entities::entry::{ActiveModel, Column, Entity};
use crate::entities::entry_history;
use crate::error::Result;

pub type Row = crate::entities::entry::Model;
pub type Version = entry_history::Model;

/// A cell to be written, with the version that its writer saw; 0 for a cell that had none.
#[derive(Debug, Clone)]
pub struct Edit {
    pub entry: Entry,
    pub seen: i64,
}

impl Row {
    /// The row as an entry.
    pub fn entry(&self) -> Result<Entry> {
        let value = self.value.as_deref();
        Ok(Entry {
            cell: stored(&self.cell, CellId::parse(&self.cell))?,
            value: value.map(|text| stored(text, Decimal::from_str_exact(text))).transpose()?,
            missing: self.missing.clone(),
            note: self.note.clone(),
        })
    }

    fn holds(&self, entry: &Entry) -> bool {
        self.value == text(entry) && self.missing == entry.missing && self.note == entry.note
    }
}

fn text(entry: &Entry) -> Option<String> {
    entry.value.map(|v| v.to_string())
}

/// The entries of a submission by cell.
pub async fn list(store: &Store, submission: i64) -> Result<Vec<Row>> {
    of(store.reader(), submission).await
}

/// The entries of each of these submissions, by cell; one without entries is absent.
pub async fn of_all(store: &Store, submissions: &[i64]) -> Result<BTreeMap<i64, Vec<Row>>> {
    let rows = Entity::find().filter(Column::SubmissionId.is_in(submissions.iter().copied())).all(store.reader());
    let mut rows = rows.await?;
    rows.sort_by(|a, b| a.cell.cmp(&b.cell));
    let mut all: BTreeMap<i64, Vec<Row>> = BTreeMap::new();
    for row in rows {
        all.entry(row.submission_id).or_default().push(row);
    }
    Ok(all)
}

pub(super) async fn of(on: &impl ConnectionTrait, submission: i64) -> Result<Vec<Row>> {
    let rows = Entity::find().filter(Column::SubmissionId.eq(submission)).all(on);
    // Sorted here: databases order text by collations of their own.
    let mut rows = rows.await?;
    rows.sort_by(|a, b| a.cell.cmp(&b.cell));
    Ok(rows)
}

/// How many versions the cells of a submission have had: any save that changes something makes it grow.
pub async fn versions(store: &Store, submission: i64) -> Result<u64> {
    let all = entry_history::Entity::find().filter(entry_history::Column::SubmissionId.eq(submission));
    Ok(all.count(store.reader()).await?)
}

/// Every version of one cell, oldest first.
pub async fn history(store: &Store, submission: i64, cell: &CellId) -> Result<Vec<Version>> {
    let rows = entry_history::Entity::find()
        .filter(entry_history::Column::SubmissionId.eq(submission))
        .filter(entry_history::Column::Cell.eq(cell.to_string()))
        .order_by_asc(entry_history::Column::Version);
    Ok(rows.all(store.reader()).await?)
}

/// SHA-256 of what stands in the cells; by it the audit chain binds the entries of a submission.
pub fn digest(rows: &[Row]) -> String {
    let cells: Vec<_> = rows.iter().map(|r| (&r.cell, &r.value, &r.missing, &r.note)).collect();
    format!("{:x}", Sha256::digest(serde_json::json!(cells).to_string()))
}

/// Writes cells, all or none, and returns all entries of the submission. A cell that someone else has changed since is
/// refused as stale, all such cells together; a cell that stays as it is gets no new version. The state must allow `role`
/// to save, and the round must be open. That the cells are of the form is the caller's to see to.
pub async fn save(
    store: &Store,
    who: &Actor,
    now: &str,
    submission: i64,
    role: Role,
    edits: &[Edit],
) -> Result<Vec<Row>> {
    let write = store.begin(who, now).await?;
    let rows = self::write(&write, submission, role, edits).await?;
    write.commit_entries().await?;
    Ok(rows)
}

/// The same within a write that is not committed here.
pub(super) async fn write(write: &Write, submission: i64, role: Role, edits: &[Edit]) -> Result<Vec<Row>> {
    let head = submissions::movable(write, submission).await?;
    next(head.state()?, Action::Save, role)?;
    corrections::only_opened(write, &head, edits).await?;
    let mut held = of(write.on(), submission).await?;
    let problems = stale(&held, edits);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    for Edit { entry, .. } in edits {
        let cell = entry.cell.to_string();
        let at = held.iter().position(|row| row.cell == cell);
        if at.is_some_and(|at| held[at].holds(entry)) {
            continue;
        }
        let row = put(write, submission, at.map(|at| &held[at]), entry).await?;
        match at {
            Some(at) => held[at] = row,
            None => held.push(row),
        }
    }
    submissions::touch(write, head).await?;
    held.sort_by(|a, b| a.cell.cmp(&b.cell));
    Ok(held)
}

/// Puts back what stood in cells at a moment, each as a new version where something else stands in it now; returns all
/// entries of the submission.
pub(super) async fn restore(write: &Write, submission: i64, cells: &[CellId], at: &str) -> Result<Vec<Row>> {
    let held = of(write.on(), submission).await?;
    for cell in cells {
        let name = cell.to_string();
        let Some(row) = held.iter().find(|row| row.cell == name) else { continue };
        let before = entry_history::Entity::find()
            .filter(entry_history::Column::SubmissionId.eq(submission))
            .filter(entry_history::Column::Cell.eq(&name))
            .filter(entry_history::Column::UpdatedAt.lte(at))
            .order_by_desc(entry_history::Column::Version);
        let before = before.one(write.on()).await?;
        let value = before.as_ref().and_then(|version| version.value.as_deref());
        let entry = Entry {
            cell: cell.clone(),
            value: value.map(|text| stored(text, Decimal::from_str_exact(text))).transpose()?,
            missing: before.as_ref().and_then(|version| version.missing.clone()),
            note: before.and_then(|version| version.note),
        };
        if !row.holds(&entry) {
            put(write, submission, Some(row), &entry).await?;
        }
    }
    of(write.on(), submission).await
}

/// Whether a cell stands as it would be written.
pub(super) fn stands(held: &[Row], edit: &Edit) -> bool {
    let cell = edit.entry.cell.to_string();
    held.iter().any(|row| row.cell == cell && row.holds(&edit.entry))
}

fn stale(held: &[Row], edits: &[Edit]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for edit in edits {
        let cell = edit.entry.cell.to_string();
        let current = held.iter().find(|row| row.cell == cell).map_or(0, |row| row.version);
        if edit.seen != current {
            let problem = Problem::new(&kinds::ENTRY_STALE).with("current", current).with("seen", edit.seen);
            problems.push(problem.cell(cell));
        }
    }
    problems
}

/// The next version of a cell, in its row and in the history.
async fn put(write: &Write, submission: i64, held: Option<&Row>, entry: &Entry) -> Result<Row> {
    let version = held.map_or(0, |row| row.version) + 1;
    let row = ActiveModel {
        id: held.map_or(NotSet, |row| Unchanged(row.id)),
        submission_id: Set(submission),
        cell: Set(entry.cell.to_string()),
        value: Set(text(entry)),
        missing: Set(entry.missing.clone()),
        note: Set(entry.note.clone()),
        version: Set(version),
        updated_at: Set(write.now.clone()),
        updated_by: Set(write.who.clone()),
    };
    let row = if held.is_some() { row.update(write.on()).await? } else { row.insert(write.on()).await? };
    let history = entry_history::ActiveModel {
        id: NotSet,
        submission_id: Set(submission),
        cell: Set(row.cell.clone()),
        version: Set(version),
        value: Set(row.value.clone()),
        missing: Set(row.missing.clone()),
        note: Set(row.note.clone()),
        updated_at: Set(row.updated_at.clone()),
        updated_by: Set(row.updated_by.clone()),
    };
    history.insert(write.on()).await?;
    Ok(row)
}
