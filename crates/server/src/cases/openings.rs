//! Opening a round: what is asked of whom by when, looked at before it is done.

use std::collections::BTreeSet;

use heng_base::codes::{FormCode, PlanCode, SchemeCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::asking::Why;
use heng_collection::form::Form;
use heng_collection::terms::{Signature, Terms};
use heng_plan::model::{Plan, Scheme, Unit};
use heng_store::tables::rounds::{self, Asks, NewRound};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::Asked;
use super::courses::{self, Typed};
use super::{rounds as round_cases, units};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{FormChoice, LeftOutView, PreviewForm, PreviewUnit, PreviewView, RoundView, TermsView};

/// A round to open.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
pub struct Opening {
    /// `2025`, `2025-Q1`, …
    pub period: String,
    pub title: String,
    /// Last day, `2026-03-31`.
    pub due: String,
    /// Codes of the units that are asked.
    pub units: Vec<String>,
    /// Those of the scheme by default; without one neither evaluation nor signature.
    #[serde(default)]
    pub terms: Option<TermsView>,
    /// Code of the scheme by which it is opened.
    #[serde(default)]
    pub scheme: Option<String>,
    /// Codes of other plans that are asked for; each item is asked once.
    #[serde(default)]
    pub plans: Vec<String>,
    /// The first of several years 历史数据补录; `period` is the last.
    #[serde(default)]
    pub since: Option<String>,
    /// Forms as `plan/form`; all where none is named.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Days beside the last one; an absent one sets no bound.
    #[serde(default)]
    pub opens: Option<String>,
    #[serde(default)]
    pub reminds: Option<String>,
    #[serde(default)]
    pub late_until: Option<String>,
    #[serde(default)]
    pub closes: Option<String>,
}

impl Opening {
    pub(super) fn days(&self) -> Typed<'_> {
        Typed {
            opens: self.opens.as_deref(),
            reminds: self.reminds.as_deref(),
            due: &self.due,
            late_until: self.late_until.as_deref(),
            closes: self.closes.as_deref(),
        }
    }
}

/// Opens a round: every unit confirmed and with something to fill in, else all that is wrong at once.
pub async fn open(app: &App, who: &Principal, plan: &str, opening: Opening) -> Result<RoundView> {
    app.require(who, "round.open", Resource::Office)?;
    let (read, problems) = read(app, who, plan, &opening).await?;
    match read {
        Some((_, new)) if problems.is_empty() => {
            let round = rounds::open(app.store(), &who.actor(), &app.now(), new).await?;
            round_cases::view(app, who, round).await
        }
        _ => Err(problems.into()),
    }
}

/// Who would get what. What would stop the opening is told beside it.
pub async fn preview(app: &App, who: &Principal, plan: &str, opening: Opening) -> Result<PreviewView> {
    app.require(who, "round.open", Resource::Office)?;
    let (read, problems) = read(app, who, plan, &opening).await?;
    let Some((asked, new)) = read else { return Err(problems.into()) };
    let occupied = rounds::occupied(app.store(), &new).await?;
    let confirmed = units::confirmed_of(app, &asked).await?;
    let told = |unit: &Unit| {
        let form = asked.form(&unit.code);
        let round = occupied.get(unit.code.as_str()).copied();
        let why_not = match (form.codes.is_empty(), confirmed.contains(&unit.code), round) {
            (true, ..) => Some("nothing"),
            (_, false, _) => Some("unconfirmed"),
            (.., Some(_)) => Some("at_work"),
            _ => None,
        };
        PreviewUnit {
            unit: unit.code.to_string(),
            name: unit.name.zh.clone(),
            r#type: unit.unit_type.clone(),
            why_not: why_not.map(str::to_owned),
            round,
            forms: form.codes.iter().map(|code| of_form(&asked, &form, code)).collect(),
            items: form.rows().count(),
            cells: form.cells().count(),
            required: form.cells().filter(|cell| cell.required).count(),
            left_out: left_out(&asked, &unit.code),
        }
    };
    let periods = asked.asking().periods().iter().map(ToString::to_string).collect();
    let forms = form_choices(&asked);
    Ok(PreviewView { periods, forms, units: asked.units().into_iter().map(told).collect(), problems })
}

