//! Reporting rounds 填报批次. Opening one makes a draft submission for each unit.

use std::collections::BTreeMap;

use heng_base::codes::{PlanCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::submission::State;
use heng_collection::terms::{Signature, Terms};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use super::submissions::Submission;
use super::{absent, refuse, said, stored};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{round, submission};
use crate::error::{Error, Result};

pub type Round = round::Model;

pub const OPEN: &str = "open";
pub const CLOSED: &str = "closed";

#[derive(Debug, Clone)]
pub struct NewRound {
    pub plan: PlanCode,
    pub period: Period,
    pub title: String,
    /// Last day, `2026-03-31`.
    pub due: String,
    pub units: Vec<UnitCode>,
    pub terms: Terms,
}

impl Round {
    pub fn terms(&self) -> Result<Terms> {
        let signature = Signature::parse(&self.signature)
            .ok_or_else(|| Error::damaged(format!("signature “{}” of round {}", self.signature, self.id)))?;
        Ok(Terms { evaluation: self.evaluation, signature })
    }
}

/// Opens a round with a draft for each unit. A unit that still works on a form of the plan and period in another open
/// round is refused, all such units together; once that is accepted or its round closed, a new round is the way to
/// correct figures. That the units are confirmed and have a form is the caller's to see to.
pub async fn open(store: &Store, who: &Actor, now: &str, new: NewRound) -> Result<Round> {
    let write = store.begin(who, now).await?;
    not_at_work(&write, &new.plan, &new.period, &new.units).await?;
    let row = round::ActiveModel {
        id: NotSet,
        plan: Set(new.plan.to_string()),
        period: Set(new.period.to_string()),
        title: Set(new.title),
        due: Set(new.due),
        state: Set(OPEN.to_owned()),
        opened_by: Set(write.who.clone()),
        opened_at: Set(write.now.clone()),
        closed_by: Set(None),
        closed_at: Set(None),
        close_reason: Set(None),
        evaluation: Set(new.terms.evaluation),
        signature: Set(new.terms.signature.code().to_owned()),
    };
    let round = row.insert(write.on()).await?;
    for unit in &new.units {
        draft(&round, unit, &write).insert(write.on()).await?;
    }
    let details = json!({
        "plan": round.plan, "period": round.period, "due": round.due, "units": new.units, "terms": new.terms,
    });
    write.commit(Event::new("round.open", round.id, details)).await?;
    Ok(round)
}

async fn not_at_work(write: &Write, plan: &PlanCode, period: &Period, units: &[UnitCode]) -> Result<()> {
    if units.is_empty() {
        return Err(Problem::new(&kinds::ROUND_EMPTY).into());
    }
    let at_work = submission::Entity::find()
        .inner_join(round::Entity)
        .filter(round::Column::State.eq(OPEN))
        .filter(submission::Column::State.ne(State::Accepted.code()))
        .filter(submission::Column::Plan.eq(plan.as_str()))
        .filter(submission::Column::Period.eq(period.to_string()));
    let asked: BTreeMap<String, i64> =
        at_work.all(write.on()).await?.into_iter().map(|s| (s.unit, s.round_id)).collect();
    let mut problems = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        if let Some(round) = asked.get(unit.as_str()) {
            let problem = Problem::new(&kinds::ROUND_UNIT_ASKED).with("unit", unit).with("period", period);
            problems.push(problem.with("round", round).field("units"));
        } else if units[..at].contains(unit) {
            problems.push(Problem::new(&kinds::ROUND_UNIT_TWICE).with("unit", unit).field("units"));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

fn draft(round: &Round, unit: &UnitCode, write: &Write) -> submission::ActiveModel {
    submission::ActiveModel {
        id: NotSet,
        round_id: Set(round.id),
        plan: Set(round.plan.clone()),
        period: Set(round.period.clone()),
        unit: Set(unit.to_string()),
        state: Set(State::Draft.code().to_owned()),
        version: Set(1),
        updated_at: Set(write.now.clone()),
        updated_by: Set(write.who.clone()),
    }
}

/// Closes a round: nothing in it can be entered or moved any more.
pub async fn close(store: &Store, who: &Actor, now: &str, id: i64, reason: &str) -> Result<Round> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let mut round = still_open(&write, id).await?.into_active_model();
    round.state = Set(CLOSED.to_owned());
    round.closed_by = Set(Some(write.who.clone()));
    round.closed_at = Set(Some(write.now.clone()));
    round.close_reason = Set(Some(reason.clone()));
    let round = round.update(write.on()).await?;
    write.commit(Event::new("round.close", id, json!({"reason": reason}))).await?;
    Ok(round)
}

async fn still_open(write: &Write, id: i64) -> Result<Round> {
    let found = round::Entity::find_by_id(id).one(write.on()).await?;
    let round = found.ok_or_else(|| absent("填报批次", "round", id))?;
    if round.state == OPEN { Ok(round) } else { Err(refuse(&kinds::ROUND_CLOSED, "round", id)) }
}

/// Sets another last day. That it is a day to come is the caller's to see to.
pub async fn set_due(store: &Store, who: &Actor, now: &str, id: i64, due: &str, reason: &str) -> Result<Round> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let round = still_open(&write, id).await?;
    let details = json!({"from": round.due, "to": due, "reason": reason});
    let mut round = round.into_active_model();
    round.due = Set(due.to_owned());
    let round = round.update(write.on()).await?;
    write.commit(Event::new("round.set_due", id, details)).await?;
    Ok(round)
}

/// Asks more units in a round; what [`open`] says of units holds for them, and a unit is asked once in a round.
pub async fn add_units(store: &Store, who: &Actor, now: &str, id: i64, units: &[UnitCode]) -> Result<Round> {
    let write = store.begin(who, now).await?;
    let round = still_open(&write, id).await?;
    not_in_it(&write, &round, units).await?;
    let (plan, period) = (PlanCode::parse(&round.plan), Period::parse(&round.period));
    let (plan, period) = (stored(&round.plan, plan)?, stored(&round.period, period)?);
    not_at_work(&write, &plan, &period, units).await?;
    for unit in units {
        draft(&round, unit, &write).insert(write.on()).await?;
    }
    write.commit(Event::new("round.add_units", id, json!({"units": units}))).await?;
    Ok(round)
}

/// Refuses the units that the round asks already, those whose form has been accepted too.
async fn not_in_it(write: &Write, round: &Round, units: &[UnitCode]) -> Result<()> {
    let asked = submission::Entity::find().filter(submission::Column::RoundId.eq(round.id)).all(write.on()).await?;
    let again = units.iter().filter(|unit| asked.iter().any(|held| held.unit == unit.as_str()));
    let problem = |unit: &UnitCode| {
        let problem = Problem::new(&kinds::ROUND_UNIT_ASKED).with("unit", unit).with("period", &round.period);
        problem.with("round", round.id).field("units")
    };
    let problems: Vec<Problem> = again.map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Round>> {
    Ok(round::Entity::find_by_id(id).one(store.reader()).await?)
}

/// Rounds, of one plan or all, newest first.
pub async fn list(store: &Store, plan: Option<&PlanCode>) -> Result<Vec<Round>> {
    let mut rows = round::Entity::find().order_by_desc(round::Column::Id);
    if let Some(plan) = plan {
        rows = rows.filter(round::Column::Plan.eq(plan.as_str()));
    }
    Ok(rows.all(store.reader()).await?)
}

/// How many of the submissions are in each state; every state is named.
pub fn counts(submissions: &[Submission]) -> Result<BTreeMap<State, usize>> {
    let mut counts: BTreeMap<State, usize> = State::ALL.into_iter().map(|state| (state, 0)).collect();
    for submission in submissions {
        *counts.entry(submission.state()?).or_default() += 1;
    }
    Ok(counts)
}
