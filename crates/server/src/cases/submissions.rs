//! Submissions: entering, handing in, reviewing, receiving.

use std::collections::{BTreeMap, btree_map};
use std::sync::Arc;

use heng_base::codes::UnitCode;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_collection::entry::{self, Entry, Typed};
use heng_collection::form::{CellId, Form};
use heng_collection::question;
use heng_collection::rules::{Finding, Severity};
use heng_collection::submission::{Action, Role, State, actions};
use heng_plan::model::Catalogue;
use heng_store::tables::corrections;
use heng_store::tables::courses::{self, Leave};
use heng_store::tables::entries::{self, Edit};
use heng_store::tables::questions::{self, Mark, Thread};
use heng_store::tables::rounds::{self, Round};
use heng_store::tables::submissions::{self, Act, Filter, Submission};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::Asked;
use super::form_views::{changes, checked, entry_view, finding, form_view};
use super::names::Names;
use super::saves::{self, Saving};
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{HistoryView, SavedView, SubmissionRow, SubmissionView};

/// CONF_STATUS of what is confidential, as SDMX has it.
const CONFIDENTIAL: &str = "C";

/// A cell to write, as typed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CellEdit {
    /// `ITEM` or `ITEM[sex=F]`.
    pub cell: String,
    pub value: Option<String>,
    /// Code of the reason why there is no value.
    pub missing: Option<String>,
    pub note: Option<String>,
    /// The version that was seen; 0 for a cell that had none.
    pub seen: i64,
}

/// What is done with a submission.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Acting {
    /// submit, review, forward, return or accept.
    pub action: String,
    /// Needed to return whole, and to accept figures that revise earlier ones.
    pub reason: Option<String>,
    /// Cells for which it is returned, each with why.
    #[serde(default)]
    pub cells: Vec<ReturnedCell>,
    /// The version of the submission that was seen.
    pub seen: i64,
}

/// A cell to be looked at again.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReturnedCell {
    pub cell: String,
    pub reason: String,
}

/// A submission with all that it is judged by.
pub(super) struct Held {
    pub submission: Submission,
    pub round: Round,
    pub asked: Arc<Asked>,
    pub figures: Arc<Figures>,
    /// Leave for its unit to be late.
    leave: Option<Leave>,
    /// A correction of it is under way, whatever has become of its round.
    pub correcting: bool,
    pub form: Form,
    pub names: Names,
}

impl Held {
    /// Loads it for one who may do `action` with it.
    pub async fn load(app: &App, who: &Principal, id: i64, action: &str) -> Result<Self> {
        let submission = permitted(app, who, id, action).await?;
        Rounds::new(app, who).await?.held(app, submission).await
    }

    /// Whether its round takes it at a moment, or a correction of it is under way.
    pub fn is_open(&self, now: &str) -> Result<bool> {
        let late = self.submission.state()? == State::Draft && self.round.too_late(now, self.leave.as_ref()).is_some();
        Ok(self.correcting || (!late && self.round.refusal(now).is_none()))
    }

    /// What its round asks, with what the asker may be told of it; none where that is all.
    pub async fn told(&self, app: &App, who: &Principal) -> Result<Option<Asked>> {
        self.asked.told(app, who, std::slice::from_ref(&self.form.unit)).await
    }

    /// A cell of the form.
    pub fn cell(&self, text: &str) -> Result<CellId> {
        let found = CellId::parse(text).ok().filter(|cell| self.form.find(cell).is_some());
        Ok(found.ok_or_else(|| Problem::new(&kinds::ENTRY_CELL_UNKNOWN).with("value", text).cell(text))?)
    }

    /// Item, breakdown and, where several stand side by side, the period in words.
    pub fn cell_name(&self, text: &str) -> String {
        let found = CellId::parse(text).ok();
        let found = found.as_ref().and_then(|cell| self.form.find(cell));
        found.map_or_else(|| text.to_owned(), |(row, cell)| format!("{} {}", row.name.zh, self.form.label(cell)))
    }
}