/// Every form of the plans, in their order.
fn form_choices(asked: &Asked) -> Vec<FormChoice> {
    let mut choices: Vec<FormChoice> = Vec::new();
    for plan in asked.all().map(|figures| &figures.plan) {
        for item in &plan.form_items {
            let form = format!("{}/{}", plan.code, item.form);
            if !choices.iter().any(|known| known.form == form) {
                let title = plan.head_of(&item.form).map(|head| head.title.zh.clone());
                choices.push(FormChoice { form, title, plan_title: plan.title.zh.clone() });
            }
        }
    }
    choices
}

fn of_form(asked: &Asked, form: &Form, code: &FormCode) -> PreviewForm {
    let rows = || form.sections.iter().filter(move |section| section.form == *code).flat_map(|section| &section.rows);
    PreviewForm {
        code: code.to_string(),
        title: asked.head_of(code).map(|head| head.title.zh.clone()),
        items: rows().count(),
        cells: rows().map(|row| row.cells.len()).sum(),
    }
}

fn left_out(asked: &Asked, unit: &UnitCode) -> Vec<LeftOutView> {
    let left = asked.asking().left_out(unit).into_iter().map(|left| LeftOutView {
        form: left.form.to_string(),
        name: asked.lead.catalogue.items.get(&left.item).map_or_else(String::new, |item| item.name.zh.clone()),
        item: left.item.to_string(),
        why: match left.why {
            Why::FormNotChosen => "form_not_chosen",
            Why::NotDefined => "not_defined",
            Why::NotCounted => "not_counted",
            Why::AskedOnce => "asked_once",
        }
        .to_owned(),
    });
    left.collect()
}

/// What is asked, and the round that would be opened where the period can be read; and all that is wrong.
async fn read(
    app: &App,
    who: &Principal,
    plan: &str,
    opening: &Opening,
) -> Result<(Option<(Asked, NewRound)>, Vec<Problem>)> {
    let lead = app.plan(who, plan).await?;
    let mut problems = Vec::new();
    let (others, wrong) = other_plans(app, who, &lead.plan, &opening.plans).await?;
    problems.extend(wrong);
    let (period, since) = read_periods(&lead.plan, opening, &mut problems);
    if opening.title.trim().is_empty() || opening.title.chars().count() > 100 {
        problems.push(
            Problem::expected(&opening.title, "写 1 到 100 个字的名称", "a name of 1 to 100 characters").field("title"),
        );
    }
    let (days, wrong) = courses::read_days(&opening.days(), None, &app.now());
    problems.extend(wrong);
    let scheme = read_scheme(&lead.plan, opening.scheme.as_deref(), &mut problems);
    let terms = read_terms(opening.terms.as_ref(), scheme).unwrap_or_else(|problem| {
        problems.push(problem);
        Terms::default()
    });
    // Without a period the units are looked at all the same, so that all that is wrong is told at once.
    let (known, period) = (period.is_some(), period.unwrap_or(Period::year(lead.plan.end)));
    let mut asked = Asked { lead: lead.clone(), others, period, since, forms: Vec::new(), told: None };
    asked.forms = read_forms(&asked, &opening.forms, &mut problems);
    let (units, wrong) = read_units(&asked, &opening.units);
    problems.extend(wrong);
    problems.extend(units::unconfirmed(app, &asked, &units).await?);
    let new = NewRound {
        plan: asked.lead.plan.code.clone(),
        period,
        title: opening.title.trim().to_owned(),
        due: opening.due.clone(),
        units,
        terms,
        asks: Asks {
            plans: asked.others.iter().map(|figures| figures.plan.code.clone()).collect(),
            since,
            forms: asked.forms.clone(),
            scheme: scheme.map(|scheme| scheme.code.clone()),
        },
        days,
    };
    Ok((known.then_some((asked, new)), problems))
}

/// The other plans, each once; they share the leading plan's catalogue.
async fn other_plans(
    app: &App,
    who: &Principal,
    lead: &Plan,
    codes: &[String],
) -> Result<(Vec<std::sync::Arc<crate::figures::Figures>>, Vec<Problem>)> {
    let (mut others, mut problems) = (Vec::new(), Vec::new());
    let wanted: BTreeSet<&String> = codes.iter().filter(|code| *code != lead.code.as_str()).collect();
    for code in wanted {
        match app.plan(who, code).await {
            Ok(figures) if figures.plan.catalogue == lead.catalogue => others.push(figures),
            Ok(_) => problems.push(Problem::new(&kinds::ROUND_CATALOGUE_DIFFERS).with("plan", code).field("plans")),
            Err(Failure::Refused(wrong)) => problems.extend(wrong.into_iter().map(|problem| problem.field("plans"))),
            Err(other) => return Err(other),
        }
    }
    Ok((others, problems))
}

