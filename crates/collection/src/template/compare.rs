//! What a template would change: for each cell that its writer touched, what stands there, what would, and whether somebody
//! else has changed it since the template was made.
//!
//! Three states are held against one another: the cell when the template was made, as the file has it, and as it stands
//! now. A cell that the writer left as it was is no difference, whatever has become of it since.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::problem::{Problem, kinds};

use super::read::{Filled, Remark};
use super::write::{Part, Shown};
use crate::entry::Entry;
use crate::form::CellId;

/// A cell that the template would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub cell: CellId,
    /// As it stands now; absent where nothing was ever entered.
    pub was: Option<Entry>,
    pub becomes: Entry,
    /// The version that stands now, 0 for none: what is confirmed is confirmed over this.
    pub seen: i64,
    /// The cell has been changed since the template was made.
    pub overtaken: bool,
    /// `sheet!address` in the file that came.
    pub place: String,
}

/// A cell at a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    pub entry: Entry,
    pub version: i64,
}

/// The cells that were touched, in the form's order. `made` holds what stood in each cell when the template was made,
/// `now` what stands there. What could not be read is no difference: it is a fault of its own.
pub fn compare(filled: &Filled, made: &BTreeMap<CellId, Entry>, now: &BTreeMap<CellId, Version>) -> Vec<Difference> {
    let mut found = Vec::new();
    for answer in filled.answers.iter().filter(|answer| answer.shown.unread.is_none()) {
        let becomes = entry(&answer.cell, &answer.shown);
        let held = now.get(&answer.cell);
        let base = made.get(&answer.cell);
        if same(base, &becomes) || same(held.map(|held| &held.entry), &becomes) {
            continue;
        }
        let version = filled.versions.get(&answer.cell.to_string()).copied().unwrap_or_default();
        found.push(Difference {
            cell: answer.cell.clone(),
            was: held.map(|held| held.entry.clone()),
            becomes,
            seen: held.map_or(0, |held| held.version),
            overtaken: held.is_some_and(|held| held.version != version),
            place: format!("{}!{}", answer.sheet, answer.at),
        });
    }
    found
}

/// Whether a cell may be changed, where a correction opened only some.
pub fn is_open(open: Option<&BTreeSet<CellId>>, cell: &CellId) -> bool {
    open.is_none_or(|open| open.contains(cell))
}

/// The differences at cells that may be changed; each other one becomes a remark, as it cannot be taken.
pub fn at_open(filled: &mut Filled, differences: Vec<Difference>, open: Option<&BTreeSet<CellId>>) -> Vec<Difference> {
    let (kept, closed): (Vec<_>, Vec<_>) = differences.into_iter().partition(|one| is_open(open, &one.cell));
    for one in closed {
        let mut problem = Problem::new(&kinds::ENTRY_LOCKED);
        if let Some(answer) = filled.answers.iter().find(|answer| answer.cell == one.cell) {
            (problem.place.sheet, problem.place.cell) = (Some(answer.sheet.clone()), Some(answer.at.to_string()));
        }
        filled.remarks.push(Remark { cell: Some(one.cell), part: Part::Value, wrong: false, problem });
    }
    kept
}

/// What a form would hold if every difference were applied; the checks are run over it.
pub fn applied(now: &BTreeMap<CellId, Version>, differences: &[Difference]) -> Vec<Entry> {
    let mut entries: BTreeMap<&CellId, &Entry> = now.iter().map(|(cell, held)| (cell, &held.entry)).collect();
    entries.extend(differences.iter().map(|difference| (&difference.cell, &difference.becomes)));
    entries.into_values().cloned().collect()
}

fn entry(cell: &CellId, shown: &Shown) -> Entry {
    let Shown { value, missing, note, .. } = shown.clone();
    Entry { cell: cell.clone(), value: value.map(|value| value.normalize()), missing, note }
}

/// A cell of which nothing was ever said is the same as an empty one.
fn same(held: Option<&Entry>, other: &Entry) -> bool {
    let blank = other.is_empty() && other.note.is_none();
    held.map_or(blank, |held| {
        (held.value, &held.missing, held.note.as_deref().map(str::trim))
            == (other.value, &other.missing, other.note.as_deref())
    })
}
