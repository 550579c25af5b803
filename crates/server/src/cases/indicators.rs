//! Indicators of a plan.

use std::collections::BTreeSet;
use std::sync::Arc;

use heng_base::breakdown::Breakdown;
use heng_base::number::publish;
use heng_base::problem::Problem;
use heng_base::text::Lang;
use heng_plan::model::{AskedOf, Catalogue, Indicator, IndicatorFormula, Target, TargetSet, TargetStatus};
use heng_statistics::indicator::formula_words;
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::IntoParams;

use super::data::Seen;
use super::{comparison, shown, uses, word};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::{Figures, Series};
use crate::policy::Principal;
use crate::views::{
    BesideView, BreakdownSeries, DefinitionView, FormulaView, IndicatorRow, IndicatorView, ItemView, LatestView,
    ReferenceView,
};

/// The indicators that the plan has to do with, in the catalogue's order.
pub async fn list(app: &App, who: &Principal, plan: &str, asked: &OnDay) -> Result<Vec<IndicatorRow>> {
    let figures = app.plan_as_of(who, plan, asked.as_of.as_deref()).await?;
    let readable = app.policy().permits(who, "figures.read", figures.resource())?;
    Ok(figures.indicators().map(|indicator| row(&figures, indicator, readable)).collect())
}

fn row(figures: &Figures, indicator: &Indicator, readable: bool) -> IndicatorRow {
    let plan = &figures.plan;
    let targets: Vec<&Target> = targets(figures, indicator).collect();
    let mut domains: Vec<u32> = targets
        .iter()
        .filter_map(|target| plan.objectives.iter().find(|o| Some(&o.number) == target.objective.as_ref()))
        .map(|objective| objective.domain)
        .collect();
    domains.sort_unstable();
    domains.dedup();
    let judged = targets.iter().filter(|_| readable).find_map(|one| figures.judgement(one, figures.default_year()));
    IndicatorRow {
        code: indicator.code.to_string(),
        name: indicator.name.zh.clone(),
        name_en: indicator.name.en.clone(),
        kind: word(indicator.kind),
        unit: indicator.unit.clone(),
        doubt: indicator.doubt.clone(),
        domains,
        targets: targets.len(),
        latest: readable.then(|| latest(figures, indicator)).flatten(),
        judgement: judged.map(|judgement| shown::judgement(&judgement, Some(indicator))),
    }
}

/// Targets that are judged by an indicator.
fn targets<'a>(figures: &'a Figures, indicator: &'a Indicator) -> impl Iterator<Item = &'a Target> {
    let judged = |target: &&Target| target.status != TargetStatus::Proposed && target.set == TargetSet::Own;
    figures.plan.targets.iter().filter(|target| target.indicator.as_ref() == Some(&indicator.code)).filter(judged)
}

