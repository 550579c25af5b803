//! The units of a plan, and their confirmation (拟定 → 已确认).

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::UnitCode;
use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Status, Unit};
use heng_store::tables::confirmations::{self, Confirmation};

use super::asked::Asked;
use super::forms::read_period;
use super::names::Names;
use super::{form_views, word};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{ConfirmationView, FormView, UnitRow};

/// Units in the package's order.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<UnitRow>> {
    app.require(who, "unit.read", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let (confirmed, names) = (confirmed(app, &figures).await?, Names::load(app, who).await?);
    let view = |unit: &Unit| row(&figures, unit, confirmed.get(unit.code.as_str()), &names);
    Ok(figures.plan.units.values().map(view).collect())
}

async fn confirmed(app: &App, figures: &Figures) -> Result<BTreeMap<String, Confirmation>> {
    let held = confirmations::list(app.store(), figures.plan.code.as_str()).await?;
    Ok(held.into_iter().map(|confirmation| (confirmation.unit.clone(), confirmation)).collect())
}

fn row(figures: &Figures, unit: &Unit, confirmed: Option<&Confirmation>, names: &Names) -> UnitRow {
    let plan = &figures.plan;
    UnitRow {
        code: unit.code.to_string(),
        name: unit.name.zh.clone(),
        r#type: unit.unit_type.clone(),
        status: word(unit.status),
        confirmed: confirmed.map(|confirmation| ConfirmationView {
            by: names.of(&confirmation.confirmed_by),
            at: confirmation.confirmed_at.clone(),
            reason: confirmation.reason.clone(),
        }),
        items: plan.asked_of(&unit.code).count(),
        responsibilities: plan.responsibilities.iter().filter(|held| held.unit == unit.code).count(),
        note: unit.note.clone(),
    }
}

/// A unit of the plan.
pub(super) fn find<'a>(figures: &'a Figures, unit: &str) -> Result<&'a Unit> {
    let found = UnitCode::parse(unit).ok().and_then(|code| figures.plan.units.get(&code));
    found.ok_or_else(|| Failure::absent("责任单位", "unit", unit))
}

pub async fn confirm(app: &App, who: &Principal, plan: &str, unit: &str, reason: &str) -> Result<UnitRow> {
    app.require(who, "unit.confirm", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let unit = find(&figures, unit)?;
    let (plan, code) = (figures.plan.code.as_str(), unit.code.as_str());
    let confirmation = confirmations::confirm(app.store(), &who.actor(), &app.now(), plan, code, reason).await?;
    Ok(row(&figures, unit, Some(&confirmation), &Names::load(app, who).await?))
}

/// The units that the package or the office has confirmed, in whichever of the plans.
pub(super) async fn confirmed_of(app: &App, asked: &Asked) -> Result<BTreeSet<UnitCode>> {
    let mut all = BTreeSet::new();
    for figures in asked.all() {
        let by_office = confirmed(app, figures).await?;
        let units = figures.plan.units.values();
        let held = units.filter(|u| u.status == Status::Confirmed || by_office.contains_key(u.code.as_str()));
        all.extend(held.map(|unit| unit.code.clone()));
    }
    Ok(all)
}

/// Those of `units` that neither the package nor the office has confirmed, and those that the plan does not have: all at
/// once.
pub(super) async fn unconfirmed(app: &App, asked: &Asked, units: &[UnitCode]) -> Result<Vec<Problem>> {
    let confirmed = confirmed_of(app, asked).await?;
    let problem = |unit: &UnitCode| match asked.unit(unit) {
        Some(_) if confirmed.contains(unit) => None,
        Some(held) => Some(Problem::new(&kinds::ROUND_UNIT_UNCONFIRMED).with("unit", &held.name.zh)),
        None => {
            let problem = Problem::new(&kinds::RECORD_MISSING).with("what_zh", "责任单位").with("what_en", "unit");
            Some(problem.with("key", unit))
        }
    };
    Ok(units.iter().filter_map(problem).map(|problem| problem.field("units")).collect())
}

/// The blank form of a unit for a period.
pub async fn form(app: &App, who: &Principal, plan: &str, unit: &str, period: &str) -> Result<FormView> {
    app.require(who, "unit.read", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let unit = find(&figures, unit)?;
    let period = read_period(period)?;
    let asked = Asked { lead: figures.clone(), others: Vec::new(), period, since: None, forms: Vec::new(), told: None };
    Ok(form_views::form_view(&asked.form(&unit.code), &asked))
}