impl Acting {
    /// # Errors
    /// No step of a form is called so.
    fn action(&self) -> Result<Action> {
        let steps = [Action::Submit, Action::Review, Action::Forward, Action::Return, Action::Accept];
        let found = steps.into_iter().find(|step| step.code() == self.action);
        Ok(found
            .ok_or_else(|| Problem::input(&self.action, "submit, review, forward, return, accept").field("action"))?)
    }

    /// The cells and reasons of a return by cell; all that is wrong with them at once.
    fn marks(&self, held: &Held) -> Result<Vec<Mark>> {
        let (mut marks, mut problems) = (Vec::new(), Vec::new());
        for ReturnedCell { cell, reason } in &self.cells {
            match (CellId::parse(cell).ok().filter(|id| held.form.find(id).is_some()), reason.trim()) {
                (None, _) => problems.push(Problem::new(&kinds::ENTRY_CELL_UNKNOWN).with("value", cell).cell(cell)),
                (_, "") => problems.push(Problem::new(&kinds::REASON_MISSING).cell(cell)),
                (Some(id), text) => marks.push(Mark { cell: id, text: text.to_owned() }),
            }
        }
        if problems.is_empty() { Ok(marks) } else { Err(problems.into()) }
    }

    /// What stands as the reason of a return by cell where none is given for the whole.
    fn reason(&self) -> Option<String> {
        let given = self.reason.clone().filter(|text| !text.trim().is_empty());
        let by_cell = || format!("{} 个单元格须核实，理由见各单元格。", self.cells.len());
        given.or_else(|| (!self.cells.is_empty()).then(by_cell))
    }
}

/// A round, as far as its submissions share it.
#[derive(Clone)]
pub(super) struct Within {
    pub round: Round,
    pub asked: Arc<Asked>,
    leaves: Vec<Leave>,
    /// Submissions whose correction is under way.
    corrected: Vec<i64>,
}

impl Within {
    pub async fn of(app: &App, round: i64) -> Result<Self> {
        let absent = || Failure::absent("填报批次", "round", round);
        let round = rounds::get(app.store(), round).await?.ok_or_else(absent)?;
        let asked = Arc::new(Asked::of(app, &round).await?);
        let (leaves, corrected) =
            (courses::leaves(app.store(), round.id), corrections::under_way(app.store(), round.id));
        Ok(Self { leaves: leaves.await?, corrected: corrected.await?, round, asked })
    }

    pub fn held(&self, submission: Submission, names: Names) -> Result<Held> {
        let Self { round, asked, leaves, corrected } = self.clone();
        let leave = leaves.into_iter().rfind(|leave| leave.unit == submission.unit);
        let (form, figures) = (asked.form(&submission.unit()?), asked.lead.clone());
        let correcting = corrected.contains(&submission.id);
        Ok(Held { submission, round, asked, figures, leave, correcting, form, names })
    }
}

/// A submission that the asker may do `action` with.
pub(super) async fn permitted(app: &App, who: &Principal, id: i64, action: &str) -> Result<Submission> {
    let Some(submission) = submissions::get(app.store(), id).await? else {
        // One who may read none is not told which exist.
        app.require(who, "submission.read", Resource::Submission { unit: "" })?;
        return Err(Failure::absent("报送", "submission", id));
    };
    app.require(who, action, Resource::Submission { unit: &submission.unit })?;
    Ok(submission)
}

/// Rounds of one request, each loaded once with the figures of its plans.
pub(super) struct Rounds {
    names: Names,
    loaded: BTreeMap<i64, Within>,
}

impl Rounds {
    pub async fn new(app: &App, who: &Principal) -> Result<Self> {
        Ok(Self { names: Names::load(app, who).await?, loaded: BTreeMap::new() })
    }

    pub async fn held(&mut self, app: &App, submission: Submission) -> Result<Held> {
        let within = match self.loaded.entry(submission.round_id) {
            btree_map::Entry::Occupied(loaded) => loaded.into_mut(),
            btree_map::Entry::Vacant(place) => place.insert(Within::of(app, submission.round_id).await?),
        };
        within.held(submission, self.names.clone())
    }
}

/// All of these.
pub(super) async fn held_all(app: &App, who: &Principal, found: Vec<Submission>) -> Result<Vec<Held>> {
    let (mut rounds, mut all) = (Rounds::new(app, who).await?, Vec::new());
    for submission in found {
        all.push(rounds.held(app, submission).await?);
    }
    Ok(all)
}

