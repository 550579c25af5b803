//! Corrections 更正 of accepted forms: the unit asks for cells to be opened, the bureau grants or refuses. Granted, the same
//! submission is open again for those cells and goes the whole way of review anew; its first revision stands meanwhile.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use heng_collection::form::CellId;
use heng_collection::submission::{Action, Role, State, next};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Set,
};
use serde_json::json;

use super::submissions::{self, Submission};
use super::{absent, entries, observations, refuse, said, stored};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{correction, correction_event, submission};
use crate::error::Result;

pub type Request = correction::Model;
pub type Decision = correction_event::Model;

pub const GRANT: &str = "grant";
pub const REFUSE: &str = "refuse";
/// One that bears a reason ended without a change.
pub const FINISH: &str = "finish";
const UNCHANGED: &str = "无改动";

/// A request with what became of it, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub request: Request,
    pub events: Vec<Decision>,
}

impl Correction {
    pub fn cells(&self) -> Result<Vec<CellId>> {
        stored(&self.request.cells, serde_json::from_str(&self.request.cells))
    }

    /// `asked`, `granted`, `refused`, `finished`, or `withdrawn` where it ended without a change.
    pub fn state(&self) -> &'static str {
        match self.events.last() {
            Some(event) if event.deed == GRANT => "granted",
            Some(event) if event.deed == REFUSE => "refused",
            Some(event) if event.reason.is_some() => "withdrawn",
            Some(_) => "finished",
            None => "asked",
        }
    }

    /// Why it ended without a change, who and when.
    pub fn withdrawn(&self) -> Option<(&str, &str, &str)> {
        let ended = self.events.last().filter(|event| event.deed == FINISH)?;
        Some((ended.reason.as_deref()?, ended.actor.as_str(), ended.at.as_str()))
    }

    /// When the cells were opened, and when what stands in them was settled.
    pub fn span(&self) -> Option<(&str, Option<&str>)> {
        let opened = self.events.first().filter(|event| event.deed == GRANT)?;
        let settled = self.events.iter().find(|event| event.deed == FINISH);
        Some((opened.at.as_str(), settled.map(|event| event.at.as_str())))
    }

    fn decision(&self) -> Option<&Decision> {
        self.events.first().filter(|event| event.deed != FINISH)
    }

    /// Why it was granted or refused, who and when.
    pub fn decided(&self) -> Option<(&str, &str, &str)> {
        self.decision().map(|made| (made.reason.as_deref().unwrap_or_default(), made.actor.as_str(), made.at.as_str()))
    }
}

/// All corrections of these submissions, oldest first.
pub async fn of_all(store: &Store, submissions: &[i64]) -> Result<Vec<Correction>> {
    of(store.reader(), submissions).await
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Request>> {
    Ok(correction::Entity::find_by_id(id).one(store.reader()).await?)
}

async fn of(on: &impl ConnectionTrait, submissions: &[i64]) -> Result<Vec<Correction>> {
    let asked = correction::Entity::find()
        .filter(correction::Column::SubmissionId.is_in(submissions.iter().copied()))
        .order_by_asc(correction::Column::Id);
    let asked = asked.all(on).await?;
    whole(on, asked).await
}

/// Requests with what became of them.
async fn whole(on: &impl ConnectionTrait, asked: Vec<Request>) -> Result<Vec<Correction>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let made = correction_event::Entity::find()
        .filter(correction_event::Column::CorrectionId.is_in(asked.iter().map(|request| request.id)))
        .order_by_asc(correction_event::Column::Id);
    let made = made.all(on).await?;
    let whole = |request: Request| {
        let events = made.iter().filter(|event| event.correction_id == request.id).cloned().collect();
        Correction { request, events }
    };
    Ok(asked.into_iter().map(whole).collect())
}

/// The correction under way in a submission.
pub(super) async fn granted(on: &impl ConnectionTrait, submission: i64) -> Result<Option<Correction>> {
    Ok(of(on, &[submission]).await?.into_iter().rev().find(|one| one.state() == "granted"))
}

