//! Review of a submission: what was asked and answered, what changed since the last look, the same cell elsewhere.

use std::collections::BTreeMap;

use heng_base::codes::UnitCode;
use heng_collection::form::CellId;
use heng_collection::question::State as Standing;
use heng_collection::submission::{Role, State};
use heng_store::tables::looks;
use heng_store::tables::questions::{self, Question, Thread};
use heng_store::tables::submissions::Filter;
use heng_store::tables::{corrections, entries};
use serde::Deserialize;
use utoipa::ToSchema;

use super::corrections::view as correction_view;
use super::form_views::last_year;
use super::submissions::{Held, role, within};
use super::word;
use crate::app::App;
use crate::clock;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{ChangedCellView, PeerView, QuestionEventView, QuestionView, ReviewView};

/// A question on a cell.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Questioning {
    pub cell: String,
    pub text: String,
}

/// What is said about a submission beside its figures.
pub async fn get(app: &App, who: &Principal, id: i64) -> Result<ReviewView> {
    let held = Held::load(app, who, id, "submission.read").await?;
    view(app, who, &held).await
}

pub(super) async fn view(app: &App, who: &Principal, held: &Held) -> Result<ReviewView> {
    let id = held.submission.id;
    // Before anything is read: what comes in meanwhile is new at the next look.
    let seen = app.now();
    let rows = entries::list(app.store(), id).await?;
    let threads = questions::list(app.store(), id).await?;
    let looked_at = match who.person() {
        Some(user) => looks::at(app.store(), &user.name, id).await?,
        None => None,
    };
    let corrected = corrections::of_all(app.store(), &[id]).await?;
    let of_unit = Resource::Submission { unit: &held.submission.unit };
    let mut can = Vec::new();
    let state = held.submission.state()?;
    if state != State::Draft && app.policy().permits(who, "question.ask", of_unit)? {
        can.push("ask".to_owned());
    }
    let waits = corrected.iter().any(|one| one.state() == "asked");
    if state == State::Accepted && !waits && app.policy().permits(who, "correction.ask", of_unit)? {
        can.push("correct".to_owned());
    }
    let mut questions = Vec::new();
    for thread in &threads {
        questions.push(question_view(app, who, held, thread, &rows)?);
    }
    let changed = changed(app, who, held, looked_at.as_deref()).await?;
    let mut corrections = Vec::new();
    for one in &corrected {
        corrections.push(correction_view(app, who, held, one).await?);
    }
    Ok(ReviewView { questions, looked_at, changed, corrections, seen, can })
}

pub(super) fn question_view(
    app: &App,
    who: &Principal,
    held: &Held,
    thread: &Thread,
    rows: &[entries::Row],
) -> Result<QuestionView> {
    let asked = &thread.question;
    let state = thread.state(rows)?;
    let of_unit = Resource::Submission { unit: &held.submission.unit };
    let mut can = Vec::new();
    if state != Standing::Settled {
        if app.policy().permits(who, "question.answer", of_unit)? {
            can.push("answer".to_owned());
        }
        if settles(who, asked)? && app.policy().permits(who, "question.settle", of_unit)? {
            can.push("settle".to_owned());
        }
    }
    let event = |event: &questions::QuestionEvent| QuestionEventView {
        deed: event.deed.clone(),
        text: event.text.clone(),
        by: held.names.of(&event.actor),
        at: event.at.clone(),
    };
    let now = rows.iter().find(|row| row.cell == asked.cell).map_or(0, |row| row.version);
    Ok(QuestionView {
        id: asked.id,
        submission: asked.submission_id,
        cell: asked.cell.clone(),
        cell_name: held.cell_name(&asked.cell),
        kind: asked.kind.clone(),
        text: asked.text.clone(),
        state: state.code().to_owned(),
        changed: now != asked.cell_version,
        asked_by: held.names.of(&asked.asked_by),
        asked_role: asked.asked_role.clone(),
        asked_at: asked.asked_at.clone(),
        events: thread.events.iter().map(event).collect(),
        can,
    })
}

/// The unit's reviewer settles what reviewers of the unit asked; what the bureau asked is the bureau's.
fn settles(who: &Principal, asked: &Question) -> Result<bool> {
    let Some(user) = who.person() else { return Ok(false) };
    let of_reviewer = asked.asked_role == Role::Reviewer.code();
    Ok((user.role()? == Role::Reviewer) == of_reviewer)
}

/// Cells that others have changed since a moment, each with what stood there then.
async fn changed(app: &App, who: &Principal, held: &Held, since: Option<&str>) -> Result<Vec<ChangedCellView>> {
    let Some(since) = since else { return Ok(Vec::new()) };
    let own = who.actor().0;
    let mut cells: BTreeMap<String, Vec<entries::Version>> = BTreeMap::new();
    for version in looks::versions(app.store(), held.submission.id).await? {
        cells.entry(version.cell.clone()).or_default().push(version);
    }
    let told = cells.into_iter().filter_map(|(cell, versions)| {
        let last = versions.last().filter(|last| last.updated_at.as_str() > since && last.updated_by != own)?;
        let before = versions.iter().rev().find(|version| version.updated_at.as_str() <= since);
        Some(ChangedCellView {
            cell,
            value: before.and_then(|version| version.value.clone()),
            missing: before.and_then(|version| version.missing.clone()),
            by: held.names.of(&last.updated_by),
            at: last.updated_at.clone(),
        })
    });
    Ok(told.collect())
}