/// The submissions that the asker may see, of the units that are named.
pub(super) async fn within<'a>(
    app: &App,
    who: &Principal,
    units: impl IntoIterator<Item = &'a UnitCode>,
    filter: &Filter,
) -> Result<Vec<Submission>> {
    let units: Vec<String> = units.into_iter().map(ToString::to_string).collect();
    let scope = app.policy().scope(who, &units)?;
    Ok(submissions::list(app.store(), &scope, filter).await?)
}

/// Those of open rounds: what is to be done, and what waits.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<SubmissionRow>> {
    let figures = app.figures(&code(plan)?).await?;
    if let Principal::Guest = who {
        app.require(who, "submission.read", Resource::Submission { unit: "" })?;
    }
    let filter = Filter { plan: Some(figures.plan.code.to_string()), open: true, ..Filter::default() };
    rows(app, who, figures.plan.units.keys(), &filter).await
}

/// The lines of a list.
pub(super) async fn rows<'a>(
    app: &App,
    who: &Principal,
    units: impl IntoIterator<Item = &'a UnitCode>,
    filter: &Filter,
) -> Result<Vec<SubmissionRow>> {
    let found = within(app, who, units, filter).await?;
    rows_of(app, who, &held_all(app, who, found).await?).await
}

pub(super) async fn rows_of(app: &App, who: &Principal, found: &[Held]) -> Result<Vec<SubmissionRow>> {
    let (threads, filled) = (threads_of(app, found).await?, filled(app, found).await?);
    found.iter().map(|held| line(app, who, held, filled.of(held), &threads)).collect()
}

/// What stands in several forms.
pub(super) struct Filled(BTreeMap<i64, Vec<entries::Row>>);

impl Filled {
    pub fn of(&self, held: &Held) -> &[entries::Row] {
        self.0.get(&held.submission.id).map_or(&[], Vec::as_slice)
    }
}

pub(super) async fn filled(app: &App, found: &[Held]) -> Result<Filled> {
    Ok(Filled(entries::of_all(app.store(), &ids(found)).await?))
}

fn ids(found: &[Held]) -> Vec<i64> {
    found.iter().map(|held| held.submission.id).collect()
}

/// The questions in these forms.
pub(super) async fn threads_of(app: &App, found: &[Held]) -> Result<Vec<Thread>> {
    Ok(questions::of_all(app.store(), &ids(found)).await?)
}

pub(super) fn entries_of(rows: &[entries::Row]) -> Result<Vec<Entry>> {
    Ok(rows.iter().map(entries::Row::entry).collect::<heng_store::error::Result<_>>()?)
}

pub(super) fn line(
    app: &App,
    who: &Principal,
    held: &Held,
    rows: &[entries::Row],
    threads: &[Thread],
) -> Result<SubmissionRow> {
    let Held { submission, round, asked, figures, leave, form, names, .. } = held;
    let now = app.now();
    let (state, entries) = (submission.state()?, entries_of(rows)?);
    let answered = |cell: &CellId| entries.iter().any(|entry| entry.cell == *cell && !entry.is_empty());
    let valued = |cell: &CellId| entries.iter().any(|entry| entry.cell == *cell && entry.value.is_some());
    let parts = |row: &heng_collection::form::Row| match row.required && valued(&CellId::total(row.item.clone())) {
        true => row.cells.iter().filter(|cell| !answered(&cell.id)).count(),
        false => 0,
    };
    let confidential = |entry: &&Entry| is_confidential(&figures.catalogue, entry.missing.as_deref());
    let unanswered = |kind: question::Kind| -> Result<usize> {
        let mut count = 0;
        for thread in threads.iter().filter(|thread| thread.question.submission_id == submission.id) {
            count += usize::from(thread.kind()? == kind && thread.state(rows)? == question::State::Open);
        }
        Ok(count)
    };
    Ok(SubmissionRow {
        id: submission.id,
        round: round.id,
        round_title: round.title.clone(),
        plan: submission.plan.clone(),
        period: submission.period.clone(),
        due: round.due.clone(),
        course: super::courses::course(round, leave.as_ref(), &now),
        history: round.since.is_some(),
        unit: submission.unit.clone(),
        unit_name: asked.unit_name(&submission.unit()?),
        state: submission.state.clone(),
        state_name: state.name(Lang::Zh).to_owned(),
        version: submission.version,
        updated_at: submission.updated_at.clone(),
        updated_by: names.of(&submission.updated_by),
        cells: form.cells().count(),
        filled: form.cells().filter(|cell| answered(&cell.id)).count(),
        required_open: form.cells().filter(|cell| cell.required && !answered(&cell.id)).count(),
        parts_open: form.rows().map(parts).sum(),
        confidential: entries.iter().filter(confidential).count(),
        returned_open: unanswered(question::Kind::Return)?,
        questions_open: unanswered(question::Kind::Question)?,
        can: can(app, who, held, state, &now)?,
    })
}

