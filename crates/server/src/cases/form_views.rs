//! A form as people see it: its rows and cells, what checks find on it, what became of it.

use heng_base::codes::FormCode;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_collection::entry::Entry;
use heng_collection::form::{Cell, Form, Row, Section};
use heng_collection::history;
use heng_collection::rules::round::observed;
use heng_collection::rules::{self, Beside, Finding, LastYear, check_beside};
use heng_collection::submission::{Action, State};
use heng_plan::model::{FormHead, MissingReason, Status};
use heng_statistics::dataset::Dataset;
use heng_store::tables::entries;
use heng_store::tables::submissions::{self, Change};
use rust_decimal::Decimal;

use super::asked::Asked;
use super::names::Names;
use super::word;
use crate::app::App;
use crate::failure::Result;
use crate::views::{
    CellView, ChangeView, EntryView, FindingView, FormHeadView, FormView, MissingReasonView, PreviousView, RowView,
    SectionView,
};

/// What the checks of all plans that ask for the unit find on its form, by the figures of `asked`. One who may not be told
/// all gets what is found by what they may be told: whether a check is broken would else tell a figure that is withheld
/// from them, by trying one value after the other. The bureau, which sees all, finds the rest.
pub(super) fn checked(form: &Form, asked: &Asked, entries: &[Entry]) -> Vec<Finding> {
    let plans = asked.known_of(&form.unit);
    if !form.is_history() {
        return rules::check(form, entries, &plans);
    }
    let last_year = form.cells().filter_map(|cell| Some((cell.id.clone(), last_year(cell, form, asked)?.1))).collect();
    let seen = with_record(form, asked, entries);
    let answers = plans.first().map_or_else(Vec::new, |known| observed(form, &seen, known));
    let answers = Dataset::new(answers, |_| 1);
    let check = |plain: &Form, entries: &[Entry], before: &LastYear| {
        check_beside(plain, entries, Beside { answers: &answers, periods: &form.periods, before }, &plans)
    };
    let known = form
        .cells()
        .filter_map(|cell| Some((cell.id.clone(), asked.on_record(&form.unit, &cell.id, form.period_of(&cell.id))?)));
    history::check(form, entries, &last_year, &known.collect(), check)
}

/// What formulas see of the years of a grid: what is typed there, else what is on record.
fn with_record(form: &Form, asked: &Asked, entries: &[Entry]) -> Vec<Entry> {
    let typed: Vec<Entry> = entries.iter().filter(|entry| !entry.is_empty()).cloned().collect();
    let untyped = form.cells().filter(|cell| typed.iter().all(|entry| entry.cell != cell.id));
    let on_record = untyped.filter_map(|cell| {
        let value = asked.on_record(&form.unit, &cell.id, form.period_of(&cell.id))?;
        Some(Entry { cell: cell.id.clone(), value: Some(value), missing: None, note: None })
    });
    let on_record: Vec<Entry> = on_record.collect();
    typed.into_iter().chain(on_record).collect()
}

/// The figure of the same cell a year before.
pub(super) fn last_year(cell: &Cell, form: &Form, asked: &Asked) -> Option<(Period, Decimal)> {
    let period = form.period_of(&cell.id).shifted(-1);
    Some((period, asked.on_record(&form.unit, &cell.id, period)?))
}

pub(super) fn form_view(form: &Form, asked: &Asked) -> FormView {
    let row = |row: &Row| RowView {
        item: row.item.to_string(),
        name: row.name.zh.clone(),
        unit: row.unit.clone(),
        value_type: word(row.value_type),
        definition: row.definition.clone(),
        doubt: row.doubt.clone(),
        required: row.required,
        cells: row.cells.iter().map(|cell| cell_view(cell, form, asked)).collect(),
    };
    let rows = |held: &Row| match form.is_history() {
        true => by_breakdown(row(held), held),
        false => vec![row(held)],
    };
    let section = |section: &Section| SectionView {
        form: section.form.to_string(),
        title: section.title.clone(),
        rows: section.rows.iter().flat_map(rows).collect(),
    };
    let reason = |reason: &MissingReason| MissingReasonView { code: reason.code.clone(), name: reason.name.zh.clone() };
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
fn by_breakdown(whole: RowView, row: &Row) -> Vec<RowView> {
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

fn cell_view(cell: &Cell, form: &Form, asked: &Asked) -> CellView {
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

pub(super) fn entry_view(row: &entries::Row, names: &Names) -> EntryView {
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
