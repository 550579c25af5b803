//! Submissions: entering, handing in, reviewing, receiving.

use std::collections::{BTreeMap, btree_map};
use std::sync::Arc;

use heng_base::codes::{FormCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_collection::entry::{self, Entry, Typed};
use heng_collection::form::{CellId, Form};
use heng_collection::history;
use heng_collection::question;
use heng_collection::rules::{self, Finding, LastYear, Severity};
use heng_collection::submission::{Action, Role, State, actions};
use heng_plan::model::{FormHead, Status};
use heng_store::tables::corrections;
use heng_store::tables::courses::{self, Leave};
use heng_store::tables::entries::{self, Edit};
use heng_store::tables::questions::{self, Mark, Thread};
use heng_store::tables::rounds::{self, Round};
use heng_store::tables::submissions::{self, Act, Change, Filter, Submission};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::Asked;
use super::names::Names;
use super::saves::{self, Saving};
use super::word;
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{
    CellView, ChangeView, EntryView, FindingView, FormHeadView, FormView, HistoryView, MissingReasonView, PreviousView,
    RowView, SavedView, SectionView, SubmissionRow, SubmissionView,
};

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
        let absent = || Failure::absent("报送", "submission", id);
        let Some(submission) = submissions::get(app.store(), id).await? else {
            // One who may read none is not told which exist.
            app.require(who, "submission.read", Resource::Submission { unit: "" })?;
            return Err(absent());
        };
        app.require(who, action, Resource::Submission { unit: &submission.unit })?;
        let within = Within::of(app, submission.round_id).await?;
        within.held(submission, Names::load(app, who).await?)
    }

    /// Whether its round takes it at a moment, or a correction of it is under way.
    pub fn is_open(&self, now: &str) -> Result<bool> {
        let late = self.submission.state()? == State::Draft && self.round.too_late(now, self.leave.as_ref()).is_some();
        Ok(self.correcting || (!late && self.round.refusal(now).is_none()))
    }

    /// A cell of the form.
    pub fn cell(&self, text: &str) -> Result<CellId> {
        let found = CellId::parse(text).ok().filter(|cell| self.form.find(cell).is_some());
        Ok(found.ok_or_else(|| Problem::new(&kinds::ENTRY_CELL_UNKNOWN).with("value", text).cell(text))?)
    }

    /// Item and breakdown in words.
    pub fn cell_name(&self, text: &str) -> String {
        let found = CellId::parse(text).ok();
        let found = found.as_ref().and_then(|cell| self.form.find(cell));
        let year = |cell: &CellId| cell.period.map_or_else(String::new, |period| format!(" {period}"));
        found.map_or_else(
            || text.to_owned(),
            |(row, cell)| format!("{} {}{}", row.name.zh, cell.label.zh, year(&cell.id)),
        )
    }
}