fn read_periods(plan: &Plan, opening: &Opening, problems: &mut Vec<Problem>) -> (Option<Period>, Option<Period>) {
    let years = plan.base_year..=plan.end;
    let period = Period::parse(opening.period.trim()).ok().filter(|period| years.contains(&period.year));
    if period.is_none() {
        let expected = format!("应为 {}—{} 之间的时期，写法如 2025、2025-Q1", plan.base_year, plan.end);
        problems.push(
            Problem::expected(
                &opening.period,
                expected,
                format!("a period within {}–{}, such as 2025 or 2025-Q1", plan.base_year, plan.end),
            )
            .field("period"),
        );
    }
    let Some(text) = opening.since.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return (period, None);
    };
    let before = |since: &Period| {
        since.is_year() && since.year >= plan.base_year && period.is_none_or(|p| p.is_year() && since.year < p.year)
    };
    let since = Period::parse(text).ok().filter(before);
    if since.is_none() {
        let expected = format!("应为 {} 年起、早于填报期的年份", plan.base_year);
        problems.push(
            Problem::expected(text, expected, format!("a year from {} on, before the period", plan.base_year))
                .field("since"),
        );
    }
    (period, since)
}

fn read_scheme<'a>(plan: &'a Plan, code: Option<&str>, problems: &mut Vec<Problem>) -> Option<&'a Scheme> {
    let text = code.map(str::trim).filter(|text| !text.is_empty())?;
    let code = SchemeCode::parse(text).ok();
    let found = code.and_then(|code| plan.schemes.iter().find(|scheme| scheme.code == code));
    if found.is_none() {
        let known: Vec<&str> = plan.schemes.iter().map(|scheme| scheme.code.as_str()).collect();
        problems.push(Problem::input(text, known.join(", ")).field("scheme"));
    }
    found
}

fn read_terms(given: Option<&TermsView>, scheme: Option<&Scheme>) -> std::result::Result<Terms, Problem> {
    let of_scheme = |scheme: &Scheme| Terms { evaluation: scheme.evaluation, signature: scheme.signature };
    let Some(TermsView { evaluation, signature }) = given else { return Ok(scheme.map(of_scheme).unwrap_or_default()) };
    let problem = || Problem::input(signature, "none, optional, required").field("terms.signature");
    Ok(Terms { evaluation: *evaluation, signature: Signature::parse(signature).ok_or_else(problem)? })
}

fn read_forms(asked: &Asked, forms: &[String], problems: &mut Vec<Problem>) -> Vec<(PlanCode, FormCode)> {
    let mut found = Vec::new();
    for text in forms {
        let form = text.split_once('/').and_then(|(plan, form)| {
            let (plan, form) = (PlanCode::parse(plan).ok()?, FormCode::parse(form).ok()?);
            let held = asked.all().find(|figures| figures.plan.code == plan)?;
            held.plan.form_items.iter().any(|item| item.form == form).then_some((plan, form))
        });
        match form {
            Some(form) => found.push(form),
            None => problems.push(
                Problem::expected(text, "写规划里有的报表，规划代码/报表代码", "a form of the plan, as plan/form")
                    .field("forms"),
            ),
        }
    }
    found
}

/// Codes of units, and those that are none, have nothing to fill in, or stand for different areas.
pub(super) fn read_units(asked: &Asked, units: &[String]) -> (Vec<UnitCode>, Vec<Problem>) {
    let (mut codes, mut problems) = (Vec::new(), Vec::new());
    for unit in units {
        match UnitCode::parse(unit) {
            Ok(code) => codes.push(code),
            Err(_) => problems
                .push(Problem::expected(unit, "写责任单位的代码", "the code of a responsible unit").field("units")),
        }
    }
    for unit in codes.iter().filter(|unit| asked.unit(unit).is_some()) {
        if asked.form(unit).codes.is_empty() {
            let expected = "这个单位在该时期没有要填的数据项，从名单中去掉它";
            problems.push(
                Problem::expected(unit, expected, "this unit has nothing to fill in for the period: leave it out")
                    .field("units"),
            );
        }
        let areas: BTreeSet<_> = asked
            .all()
            .filter(|figures| figures.plan.units.contains_key(unit))
            .map(|figures| figures.plan.area_of(unit))
            .collect();
        if areas.len() > 1 {
            problems.push(Problem::new(&kinds::ROUND_AREA_DIFFERS).with("unit", unit).field("units"));
        }
    }
    (codes, problems)
}