/// Asks for cells of an accepted form to be opened. One request at a time; that the cells are of the form is the caller's
/// to see to.
pub async fn ask(
    store: &Store,
    who: &Actor,
    now: &str,
    submission: i64,
    cells: &[CellId],
    reason: &str,
) -> Result<Request> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let head = held(&write, submission).await?;
    // What an accepted form alone knows.
    let asking = |problem: Problem| problem.with("action_zh", "申请更正").with("action_en", "be corrected");
    next(head.state()?, Action::Correct, Role::Administrator).map_err(asking)?;
    if of(write.on(), &[submission]).await?.iter().any(|one| one.state() == "asked") {
        return Err(refuse(&kinds::CORRECTION_ASKED, "submission", submission));
    }
    let row = correction::ActiveModel {
        id: NotSet,
        submission_id: Set(submission),
        cells: Set(json!(cells).to_string()),
        reason: Set(reason),
        asked_by: Set(write.who.clone()),
        asked_at: Set(write.now.clone()),
    };
    let request = row.insert(write.on()).await?;
    let details = json!({"correction": request.id, "cells": cells, "reason": request.reason});
    write.commit(Event::new("correction.ask", submission, details)).await?;
    Ok(request)
}

async fn held(write: &Write, submission: i64) -> Result<Submission> {
    let found = submission::Entity::find_by_id(submission).one(write.on()).await?;
    found.ok_or_else(|| absent("报送", "submission", submission))
}

/// Grants or refuses a request. Granted, the form is open for its cells, whether or not its round is.
pub async fn decide(
    store: &Store,
    who: &Actor,
    now: &str,
    id: i64,
    role: Role,
    grant: bool,
    reason: &str,
) -> Result<Submission> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let found = correction::Entity::find_by_id(id).one(write.on()).await?;
    let request = found.ok_or_else(|| absent("更正申请", "request for correction", id))?;
    let head = held(&write, request.submission_id).await?;
    let from = head.state()?;
    let to = next(from, Action::Correct, role)?;
    let correction = of(write.on(), &[head.id]).await?.into_iter().find(|one| one.request.id == id);
    if correction.is_none_or(|one| one.state() != "asked") {
        return Err(refuse(&kinds::CORRECTION_DECIDED, "correction", id));
    }
    event(&write, id, if grant { GRANT } else { REFUSE }, Some(reason.clone())).await?;
    let details = json!({"correction": id, "cells": request.cells, "reason": reason});
    if !grant {
        write.commit(Event::new("correction.refuse", head.id, details)).await?;
        return Ok(head);
    }
    let digest = entries::digest(&entries::of(write.on(), head.id).await?);
    let moved = submissions::shift(&write, head, to).await?;
    submissions::change(&write, &moved, Action::Correct, from, Some(reason), digest).await?;
    write.commit(Event::new("correction.grant", moved.id, details)).await?;
    Ok(moved)
}

async fn event(write: &Write, correction: i64, deed: &str, reason: Option<String>) -> Result<()> {
    let row = correction_event::ActiveModel {
        id: NotSet,
        correction_id: Set(correction),
        deed: Set(deed.to_owned()),
        reason: Set(reason),
        actor: Set(write.who.clone()),
        at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    Ok(())
}

/// The correction has gone its way: what it changed is accepted. One that changed no figure says so.
pub(super) async fn finish(write: &Write, correction: &Correction, changed: bool) -> Result<()> {
    event(write, correction.request.id, FINISH, (!changed).then(|| UNCHANGED.to_owned())).await
}

/// Takes back a request that nobody has decided, or gives up a correction under way: its cells then hold again what was
/// accepted, and the form is locked as before.
pub async fn withdraw(store: &Store, who: &Actor, now: &str, id: i64, role: Role, reason: &str) -> Result<Submission> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let found = correction::Entity::find_by_id(id).one(write.on()).await?;
    let request = found.ok_or_else(|| absent("更正申请", "request for correction", id))?;
    let head = held(&write, request.submission_id).await?;
    let (from, all) = (head.state()?, of(write.on(), &[head.id]).await?);
    let open = all.into_iter().find(|one| one.request.id == id && matches!(one.state(), "asked" | "granted"));
    let correction = open.ok_or_else(|| refuse(&kinds::CORRECTION_ENDED, "correction", id))?;
    let details = json!({"correction": id, "cells": request.cells, "reason": reason});
    if correction.state() == "asked" {
        event(&write, id, FINISH, Some(reason)).await?;
        write.commit(Event::new("correction.withdraw", head.id, details)).await?;
        return Ok(head);
    }
    let to = next(from, Action::Withdraw, role)?;
    let opened_at = correction.span().map_or(request.asked_at.as_str(), |(opened, _)| opened);
    let rows = entries::restore(&write, head.id, &correction.cells()?, opened_at).await?;
    event(&write, id, FINISH, Some(reason.clone())).await?;
    let moved = submissions::shift(&write, head, to).await?;
    submissions::change(&write, &moved, Action::Withdraw, from, Some(reason), entries::digest(&rows)).await?;
    write.commit(Event::new("correction.withdraw", moved.id, details)).await?;
    Ok(moved)
}

