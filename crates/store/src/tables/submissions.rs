//! Submissions 报送: their states, and how an accepted one becomes observations.

use heng_base::codes::{PlanCode, SourceCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_collection::entry::{Entry, Proposed};
use heng_collection::submission::{Action, Role, State, next, open_under};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Set,
};
use serde_json::json;

use super::observations::{self, Figure, Origin};
use super::questions::{self, Mark};
use super::rounds::Round;
use super::{absent, corrections, courses, entries, rounds, said, steps, stored};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{round, submission, submission_event};
use crate::error::{Error, Result};

pub type Submission = submission::Model;
pub type Change = submission_event::Model;

impl Submission {
    pub fn state(&self) -> Result<State> {
        State::parse(&self.state)
            .ok_or_else(|| Error::damaged(format!("state “{}” of submission {}", self.state, self.id)))
    }

    pub fn plan(&self) -> Result<PlanCode> {
        stored(&self.plan, PlanCode::parse(&self.plan))
    }

    pub fn unit(&self) -> Result<UnitCode> {
        stored(&self.unit, UnitCode::parse(&self.unit))
    }

    pub fn period(&self) -> Result<Period> {
        stored(&self.period, Period::parse(&self.period))
    }
}

/// What is to be done with a submission.
#[derive(Debug, Clone)]
pub struct Act {
    pub submission: i64,
    pub action: Action,
    pub role: Role,
    /// Why; needed to return, and to accept figures that revise earlier ones.
    pub reason: Option<String>,
    /// The version that was seen; another one is refused. Absent, the state alone decides.
    pub seen: Option<i64>,
    /// Cells for which it is returned, each with why.
    pub marks: Vec<Mark>,
}

/// The units whose submissions the asker may see; no list is read without it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    pub units: Vec<String>,
}

/// Which submissions; an absent part is any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub plan: Option<String>,
    pub round: Option<i64>,
    /// Of rounds that are open.
    pub open: bool,
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Submission>> {
    Ok(submission::Entity::find_by_id(id).one(store.reader()).await?)
}

pub async fn list(store: &Store, scope: &Scope, filter: &Filter) -> Result<Vec<Submission>> {
    let mut rows = submission::Entity::find()
        .filter(submission::Column::Unit.is_in(&scope.units))
        .order_by_asc(submission::Column::Id);
    if let Some(plan) = &filter.plan {
        rows = rows.filter(submission::Column::RoundId.in_subquery(rounds::asking_for(plan)));
    }
    if let Some(round) = filter.round {
        rows = rows.filter(submission::Column::RoundId.eq(round));
    }
    if filter.open {
        rows = rows.inner_join(round::Entity).filter(round::Column::State.eq(rounds::OPEN));
    }
    Ok(rows.all(store.reader()).await?)
}

/// Changes of state, oldest first.
pub async fn changes(store: &Store, id: i64) -> Result<Vec<Change>> {
    let rows = submission_event::Entity::find()
        .filter(submission_event::Column::SubmissionId.eq(id))
        .order_by_asc(submission_event::Column::Id);
    Ok(rows.all(store.reader()).await?)
}

/// Changes of state of all submissions of a round, oldest first.
pub async fn changes_in(store: &Store, round: i64) -> Result<Vec<Change>> {
    let within = submission::Entity::find().select_only().column(submission::Column::Id);
    let within = within.filter(submission::Column::RoundId.eq(round)).into_query();
    let rows = submission_event::Entity::find()
        .filter(submission_event::Column::SubmissionId.in_subquery(within))
        .order_by_asc(submission_event::Column::Id);
    Ok(rows.all(store.reader()).await?)
}

/// The submission, if its round takes it now or a correction of it is under way.
pub(super) async fn movable(write: &Write, id: i64) -> Result<Submission> {
    Ok(open_with_round(write, id).await?.0)
}

async fn open_with_round(write: &Write, id: i64) -> Result<(Submission, Round)> {
    let found = submission::Entity::find_by_id(id).one(write.on()).await?;
    let head = found.ok_or_else(|| absent("报送", "submission", id))?;
    let round = round::Entity::find_by_id(head.round_id).one(write.on()).await?;
    let round = round.ok_or_else(|| absent("填报批次", "round", head.round_id))?;
    // A correction that was granted goes its way whatever has become of the round.
    if let Err(refused) = courses::in_time(write, &round, &head).await
        && corrections::granted(write.on(), id).await?.is_none()
    {
        return Err(refused);
    }
    Ok((head, round))
}

/// Notes that its entries changed.
pub(super) async fn touch(write: &Write, head: Submission) -> Result<()> {
    let mut head = head.into_active_model();
    head.updated_at = Set(write.now.clone());
    head.updated_by = Set(write.who.clone());
    head.update(write.on()).await?;
    Ok(())
}