/// Notes that the asker has looked a submission through up to a moment.
pub async fn look(app: &App, who: &Principal, id: i64, seen: &str) -> Result<()> {
    Held::load(app, who, id, "submission.read").await?;
    let now = app.now();
    if !clock::is_moment(seen) || seen > now.as_str() {
        let expected = "写这次打开报表的时刻，如 2026-03-31T08:00:00.000Z，不晚于现在";
        let english = "the moment at which the form was opened, such as 2026-03-31T08:00:00.000Z, not after now";
        return Err(heng_base::problem::Problem::expected(seen, expected, english).field("seen").into());
    }
    Ok(looks::note(app.store(), &who.actor(), &now, id, seen).await?)
}

/// Asks something of a cell.
pub async fn ask(app: &App, who: &Principal, id: i64, asked: Questioning) -> Result<ReviewView> {
    let held = Held::load(app, who, id, "question.ask").await?;
    let cell = held.cell(&asked.cell)?;
    if held.submission.state()? == State::Draft {
        let expected = "报表提交以后才能提问";
        return Err(heng_base::problem::Problem::expected(
            &asked.cell,
            expected,
            "a question can be asked once the form is handed in",
        )
        .cell(&asked.cell)
        .into());
    }
    questions::ask(app.store(), &who.actor(), &app.now(), id, role(who)?, &cell, &asked.text).await?;
    view(app, who, &held).await
}

pub async fn answer(app: &App, who: &Principal, question: i64, text: &str) -> Result<ReviewView> {
    let (held, asked) = find(app, who, question, "question.answer").await?;
    questions::answer(app.store(), &who.actor(), &app.now(), asked.id, text).await?;
    view(app, who, &held).await
}

pub async fn settle(app: &App, who: &Principal, question: i64) -> Result<ReviewView> {
    let (held, asked) = find(app, who, question, "question.settle").await?;
    if !settles(who, &asked)? {
        return Err(Failure::new(&heng_base::problem::kinds::ACCESS_DENIED));
    }
    questions::settle(app.store(), &who.actor(), &app.now(), asked.id).await?;
    view(app, who, &held).await
}

/// A question of a submission with which the asker may do `action`.
async fn find(app: &App, who: &Principal, id: i64, action: &str) -> Result<(Held, Question)> {
    let Some(question) = questions::get(app.store(), id).await? else {
        // One who may do it nowhere is not told which exist.
        app.require(who, action, Resource::Submission { unit: own_unit(who) })?;
        return Err(Failure::absent("提问", "question", id));
    };
    let held = Held::load(app, who, question.submission_id, action).await?;
    Ok((held, question))
}

pub(super) fn own_unit(who: &Principal) -> &str {
    who.person().and_then(|user| user.unit.as_deref()).unwrap_or_default()
}

/// The same cell in the forms of the other units of the round that the asker may read, by name.
pub async fn peers(app: &App, who: &Principal, id: i64, cell: &str) -> Result<Vec<PeerView>> {
    let held = Held::load(app, who, id, "submission.read").await?;
    let cell = held.cell(cell)?;
    let filter = Filter { round: Some(held.round.id), ..Filter::default() };
    let mut peers = Vec::new();
    let units: Vec<UnitCode> = held.asked.units().into_iter().map(|unit| unit.code.clone()).collect();
    for other in within(app, who, &units, &filter).await? {
        if other.id != id {
            peers.extend(peer(app, &held, other, &cell).await?);
        }
    }
    Ok(peers)
}

async fn peer(
    app: &App,
    held: &Held,
    other: heng_store::tables::submissions::Submission,
    cell: &CellId,
) -> Result<Option<PeerView>> {
    let figures = &held.figures;
    let form = held.asked.form(&other.unit()?);
    let Some((_, asked)) = form.find(cell) else { return Ok(None) };
    let text = cell.to_string();
    let entry = entries::list(app.store(), other.id).await?.into_iter().find(|row| row.cell == text);
    let missing = entry.as_ref().and_then(|row| row.missing.clone()).map(|code| {
        let known = figures.catalogue.missing.iter().find(|reason| reason.code == code);
        known.map_or(code, |reason| reason.name.zh.clone())
    });
    Ok(Some(PeerView {
        submission: other.id,
        unit_name: held.asked.unit_name(&form.unit),
        unit: other.unit.clone(),
        state: word(other.state()?),
        value: entry.and_then(|row| row.value),
        missing,
        previous: last_year(asked, &form, &held.asked).map(|(_, value)| value.normalize().to_string()),
    }))
}
