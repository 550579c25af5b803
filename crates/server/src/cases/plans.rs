//! Plans, their domains and objectives.

use std::collections::BTreeSet;
use std::sync::Arc;

use heng_base::breakdown::Breakdown;
use heng_base::codes::PlanCode;
use heng_base::problem::Problem;
use heng_monitoring::judgement::Judgement;
use heng_monitoring::rate::attainment_rate;
use heng_plan::model::{Indicator, Level, Objective, Plan, Project, Responsibility, Target, TargetSet, TargetStatus};
use heng_statistics::indicator::IndicatorValue;
use heng_store::tables::packages::{self, Kind};
use heng_store::tables::rounds;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{comparison, data, shown, word};
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::Principal;
use crate::views::{
    DomainSummary, DomainTitle, DomainView, MeasureView, ObjectiveRow, ObjectiveView, OverviewView, PlanView,
    ProjectView, ProjectsView, RateView, ResponsibleUnit, StatesView, TargetSeries, TargetView,
};

/// The plans whose text the asker may read, the lowest level first.
pub async fn list(app: &App, who: &Principal) -> Result<Vec<PlanView>> {
    let mut plans = Vec::new();
    for plan in packages::codes(app.store(), Kind::Plan).await? {
        let figures = app.figures(&code(&plan)?).await?;
        if app.policy().permits(who, "plan.read", figures.resource())? {
            plans.push((std::cmp::Reverse(level(figures.plan.level)), head(app, who, &figures)?));
        }
    }
    plans.sort_by(|(a, x), (b, y)| (a, y.start, &x.code).cmp(&(b, x.start, &y.code)));
    Ok(plans.into_iter().map(|(_, plan)| plan).collect())
}

fn level(level: Level) -> u8 {
    match level {
        Level::Nation => 0,
        Level::Province => 1,
        Level::Prefecture => 2,
        Level::County => 3,
    }
}

fn head(app: &App, who: &Principal, figures: &Figures) -> Result<PlanView> {
    let plan = &figures.plan;
    let can_read_figures = can_read(app, who, figures)?;
    let area = figures.catalogue.areas.get(&plan.area);
    Ok(PlanView {
        code: plan.code.to_string(),
        title: plan.title.zh.clone(),
        title_en: plan.title.en.clone(),
        area: plan.area.to_string(),
        area_name: area.map_or_else(|| plan.area.to_string(), |area| area.name.zh.clone()),
        level: word(plan.level),
        start: plan.start,
        end: plan.end,
        base_year: plan.base_year,
        text_whole: plan.text_whole,
        text_note: plan.text_note.clone(),
        objectives: plan.objectives.len(),
        targets: plan.targets.iter().filter(|target| counts(target)).count(),
        targets_elsewhere: plan.targets.iter().filter(|target| counts_elsewhere(target)).count(),
        projects: plan.projects.len(),
        forms: plan.form_items.iter().map(|asked| &asked.form).collect::<BTreeSet<_>>().len(),
        years: figures.years(),
        latest_year: figures.latest_year.filter(|_| can_read_figures),
        figures_open: figures.open(),
        can_read_figures,
    })
}

/// The plan's own target of an objective, and not a mere proposal.
fn counts(target: &Target) -> bool {
    held(target) && target.objective.is_some()
}

/// The plan's own target of a measure or project alone, and not a mere proposal.
fn counts_elsewhere(target: &Target) -> bool {
    held(target) && target.objective.is_none()
}

fn held(target: &Target) -> bool {
    target.set == TargetSet::Own && target.status != TargetStatus::Proposed
}

fn can_read(app: &App, who: &Principal, figures: &Figures) -> Result<bool> {
    app.policy().permits(who, "figures.read", figures.resource())
}

/// Which states are looked at.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StateQuery {
    /// The last one with figures by default.
    pub year: Option<i32>,
    /// By what was known at the end of this day, `2026-06-01`; by what is known where it is left out.
    pub as_of: Option<String>,
}

/// The judgements of a year that the asker may see, of the plan's own targets; none where figures may not be read.
struct Seen {
    year: i32,
    judgements: Arc<Vec<Judgement>>,
    readable: bool,
}

impl Seen {
    fn new(app: &App, who: &Principal, figures: &Figures, year: Option<i32>) -> Result<Self> {
        let readable = can_read(app, who, figures)?;
        let shown = if readable { figures.default_year() } else { figures.plan.start };
        let year = checked_year(&figures.plan, year)?.unwrap_or(shown);
        let judgements = if readable { figures.judgements(year) } else { Arc::default() };
        Ok(Self { year, judgements, readable })
    }

    /// The year of the judgements that may be shown.
    fn shown(&self) -> Option<i32> {
        self.readable.then_some(self.year)
    }