/// Whether a cell is without a value because it is confidential.
pub(super) fn is_confidential(catalogue: &Catalogue, missing: Option<&str>) -> bool {
    catalogue.missing.iter().any(|reason| Some(reason.code.as_str()) == missing && reason.conf_status == CONFIDENTIAL)
}

/// What the state allows the asker's role, as far as the policy permits it.
fn can(app: &App, who: &Principal, held: &Held, state: State, now: &str) -> Result<Vec<String>> {
    let Some(user) = who.person() else { return Ok(Vec::new()) };
    let (round, unit) = (&held.round, held.submission.unit.as_str());
    if !held.is_open(now)? {
        return Ok(Vec::new());
    }
    let mut can = Vec::new();
    for action in actions(state, user.role()?, round.terms()?) {
        // Cells are opened, and closed again, where a correction is decided and withdrawn.
        if !matches!(action, Action::Correct | Action::Withdraw)
            && app.policy().permits(who, &verb(action), Resource::Submission { unit })?
        {
            can.push(action.code().to_owned());
        }
    }
    Ok(can)
}

fn verb(action: Action) -> String {
    format!("submission.{}", action.code())
}

pub async fn get(app: &App, who: &Principal, id: i64) -> Result<SubmissionView> {
    let held = Held::load(app, who, id, "submission.read").await?;
    view(app, who, &held).await
}

pub(super) async fn view(app: &App, who: &Principal, held: &Held) -> Result<SubmissionView> {
    let rows = entries::list(app.store(), held.submission.id).await?;
    let told = held.told(app, who).await?;
    let SavedView { submission, entries, findings, mark, .. } = saved_as(app, who, held, told.as_ref(), &rows).await?;
    let changes = changes(app, &held.names, held.submission.id).await?;
    let form = form_view(&held.form, told.as_ref().unwrap_or(&held.asked));
    Ok(SubmissionView { submission, form, entries, findings, changes, mark })
}

/// The entries with what the checks say of them.
pub(super) async fn saved(app: &App, who: &Principal, held: &Held, rows: &[entries::Row]) -> Result<SavedView> {
    let told = held.told(app, who).await?;
    saved_as(app, who, held, told.as_ref(), rows).await
}

async fn saved_as(
    app: &App,
    who: &Principal,
    held: &Held,
    told: Option<&Asked>,
    rows: &[entries::Row],
) -> Result<SavedView> {
    let threads = questions::list(app.store(), held.submission.id).await?;
    let entries = entries_of(rows)?;
    let findings = checked(&held.form, told.unwrap_or(&held.asked), &entries);
    Ok(SavedView {
        submission: line(app, who, held, rows, &threads)?,
        findings: findings.into_iter().map(finding).collect(),
        entries: rows.iter().map(|row| entry_view(row, &held.names)).collect(),
        mark: saves::mark(&held.submission, rows.iter().map(|row| row.version).sum(), held.round.phase(&app.now())),
        receipt: None,
    })
}