/// Moves a submission, all in one transaction: `judge` sees it with its entries as they stand, unchangeable by anyone
/// else, and refuses or names the observations to record. Those are recorded by `accept` alone, as of source
/// `unit-<unit>`: a new figure is revision 1, a changed one the next revision with the act's reason, an equal one none.
pub async fn act(
    store: &Store,
    who: &Actor,
    now: &str,
    act: Act,
    judge: impl FnOnce(&Submission, &[Entry]) -> std::result::Result<Vec<Proposed>, Vec<Problem>>,
) -> Result<Submission> {
    let reason = match (&act.reason, act.action.needs_reason()) {
        (Some(text), true) => Some(said(text)?),
        (None, true) => Some(said("")?),
        (text, false) => text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned),
    };
    let write = store.begin(who, now).await?;
    let (head, round) = open_with_round(&write, act.submission).await?;
    if act.seen.is_some_and(|seen| seen != head.version) {
        return Err(stale(head.state()?).into());
    }
    let (from, to) = (head.state()?, next(head.state()?, act.action, act.role)?);
    open_under(round.terms()?, from, act.action)?;
    let rows = entries::of(write.on(), head.id).await?;
    let held = rows.iter().map(entries::Row::entry).collect::<Result<Vec<_>>>()?;
    let (proposed, mut problems) = match judge(&head, &held) {
        Ok(proposed) => (proposed, Vec::new()),
        Err(problems) => (Vec::new(), problems),
    };
    problems.extend(steps::wanting(&write, head.id, act.action, round.terms()?, &rows).await?);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let digest = entries::digest(&rows);
    let (recorded, reason) = match act.action {
        Action::Accept => received(&write, &head, proposed, reason).await?,
        _ => (Vec::new(), reason),
    };
    steps::settle(&write, head.id, act.action, act.role, &rows).await?;
    questions::mark(&write, head.id, act.role, &act.marks, &rows).await?;
    let moved = shift(&write, head, to).await?;
    change(&write, &moved, act.action, from, reason.clone(), digest.clone()).await?;
    let details = json!({
        "from": from.code(), "to": to.code(), "reason": reason, "entries": digest, "observations": recorded,
        "cells": act.marks.iter().map(|mark| mark.cell.to_string()).collect::<Vec<_>>(),
    });
    write.commit(Event::new(verb(act.action), moved.id, details)).await?;
    Ok(moved)
}

fn stale(state: State) -> Problem {
    let problem = Problem::new(&kinds::SUBMISSION_STALE);
    problem.with("state_zh", state.name(Lang::Zh)).with("state_en", state.name(Lang::En))
}

fn verb(action: Action) -> &'static str {
    match action {
        Action::Save => "submission.save",
        Action::Submit => "submission.submit",
        Action::Review => "submission.review",
        Action::Forward => "submission.forward",
        Action::Accept => "submission.accept",
        Action::Return => "submission.return",
        Action::Correct => "correction.grant",
        Action::Withdraw => "correction.withdraw",
    }
}

/// Records the observations; returns their ids, and the reason they were recorded with: a correction brings its own.
async fn received(
    write: &Write,
    head: &Submission,
    proposed: Vec<Proposed>,
    reason: Option<String>,
) -> Result<(Vec<i64>, Option<String>)> {
    let correction = corrections::granted(write.on(), head.id).await?;
    let mut proposed = proposed;
    if let Some(correction) = &correction {
        // The other cells are as they were; what was revised elsewhere meanwhile is not theirs to put back.
        let (opened, own) = (correction.cells()?, head.period()?);
        proposed.retain(|one| opened.iter().any(|cell| cell.names(&one.key, own)));
    }
    let reason = reason.or_else(|| correction.as_ref().map(|one| one.request.reason.clone()));
    let recorded = accept(write, head, proposed, reason.as_deref()).await?;
    if let Some(correction) = &correction {
        corrections::finish(write, correction, !recorded.is_empty()).await?;
    }
    Ok((recorded, reason))
}

/// Records the observations; returns their ids.
async fn accept(write: &Write, head: &Submission, proposed: Vec<Proposed>, reason: Option<&str>) -> Result<Vec<i64>> {
    let source = format!("unit-{}", head.unit);
    let source = stored(&source, SourceCode::parse(&source))?;
    let figures: Vec<_> = proposed.into_iter().map(|p| Figure::new(p, source.clone())).collect();
    let origin = Origin::Submission { submission: head.id, unit: head.unit.clone() };
    let fresh = observations::fresh(write, figures, reason).await?;
    observations::record(write, fresh, &origin, reason).await
}

pub(super) async fn shift(write: &Write, head: Submission, to: State) -> Result<Submission> {
    let version = head.version + 1;
    let mut row = head.into_active_model();
    row.state = Set(to.code().to_owned());
    row.version = Set(version);
    row.updated_at = Set(write.now.clone());
    row.updated_by = Set(write.who.clone());
    Ok(row.update(write.on()).await?)
}

pub(super) async fn change(
    write: &Write,
    head: &Submission,
    action: Action,
    from: State,
    reason: Option<String>,
    entries_digest: String,
) -> Result<()> {
    let row = submission_event::ActiveModel {
        id: NotSet,
        submission_id: Set(head.id),
        action: Set(action.code().to_owned()),
        from_state: Set(from.code().to_owned()),
        to_state: Set(head.state.clone()),
        at: Set(write.now.clone()),
        actor: Set(write.who.clone()),
        reason: Set(reason),
        entries_digest: Set(entries_digest),
    };
    row.insert(write.on()).await?;
    Ok(())
}
