//! Templates: a form as a workbook to fill in, and what one that came back would change. Applying is saving: the page sends
//! what was confirmed as it sends what is typed, with the versions that were seen.

use std::collections::BTreeMap;

use heng_base::codes::FormCode;
use heng_collection::entry::Entry;
use heng_collection::form::{Cell, CellId, Form};
use heng_collection::rules::Finding;
use heng_collection::template::compare::{self, Difference, Version};
use heng_collection::template::identity::Identity;
use heng_collection::template::read::{self, Filled, Remark};
use heng_collection::template::write::{Template, write, write_marked};
use heng_collection::template::{self, workbook};
use heng_store::audit;
use heng_store::tables::entries::{self, Row};
use heng_store::tables::{corrections, exports, questions, templates};

use super::asked::Asked;
use super::form_views::{checked, finding, last_year};
use super::packages::{beside, in_turn};
use super::submissions::{Held, line, permitted};
use super::word;
use crate::app::{App, INVENTED};
use crate::clock::is_moment;
use crate::failure::{Failure, Result};
use crate::policy::Principal;
use crate::views::{ContentView, DifferenceView, RemarkView, TemplateView};

/// Refuses whoever may not save the form, before the file is read.
pub async fn may_send(app: &App, who: &Principal, id: i64) -> Result<()> {
    permitted(app, who, id, "submission.save").await.map(drop)
}

/// The form with what stands in it, as a workbook with its name. That it was taken along goes on record.
pub async fn get(app: &App, who: &Principal, id: i64) -> Result<(String, Vec<u8>)> {
    let held = Held::load(app, who, id, "submission.read").await?;
    let rows = entries::list(app.store(), id).await?;
    let told = held.told(app, who).await?;
    let template = of(app, &held, told.as_ref(), &rows).await?;
    let name = file_name(app, &held, "填报模板");
    let bytes = beside(move || write(&template)).await?.map_err(Failure::system)?;
    exports::record_template(app.store(), &who.actor(), &app.now(), id).await?;
    Ok((name, bytes))
}

fn file_name(app: &App, held: &Held, what: &str) -> String {
    let Held { asked, form, .. } = held;
    app.file_name(format!("{}-{}-{what}.xlsx", asked.unit_name(&form.unit), form.span()))
}

/// Whose template it is, and all that stands in it.
async fn of(app: &App, held: &Held, told: Option<&Asked>, rows: &[Row]) -> Result<Template> {
    let Held { submission, round, asked, form, .. } = held;
    let entries: Vec<Entry> = rows.iter().map(Row::entry).collect::<heng_store::error::Result<_>>()?;
    let heads = |code: &FormCode| asked.head_of(code);
    let instructions = form.codes.iter().filter_map(heads).flat_map(|head| head.instructions.clone());
    let told = told.unwrap_or(asked);
    // Where years stand side by side, what is on record of a cell's own year is the figure to compare with.
    let past = |cell: &Cell| match form.is_history() {
        true => told.on_record(&form.unit, &cell.id, form.period_of(&cell.id)),
        false => last_year(cell, form, told).map(|(_, value)| value),
    };
    Ok(Template {
        identity: Identity {
            store: store_id(app).await?,
            plan: submission.plan.clone(),
            round: round.id,
            round_title: round.title.clone(),
            submission: submission.id,
            unit: submission.unit.clone(),
            unit_name: asked.unit_name(&form.unit),
            period: submission.period.clone(),
            version: submission.version,
            made_at: app.now(),
        },
        titles: form.codes.iter().map(|code| (code.clone(), title(code, asked))).collect(),
        due: round.due.clone(),
        instructions: instructions.collect(),
        missing: asked.lead.catalogue.missing.clone(),
        shown: entries.iter().map(|entry| (entry.cell.to_string(), entry.into())).collect(),
        versions: rows.iter().map(|row| (row.cell.clone(), row.version)).collect(),
        open: corrections::opened(app.store(), submission).await?.map(|cells| cells.into_iter().collect()),
        past: form.cells().filter_map(|cell| Some((cell.id.clone(), past(cell)?))).collect(),
        past_name: if form.is_history() { "已有数" } else { "上年数" }.to_owned(),
        invented: app.is_demo().then(|| INVENTED.to_owned()),
        form: form.clone(),
    })
}

/// Number and title of a form.
fn title(code: &FormCode, asked: &Asked) -> String {
    asked.head_of(code).map_or_else(String::new, |head| match &head.number {
        Some(number) => format!("{number} {}", head.title.zh),
        None => head.title.zh.clone(),
    })
}

/// By what templates of this store are known: the first link of its audit chain, which is no other store's and never
/// changes, also in a copy restored elsewhere.
async fn store_id(app: &App) -> Result<String> {
    let first = audit::list(app.store(), 0, 1).await?;
    Ok(first.first().map_or_else(String::new, |link| link.hash.chars().take(16).collect()))
}