/// Writes cells, all or none: every cell that cannot be read is refused, all at once. A save that was made before is
/// answered with its first receipt and what stands in the form now, whatever has become of the form since.
pub async fn save(app: &App, who: &Principal, id: i64, saving: impl Into<Saving>) -> Result<SavedView> {
    let saving = saving.into();
    let mut held = Held::load(app, who, id, "submission.save").await?;
    let asked = saves::asked(who, id, &saving)?;
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for CellEdit { cell, value, missing, note, seen } in saving.entries {
        let typed = Typed { cell, value, missing, note };
        match entry::read(&typed, &held.form, &held.figures.catalogue) {
            Ok(entry) => read.push(Edit { entry, seen }),
            Err(faults) => problems.extend(faults),
        }
    }
    if !problems.is_empty() {
        // What was read the first time is not judged again by a newer form.
        let receipt = saves::made_before(app, who, asked.as_ref()).await?.ok_or(Failure::from(problems))?;
        let rows = entries::list(app.store(), id).await?;
        return Ok(SavedView { receipt: Some(receipt), ..saved(app, who, &held, &rows).await? });
    }
    let (rows, receipt) = saves::write(app, who, id, asked.as_ref(), &read).await?;
    if let Some(fresh) = submissions::get(app.store(), id).await? {
        held.submission = fresh;
    }
    Ok(SavedView { receipt, ..saved(app, who, &held, &rows).await? })
}

pub(super) fn role(who: &Principal) -> Result<Role> {
    match who.person() {
        Some(user) => Ok(user.role()?),
        None => Err(Failure::new(&kinds::ACCESS_DENIED)),
    }
}

/// Moves a submission. Handing in is refused while a check stops it; receiving records the observations.
pub async fn act(app: &App, who: &Principal, id: i64, acting: Acting) -> Result<SubmissionView> {
    let held = Held::load(app, who, id, &verb(acting.action()?)).await?;
    let moved = act_on(app, who, &held, acting).await?;
    view(app, who, &Held { submission: moved, ..held }).await
}

/// The same with a form that is loaded, for one who may do it.
pub(super) async fn act_on(app: &App, who: &Principal, held: &Held, acting: Acting) -> Result<Submission> {
    let action = acting.action()?;
    // Only what is returned has cells to be looked at again.
    let marks = if action == Action::Return { acting.marks(held)? } else { Vec::new() };
    let reason = if action == Action::Return { acting.reason() } else { acting.reason };
    let act = Act { submission: held.submission.id, action, role: role(who)?, reason, seen: Some(acting.seen), marks };
    let Held { form, figures, asked, .. } = held;
    let told = held.told(app, who).await?;
    let judge = |_: &Submission, entries: &[Entry]| {
        let missing = &figures.catalogue.missing;
        // Checked again at every step forward: the rules of a newer package hold for what was handed in before.
        if action != Action::Return {
            let stops: Vec<_> =
                checked(form, told.as_ref().unwrap_or(asked), entries).into_iter().filter(Finding::stops).collect();
            if !stops.is_empty() {
                return Err(stops.into_iter().map(stopped).collect());
            }
        }
        Ok(match action {
            Action::Accept => entry::observations(form, entries, missing, asked.area_of(&form.unit), form.period),
            _ => Vec::new(),
        })
    };
    Ok(submissions::act(app.store(), &who.actor(), &app.now(), act, judge).await?)
}

fn stopped(finding: Finding) -> Problem {
    let (hint_zh, hint_en) = match finding.severity {
        Severity::Error => ("改正后再提交", "correct it, then hand in"),
        Severity::Query => ("核对后改正，或在单元格的说明中写明原因", "correct it, or explain it in the cell's note"),
    };
    Problem::new(&kinds::SUBMISSION_FINDING)
        .with("message_zh", &finding.message)
        .with("message_en", &finding.message_en)
        .with("hint_zh", hint_zh)
        .with("hint_en", hint_en)
        .cell(finding.cell.to_string())
}

/// Every version of a cell, oldest first.
pub async fn history(app: &App, who: &Principal, id: i64, cell: &str) -> Result<Vec<HistoryView>> {
    let held = Held::load(app, who, id, "submission.read").await?;
    let versions = entries::history(app.store(), id, &held.cell(cell)?).await?;
    let view = |version: entries::Version| HistoryView {
        version: version.version,
        value: version.value,
        missing: version.missing,
        note: version.note,
        updated_at: version.updated_at,
        updated_by: held.names.of(&version.updated_by),
    };
    Ok(versions.into_iter().map(view).collect())
}