/// The last figure of the total.
fn latest(figures: &Figures, indicator: &Indicator) -> Option<LatestView> {
    let series = figures.series(indicator);
    let (_, values) = series.iter().find(|(breakdown, _)| breakdown.is_total())?;
    let value = values.iter().rev().find(|value| value.value.is_some() && value.carried_from.is_none())?;
    let display = publish(value.value?, indicator.decimals);
    Some(LatestView { period: value.period.to_string(), display, carried: false })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnDay {
    /// The day, `2026-06-01`, of which it is asked what was known at its end; else what is known now.
    pub as_of: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// The day, `2026-06-01`, of which it is asked what was known at its end; else what is known now.
    pub as_of: Option<String>,
    /// Of which periods the series are: year (the default), half, quarter or month.
    pub frequency: Option<String>,
}

/// An indicator as it is known, or was on a day.
pub async fn get(app: &App, who: &Principal, plan: &str, code: &str, asked: &AsOf) -> Result<IndicatorView> {
    let figures = app.plan_as_of(who, plan, asked.as_of.as_deref()).await?;
    let months = months(asked.frequency.as_deref())?;
    let readable = app.policy().permits(who, "figures.read", figures.resource())?;
    let catalogue = &figures.catalogue;
    let found = catalogue.indicators.values().find(|indicator| indicator.code.as_str() == code);
    let indicator = found.ok_or_else(|| Failure::absent("指标", "indicator", code))?;
    let year = readable.then(|| figures.default_year());
    let all = figures.plan.targets.iter().filter(|target| target.indicator.as_ref() == Some(&indicator.code));
    let series = if readable { of_length(&figures, indicator, months) } else { Vec::new() };
    let seen = if readable { Some(Seen::new(app, who, &figures)?) } else { None };
    Ok(IndicatorView {
        code: indicator.code.to_string(),
        name: indicator.name.zh.clone(),
        name_en: indicator.name.en.clone(),
        kind: word(indicator.kind),
        unit: indicator.unit.clone(),
        direction: word(indicator.direction),
        decimals: indicator.decimals,
        frequency: word(indicator.frequency),
        definition: indicator.definition.clone(),
        doubt: indicator.doubt.clone(),
        source_note: indicator.source_note.clone(),
        formula: formula_of(indicator, catalogue),
        formula_code: written(&indicator.formula),
        valid_from: indicator.valid_from,
        valid_to: indicator.valid_to,
        earlier: indicator.earlier.iter().map(|one| definition(one, catalogue)).collect(),
        items: figures.items(&indicator.code).iter().filter_map(|item| item_view(&figures, item)).collect(),
        targets: all.map(|target| shown::target(target, &figures, year)).collect(),
        series: series
            .iter()
            .map(|(breakdown, values)| BreakdownSeries {
                label: shown::breakdown_label(breakdown, catalogue),
                breakdown: breakdown.to_string(),
                points: values.iter().map(|value| shown::point(value, indicator, &figures)).collect(),
            })
            .collect(),
        frequencies: if readable { frequencies(&figures, indicator) } else { Vec::new() },
        series_frequency: FREQUENCIES.iter().find(|(_, held)| *held == months).map_or("", |(name, _)| name).to_owned(),
        protection: shown::protection(&figures).to_owned(),
        references: references(&figures, indicator),
        published: seen
            .as_ref()
            .map(|seen| comparison::published(seen, &figures, indicator, |_| true))
            .unwrap_or_default(),
        beside: seen.as_ref().map(|seen| beside(seen, &figures, indicator)).unwrap_or_default(),
        uses: uses::uses(indicator, &figures),
        used_by: uses::used_by(indicator, &figures),
    })
}

/// Frequencies and their length in months, the longest first.
pub const FREQUENCIES: [(&str, u8); 4] = [("year", 12), ("half", 6), ("quarter", 3), ("month", 1)];

/// Length of a frequency's periods; a year where none is named.
pub(super) fn months(frequency: Option<&str>) -> Result<u8> {
    let asked = frequency.map(str::trim).filter(|text| !text.is_empty()).unwrap_or("year");
    let found = FREQUENCIES.iter().find(|(name, _)| *name == asked);
    let known = || FREQUENCIES.map(|(name, _)| name).join(", ");
    Ok(found.ok_or_else(|| Problem::input(asked, known()).field("frequency"))?.1)
}

/// Those of whose periods there is a figure; years always.
fn frequencies(figures: &Figures, indicator: &Indicator) -> Vec<String> {
    let parts = figures.parts(indicator);
    let known = parts.iter().flat_map(|(_, values)| values).filter(|value| value.value.is_some());
    let lengths: BTreeSet<u8> = known.map(|value| value.period.months()).chain([12]).collect();
    FREQUENCIES.iter().filter(|(_, months)| lengths.contains(months)).map(|(name, _)| (*name).to_owned()).collect()
}

/// The series of periods of a length.
fn of_length(figures: &Figures, indicator: &Indicator, months: u8) -> Vec<Series> {
    if months == 12 {
        return figures.series(indicator).to_vec();
    }
    let parts = figures.parts(indicator);
    let of = |(breakdown, values): &Series| {
        let values: Vec<_> = values.iter().filter(|value| value.period.months() == months).cloned().collect();
        (breakdown.clone(), values)
    };
    let known = |(_, values): &Series| values.iter().any(|value| value.value.is_some());
    parts.iter().map(of).filter(known).collect()
}

/// The last figure of each breakdown beside what is published of the areas above.
fn beside(seen: &Seen, figures: &Figures, indicator: &Indicator) -> Vec<BesideView> {
    let series = figures.series(indicator);
    let last = |breakdown: &Breakdown| {
        let (_, values) = series.iter().find(|(held, _)| held == breakdown)?;
        values.iter().rev().find(|value| value.value.is_some() && value.carried_from.is_none()).map(Arc::as_ref)
    };
    comparison::beside(seen, figures, indicator, |_| true, last)
}

fn definition(indicator: &Indicator, catalogue: &Catalogue) -> DefinitionView {
    DefinitionView {
        valid_from: indicator.valid_from,
        valid_to: indicator.valid_to,
        definition: indicator.definition.clone(),
        formula: formula_of(indicator, catalogue),
    }
}

/// A formula in words of both languages.
pub(super) fn formula_of(indicator: &Indicator, catalogue: &Catalogue) -> Option<FormulaView> {
    let (numerator, denominator, factor) = match &indicator.formula {
        IndicatorFormula::Published => return None,
        IndicatorFormula::Expression { text } => (text, None, Decimal::ONE),
        IndicatorFormula::Fraction { numerator, denominator, factor } => (numerator, denominator.as_ref(), *factor),
    };
    let zh = |text: &String| formula_words(text, catalogue, Lang::Zh);
    let en = |text: &String| formula_words(text, catalogue, Lang::En);
    Some(FormulaView {
        numerator: zh(numerator),
        numerator_en: en(numerator),
        denominator: denominator.map(zh),
        denominator_en: denominator.map(en),
        factor: Some(factor).filter(|factor| *factor != Decimal::ONE).map(|factor| factor.normalize().to_string()),
    })
}

fn written(formula: &IndicatorFormula) -> Option<String> {
    match formula {
        IndicatorFormula::Published => None,
        IndicatorFormula::Expression { text } => Some(text.clone()),
        IndicatorFormula::Fraction { numerator, denominator: None, .. } => Some(numerator.clone()),
        IndicatorFormula::Fraction { numerator, denominator: Some(denominator), factor } => {
            Some(format!("({numerator}) / ({denominator}) * {}", factor.normalize()))
        }
    }
}

fn item_view(figures: &Figures, item: &heng_base::codes::ItemCode) -> Option<ItemView> {
    let held = figures.catalogue.items.get(item)?;
    // Of the plan's area: what each town is asked goes into no indicator of the plan.
    let asked = figures.plan.form_items.iter().filter(|asked| asked.item == *item).find_map(|asked| match &asked.of {
        AskedOf::Unit(unit) if figures.plan.area_of(unit) == &figures.plan.area => Some(unit),
        _ => None,
    });
    Some(ItemView {
        code: item.to_string(),
        name: held.name.zh.clone(),
        unit: held.unit.clone(),
        definition: held.definition.clone(),
        unit_asked: asked.map(|unit| shown::unit_name(unit, &figures.plan)),
    })
}

/// Published figures of other areas, the latest first.
fn references(figures: &Figures, indicator: &Indicator) -> Vec<ReferenceView> {
    let catalogue = &figures.catalogue;
    let of_others = |r: &&heng_plan::model::Reference| r.indicator == indicator.code && r.area != figures.plan.area;
    let mut held: Vec<_> = catalogue.references.iter().filter(of_others).collect();
    held.sort_by_key(|reference| std::cmp::Reverse(reference.period));
    held.into_iter()
        .map(|reference| ReferenceView {
            area_name: catalogue.areas.get(&reference.area).map_or_else(String::new, |area| area.name.zh.clone()),
            period: reference.period.to_string(),
            label: shown::breakdown_label(&reference.breakdown, catalogue),
            display: publish(reference.value, indicator.decimals.max(reference.value.normalize().scale())),
            source: Some(shown::source(&reference.source, &figures.plan, catalogue)),
        })
        .collect()
}
