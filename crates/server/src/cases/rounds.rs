//! Reporting rounds.

use heng_base::codes::UnitCode;
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::form::generate;
use heng_collection::submission::State;
use heng_store::tables::rounds::{self, NewRound, OPEN, Round};
use heng_store::tables::submissions::Filter;
use serde::Deserialize;
use utoipa::ToSchema;

use super::names::Names;
use super::{plans, submissions, units};
use crate::app::{App, code};
use crate::clock;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{CountsView, RoundDetail, RoundView};

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
}

/// Rounds of a plan, newest first.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<RoundView>> {
    app.require(who, "round.read", Resource::Office)?;
    let plan = plans::known(app, plan).await?;
    let mut views = Vec::new();
    for round in rounds::list(app.store(), Some(&plan)).await? {
        views.push(view(app, who, round).await?);
    }
    Ok(views)
}

pub(super) async fn view(app: &App, who: &Principal, round: Round) -> Result<RoundView> {
    let figures = app.figures(&code(&round.plan)?).await?;
    let filter = Filter { round: Some(round.id), ..Filter::default() };
    let asked = submissions::within(app, who, &figures, &filter).await?;
    let counts = rounds::counts(&asked)?;
    let may_close = round.state == OPEN && app.policy().permits(who, "round.close", Resource::Office)?;
    let of = |state: State| counts.get(&state).copied().unwrap_or_default();
    Ok(RoundView {
        id: round.id,
        plan: round.plan,
        period: round.period,
        title: round.title,
        due: round.due,
        state: round.state,
        opened_by: Names::load(app, who).await?.of(&round.opened_by),
        opened_at: round.opened_at,
        closed_at: round.closed_at,
        close_reason: round.close_reason,
        counts: CountsView {
            draft: of(State::Draft),
            submitted: of(State::Submitted),
            reviewed: of(State::Reviewed),
            returned: of(State::Returned),
            accepted: of(State::Accepted),
        },
        can: if may_close { vec!["close".to_owned()] } else { Vec::new() },
    })
}

/// Opens a round: every unit confirmed and with something to fill in, else all that is wrong at once.
pub async fn open(app: &App, who: &Principal, plan: &str, opening: Opening) -> Result<RoundView> {
    app.require(who, "round.open", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let Opening { period, title, due, units } = &opening;
    let (period, units, mut problems) = read(&figures, period, title, due, units);
    problems.extend(units::unconfirmed(app, &figures, &units).await?);
    match period {
        Some(period) if problems.is_empty() => {
            let plan = figures.plan.code.clone();
            let new = NewRound { plan, period, title: title.trim().to_owned(), due: due.clone(), units };
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
) -> (Option<Period>, Vec<UnitCode>, Vec<Problem>) {
    let mut problems = Vec::new();
    let invalid = |value: &str, expected: &str, field: &str| {
        Problem::new(&kinds::INPUT_INVALID).with("value", value).with("expected", expected).field(field)
    };
    let known =
        Period::parse(period.trim()).ok().filter(|p| (figures.plan.base_year..=figures.plan.end).contains(&p.year));
    if known.is_none() {
        let expected = format!("应为 {}—{} 之间的时期,写法如 2025、2025-Q1", figures.plan.base_year, figures.plan.end);
        problems.push(invalid(period, &expected, "period"));
    }
    if title.trim().is_empty() || title.chars().count() > 100 {
        problems.push(invalid(title, "写 1 到 100 个字的名称", "title"));
    }
    if !clock::is_day(due) {
        problems.push(invalid(due, "写日期,如 2026-03-31", "due"));
    }
    let mut codes = Vec::new();
    for unit in units {
        match UnitCode::parse(unit) {
            Ok(code) => codes.push(code),
            Err(_) => problems.push(invalid(unit, "写责任单位的代码", "units")),
        }
    }
    if let Some(period) = known {
        for unit in codes.iter().filter(|unit| figures.plan.units.contains_key(*unit)) {
            if generate(&figures.plan, &figures.catalogue, unit, period).codes.is_empty() {
                problems.push(invalid(unit.as_str(), "这个单位在该时期没有要填的数据项,从名单中去掉它", "units"));
            }
        }
    }
    (known, codes, problems)
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
