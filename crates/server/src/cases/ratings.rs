//! Qualitative objectives rated 评定 by the catalogue's scale, from evidence, by somebody on a day.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use heng_plan::model::{Objective, RubricLevel, Status};
use heng_store::tables::ratings::{self as table, NewRating, Rating};
use serde::Deserialize;
use utoipa::ToSchema;

use super::names::Names;
use crate::app::App;
use crate::clock;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::Principal;
use crate::views::{LevelView, RatingView, RatingsView};

/// Most letters of evidence: a page.
const LONGEST: usize = 2_000;

/// How an objective stands, and what shows it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Giving {
    pub year: i32,
    /// Code of a level of the catalogue's rubric.
    pub level: String,
    pub evidence: String,
}

/// Scale and ratings of an objective.
pub async fn of_objective(app: &App, who: &Principal, plan: &str, number: &str) -> Result<RatingsView> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "rating.read", figures.resource())?;
    let objective = find(&figures, number)?;
    let all = table::list(app.store(), figures.plan.code.as_str()).await?;
    let own = all.into_iter().filter(|one| one.objective == objective.number).collect();
    let can_rate = objective.is_rated() && app.policy().permits(who, "objective.rate", figures.resource())?;
    Ok(RatingsView {
        levels: figures.catalogue.rubric.iter().map(level).collect(),
        ratings: told(own, &Names::load(app, who).await?),
        years: years(app, &figures),
        can_rate,
    })
}

/// The ratings of a whole plan, newest first.
pub async fn of_plan(app: &App, who: &Principal, plan: &str) -> Result<Vec<RatingView>> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "rating.read", figures.resource())?;
    let all = table::list(app.store(), figures.plan.code.as_str()).await?;
    Ok(told(all, &Names::load(app, who).await?))
}

/// Rates an objective for a year; all that is wrong with it at once.
pub async fn rate(app: &App, who: &Principal, plan: &str, number: &str, giving: Giving) -> Result<RatingsView> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "objective.rate", figures.resource())?;
    let objective = find(&figures, number)?;
    let evidence = giving.evidence.trim();
    let (level, problems) = checked(app, &figures, objective, &giving, evidence);
    let Some(level) = level.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    let new = NewRating {
        plan: figures.plan.code.as_str(),
        objective: &objective.number,
        year: giving.year,
        level: &level.code,
        level_name: &level.name.zh,
        evidence,
        role: role(who),
    };
    table::rate(app.store(), &who.actor(), &app.now(), new).await?;
    of_objective(app, who, plan, number).await
}

/// A report names it in place of the person.
fn role(who: &Principal) -> &str {
    who.person().map_or("command", |user| user.role.as_str())
}

fn checked<'a>(
    app: &App,
    figures: &'a Figures,
    objective: &Objective,
    giving: &Giving,
    evidence: &str,
) -> (Option<&'a RubricLevel>, Vec<Problem>) {
    let mut problems = Vec::new();
    if !objective.is_rated() {
        problems.push(Problem::new(&kinds::RATING_COMPUTED).with("objective", &objective.number));
    }
    let rubric = &figures.catalogue.rubric;
    let level = rubric.iter().find(|level| level.code == giving.level);
    if level.is_none() {
        let known = |lang: Lang| {
            rubric.iter().map(|level| format!("{} ({})", level.code, level.name.get(lang))).collect::<Vec<_>>()
        };
        let [zh, en] = [known(Lang::Zh).join("、"), known(Lang::En).join(", ")];
        problems.push(Problem::expected(&giving.level, zh, en).field("level"));
    }
    if !years(app, figures).contains(&giving.year) {
        let plan = &figures.plan;
        let right = format!("{}—{}，不晚于今年", plan.start, plan.end);
        problems.push(
            Problem::expected(giving.year, right, format!("{}–{}, not after this year", plan.start, plan.end))
                .field("year"),
        );
    }
    if evidence.is_empty() || evidence.chars().count() > LONGEST {
        problems.push(Problem::new(&kinds::RATING_EVIDENCE).with("most", LONGEST).field("evidence"));
    }
    (level, problems)
}

fn find<'a>(figures: &'a Figures, number: &str) -> Result<&'a Objective> {
    let found = figures.plan.objectives.iter().find(|objective| objective.number == number);
    found.ok_or_else(|| Failure::absent("主要目标", "objective", number))
}

/// Of the plan, up to this one; the last first.
fn years(app: &App, figures: &Figures) -> Vec<i32> {
    let today = clock::day(&clock::local_day(&app.now()));
    let now = today.map_or(figures.plan.end, |day| i32::from(day.year()));
    (figures.plan.start..=figures.plan.end.min(now)).rev().collect()
}

fn level(level: &RubricLevel) -> LevelView {
    LevelView {
        code: level.code.clone(),
        name: level.name.zh.clone(),
        name_en: level.name.en.clone(),
        criterion: level.criterion.zh.clone(),
        criterion_en: level.criterion.en.clone(),
        proposed: level.status == Status::Proposed,
    }
}

/// Newest first.
fn told(all: Vec<Rating>, names: &Names) -> Vec<RatingView> {
    let mut seen = BTreeSet::new();
    let view = |one: Rating| RatingView {
        replaced: !seen.insert((one.objective.clone(), one.year)),
        id: one.id,
        objective: one.objective,
        year: i32::try_from(one.year).unwrap_or_default(),
        level: one.level,
        level_name: one.level_name,
        evidence: one.evidence,
        rated_by: names.of(&one.rated_by),
        rated_at: one.rated_at,
    };
    all.into_iter().rev().map(view).collect()
}
