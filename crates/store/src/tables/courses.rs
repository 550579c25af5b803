//! The course of a round: its days, pauses, and leave for a unit to be late.

use heng_base::problem::{Problem, kinds};
use heng_collection::submission::State;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, Set,
};
use serde_json::json;

use super::rounds::{self, OPEN, Round};
use super::{absent, refuse, said};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{leave, round, submission};
use crate::error::Result;

pub type Leave = leave::Model;

/// A day with the moment at which it begins or is over where the office is; the store goes by the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// `2026-03-31`.
    pub day: String,
    /// `2026-03-31T16:00:00.000Z`.
    pub at: String,
}

/// The days of a round beside its last day; an absent one sets no bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Days {
    /// Begins with this day.
    pub opens: Option<Moment>,
    /// From this day on units are reminded.
    pub reminds: Option<String>,
    /// When it is over, only a unit with leave hands in.
    pub late_until: Option<Moment>,
    /// When it is over, so is the round.
    pub closes: Option<Moment>,
}

impl Days {
    /// Writes them into the row of a round.
    pub(super) fn put(self, row: &mut round::ActiveModel) {
        let split = |moment: Option<Moment>| moment.map(|held| (held.day, held.at)).unzip();
        let (opens, opens_at) = split(self.opens);
        let (late_until, stops_at) = split(self.late_until);
        let (closes, ends_at) = split(self.closes);
        row.opens = Set(opens);
        row.opens_at = Set(opens_at);
        row.reminds = Set(self.reminds);
        row.late_until = Set(late_until);
        row.stops_at = Set(stops_at);
        row.closes = Set(closes);
        row.ends_at = Set(ends_at);
    }
}

/// Where a round stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its first day is to come.
    Planned,
    Open,
    Paused,
    /// Its closing day is over.
    Ended,
    Closed,
}

impl Phase {
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Ended => "ended",
            Self::Closed => "closed",
        }
    }
}

impl Round {
    pub fn phase(&self, now: &str) -> Phase {
        let begun = self.opens_at.as_deref().is_none_or(|at| at <= now);
        let over = self.ends_at.as_deref().is_some_and(|at| at <= now);
        match (self.state == OPEN, self.paused_at.is_some()) {
            (false, _) => Phase::Closed,
            _ if over => Phase::Ended,
            (_, true) => Phase::Paused,
            _ if begun => Phase::Open,
            _ => Phase::Planned,
        }
    }

    /// Why nothing in the round may be saved or moved now.
    pub fn refusal(&self, now: &str) -> Option<Problem> {
        let problem = |kind| Problem::new(kind).with("round", self.id);
        let day = |day: &Option<String>| day.clone().unwrap_or_default();
        match self.phase(now) {
            Phase::Open => None,
            Phase::Planned => Some(problem(&kinds::ROUND_NOT_BEGUN).with("day", day(&self.opens))),
            Phase::Paused => Some(problem(&kinds::ROUND_PAUSED).with("reason", day(&self.pause_reason))),
            Phase::Ended => Some(problem(&kinds::ROUND_ENDED).with("day", day(&self.closes))),
            Phase::Closed => Some(problem(&kinds::ROUND_CLOSED)),
        }
    }

    /// Why a form that was never handed in cannot be any more: everyone's time is over, and so is that of `leave`. What came
    /// back is not bound by it, else nobody could correct it.
    pub fn too_late(&self, now: &str, leave: Option<&Leave>) -> Option<Problem> {
        let over = |at: &str| at <= now;
        let stopped = self.stops_at.as_deref().is_some_and(over);
        let day = leave.map_or(self.late_until.as_ref(), |leave| Some(&leave.until)).cloned().unwrap_or_default();
        let late = stopped && leave.is_none_or(|leave| over(&leave.until_at));
        late.then(|| Problem::new(&kinds::ROUND_LATE).with("round", self.id).with("day", day))
    }
}

/// Refuses what is done with a submission of a round that does not take it now.
pub(super) async fn in_time(write: &Write, round: &Round, head: &submission::Model) -> Result<()> {
    if let Some(problem) = round.refusal(&write.now) {
        return Err(problem.into());
    }
    // Leaves are only looked at where everyone's time is over: most saves need no look.
    if head.state()? == State::Draft && round.too_late(&write.now, None).is_some() {
        let leave = leaves_of(write.on(), round.id).await?.into_iter().rfind(|leave| leave.unit == head.unit);
        if let Some(problem) = round.too_late(&write.now, leave.as_ref()) {
            return Err(problem.into());
        }
    }
    Ok(())
}