    fn own(&self) -> impl Iterator<Item = &Judgement> {
        let own = |j: &&Judgement| j.target.as_ref().is_none_or(|target| target.set == TargetSet::Own);
        self.judgements.iter().filter(own)
    }

    fn of_domain(&self, domain: u32) -> Vec<&Judgement> {
        self.own().filter(|judgement| judgement.domain == domain).collect()
    }
}

/// A year of the plan, or the base year before it.
pub(super) fn checked_year(plan: &Plan, year: Option<i32>) -> Result<Option<i32>> {
    match year {
        Some(year) if !(plan.base_year..=plan.end).contains(&year) => {
            let expected = format!("{}—{}", plan.base_year, plan.end);
            let problem = Problem::input(year, expected);
            Err(problem.field("year").into())
        }
        year => Ok(year),
    }
}

pub async fn overview(app: &App, who: &Principal, plan: &str, asked: &StateQuery) -> Result<OverviewView> {
    let figures = app.plan_as_of(who, plan, asked.as_of.as_deref()).await?;
    let seen = Seen::new(app, who, &figures, asked.year)?;
    let open = rounds::list(app.store(), Some(&figures.plan.code)).await?;
    Ok(OverviewView {
        plan: head(app, who, &figures)?,
        year: seen.year,
        rate: attainment_rate(seen.own()).into(),
        domains: figures.plan.domains.iter().map(|domain| summary(&figures.plan, domain, &seen)).collect(),
        rounds_open: open.iter().filter(|round| round.state == rounds::OPEN).count(),
        withheld: figures.shown.as_ref().is_some_and(|shown| !shown.withheld.subjects().is_empty()),
    })
}

fn summary(plan: &Plan, domain: &heng_plan::model::Domain, seen: &Seen) -> DomainSummary {
    let judged = seen.of_domain(domain.number);
    let objectives: Vec<&Objective> = plan.objectives.iter().filter(|o| o.domain == domain.number).collect();
    let under = |target: &&Target| objectives.iter().any(|o| target.objective.as_ref() == Some(&o.number));
    DomainSummary {
        number: domain.number,
        title: domain.title.zh.clone(),
        title_en: domain.title.en.clone(),
        objectives: objectives.len(),
        targets: plan.targets.iter().filter(|target| counts(target)).filter(under).count(),
        measures: plan.measures.iter().filter(|measure| measure.domain == domain.number).count(),
        states: StatesView::of(judged.iter().map(|judgement| judgement.state)),
        rate: attainment_rate(judged).into(),
    }
}

pub async fn domain(app: &App, who: &Principal, plan: &str, number: u32, asked: &StateQuery) -> Result<DomainView> {
    let figures = app.plan_as_of(who, plan, asked.as_of.as_deref()).await?;
    let plan = &figures.plan;
    let found = plan.domains.iter().find(|domain| domain.number == number);
    let domain = found.ok_or_else(|| Failure::absent("领域", "domain", number))?;
    let seen = Seen::new(app, who, &figures, asked.year)?;
    let judged = seen.of_domain(number);
    let measures = plan.measures.iter().filter(|measure| measure.domain == number).map(|measure| MeasureView {
        number: measure.number.clone(),
        title: measure.title.clone(),
        text: measure.text.clone(),
        line: measure.line,
        targets: targets_alone(&figures, &measure.number, &seen),
    });
    Ok(DomainView {
        number,
        title: domain.title.zh.clone(),
        title_en: domain.title.en.clone(),
        year: seen.year,
        states: StatesView::of(judged.iter().map(|judgement| judgement.state)),
        rate: RateView::from(attainment_rate(judged)),
        objectives: plan.objectives.iter().filter(|o| o.domain == number).map(|o| row(&figures, o, &seen)).collect(),
        measures: measures.collect(),
    })
}

/// The targets that stand in a measure or project and under no objective.
fn targets_alone(figures: &Figures, reference: &str, seen: &Seen) -> Vec<TargetView> {
    let alone = |target: &&Target| target.objective.is_none() && target.reference == reference;
    figures.plan.targets.iter().filter(alone).map(|target| shown::target(target, figures, seen.shown())).collect()
}

pub async fn projects(app: &App, who: &Principal, plan: &str, asked: &StateQuery) -> Result<ProjectsView> {
    let figures = app.plan_as_of(who, plan, asked.as_of.as_deref()).await?;
    let seen = Seen::new(app, who, &figures, asked.year)?;
    let view = |project: &Project| ProjectView {
        number: project.number.clone(),
        title: project.title.clone(),
        text: project.text.clone(),
        line: project.line,
        targets: targets_alone(&figures, &project.number, &seen),
    };
    Ok(ProjectsView { year: seen.year, projects: figures.plan.projects.iter().map(view).collect() })
}

