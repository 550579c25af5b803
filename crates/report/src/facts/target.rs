//! One judgement in the words and figures of a report.

use heng_base::codes::IndicatorCode;
use heng_base::text::Lang;
use heng_monitoring::judgement::{Judgement, State};
use heng_plan::model::{Catalogue, Plan, Target};
use heng_statistics::indicator::IndicatorValue;
use rust_decimal::Decimal;

use super::figures::Figures;
use super::{Change, Fact, TargetFacts, TargetWords, words};

/// The facts of a judged target; none for a judgement without one.
pub fn target(
    judgement: &Judgement,
    plan: &Plan,
    catalogue: &Catalogue,
    figures: &mut Figures,
    year: i32,
) -> Option<TargetFacts> {
    let id = judgement.target_id.as_deref()?;
    let target = plan.targets.iter().find(|target| target.id == id)?;
    let indicator = judgement.indicator.as_ref().and_then(|code| catalogue.indicators.get(code));
    let latest_value = latest_value(judgement, figures, year);
    let decimals = judgement.latest.as_ref().map_or(0, |latest| latest.decimals);
    let base = indicator.and_then(|indicator| base(judgement, figures, &indicator.code, indicator.decimals));
    let latest = latest_value.and_then(|value| figures.fact(value, decimals));
    let unit = indicator.map_or("", |indicator| indicator.unit.as_str());
    let change = change_of_base(judgement, decimals, unit);
    Some(TargetFacts {
        objective: judgement.objective.clone(),
        id: id.to_owned(),
        name: indicator.map_or_else(
            || target.quote.clone().unwrap_or_else(|| target.id.clone()),
            |indicator| words::indicator_name(indicator, &target.breakdown, catalogue),
        ),
        has_indicator: indicator.is_some(),
        target: target_words(target, catalogue),
        old: judgement.latest.as_ref().is_some_and(|latest| latest.period.year < year),
        carried: judgement.latest.as_ref().is_some_and(|latest| latest.carried),
        change_of_year: change_of_year(judgement, figures, decimals, unit),
        gap: gap(judgement, target, decimals, unit),
        state: judgement.state,
        state_name: judgement.state.name(Lang::Zh).to_owned(),
        due: year >= target.year,
        nearly: judgement.nearly,
        evidence: judgement.evidence,
        reason: reason(judgement, figures, catalogue, year),
        base,
        latest,
        change,
    })
}

fn target_words(target: &Target, catalogue: &Catalogue) -> TargetWords {
    TargetWords {
        operator: target.operator,
        short: words::target_short(target, catalogue),
        quote: target.quote.clone(),
        year: target.year,
        confirmed: target.indicator_confirmed,
    }
}

/// The value that the judgement read. One that still stands is held by the release under the year judged.
fn latest_value<'a>(judgement: &Judgement, figures: &Figures<'a>, year: i32) -> Option<&'a IndicatorValue> {
    let (latest, code) = (judgement.latest.as_ref()?, judgement.indicator.as_ref()?);
    let own = figures.value(code, &judgement.breakdown, latest.period).filter(|value| value.value.is_some());
    own.or_else(|| figures.value(code, &judgement.breakdown, heng_base::period::Period::year(year)))
}

fn base(judgement: &Judgement, figures: &mut Figures, code: &IndicatorCode, decimals: u32) -> Option<Fact> {
    let value = figures.value(code, &judgement.breakdown, judgement.base.as_ref()?.period)?;
    figures.fact(value, decimals)
}

fn change_of_base(judgement: &Judgement, decimals: u32, unit: &str) -> Option<Change> {
    let (base, latest) = (judgement.base.as_ref()?, judgement.latest.as_ref()?);
    (base.period < latest.period).then(|| words::change(base.value, base.period, latest.value, decimals, unit))
}

fn change_of_year(judgement: &Judgement, figures: &Figures, decimals: u32, unit: &str) -> Option<Change> {
    let (latest, code) = (judgement.latest.as_ref()?, judgement.indicator.as_ref()?);
    let before = latest.period.shifted(-1);
    let value = figures.value(code, &judgement.breakdown, before).filter(|value| value.carried_from.is_none())?;
    Some(words::change(value.value?, before, latest.value, decimals, unit))
}

/// Said only of a value that misses its own target value: a direction has no distance.
fn gap(judgement: &Judgement, target: &Target, decimals: u32, unit: &str) -> Option<String> {
    let met = matches!(judgement.state, State::Attained | State::NoData | State::NotJudged | State::Qualitative);
    let (latest, value) = (judgement.latest.as_ref()?, target.value?);
    let distance = (latest.value - value).abs();
    let said = !met && target.operator.needs_value() && distance != Decimal::ZERO;
    said.then(|| words::difference(distance, decimals.max(value.normalize().scale()), unit))
}

/// The judgement's reason; where the figure is missing, what is missing by name.
fn reason(judgement: &Judgement, figures: &Figures, catalogue: &Catalogue, year: i32) -> Option<String> {
    let given = judgement.reason.as_ref()?;
    if judgement.state == State::NoData
        && judgement.latest.is_none()
        && let Some(code) = &judgement.indicator
        && let Some(value) = figures.value(code, &judgement.breakdown, heng_base::period::Period::year(year))
        && !value.reasons.is_empty()
    {
        return Some(words::reasons(&value.reasons, catalogue));
    }
    Some(given.message.clone())
}