/// Sets the last day and the other days anew. That they follow one another is the caller's to see to.
pub async fn set_days(
    store: &Store,
    who: &Actor,
    now: &str,
    id: i64,
    (due, days): (&str, Days),
    reason: &str,
) -> Result<Round> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let before = rounds::still_open(&write, id).await?;
    let mut row = before.clone().into_active_model();
    row.due = Set(due.to_owned());
    days.put(&mut row);
    let round = row.update(write.on()).await?;
    let told = |round: &Round| {
        json!({
            "opens": round.opens, "reminds": round.reminds, "due": round.due, "late_until": round.late_until,
            "closes": round.closes,
        })
    };
    let details = json!({"from": told(&before), "to": told(&round), "reason": reason});
    write.commit(Event::new("round.set_days", id, details)).await?;
    Ok(round)
}

/// Pauses a round: until it is resumed nothing in it is saved or moved.
pub async fn pause(store: &Store, who: &Actor, now: &str, id: i64, reason: &str) -> Result<Round> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let round = rounds::still_open(&write, id).await?;
    if let Some(held) = &round.pause_reason {
        return Err(Problem::new(&kinds::ROUND_PAUSED).with("round", id).with("reason", held).into());
    }
    let mut row = round.into_active_model();
    row.paused_by = Set(Some(write.who.clone()));
    row.paused_at = Set(Some(write.now.clone()));
    row.pause_reason = Set(Some(reason.clone()));
    let round = row.update(write.on()).await?;
    write.commit(Event::new("round.pause", id, json!({"reason": reason}))).await?;
    Ok(round)
}

/// Goes on with a paused round.
pub async fn resume(store: &Store, who: &Actor, now: &str, id: i64, reason: &str) -> Result<Round> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let round = rounds::still_open(&write, id).await?;
    let Some(since) = round.paused_at.clone() else {
        return Err(refuse(&kinds::ROUND_NOT_PAUSED, "round", id));
    };
    let mut row = round.into_active_model();
    row.paused_by = Set(None);
    row.paused_at = Set(None);
    row.pause_reason = Set(None);
    let round = row.update(write.on()).await?;
    write.commit(Event::new("round.resume", id, json!({"reason": reason, "paused_at": since}))).await?;
    Ok(round)
}

/// Lets a unit that has not handed in do so until a day, whatever everyone else's last day is.
pub async fn grant(
    store: &Store,
    who: &Actor,
    now: &str,
    (round, unit): (i64, &str),
    until: Moment,
    reason: &str,
) -> Result<Leave> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    rounds::still_open(&write, round).await?;
    let asked = submission::Entity::find()
        .filter(submission::Column::RoundId.eq(round))
        .filter(submission::Column::Unit.eq(unit));
    let head = asked.one(write.on()).await?.ok_or_else(|| absent("责任单位", "unit", unit))?;
    if head.state()? != State::Draft {
        return Err(refuse(&kinds::ROUND_GRANTED, "unit", unit));
    }
    let row = leave::ActiveModel {
        id: NotSet,
        round_id: Set(round),
        unit: Set(unit.to_owned()),
        until: Set(until.day.clone()),
        until_at: Set(until.at),
        reason: Set(reason.clone()),
        granted_by: Set(write.who.clone()),
        granted_at: Set(write.now.clone()),
    };
    let leave = row.insert(write.on()).await?;
    let details = json!({"unit": unit, "until": until.day, "reason": reason});
    write.commit(Event::new("round.grant", round, details)).await?;
    Ok(leave)
}

/// The leaves given in a round, oldest first; the last of a unit holds.
pub async fn leaves(store: &Store, round: i64) -> Result<Vec<Leave>> {
    leaves_of(store.reader(), round).await
}

async fn leaves_of(on: &impl ConnectionTrait, round: i64) -> Result<Vec<Leave>> {
    let rows = leave::Entity::find().filter(leave::Column::RoundId.eq(round)).order_by_asc(leave::Column::Id);
    Ok(rows.all(on).await?)
}
