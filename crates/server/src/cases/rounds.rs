//! Reporting rounds.

use std::collections::BTreeMap;

use heng_base::codes::UnitCode;
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::form::generate;
use heng_collection::submission::State;
use heng_collection::terms::{Signature, Terms};
use heng_store::tables::rounds::{self, NewRound, OPEN, Round};
use heng_store::tables::submissions::{Filter, Submission};
use serde::Deserialize;
use utoipa::ToSchema;

use super::names::Names;
use super::{plans, submissions, units};
use crate::app::{App, code};
use crate::clock;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{CountsView, RoundDetail, RoundView, TermsView};

/// A round to open.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Opening {
    /// `2025`, `2025-Q1`, …
    pub period: String,
    pub title: String,
    /// Last day, `2026-03-31`.
    pub due: String,
    /// Codes of the units that are asked.
    pub units: Vec<String>,
    /// Neither evaluation nor signature by default.
    #[serde(default)]
    pub terms: Option<TermsView>,
}

/// Rounds of a plan, newest first.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<RoundView>> {
    app.require(who, "round.read", Resource::Office)?;
    let figures = app.figures(&plans::known(app, plan).await?).await?;
    let plan = figures.plan.code.to_string();
    let mut asked: BTreeMap<i64, Vec<Submission>> = BTreeMap::new();
    for one in submissions::within(app, who, &figures, &Filter { plan: Some(plan), ..Filter::default() }).await? {
        asked.entry(one.round_id).or_default().push(one);
    }
    let names = Names::load(app, who).await?;
    let rounds = rounds::list(app.store(), Some(&figures.plan.code)).await?.into_iter();
    rounds.map(|round| told(app, who, &names, asked.get(&round.id).map_or(&[], Vec::as_slice), round)).collect()
}

pub(super) async fn view(app: &App, who: &Principal, round: Round) -> Result<RoundView> {
    let figures = app.figures(&code(&round.plan)?).await?;
    let filter = Filter { round: Some(round.id), ..Filter::default() };
    let asked = submissions::within(app, who, &figures, &filter).await?;
    told(app, who, &Names::load(app, who).await?, &asked, round)
}

