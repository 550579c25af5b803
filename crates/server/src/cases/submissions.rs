//! Submissions: entering, handing in, reviewing, receiving.

use std::collections::BTreeMap;
use std::sync::Arc;

use heng_base::codes::{FormCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_collection::entry::{self, Entry, Typed};
use heng_collection::form::{CellId, Form};
use heng_collection::history;
use heng_collection::rules::{self, Finding, LastYear, Severity};
use heng_collection::submission::{Action, Role, State, actions};
use heng_plan::model::{FormHead, Status};
use heng_store::tables::courses::{self, Leave};
use heng_store::tables::entries::{self, Edit};
use heng_store::tables::rounds::{self, Round};
use heng_store::tables::submissions::{self, Act, Change, Filter, Submission};
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::names::Names;
use super::word;
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{
    CellView, ChangeView, EntryView, FindingView, FormHeadView, FormView, HistoryView, MissingReasonView, PreviousView,
    RowView, SavedView, SectionView, SubmissionRow, SubmissionView,
};

/// A cell to write, as typed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
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
    /// submit, review, return or accept.
    pub action: String,
    /// Needed to return, and to accept figures that revise earlier ones.
    pub reason: Option<String>,
    /// The version of the submission that was seen.
    pub seen: i64,
}

/// A submission with all that it is judged by.
struct Held {
    submission: Submission,
    round: Round,
    asked: Arc<Asked>,
    figures: Arc<Figures>,
    /// Leave for its unit to be late.
    leave: Option<Leave>,
    form: Form,
    names: Names,
}

impl Held {
    /// Loads it for one who may do `action` with it.
    async fn load(app: &App, who: &Principal, id: i64, action: &str) -> Result<Self> {
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
}

/// A round, as far as its submissions share it.
#[derive(Clone)]
struct Within {
    round: Round,
    asked: Arc<Asked>,
    leaves: Vec<Leave>,
}

impl Within {
    async fn of(app: &App, round: i64) -> Result<Self> {
        let absent = || Failure::absent("填报批次", "round", round);
        let round = rounds::get(app.store(), round).await?.ok_or_else(absent)?;
        let asked = Arc::new(Asked::of(app, &round).await?);
        Ok(Self { leaves: courses::leaves(app.store(), round.id).await?, round, asked })
    }

    fn held(&self, submission: Submission, names: Names) -> Result<Held> {
        let Self { round, asked, leaves } = self.clone();
        let leave = leaves.into_iter().rfind(|leave| leave.unit == submission.unit);
        let (form, figures) = (asked.form(&submission.unit()?), asked.lead.clone());
        Ok(Held { submission, round, asked, figures, leave, form, names })
    }
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
    let names = Names::load(app, who).await?;
    let mut rounds: BTreeMap<i64, Within> = BTreeMap::new();
    let mut rows = Vec::new();
    for submission in within(app, who, units, filter).await? {
        let round = submission.round_id;
        if !rounds.contains_key(&round) {
            rounds.insert(round, Within::of(app, round).await?);
        }
        let held = rounds[&round].held(submission, names.clone())?;
        let entries = entries_of(&entries::list(app.store(), held.submission.id).await?)?;
        rows.push(line(app, who, &held, &entries)?);
    }
    Ok(rows)
}

fn entries_of(rows: &[entries::Row]) -> Result<Vec<Entry>> {
    Ok(rows.iter().map(entries::Row::entry).collect::<heng_store::error::Result<_>>()?)
}

fn line(app: &App, who: &Principal, held: &Held, entries: &[Entry]) -> Result<SubmissionRow> {
    let Held { submission, round, asked, leave, form, names, .. } = held;
    let now = app.now();
    let state = submission.state()?;
    let answered = |cell: &CellId| entries.iter().any(|entry| entry.cell == *cell && !entry.is_empty());
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
        can: can(app, who, held, state, &now)?,
    })
}