fn row(figures: &Figures, objective: &Objective, seen: &Seen) -> ObjectiveRow {
    let plan = &figures.plan;
    let under = |target: &&Target| target.objective.as_ref() == Some(&objective.number);
    let targets = plan.targets.iter().filter(under).map(|target| shown::target(target, figures, seen.shown()));
    ObjectiveRow {
        number: objective.number.clone(),
        text: objective.text.clone(),
        kind: word(objective.kind),
        evidence: objective.evidence.clone(),
        targets: targets.collect(),
        units: units(plan, &objective.number),
    }
}

/// Who answers for an objective, the lead first.
fn units(plan: &Plan, reference: &str) -> Vec<ResponsibleUnit> {
    let mut held: Vec<&Responsibility> = plan.responsibilities.iter().filter(|r| r.reference == reference).collect();
    held.sort_by_key(|r| word(r.role) != "lead");
    let view = |r: &Responsibility| ResponsibleUnit {
        code: r.unit.to_string(),
        name: shown::unit_name(&r.unit, plan),
        role: word(r.role),
        status: word(r.status),
        ground: r.ground.clone(),
    };
    held.into_iter().map(view).collect()
}

pub async fn objective(
    app: &App,
    who: &Principal,
    plan: &str,
    number: &str,
    asked: &StateQuery,
) -> Result<ObjectiveView> {
    let figures = app.plan_as_of(who, plan, asked.as_of.as_deref()).await?;
    let plan = &figures.plan;
    let at = plan.objectives.iter().position(|objective| objective.number == number);
    let at = at.ok_or_else(|| Failure::absent("主要目标", "objective", number))?;
    let objective = &plan.objectives[at];
    let seen = Seen::new(app, who, &figures, asked.year)?;
    let domain = plan.domains.iter().find(|domain| domain.number == objective.domain);
    let neighbour = |at: Option<usize>| Some(plan.objectives.get(at?)?.number.clone());
    let readable = can_read(app, who, &figures)?;
    let targets = plan.targets.iter().filter(|target| readable && target.objective.as_deref() == Some(number));
    Ok(ObjectiveView {
        objective: row(&figures, objective, &seen),
        domain: DomainTitle {
            number: objective.domain,
            title: domain.map(|domain| domain.title.zh.clone()).unwrap_or_default(),
        },
        line: objective.line,
        year: seen.year,
        series: series_of(app, who, &figures, targets, seen.year)?,
        previous: neighbour(at.checked_sub(1)),
        next: neighbour(at.checked_add(1)),
    })
}

fn series_of<'a>(
    app: &App,
    who: &Principal,
    figures: &Figures,
    targets: impl Iterator<Item = &'a Target>,
    year: i32,
) -> Result<Vec<TargetSeries>> {
    let mut targets = targets.peekable();
    if targets.peek().is_none() {
        return Ok(Vec::new());
    }
    let seen = data::Seen::new(app, who, figures)?;
    Ok(targets.filter_map(|target| series(&seen, figures, target, year)).collect())
}

/// The series of a target's indicator; none where no indicator is assigned.
fn series(seen: &data::Seen, figures: &Figures, target: &Target, year: i32) -> Option<TargetSeries> {
    let indicator = figures.catalogue.indicators.get(target.indicator.as_ref()?)?;
    let values = figures.values.series(&indicator.code, &target.breakdown);
    let level = target.value.filter(|_| target.operator.needs_value() && target.status != TargetStatus::Proposed);
    Some(TargetSeries {
        target: target.id.clone(),
        unit: indicator.unit.clone(),
        value: level.map(|value| value.normalize().to_string()),
        points: values.map(|value| shown::point(value, indicator, figures)).collect(),
        beside: comparison::beside(
            seen,
            figures,
            indicator,
            |breakdown| *breakdown == target.breakdown,
            |breakdown| last_until(figures, indicator, breakdown, year),
        ),
        published: comparison::published(seen, figures, indicator, |breakdown| *breakdown == target.breakdown),
    })
}

/// The last figure up to a year that was counted in its own.
fn last_until<'a>(
    figures: &'a Figures,
    indicator: &Indicator,
    breakdown: &Breakdown,
    year: i32,
) -> Option<&'a IndicatorValue> {
    let values = figures.values.series(&indicator.code, breakdown);
    let held =
        |value: &&IndicatorValue| value.value.is_some() && value.carried_from.is_none() && value.period.year <= year;
    values.filter(held).last()
}

/// The code of a plan that has been imported.
pub async fn known(app: &App, plan: &str) -> Result<PlanCode> {
    let plan = code(plan)?;
    packages::required(app.store(), Kind::Plan, plan.as_str()).await?;
    Ok(plan)
}
