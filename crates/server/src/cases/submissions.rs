//! Submissions: entering, handing in, reviewing, receiving.

use std::sync::Arc;

use heng_base::codes::FormCode;
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_collection::entry::{self, Entry, Typed};
use heng_collection::form::{CellId, Form, generate};
use heng_collection::rules::{self, Finding, Severity};
use heng_collection::submission::{Action, Role, State, actions};
use heng_plan::model::{FormHead, Plan, Status};
use heng_statistics::observation::{Key, Subject};
use heng_store::tables::entries::{self, Edit};
use heng_store::tables::rounds::{self, OPEN, Round};
use heng_store::tables::submissions::{self, Act, Change, Filter, Submission};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::names::Names;
use super::saves::{self, Saving};
use super::{shown, word};
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{
    CellView, ChangeView, EntryView, FindingView, FormHeadView, FormView, HistoryView, MissingReasonView, PreviousView,
    RowView, SavedView, SectionView, SubmissionRow, SubmissionView,
};

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
    /// submit, review, return or accept.
    pub action: String,
    /// Needed to return, and to accept figures that revise earlier ones.
    pub reason: Option<String>,
    /// The version of the submission that was seen.
    pub seen: i64,
}

/// A submission with all that it is judged by.
pub(super) struct Held {
    pub(super) submission: Submission,
    round: Round,
    figures: Arc<Figures>,
    form: Form,
    names: Names,
}

impl Held {
    /// Loads it for one who may do `action` with it.
    pub(super) async fn load(app: &App, who: &Principal, id: i64, action: &str) -> Result<Self> {
        let absent = || Failure::absent("报送", "submission", id);
        let Some(submission) = submissions::get(app.store(), id).await? else {
            // One who may read none is not told which exist.
            app.require(who, "submission.read", Resource::Submission { unit: "" })?;
            return Err(absent());
        };
        app.require(who, action, Resource::Submission { unit: &submission.unit })?;
        let figures = app.figures(&submission.plan()?).await?;
        Self::of(app, figures, submission, Names::load(app, who).await?).await
    }

    pub(super) async fn of(app: &App, figures: Arc<Figures>, submission: Submission, names: Names) -> Result<Self> {
        let absent = || Failure::absent("填报批次", "round", submission.round_id);
        let round = rounds::get(app.store(), submission.round_id).await?.ok_or_else(absent)?;
        let form = generate(&figures.plan, &figures.catalogue, &submission.unit()?, submission.period()?);
        Ok(Self { submission, round, figures, form, names })
    }
}

/// The submissions that the asker may see.
pub(super) async fn within(app: &App, who: &Principal, figures: &Figures, filter: &Filter) -> Result<Vec<Submission>> {
    let units: Vec<String> = figures.plan.units.keys().map(ToString::to_string).collect();
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
    rows(app, who, &figures, &filter).await
}

/// The lines of a list.
pub(super) async fn rows(
    app: &App,
    who: &Principal,
    figures: &Arc<Figures>,
    filter: &Filter,
) -> Result<Vec<SubmissionRow>> {
    let names = Names::load(app, who).await?;
    let mut rows = Vec::new();
    for submission in within(app, who, figures, filter).await? {
        let held = Held::of(app, figures.clone(), submission, names.clone()).await?;
        let entries = entries_of(&entries::list(app.store(), held.submission.id).await?)?;
        rows.push(line(app, who, &held, &entries)?);
    }
    Ok(rows)
}

fn entries_of(rows: &[entries::Row]) -> Result<Vec<Entry>> {
    Ok(rows.iter().map(entries::Row::entry).collect::<heng_store::error::Result<_>>()?)
}

fn line(app: &App, who: &Principal, held: &Held, entries: &[Entry]) -> Result<SubmissionRow> {
    let Held { submission, round, figures, form, names } = held;
    let state = submission.state()?;
    let answered = |cell: &CellId| entries.iter().any(|entry| entry.cell == *cell && !entry.is_empty());
    Ok(SubmissionRow {
        id: submission.id,
        round: round.id,
        round_title: round.title.clone(),
        plan: submission.plan.clone(),
        period: submission.period.clone(),
        due: round.due.clone(),
        unit: submission.unit.clone(),
        unit_name: shown::unit_name(&submission.unit()?, &figures.plan),
        state: submission.state.clone(),
        state_name: state.name(Lang::Zh).to_owned(),
        version: submission.version,
        updated_at: submission.updated_at.clone(),
        updated_by: names.of(&submission.updated_by),
        cells: form.cells().count(),
        filled: form.cells().filter(|cell| answered(&cell.id)).count(),
        required_open: form.cells().filter(|cell| cell.required && !answered(&cell.id)).count(),
        can: if round.state == OPEN { can(app, who, &submission.unit, state)? } else { Vec::new() },
    })
}