impl Acting {
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

/// All of these, each round loaded once.
pub(super) async fn held_all(app: &App, who: &Principal, found: Vec<Submission>) -> Result<Vec<Held>> {
    let names = Names::load(app, who).await?;
    let mut rounds: BTreeMap<i64, Within> = BTreeMap::new();
    let mut all = Vec::new();
    for submission in found {
        let within = match rounds.entry(submission.round_id) {
            btree_map::Entry::Occupied(loaded) => loaded.into_mut(),
            btree_map::Entry::Vacant(place) => place.insert(Within::of(app, submission.round_id).await?),
        };
        all.push(within.held(submission, names.clone())?);
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
    rows_of(app, who, found).await
}

pub(super) async fn rows_of(app: &App, who: &Principal, found: Vec<Submission>) -> Result<Vec<SubmissionRow>> {
    let threads = questions::of_all(app.store(), &found.iter().map(|held| held.id).collect::<Vec<_>>()).await?;
    let mut rows = Vec::new();
    for held in held_all(app, who, found).await? {
        let entries = entries::list(app.store(), held.submission.id).await?;
        rows.push(line(app, who, &held, &entries, &threads)?);
    }
    Ok(rows)
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
    let confidential = |entry: &&Entry| {
        let reason = figures.catalogue.missing.iter().find(|reason| Some(&reason.code) == entry.missing.as_ref());
        reason.is_some_and(|reason| reason.conf_status == CONFIDENTIAL)
    };
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

/// What the state allows the asker's role, as far as the policy permits it.
fn can(app: &App, who: &Principal, held: &Held, state: State, now: &str) -> Result<Vec<String>> {
    let Some(user) = who.person() else { return Ok(Vec::new()) };
    let (round, unit) = (&held.round, held.submission.unit.as_str());
    if !held.is_open(now)? {
        return Ok(Vec::new());
    }
    let mut can = Vec::new();
    for action in actions(state, user.role()?, round.terms()?) {
        // Cells are opened for correction where a request for it is decided.
        if action != Action::Correct && app.policy().permits(who, &verb(action), Resource::Submission { unit })? {
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
    let SavedView { submission, entries, findings, mark, .. } = saved(app, who, held, &rows).await?;
    let changes = changes(app, &held.names, held.submission.id).await?;
    Ok(SubmissionView { submission, form: form_view(&held.form, &held.asked), entries, findings, changes, mark })
}

/// The entries with what the checks say of them.
pub(super) async fn saved(app: &App, who: &Principal, held: &Held, rows: &[entries::Row]) -> Result<SavedView> {
    let threads = questions::list(app.store(), held.submission.id).await?;
    let entries = entries_of(rows)?;
    let findings = checked(&held.form, &held.asked, &entries);
    Ok(SavedView {
        submission: line(app, who, held, rows, &threads)?,
        findings: findings.into_iter().map(finding).collect(),
        entries: rows.iter().map(|row| entry_view(row, &held.names)).collect(),
        mark: saves::mark(&held.submission, rows.iter().map(|row| row.version).sum(), held.round.phase(&app.now())),
        receipt: None,
    })
}

pub(super) fn checked(form: &Form, asked: &Asked, entries: &[Entry]) -> Vec<Finding> {
    let known = asked.figures_of(&form.unit).known();
    if form.is_history() {
        let last_year =
            form.cells().filter_map(|cell| Some((cell.id.clone(), last_year(cell, form, asked)?.1))).collect();
        let check =
            |plain: &Form, entries: &[Entry], before: &LastYear| rules::check_after(plain, entries, &known, before);
        return history::check(form, entries, &last_year, check);
    }
    rules::check(form, entries, &known)
}

/// The figure of the same cell a year before.
pub(super) fn last_year(cell: &heng_collection::form::Cell, form: &Form, asked: &Asked) -> Option<(Period, Decimal)> {
    let period = form.period_of(&cell.id).shifted(-1);
    Some((period, asked.on_record(&form.unit, &cell.id, period)?))
}

pub(super) fn form_view(form: &Form, asked: &Asked) -> FormView {
    let row = |row: &heng_collection::form::Row| RowView {
        item: row.item.to_string(),
        name: row.name.zh.clone(),
        unit: row.unit.clone(),
        value_type: word(row.value_type),
        definition: row.definition.clone(),
        doubt: row.doubt.clone(),
        required: row.required,
        cells: row.cells.iter().map(|cell| cell_view(cell, form, asked)).collect(),
    };
    let rows = |held: &heng_collection::form::Row| match form.is_history() {
        true => by_breakdown(row(held), held),
        false => vec![row(held)],
    };
    let section = |section: &heng_collection::form::Section| SectionView {
        form: section.form.to_string(),
        title: section.title.clone(),
        rows: section.rows.iter().flat_map(rows).collect(),
    };
    let reason = |reason: &heng_plan::model::MissingReason| MissingReasonView {
        code: reason.code.clone(),
        name: reason.name.zh.clone(),
    };
    FormView {
        codes: form.codes.iter().map(ToString::to_string).collect(),
        heads: form.codes.iter().map(|code| head_view(code, asked)).collect(),
        unit: form.unit.to_string(),
        unit_name: asked.unit_name(&form.unit),
        period: form.period.to_string(),
        periods: form.periods.iter().map(ToString::to_string).collect(),
        sections: form.sections.iter().map(section).collect(),
        missing_reasons: asked.lead.catalogue.missing.iter().map(reason).collect(),
    }
}

/// Where periods stand side by side, a row for each breakdown: its cells are the periods.
fn by_breakdown(whole: RowView, row: &heng_collection::form::Row) -> Vec<RowView> {
    let mut rows: Vec<RowView> = Vec::new();
    for (cell, view) in row.cells.iter().zip(&whole.cells) {
        let item = cell.id.without_period();
        let of = match rows.iter().position(|held| held.item == item.to_string()) {
            Some(at) => at,
            None => {
                let name = match item.breakdown.is_total() {
                    true => whole.name.clone(),
                    false => format!("{}（{}）", whole.name, cell.label.zh),
                };
                let required = whole.required && item.breakdown.is_total();
                rows.push(RowView { item: item.to_string(), name, required, cells: Vec::new(), ..whole.clone() });
                rows.len() - 1
            }
        };
        rows[of].cells.push(view.clone());
    }
    rows
}

fn head_view(code: &FormCode, asked: &Asked) -> FormHeadView {
    let head = asked.head_of(code);
    let said = |part: fn(&FormHead) -> &Option<String>| head.and_then(|head| part(head).clone());
    FormHeadView {
        form: code.to_string(),
        number: said(|head| &head.number),
        title: head.map(|head| head.title.zh.clone()),
        title_en: said(|head| &head.title.en),
        issuer: said(|head| &head.issuer),
        approver: said(|head| &head.approver),
        approval: said(|head| &head.approval),
        valid_until: said(|head| &head.valid_until),
        frequency: head.map(|head| word(head.frequency)),
        due: said(|head| &head.due),
        instructions: head.map(|head| head.instructions.clone()).unwrap_or_default(),
        proposed: head.is_none_or(|head| head.status == Status::Proposed),
    }
}

fn cell_view(cell: &heng_collection::form::Cell, form: &Form, asked: &Asked) -> CellView {
    let period = form.period_of(&cell.id);
    // Where the year before stands beside a cell, what is on record for its own year is the figure to compare with.
    let previous = match form.is_history() {
        true => asked.on_record(&form.unit, &cell.id, period).map(|value| (period, value)),
        false => last_year(cell, form, asked),
    };
    CellView {
        cell: cell.id.to_string(),
        label: cell.label.zh.clone(),
        required: cell.required,
        period: form.is_history().then(|| period.to_string()),
        previous: previous
            .map(|(period, value)| PreviousView { period: period.to_string(), value: value.normalize().to_string() }),
    }
}

fn entry_view(row: &entries::Row, names: &Names) -> EntryView {
    EntryView {
        cell: row.cell.clone(),
        value: row.value.clone(),
        missing: row.missing.clone(),
        note: row.note.clone(),
        version: row.version,
        updated_at: row.updated_at.clone(),
        updated_by: names.of(&row.updated_by),
    }
}

pub(super) fn finding(finding: Finding) -> FindingView {
    FindingView {
        cell: finding.cell.to_string(),
        severity: word(finding.severity),
        check: finding.check,
        message: finding.message,
        message_en: finding.message_en,
        explained: finding.explained,
    }
}

/// Changes of state, oldest first.
pub(super) async fn changes(app: &App, names: &Names, id: i64) -> Result<Vec<ChangeView>> {
    let changes = submissions::changes(app.store(), id).await?;
    Ok(changes.into_iter().map(|made| change(made, names)).collect())
}

fn change(change: Change, names: &Names) -> ChangeView {
    let action = Action::ALL.into_iter().find(|action| action.code() == change.action);
    let to = State::parse(&change.to_state);
    ChangeView {
        action_name: action.map_or_else(String::new, |action| action.name(Lang::Zh).to_owned()),
        to_name: to.map_or_else(String::new, |state| state.name(Lang::Zh).to_owned()),
        action: change.action,
        from_state: change.from_state,
        to_state: change.to_state,
        at: change.at,
        actor: names.of(&change.actor),
        reason: change.reason,
    }
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
        match entry::read(&typed, &held.form, &held.figures.catalogue.missing) {
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
    let moves = [Action::Submit, Action::Review, Action::Forward, Action::Return, Action::Accept];
    let Some(action) = moves.into_iter().find(|action| action.code() == acting.action) else {
        return Err(Problem::input(&acting.action, "submit, review, forward, return, accept").field("action").into());
    };
    let held = Held::load(app, who, id, &verb(action)).await?;
    // Only what is returned has cells to be looked at again.
    let marks = if action == Action::Return { acting.marks(&held)? } else { Vec::new() };
    let reason = if action == Action::Return { acting.reason() } else { acting.reason };
    let act = Act { submission: id, action, role: role(who)?, reason, seen: Some(acting.seen), marks };
    let Held { form, figures, asked, .. } = &held;
    let judge = |_: &Submission, entries: &[Entry]| {
        let missing = &figures.catalogue.missing;
        // Checked again at every step forward: the rules of a newer package hold for what was handed in before.
        if action != Action::Return {
            let stops: Vec<_> = checked(form, asked, entries).into_iter().filter(Finding::stops).collect();
            if !stops.is_empty() {
                return Err(stops.into_iter().map(stopped).collect());
            }
        }
        Ok(match action {
            Action::Accept => entry::observations(form, entries, missing, asked.area_of(&form.unit), form.period),
            _ => Vec::new(),
        })
    };
    let moved = submissions::act(app.store(), &who.actor(), &app.now(), act, judge).await?;
    view(app, who, &Held { submission: moved, ..held }).await
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
