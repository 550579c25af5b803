//! Figures of many units from one file, as the bureau brings them in: what a file would change, then, once confirmed, the
//! entries of the submissions, all or none.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::problem::{Problem, kinds};
use heng_collection::entry::{self, Entry, Typed};
use heng_collection::form::CellId;
use heng_collection::template::compare::{Difference, Version, applied, is_open};
use heng_collection::template::long::{self, LongRow};
use heng_collection::template::long_sample;
use heng_collection::template::read::Remark;
use heng_collection::template::write::Part;
use heng_store::files::sha256;
use heng_store::tables::bulk::{self, Batch, Bulk};
use heng_store::tables::corrections;
use heng_store::tables::entries::{self, Edit, Row};
use heng_store::tables::submissions::{self, Filter, Scope};
use serde::Deserialize;
use utoipa::ToSchema;

use super::bulk_lines::{Found, Place, find};
use super::form_views::checked;
use super::names::Names;
use super::packages::{beside, in_turn};
use super::submissions::{CellEdit, Held, Within};
use super::templates::{cell_name, remark, view};
use crate::app::{App, INVENTED};
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{BulkDone, BulkUnitView, BulkView, MissingReasonView};

/// Refuses whoever may not bring figures in, before the file is read.
pub fn may_send(app: &App, who: &Principal) -> Result<()> {
    app.require(who, "submission.import", Resource::Submission { unit: "" })
}

/// A submission of the round with what stands in it.
pub(super) struct Filling {
    pub held: Held,
    pub unit_name: String,
    pub rows: Vec<Row>,
    pub now: BTreeMap<CellId, Version>,
    /// The cells that may be changed, where a correction opened only some.
    open: Option<BTreeSet<CellId>>,
}

/// The submissions of a round that the asker may bring figures into.
async fn asked(app: &App, who: &Principal, round: i64) -> Result<Vec<Filling>> {
    may_send(app, who)?;
    let within = Within::of(app, round).await?;
    if let Some(problem) = within.round.refusal(&app.now()) {
        return Err(problem.into());
    }
    let scope =
        Scope { units: units_of(app, who, within.asked.units().into_iter().map(|unit| unit.code.to_string()))? };
    let names = Names::load(app, who).await?;
    let mut all = Vec::new();
    let filter = Filter { round: Some(round), ..Filter::default() };
    let found = submissions::list(app.store(), &scope, &filter).await?;
    let mut filled = entries::of_all(app.store(), &found.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    let mut open = corrections::opened_of(app.store(), &found).await?;
    for submission in found {
        let held = within.held(submission, names.clone())?;
        let rows = filled.remove(&held.submission.id).unwrap_or_default();
        let mut now = BTreeMap::new();
        for row in &rows {
            let entry = row.entry()?;
            now.insert(entry.cell.clone(), Version { entry, version: row.version });
        }
        let unit_name = held.asked.unit_name(&held.form.unit);
        let open = open.remove(&held.submission.id).map(|cells| cells.into_iter().collect());
        all.push(Filling { held, unit_name, rows, now, open });
    }
    Ok(all)
}

fn units_of(app: &App, who: &Principal, units: impl Iterator<Item = String>) -> Result<Vec<String>> {
    let mut permitted = Vec::new();
    for unit in units {
        if app.policy().permits(who, "submission.import", Resource::Submission { unit: &unit })? {
            permitted.push(unit);
        }
    }
    Ok(permitted)
}

/// A table of all cells that a round asks for, to be filled in, with its name.
pub async fn sample(app: &App, who: &Principal, round: i64) -> Result<(String, Vec<u8>)> {
    let mut lines = Vec::new();
    for Filling { held, unit_name, .. } in asked(app, who, round).await? {
        for cell in held.form.cells() {
            let (id, period) = cell_parts(&cell.id, &held.submission.period);
            let line = LongRow {
                unit: unit_name.clone(),
                period,
                item: id.item.to_string(),
                breakdown: id.breakdown.to_string(),
                ..LongRow::default()
            };
            lines.push((line, cell_name(&cell.id, &held.form)));
        }
    }
    let (now, invented) = (app.now(), app.is_demo().then_some(INVENTED));
    let bytes = beside(move || long_sample::write(&lines, &now, invented)).await?.map_err(Failure::system)?;
    Ok((app.file_name(format!("批量导入-{round}.xlsx")), bytes))
}

/// A cell and the period that its figure is of.
pub(super) fn cell_parts<'a>(cell: &'a CellId, own: &str) -> (&'a CellId, String) {
    let text = cell.to_string();
    let period = text.split_once('@').map_or(own, |(_, period)| period).to_owned();
    (cell, period)
}