/// What the state allows the asker's role, as far as the policy permits it.
fn can(app: &App, who: &Principal, unit: &str, state: State) -> Result<Vec<String>> {
    let Some(user) = who.person() else { return Ok(Vec::new()) };
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
    let SavedView { submission, entries, findings, mark, .. } = saved(app, who, held, &rows)?;
    let changes = changes(app, &held.names, held.submission.id).await?;
    Ok(SubmissionView { submission, form: form_view(&held.form, &held.figures), entries, findings, changes, mark })
}

/// The entries with what the checks say of them.
pub(super) fn saved(app: &App, who: &Principal, held: &Held, rows: &[entries::Row]) -> Result<SavedView> {
    let entries = entries_of(rows)?;
    let findings = checked(&held.form, &held.figures, &entries);
    Ok(SavedView {
        submission: line(app, who, held, &entries)?,
        findings: findings.into_iter().map(finding).collect(),
        entries: rows.iter().map(|row| entry_view(row, &held.names)).collect(),
        mark: saves::mark(&held.submission, rows.iter().map(|row| row.version).sum()),
        receipt: None,
    })
}

fn checked(form: &Form, figures: &Figures, entries: &[Entry]) -> Vec<Finding> {
    let last_year = form.cells().filter_map(|cell| Some((cell.id.clone(), last_year(cell, form, figures)?.1)));
    rules::check(form, entries, &figures.catalogue.missing, &last_year.collect())
}

/// The figure of the same cell a year before.
fn last_year(cell: &heng_collection::form::Cell, form: &Form, figures: &Figures) -> Option<(Period, Decimal)> {
    let period = form.period.shifted(-1);
    let key = Key {
        subject: Subject::Item(cell.id.item.clone()),
        area: figures.plan.area_of(&form.unit).clone(),
        period,
        breakdown: cell.id.breakdown.clone(),
    };
    Some((period, figures.data.best(&key)?.usable()?))
}

pub(super) fn form_view(form: &Form, figures: &Figures) -> FormView {
    let row = |row: &heng_collection::form::Row| RowView {
        item: row.item.to_string(),
        name: row.name.zh.clone(),
        unit: row.unit.clone(),
        value_type: word(row.value_type),
        definition: row.definition.clone(),
        doubt: row.doubt.clone(),
        required: row.required,
        cells: row.cells.iter().map(|cell| cell_view(cell, form, figures)).collect(),
    };
    let section = |section: &heng_collection::form::Section| SectionView {
        form: section.form.to_string(),
        title: section.title.clone(),
        rows: section.rows.iter().map(row).collect(),
    };
    let reason = |reason: &heng_plan::model::MissingReason| MissingReasonView {
        code: reason.code.clone(),
        name: reason.name.zh.clone(),
    };
    FormView {
        codes: form.codes.iter().map(ToString::to_string).collect(),
        heads: form.codes.iter().map(|code| head_view(code, &figures.plan)).collect(),
        unit: form.unit.to_string(),
        unit_name: shown::unit_name(&form.unit, &figures.plan),
        period: form.period.to_string(),
        sections: form.sections.iter().map(section).collect(),
        missing_reasons: figures.catalogue.missing.iter().map(reason).collect(),
    }
}

fn head_view(code: &FormCode, plan: &Plan) -> FormHeadView {
    let head = plan.head_of(code);
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

fn cell_view(cell: &heng_collection::form::Cell, form: &Form, figures: &Figures) -> CellView {
    CellView {
        cell: cell.id.to_string(),
        label: cell.label.zh.clone(),
        required: cell.required,
        previous: last_year(cell, form, figures)
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
        return Ok(SavedView { receipt: Some(receipt), ..saved(app, who, &held, &rows)? });
    }
    let (rows, receipt) = saves::write(app, who, id, asked.as_ref(), &read).await?;
    if let Some(fresh) = submissions::get(app.store(), id).await? {
        held.submission = fresh;
    }
    Ok(SavedView { receipt, ..saved(app, who, &held, &rows)? })
}

pub(super) fn role(who: &Principal) -> Result<Role> {
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
    let Held { form, figures, .. } = &held;
    let judge = |_: &Submission, entries: &[Entry]| {
        let missing = &figures.catalogue.missing;
        // Checked again at every step forward: the rules of a newer package hold for what was handed in before.
        if action != Action::Return {
            let stops: Vec<_> = checked(form, figures, entries).into_iter().filter(Finding::stops).collect();
            if !stops.is_empty() {
                return Err(stops.into_iter().map(stopped).collect());
            }
        }
        Ok(match action {
            Action::Accept => {
                entry::observations(form, entries, missing, figures.plan.area_of(&form.unit), form.period)
            }
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
