//! Reporting rounds; opening one is in `openings.rs`, its course in `courses.rs`.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::UnitCode;
use heng_base::problem::Problem;
use heng_collection::submission::State;
use heng_store::tables::rounds::{self, OPEN, Round};
use heng_store::tables::submissions::{Filter, Submission};
use serde::Deserialize;
use utoipa::ToSchema;

use super::asked::Asked;
use super::names::Names;
use super::{courses, openings, plans, submissions, units};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{CountsView, PlanTitle, RoundDetail, RoundView, TermsView};

/// Rounds that ask for a plan, newest first.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<RoundView>> {
    app.require(who, "round.read", Resource::Office)?;
    let plan = plans::known(app, plan).await?;
    let mut rounds = Vec::new();
    let mut units: BTreeSet<UnitCode> = BTreeSet::new();
    for round in rounds::list(app.store(), Some(&plan)).await? {
        let asked = Asked::of(app, &round).await?;
        units.extend(asked.units().into_iter().map(|unit| unit.code.clone()));
        rounds.push((round, asked));
    }
    let filter = Filter { plan: Some(plan.to_string()), ..Filter::default() };
    let mut held: BTreeMap<i64, Vec<Submission>> = BTreeMap::new();
    for one in submissions::within(app, who, &units, &filter).await? {
        held.entry(one.round_id).or_default().push(one);
    }
    let names = Names::load(app, who).await?;
    let told = |(round, asked): (Round, Asked)| {
        let held = held.get(&round.id).map_or(&[][..], Vec::as_slice);
        told(app, who, &names, held, round, &asked)
    };
    rounds.into_iter().map(told).collect()
}

pub(super) async fn view(app: &App, who: &Principal, round: Round) -> Result<RoundView> {
    let asked = Asked::of(app, &round).await?;
    let filter = Filter { round: Some(round.id), ..Filter::default() };
    let held = submissions::within(app, who, asked.units().into_iter().map(|unit| &unit.code), &filter).await?;
    told(app, who, &Names::load(app, who).await?, &held, round, &asked)
}

/// A round with how far the submissions in it, as the asker may see them, have come.
fn told(
    app: &App,
    who: &Principal,
    names: &Names,
    held: &[Submission],
    round: Round,
    asked: &Asked,
) -> Result<RoundView> {
    let (counts, terms) = (rounds::counts(held)?, round.terms()?);
    let mut can = Vec::new();
    for (verb, action) in [("change", "round.change"), ("close", "round.close")] {
        if round.state == OPEN && app.policy().permits(who, action, Resource::Office)? {
            can.push(verb.to_owned());
        }
    }
    let of = |state: State| counts.get(&state).copied().unwrap_or_default();
    let plan = |plan: &heng_plan::model::Plan| PlanTitle { code: plan.code.to_string(), title: plan.title.zh.clone() };
    Ok(RoundView {
        id: round.id,
        course: courses::course(&round, None, &app.now()),
        plans: asked.all().map(|figures| plan(&figures.plan)).collect(),
        forms: round.forms()?.iter().map(|(plan, form)| format!("{plan}/{form}")).collect(),
        plan: round.plan,
        period: round.period,
        since: round.since,
        scheme: round.scheme,
        title: round.title,
        due: round.due,
        state: round.state,
        opened_by: names.of(&round.opened_by),
        opened_at: round.opened_at,
        closed_at: round.closed_at,
        close_reason: round.close_reason,
        counts: CountsView {
            draft: of(State::Draft),
            submitted: of(State::Submitted),
            reviewed: of(State::Reviewed),
            evaluating: of(State::Evaluating),
            returned: of(State::Returned),
            accepted: of(State::Accepted),
            correcting: of(State::Correcting),
        },
        terms: TermsView { evaluation: terms.evaluation, signature: terms.signature.code().to_owned() },
        can,
    })
}

/// A round that is there.
pub(super) async fn find(app: &App, id: i64) -> Result<Round> {
    rounds::get(app.store(), id).await?.ok_or_else(|| Failure::absent("填报批次", "round", id))
}

pub async fn get(app: &App, who: &Principal, id: i64) -> Result<RoundDetail> {
    app.require(who, "round.read", Resource::Office)?;
    let round = find(app, id).await?;
    let asked = Asked::of(app, &round).await?;
    let filter = Filter { round: Some(id), ..Filter::default() };
    let units = asked.units().into_iter().map(|unit| &unit.code);
    let submissions = submissions::rows(app, who, units, &filter).await?;
    let leaves = courses::leaves(app, who, &round).await?;
    Ok(RoundDetail { round: view(app, who, round).await?, submissions, leaves })
}

pub async fn close(app: &App, who: &Principal, id: i64, reason: &str) -> Result<RoundView> {
    app.require(who, "round.close", Resource::Office)?;
    let round = rounds::close(app.store(), &who.actor(), &app.now(), id, reason).await?;
    view(app, who, round).await
}

/// Units to ask in an open round.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Adding {
    /// Codes of the units.
    pub units: Vec<String>,
}

/// Asks more units; what holds for those of a new round holds for them.
pub async fn add_units(app: &App, who: &Principal, id: i64, adding: Adding) -> Result<RoundView> {
    app.require(who, "round.change", Resource::Office)?;
    let asked = Asked::of(app, &find(app, id).await?).await?;
    let (units, mut problems): (_, Vec<Problem>) = openings::read_units(&asked, &adding.units);
    problems.extend(units::unconfirmed(app, &asked, &units).await?);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let round = rounds::add_units(app.store(), &who.actor(), &app.now(), id, &units).await?;
    view(app, who, round).await
}