/// What the state allows the asker's role, as far as the policy permits it.
fn can(app: &App, who: &Principal, held: &Held, state: State, now: &str) -> Result<Vec<String>> {
    let Some(user) = who.person() else { return Ok(Vec::new()) };
    let (round, unit) = (&held.round, held.submission.unit.as_str());
    let late = state == State::Draft && round.too_late(now, held.leave.as_ref()).is_some();
    if late || round.refusal(now).is_some() {
        return Ok(Vec::new());
    }
    let mut can = Vec::new();
    for action in actions(state, user.role()?) {
        if app.policy().permits(who, &verb(action), Resource::Submission { unit })? {
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

async fn view(app: &App, who: &Principal, held: &Held) -> Result<SubmissionView> {
    let rows = entries::list(app.store(), held.submission.id).await?;
    let SavedView { submission, entries, findings } = saved(app, who, held, &rows)?;
    let changes = changes(app, &held.names, held.submission.id).await?;
    Ok(SubmissionView { submission, form: form_view(&held.form, &held.asked), entries, findings, changes })
}

/// The entries with what the checks say of them.
fn saved(app: &App, who: &Principal, held: &Held, rows: &[entries::Row]) -> Result<SavedView> {
    let entries = entries_of(rows)?;
    let findings = checked(&held.form, &held.asked, &entries);
    Ok(SavedView {
        submission: line(app, who, held, &entries)?,
        findings: findings.into_iter().map(finding).collect(),
        entries: rows.iter().map(|row| entry_view(row, &held.names)).collect(),
    })
}

fn checked(form: &Form, asked: &Asked, entries: &[Entry]) -> Vec<Finding> {
    let last_year = form.cells().filter_map(|cell| Some((cell.id.clone(), last_year(cell, form, asked)?.1))).collect();
    let missing = &asked.lead.catalogue.missing;
    if form.is_history() {
        let check = |plain: &Form, entries: &[Entry], before: &LastYear| rules::check(plain, entries, missing, before);
        return history::check(form, entries, &last_year, check);
    }
    rules::check(form, entries, missing, &last_year)
}

/// The figure of the same cell a year before.
fn last_year(cell: &heng_collection::form::Cell, form: &Form, asked: &Asked) -> Option<(Period, Decimal)> {
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

fn finding(finding: Finding) -> FindingView {
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

/// Writes cells, all or none: every cell that cannot be read is refused, all at once.
pub async fn save(app: &App, who: &Principal, id: i64, edits: Vec<CellEdit>) -> Result<SavedView> {
    let mut held = Held::load(app, who, id, "submission.save").await?;
    let mut read = Vec::new();
    let mut problems = Vec::new();
    for CellEdit { cell, value, missing, note, seen } in edits {
        let typed = Typed { cell, value, missing, note };
        match entry::read(&typed, &held.form, &held.figures.catalogue.missing) {
            Ok(entry) => read.push(Edit { entry, seen }),
            Err(faults) => problems.extend(faults),
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let rows = entries::save(app.store(), &who.actor(), &app.now(), id, role(who)?, &read).await?;
    if let Some(fresh) = submissions::get(app.store(), id).await? {
        held.submission = fresh;
    }
    saved(app, who, &held, &rows)
}

fn role(who: &Principal) -> Result<Role> {
    match who.person() {
        Some(user) => Ok(user.role()?),
        None => Err(Failure::new(&kinds::ACCESS_DENIED)),
    }
}

/// Moves a submission. Handing in is refused while a check stops it; receiving records the observations.
pub async fn act(app: &App, who: &Principal, id: i64, acting: Acting) -> Result<SubmissionView> {
    let moves = [Action::Submit, Action::Review, Action::Return, Action::Accept];
    let Some(action) = moves.into_iter().find(|action| action.code() == acting.action) else {
        return Err(Problem::input(&acting.action, "submit, review, return, accept").field("action").into());
    };
    let held = Held::load(app, who, id, &verb(action)).await?;
    let act = Act { submission: id, action, role: role(who)?, reason: acting.reason, seen: Some(acting.seen) };
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
    let found = CellId::parse(cell).ok().filter(|cell| held.form.find(cell).is_some());
    let found = found.ok_or_else(|| Problem::new(&kinds::ENTRY_CELL_UNKNOWN).with("value", cell).cell(cell))?;
    let versions = entries::history(app.store(), id, &found).await?;
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