/// The cells that may be written, where a correction is under way; `None` where all may.
pub async fn opened(store: &Store, head: &Submission) -> Result<Option<Vec<CellId>>> {
    opened_on(store.reader(), head).await
}

async fn opened_on(on: &impl ConnectionTrait, head: &Submission) -> Result<Option<Vec<CellId>>> {
    Ok(opened_in(on, std::slice::from_ref(head)).await?.remove(&head.id))
}

/// The same of many; one of which all cells may be written is absent.
pub async fn opened_of(store: &Store, heads: &[Submission]) -> Result<BTreeMap<i64, Vec<CellId>>> {
    opened_in(store.reader(), heads).await
}

async fn opened_in(on: &impl ConnectionTrait, heads: &[Submission]) -> Result<BTreeMap<i64, Vec<CellId>>> {
    let handed_in: Vec<i64> =
        heads.iter().filter(|head| head.state != State::Draft.code()).map(|head| head.id).collect();
    let granted = of(on, &handed_in).await?.into_iter().filter(|one| one.state() == "granted");
    granted.map(|one| Ok((one.request.submission_id, one.cells()?))).collect()
}

/// While a correction is under way, only the cells that it opened may be written; every other one is told.
pub(super) async fn only_opened(write: &Write, head: &Submission, edits: &[entries::Edit]) -> Result<()> {
    let Some(opened) = opened_on(write.on(), head).await? else { return Ok(()) };
    let locked = edits.iter().map(|edit| &edit.entry.cell).filter(|cell| !opened.contains(cell));
    let problems: Vec<Problem> = locked.map(|cell| Problem::new(&kinds::ENTRY_LOCKED).cell(cell.to_string())).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// Opened cells of which a figure or a reason is on record and that hold nothing now: what is on record would stand on.
pub(super) async fn emptied(write: &Write, submission: i64, rows: &[entries::Row]) -> Result<Vec<Problem>> {
    let Some(correction) = granted(write.on(), submission).await? else { return Ok(Vec::new()) };
    let recorded = observations::keys_of(write.on(), submission).await?;
    let own = held(write, submission).await?.period()?;
    let mut problems = Vec::new();
    for cell in correction.cells()? {
        let name = cell.to_string();
        let empty = |row: &entries::Row| row.cell == name && row.value.is_none() && row.missing.is_none();
        if rows.iter().any(empty) && recorded.iter().any(|key| cell.names(key, own)) {
            problems.push(Problem::new(&kinds::CORRECTION_EMPTIED).cell(name));
        }
    }
    Ok(problems)
}

/// The submissions of a round of which a correction was granted and has not gone its way yet.
pub async fn under_way(store: &Store, round: i64) -> Result<Vec<i64>> {
    let within = submission::Entity::find().select_only().column(submission::Column::Id);
    let within = within.filter(submission::Column::RoundId.eq(round)).into_query();
    let asked = correction::Entity::find().filter(correction::Column::SubmissionId.in_subquery(within));
    let whole = whole(store.reader(), asked.all(store.reader()).await?).await?;
    Ok(whole.iter().filter(|one| one.state() == "granted").map(|one| one.request.submission_id).collect())
}