/// What a file would change; nothing is changed by it.
pub async fn compare(app: &App, who: &Principal, round: i64, name: String, bytes: Vec<u8>) -> Result<BulkView> {
    let all = asked(app, who, round).await?;
    let hash = sha256(&bytes);
    let lines = in_turn(move || long::read(&name, &bytes)).await??;
    let places: Vec<Place<'_>> = all.iter().map(Place::of).collect();
    let mut read = Reading::default();
    for line in &lines {
        read.line(line, &all, &places);
    }
    let missing = all.first().map(|one| one.held.figures.catalogue.missing.clone()).unwrap_or_default();
    let Reading { mut differences, remarks, same, blank, .. } = read;
    let mut units = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let Some(differences) = differences.remove(&at) else { continue };
        let told = one.held.told(app, who).await?;
        let findings =
            checked(&one.held.form, told.as_ref().unwrap_or(&one.held.asked), &applied(&one.now, &differences));
        units.push(BulkUnitView {
            submission: one.held.submission.id,
            unit: one.held.submission.unit.clone(),
            unit_name: one.unit_name.clone(),
            state: one.held.submission.state.clone(),
            findings: findings.iter().filter(|finding| finding.stops()).count(),
            differences: differences.into_iter().filter_map(|found| view(found, &one.held, &one.rows)).collect(),
        });
    }
    let reason =
        |reason: heng_plan::model::MissingReason| MissingReasonView { code: reason.code, name: reason.name.zh };
    Ok(BulkView {
        units,
        same,
        blank,
        faulty: remarks.iter().any(|(_, said)| said.wrong),
        remarks: remarks.into_iter().map(|(at, said)| remark(said, at.map(|at| &all[at].held.form))).collect(),
        missing_reasons: missing.into_iter().map(reason).collect(),
        sha256: hash,
    })
}

/// What the lines come to.
#[derive(Default)]
struct Reading {
    /// By the place of the submission in the list.
    differences: BTreeMap<usize, Vec<Difference>>,
    remarks: Vec<(Option<usize>, Remark)>,
    /// What each cell was given, and on which line.
    given: BTreeMap<(usize, CellId), (Entry, u64)>,
    same: usize,
    blank: usize,
}

impl Reading {
    fn line(&mut self, line: &LongRow, all: &[Filling], places: &[Place<'_>]) {
        if line.is_blank() {
            self.blank += 1;
            return;
        }
        let found = find(line, places);
        let Found { at, cell } = match found {
            Ok(found) => found,
            Err(problem) => return self.say(None, None, true, problem.line(line.line)),
        };
        let one = &all[at];
        let now = one.now.get(&cell);
        let (typed, notice) = match typed(line, &cell, now.map(|held| &held.entry), one) {
            Ok(read) => read,
            Err(problems) => {
                for problem in problems {
                    self.say(Some(at), Some(&cell), true, problem.line(line.line));
                }
                return;
            }
        };
        if let Some(notice) = notice {
            self.say(Some(at), Some(&cell), false, notice.line(line.line));
        }
        if let Some((other, first)) = self.given.get(&(at, cell.clone())) {
            if *other != typed {
                let problem = Problem::new(&kinds::IMPORT_TWICE).with("first", first);
                self.say(Some(at), Some(&cell), true, problem.line(line.line));
            }
            return;
        }
        self.given.insert((at, cell.clone()), (typed.clone(), line.line));
        if now.is_some_and(|held| held.entry == typed) {
            self.same += 1;
            return;
        }
        if !is_open(one.open.as_ref(), &cell) {
            return self.say(Some(at), Some(&cell), false, Problem::new(&kinds::ENTRY_LOCKED).line(line.line));
        }
        self.differences.entry(at).or_default().push(Difference {
            was: now.map(|held| held.entry.clone()),
            seen: now.map_or(0, |held| held.version),
            becomes: typed,
            overtaken: false,
            place: format!("第 {} 行", line.line),
            cell,
        });
    }

    fn say(&mut self, at: Option<usize>, cell: Option<&CellId>, wrong: bool, problem: Problem) {
        self.remarks.push((at, Remark { cell: cell.cloned(), part: Part::Value, wrong, problem }));
    }
}

/// What a line gives a cell, and how an unclear number is taken. A line without a note leaves the note as it is.
fn typed(
    line: &LongRow,
    cell: &CellId,
    now: Option<&Entry>,
    one: &Filling,
) -> std::result::Result<(Entry, Option<Problem>), Vec<Problem>> {
    let missing = &one.held.figures.catalogue.missing;
    let number = long::value(line).map_err(|problem| vec![problem])?;
    let formed = number.filter(|(_, formed)| *formed).map(|(value, _)| {
        Problem::new(&kinds::TEMPLATE_READ_AS).with("value", &line.value).with("taken", value.normalize())
    });
    let reason = match line.reason.as_str() {
        "" => None,
        text => match heng_collection::template::cells::named(text, missing) {
            Some(reason) => Some(reason.code.clone()),
            None => Some(text.to_owned()),
        },
    };
    // Only a note is given: the figure stays.
    let stays = (number.is_none() && reason.is_none()).then(|| now.cloned()).flatten();
    let value = stays.as_ref().map_or(number.map(|(value, _)| value), |held| held.value);
    let note = match line.note.as_str() {
        "" => now.and_then(|held| held.note.clone()),
        note => Some(note.to_owned()),
    };
    let typed = Typed {
        cell: cell.to_string(),
        value: value.map(|value| value.to_string()),
        missing: stays.as_ref().map_or(reason, |held| held.missing.clone()),
        note,
    };
    entry::read(&typed, &one.held.form, &one.held.figures.catalogue).map(|entry| (entry, formed))
}

/// Longest name of a file.
const FILE_NAME: usize = 255;

/// What was confirmed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Importing {
    pub reason: String,
    pub file_name: String,
    pub sha256: String,
    pub units: Vec<ImportingUnit>,
}