/// A template that was read, with all that it is held against.
struct Returned {
    held: Held,
    rows: Vec<Row>,
    template: Template,
    filled: Filled,
    differences: Vec<Difference>,
    /// Cells that are as they were.
    same: usize,
    now: BTreeMap<CellId, Version>,
    findings: Vec<Finding>,
}

async fn returned(app: &App, who: &Principal, id: i64, bytes: Vec<u8>) -> Result<Returned> {
    let held = Held::load(app, who, id, "submission.save").await?;
    let rows = entries::list(app.store(), id).await?;
    let told = held.told(app, who).await?;
    let template = of(app, &held, told.as_ref(), &rows).await?;
    let (mut filled, template) = in_turn(move || {
        let book = workbook::read(&bytes)?;
        let filled = read::read(&book, &template.identity, &template.form, &template.missing)?;
        Ok::<_, heng_base::problem::Problem>((filled, template))
    })
    .await??;
    let made = templates::entries_at(app.store(), id, &filled.versions).await?;
    let made = made.into_iter().map(|entry| (entry.cell.clone(), entry)).collect();
    let mut now = BTreeMap::new();
    for row in &rows {
        let entry = row.entry()?;
        now.insert(entry.cell.clone(), Version { entry, version: row.version });
    }
    let differences = compare::compare(&filled, &made, &now);
    let same = filled.answers.len() - differences.len();
    let differences = compare::at_open(&mut filled, differences, template.open.as_ref());
    let findings = checked(&held.form, told.as_ref().unwrap_or(&held.asked), &compare::applied(&now, &differences));
    Ok(Returned { held, rows, template, filled, differences, same, now, findings })
}

/// What a template would change; nothing is changed by it.
pub async fn compare(app: &App, who: &Principal, id: i64, bytes: Vec<u8>) -> Result<TemplateView> {
    let Returned { held, rows, filled, differences, same, findings, .. } = returned(app, who, id, bytes).await?;
    let threads = questions::list(app.store(), id).await?;
    Ok(TemplateView {
        submission: line(app, who, &held, &rows, &threads)?,
        made_at: Some(filled.identity.made_at.clone()).filter(|at| is_moment(at)).unwrap_or_else(|| app.now()),
        same,
        faulty: filled.faulty(),
        differences: differences.into_iter().filter_map(|difference| view(difference, &held, &rows)).collect(),
        remarks: filled.remarks.into_iter().map(|said| remark(said, Some(&held.form))).collect(),
        findings: findings.into_iter().map(finding).collect(),
    })
}

/// A copy in which everything that is wrong is marked, with its name.
pub async fn marked(app: &App, who: &Principal, id: i64, bytes: Vec<u8>) -> Result<(String, Vec<u8>)> {
    let Returned { held, template, filled, now, findings, .. } = returned(app, who, id, bytes).await?;
    let name = file_name(app, &held, "问题标注");
    // Still of the state in which its writer saw the form.
    let shown = template::shown(&filled, &now, template.open.as_ref());
    let template = Template { shown, versions: filled.versions.clone(), ..template };
    let bytes = beside(move || {
        let marks = template::marks(&filled, &findings, |cell| cell_name(cell, &template.form));
        write_marked(&template, &marks)
    });
    Ok((name, bytes.await?.map_err(Failure::system)?))
}

/// Item, breakdown and, where several stand side by side, the period in words.
pub(super) fn cell_name(cell: &CellId, form: &Form) -> String {
    form.find(cell).map_or_else(|| cell.to_string(), |(row, cell)| format!("{}·{}", row.name.zh, form.label(cell)))
}

pub(super) fn view(difference: Difference, held: &Held, rows: &[Row]) -> Option<DifferenceView> {
    let id = difference.cell.to_string();
    let (row, cell) = held.form.find(&difference.cell)?;
    let held_row = rows.iter().find(|row| row.cell == id);
    Some(DifferenceView {
        name: row.name.zh.clone(),
        label: cell.label.zh.clone(),
        period: held.form.is_history().then(|| held.form.period_of(&cell.id).to_string()),
        unit: row.unit.clone(),
        value_type: word(row.value_type),
        was: content(difference.was.as_ref()),
        becomes: content(Some(&difference.becomes)),
        seen: difference.seen,
        overtaken: difference.overtaken,
        changed_by: held_row.map(|row| held.names.of(&row.updated_by)),
        changed_at: held_row.map(|row| row.updated_at.clone()),
        place: difference.place,
        cell: id,
    })
}

fn content(entry: Option<&Entry>) -> ContentView {
    ContentView {
        value: entry.and_then(|entry| entry.value).map(|value| value.to_string()),
        missing: entry.and_then(|entry| entry.missing.clone()),
        note: entry.and_then(|entry| entry.note.clone()),
    }
}

pub(super) fn remark(said: Remark, form: Option<&Form>) -> RemarkView {
    RemarkView {
        name: said.cell.as_ref().zip(form).map(|(cell, form)| cell_name(cell, form)),
        cell: said.cell.map(|cell| cell.to_string()),
        wrong: said.wrong,
        problem: said.problem,
    }
}