/// A round with how far the submissions in it, as the asker may see them, have come.
fn told(app: &App, who: &Principal, names: &Names, asked: &[Submission], round: Round) -> Result<RoundView> {
    let (counts, terms) = (rounds::counts(asked)?, round.terms()?);
    let mut can = Vec::new();
    for (verb, action) in [("change", "round.change"), ("close", "round.close")] {
        if round.state == OPEN && app.policy().permits(who, action, Resource::Office)? {
            can.push(verb.to_owned());
        }
    }
    let of = |state: State| counts.get(&state).copied().unwrap_or_default();
    Ok(RoundView {
        id: round.id,
        plan: round.plan,
        period: round.period,
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

/// Opens a round: every unit confirmed and with something to fill in, else all that is wrong at once.
pub async fn open(app: &App, who: &Principal, plan: &str, opening: Opening) -> Result<RoundView> {
    app.require(who, "round.open", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let Opening { period, title, due, units, terms } = &opening;
    let (period, units, mut problems) = read(&figures, period, title, due, units, &app.now());
    problems.extend(units::unconfirmed(app, &figures, &units).await?);
    let terms = read_terms(terms.as_ref()).unwrap_or_else(|problem| {
        problems.push(problem);
        Terms::default()
    });
    match period {
        Some(period) if problems.is_empty() => {
            let plan = figures.plan.code.clone();
            let new = NewRound { plan, period, title: title.trim().to_owned(), due: due.clone(), units, terms };
            let round = rounds::open(app.store(), &who.actor(), &app.now(), new).await?;
            view(app, who, round).await
        }
        _ => Err(problems.into()),
    }
}

/// Period and units of a round, and all that is wrong with what was typed.
fn read(
    figures: &Figures,
    period: &str,
    title: &str,
    due: &str,
    units: &[String],
    now: &str,
) -> (Option<Period>, Vec<UnitCode>, Vec<Problem>) {
    let mut problems = Vec::new();
    let known =
        Period::parse(period.trim()).ok().filter(|p| (figures.plan.base_year..=figures.plan.end).contains(&p.year));
    if known.is_none() {
        let expected = format!("应为 {}—{} 之间的时期，写法如 2025、2025-Q1", figures.plan.base_year, figures.plan.end);
        problems.push(Problem::input(period, expected).field("period"));
    }
    if title.trim().is_empty() || title.chars().count() > 100 {
        problems.push(Problem::input(title, "写 1 到 100 个字的名称").field("title"));
    }
    problems.extend(wrong_due(due, now));
    let (codes, wrong) = read_units(figures, known, units);
    problems.extend(wrong);
    (known, codes, problems)
}

fn read_terms(given: Option<&TermsView>) -> std::result::Result<Terms, Problem> {
    let Some(TermsView { evaluation, signature }) = given else { return Ok(Terms::default()) };
    let problem = || Problem::input(signature, "none, optional, required").field("terms.signature");
    Ok(Terms { evaluation: *evaluation, signature: Signature::parse(signature).ok_or_else(problem)? })
}

/// A last day that is over would make every form late at once.
fn wrong_due(due: &str, now: &str) -> Option<Problem> {
    let expected = match clock::is_day(due) {
        false => "写日期，如 2026-03-31",
        true if due < clock::local_day(now).as_str() => "截止日期已过，写今天或以后的日期",
        true => return None,
    };
    Some(Problem::input(due, expected).field("due"))
}

/// Codes of units, and those that are none or have nothing to fill in.
fn read_units(figures: &Figures, period: Option<Period>, units: &[String]) -> (Vec<UnitCode>, Vec<Problem>) {
    let (mut codes, mut problems) = (Vec::new(), Vec::new());
    for unit in units {
        match UnitCode::parse(unit) {
            Ok(code) => codes.push(code),
            Err(_) => problems.push(Problem::input(unit, "写责任单位的代码").field("units")),
        }
    }
    for unit in codes.iter().filter(|unit| figures.plan.units.contains_key(*unit)) {
        let nothing = |period| generate(&figures.plan, &figures.catalogue, unit, period).codes.is_empty();
        if period.is_some_and(nothing) {
            let expected = "这个单位在该时期没有要填的数据项，从名单中去掉它";
            problems.push(Problem::input(unit, expected).field("units"));
        }
    }
    (codes, problems)
}

pub async fn get(app: &App, who: &Principal, id: i64) -> Result<RoundDetail> {
    app.require(who, "round.read", Resource::Office)?;
    let round = rounds::get(app.store(), id).await?.ok_or_else(|| Failure::absent("填报批次", "round", id))?;
    let figures = app.figures(&code(&round.plan)?).await?;
    let filter = Filter { round: Some(id), ..Filter::default() };
    let submissions = submissions::rows(app, who, &figures, &filter).await?;
    Ok(RoundDetail { round: view(app, who, round).await?, submissions })
}

pub async fn close(app: &App, who: &Principal, id: i64, reason: &str) -> Result<RoundView> {
    app.require(who, "round.close", Resource::Office)?;
    let round = rounds::close(app.store(), &who.actor(), &app.now(), id, reason).await?;
    view(app, who, round).await
}

/// Another last day for an open round.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Putting {
    /// Last day, `2026-03-31`.
    pub due: String,
    pub reason: String,
}

/// Sets another last day; why stays on record.
pub async fn set_due(app: &App, who: &Principal, id: i64, putting: Putting) -> Result<RoundView> {
    app.require(who, "round.change", Resource::Office)?;
    let mut problems: Vec<Problem> = wrong_due(&putting.due, &app.now()).into_iter().collect();
    if putting.reason.trim().is_empty() {
        problems.push(Problem::new(&kinds::REASON_MISSING).field("reason"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let Putting { due, reason } = putting;
    let round = rounds::set_due(app.store(), &who.actor(), &app.now(), id, &due, &reason).await?;
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
    let round = rounds::get(app.store(), id).await?.ok_or_else(|| Failure::absent("填报批次", "round", id))?;
    let figures = app.figures(&code(&round.plan)?).await?;
    let (units, mut problems) = read_units(&figures, Period::parse(&round.period).ok(), &adding.units);
    problems.extend(units::unconfirmed(app, &figures, &units).await?);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let round = rounds::add_units(app.store(), &who.actor(), &app.now(), id, &units).await?;
    view(app, who, round).await
}
