//! Reporting rounds 填报批次. Opening one makes a draft submission for each unit.

use std::collections::BTreeMap;

use heng_base::codes::{FormCode, PlanCode, SchemeCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::submission::State;
use heng_collection::terms::{Signature, Terms};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Set, sea_query::SelectStatement,
};
use serde_json::json;

use super::courses::Days;
use super::submissions::Submission;
use super::{absent, refuse, said, stored};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{round, round_plan, submission};
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
    pub asks: Asks,
    pub days: Days,
}

/// What a round asks beside one period of its leading plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asks {
    /// Other plans that are asked for.
    pub plans: Vec<PlanCode>,
    /// The first of several years.
    pub since: Option<Period>,
    /// The forms that are asked; all where none is named.
    pub forms: Vec<(PlanCode, FormCode)>,
    pub scheme: Option<SchemeCode>,
}

impl Round {
    pub fn terms(&self) -> Result<Terms> {
        let signature = Signature::parse(&self.signature)
            .ok_or_else(|| Error::damaged(format!("signature “{}” of round {}", self.signature, self.id)))?;
        Ok(Terms { evaluation: self.evaluation, signature })
    }

    pub fn period(&self) -> Result<Period> {
        stored(&self.period, Period::parse(&self.period))
    }

    /// The first of several periods.
    pub fn since(&self) -> Result<Option<Period>> {
        self.since.as_deref().map(|text| stored(text, Period::parse(text))).transpose()
    }

    /// The forms that are asked; all where none is named.
    pub fn forms(&self) -> Result<Vec<(PlanCode, FormCode)>> {
        let Some(text) = &self.forms else { return Ok(Vec::new()) };
        let names: Vec<String> = stored(text, serde_json::from_str(text))?;
        let read = |name: &String| {
            let (plan, form) = name.split_once('/').unwrap_or_default();
            Ok((stored(name, PlanCode::parse(plan))?, stored(name, FormCode::parse(form))?))
        };
        names.iter().map(read).collect()
    }
}

/// The plans that a round asks for, the leading one first.
pub async fn plans(store: &Store, id: i64) -> Result<Vec<PlanCode>> {
    plans_of(store.reader(), id).await
}

async fn plans_of(on: &impl ConnectionTrait, id: i64) -> Result<Vec<PlanCode>> {
    let rows = round_plan::Entity::find().filter(round_plan::Column::RoundId.eq(id));
    let rows = rows.order_by_asc(round_plan::Column::Place).all(on).await?;
    rows.iter().map(|row| stored(&row.plan, PlanCode::parse(&row.plan))).collect()
}

/// Ids of the rounds that ask for a plan.
pub(super) fn asking_for(plan: &str) -> SelectStatement {
    let rows = round_plan::Entity::find().select_only().column(round_plan::Column::RoundId);
    rows.filter(round_plan::Column::Plan.eq(plan)).into_query()
}

/// Opens a round with a draft for each unit. A unit that still works on a form of the plan and period in another open
/// round is refused, all such units together; once that is accepted or its round closed, a new round is the way to
/// correct figures. That the units are confirmed and have a form is the caller's to see to.
pub async fn open(store: &Store, who: &Actor, now: &str, new: NewRound) -> Result<Round> {
    let write = store.begin(who, now).await?;
    let reach = Reach::of(&new);
    not_at_work(&write, &reach, &new.units).await?;
    let forms: Vec<String> = reach.forms.iter().map(|(plan, form)| format!("{plan}/{form}")).collect();
    let mut row = round::ActiveModel {
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
        scheme: Set(new.asks.scheme.as_ref().map(ToString::to_string)),
        since: Set(new.asks.since.map(|since| since.to_string())),
        forms: Set((!forms.is_empty()).then(|| json!(forms).to_string())),
        ..Default::default()
    };
    new.days.put(&mut row);
    let round = row.insert(write.on()).await?;
    for (place, plan) in (0..).zip(&reach.plans) {
        let row = round_plan::ActiveModel { round_id: Set(round.id), plan: Set(plan.to_string()), place: Set(place) };
        row.insert(write.on()).await?;
    }
    for unit in &new.units {
        draft(&round, unit, &write).insert(write.on()).await?;
    }
    let details = json!({
        "plan": round.plan, "plans": reach.plans, "period": round.period, "since": round.since, "forms": forms,
        "scheme": round.scheme, "opens": round.opens, "reminds": round.reminds, "due": round.due,
        "late_until": round.late_until, "closes": round.closes, "units": new.units, "terms": new.terms,
    });
    write.commit(Event::new("round.open", round.id, details)).await?;
    Ok(round)
}