/// The cells of one submission.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ImportingUnit {
    pub submission: i64,
    pub entries: Vec<CellEdit>,
}

/// What is wrong with the name and hash of the file, which go on record as they are said.
fn of_file(importing: &Importing) -> Vec<Problem> {
    let Importing { file_name, sha256, .. } = importing;
    let mut problems = Vec::new();
    if file_name.trim().is_empty() || file_name.chars().count() > FILE_NAME || file_name.chars().any(char::is_control) {
        let shown: String = file_name.chars().filter(|sign| !sign.is_control()).take(FILE_NAME).collect();
        problems.push(
            Problem::expected(
                shown,
                format!("写文件名，一行，最多 {FILE_NAME} 个字"),
                format!("the name of the file, one line of at most {FILE_NAME} characters"),
            )
            .field("file_name"),
        );
    }
    if sha256.len() != 64 || !sha256.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        let shown: String = sha256.chars().take(64).collect();
        problems.push(
            Problem::expected(
                shown,
                "写比对结果中的 sha256，64 位十六进制小写",
                "the sha256 that the comparison gave, 64 hexadecimal digits",
            )
            .field("sha256"),
        );
    }
    problems
}

/// Writes what was confirmed, all or none; sent again, it changes nothing.
pub async fn save(app: &App, who: &Principal, round: i64, importing: Importing) -> Result<BulkDone> {
    let all = asked(app, who, round).await?;
    let (mut batches, mut problems) = (Vec::new(), of_file(&importing));
    for ImportingUnit { submission, entries } in importing.units {
        let Some(one) = all.iter().find(|one| one.held.submission.id == submission) else {
            problems.push(Problem::new(&kinds::IMPORT_UNIT).with("unit", submission));
            continue;
        };
        let mut edits = Vec::new();
        for CellEdit { cell, value, missing, note, seen } in entries {
            match entry::read(&Typed { cell, value, missing, note }, &one.held.form, &one.held.figures.catalogue) {
                Ok(entry) => edits.push(Edit { entry, seen }),
                Err(faults) => problems.extend(faults.into_iter().map(|fault| fault.field(&one.unit_name))),
            }
        }
        batches.push(Batch { submission, unit: one.unit_name.clone(), edits });
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let Importing { reason, file_name, sha256, .. } = importing;
    let bulk = Bulk { round, batches, file_name, sha256, reason };
    let written = bulk::save(app.store(), &who.actor(), &app.now(), bulk).await?;
    Ok(BulkDone { submissions: written.submissions, cells: written.cells })
}