/// What a round asks for, as far as two rounds can ask for the same.
#[derive(Debug, Clone)]
struct Reach {
    plans: Vec<PlanCode>,
    period: Period,
    since: Option<Period>,
    forms: Vec<(PlanCode, FormCode)>,
}

impl Reach {
    fn of(new: &NewRound) -> Self {
        let Asks { plans, since, forms, .. } = new.asks.clone();
        let others = plans.into_iter().filter(|plan| *plan != new.plan);
        Self { plans: std::iter::once(new.plan.clone()).chain(others).collect(), period: new.period, since, forms }
    }

    async fn held(on: &impl ConnectionTrait, round: &Round) -> Result<Self> {
        let plans = plans_of(on, round.id).await?;
        Ok(Self { plans, period: round.period()?, since: round.since()?, forms: round.forms()? })
    }

    fn covers(&self, period: Period) -> bool {
        let within = |since: Period| period.is_year() && (since.year..=self.period.year).contains(&period.year);
        self.since.map_or(self.period == period, within)
    }

    fn touches(&self, other: &Self) -> bool {
        [other.period].into_iter().chain(other.since).any(|period| self.covers(period))
    }

    /// Whether both ask for a form of a plan about a period.
    fn meets(&self, other: &Self) -> bool {
        let whole = self.forms.is_empty() || other.forms.is_empty();
        self.plans.iter().any(|plan| other.plans.contains(plan))
            && (self.touches(other) || other.touches(self))
            && (whole || self.forms.iter().any(|form| other.forms.contains(form)))
    }
}

/// The units at work in open rounds that ask for what a new one asks, each with that round.
async fn at_work(on: &impl ConnectionTrait, reach: &Reach) -> Result<BTreeMap<String, i64>> {
    let mut asked = BTreeMap::new();
    for round in round::Entity::find().filter(round::Column::State.eq(OPEN)).all(on).await? {
        if Reach::held(on, &round).await?.meets(reach) {
            let at_work = submission::Entity::find()
                .filter(submission::Column::RoundId.eq(round.id))
                .filter(submission::Column::State.ne(State::Accepted.code()));
            asked.extend(at_work.all(on).await?.into_iter().map(|submission| (submission.unit, round.id)));
        }
    }
    Ok(asked)
}

/// The units that could not be asked now, each with the open round in which they still work on the same.
pub async fn occupied(store: &Store, new: &NewRound) -> Result<BTreeMap<String, i64>> {
    at_work(store.reader(), &Reach::of(new)).await
}

async fn not_at_work(write: &Write, reach: &Reach, units: &[UnitCode]) -> Result<()> {
    if units.is_empty() {
        return Err(Problem::new(&kinds::ROUND_EMPTY).into());
    }
    let asked = at_work(write.on(), reach).await?;
    let mut problems = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        if let Some(round) = asked.get(unit.as_str()) {
            let problem = Problem::new(&kinds::ROUND_UNIT_ASKED).with("unit", unit).with("period", reach.period);
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

pub(super) async fn still_open(write: &Write, id: i64) -> Result<Round> {
    let found = round::Entity::find_by_id(id).one(write.on()).await?;
    let round = found.ok_or_else(|| absent("填报批次", "round", id))?;
    if round.state == OPEN { Ok(round) } else { Err(refuse(&kinds::ROUND_CLOSED, "round", id)) }
}

/// Asks more units in a round; what [`open`] says of units holds for them, and a unit is asked once in a round.
pub async fn add_units(store: &Store, who: &Actor, now: &str, id: i64, units: &[UnitCode]) -> Result<Round> {
    let write = store.begin(who, now).await?;
    let round = still_open(&write, id).await?;
    not_in_it(&write, &round, units).await?;
    not_at_work(&write, &Reach::held(write.on(), &round).await?, units).await?;
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
        rows = rows.filter(round::Column::Id.in_subquery(asking_for(plan.as_str())));
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
