//! One judgement in the words and figures of a report.

use heng_base::number::publish;
use heng_base::text::Lang;
use heng_monitoring::judgement::{Judgement, State};
use heng_monitoring::rate::awaits_its_year;
use heng_plan::model::{Catalogue, FACT_UNIT, Plan, Target};
use heng_statistics::indicator::IndicatorValue;
use rust_decimal::Decimal;

use super::figures::Figures;
use super::{Change, TargetFacts, TargetWords, words};

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
    let decimals = judgement.latest.as_ref().map_or(0, |latest| latest.decimals);
    let mut fact = |period, decimals| {
        let value = figures.standing(&indicator?.code, &judgement.breakdown, period)?;
        figures.fact(value, decimals)
    };
    let base = judgement.base.as_ref().and_then(|base| fact(base.period, indicator?.decimals));
    let latest = judgement.latest.as_ref().and_then(|latest| fact(latest.period, decimals));
    let before = previous(judgement, figures);
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
        carried: judgement.latest.as_ref().is_some_and(|latest| latest.carried),
        change_of_year: before.and_then(|before| change_of_year(judgement, before, decimals, unit)),
        previous: before.zip(indicator).and_then(|(before, indicator)| figures.fact(before, indicator.decimals)),
        gap: gap(judgement, target, decimals, unit),
        state: judgement.state,
        state_name: judgement.state.name(Lang::Zh).to_owned(),
        due: year >= target.year,
        nearly: judgement.nearly,
        on_path: judgement.on_path.filter(|_| year < target.year),
        evidence: judgement.evidence,
        interval: interval(judgement, decimals, unit),
        awaiting: awaits_its_year(judgement),
        method: judgement.method.as_ref().map(|method| method.name.clone()),
        reason: judgement.reason.as_ref().map(|reason| reason.message.clone()),
        reason_code: judgement.reason.as_ref().map(|reason| reason.code.clone()),
        redefined_in: judgement.redefined_in,
        base,
        latest,
        change,
    })
}

fn target_words(target: &Target, catalogue: &Catalogue) -> TargetWords {
    TargetWords {
        operator: target.operator,
        short: words::target_short(target, catalogue, Lang::Zh),
        quote: target.quote.clone(),
        year: target.year,
        confirmed: target.indicator_confirmed,
    }
}

fn change_of_base(judgement: &Judgement, decimals: u32, unit: &str) -> Option<Change> {
    let (base, latest) = (judgement.base.as_ref()?, judgement.latest.as_ref()?);
    let later = base.period < latest.period;
    later.then(|| words::change(base.value, base.period, latest.value, decimals, unit)).flatten()
}

/// The figure of the year before the latest, where it is not the base; one that only stands from earlier tells no change.
fn previous<'a>(judgement: &Judgement, figures: &Figures<'a>) -> Option<&'a IndicatorValue> {
    let (latest, code) = (judgement.latest.as_ref()?, judgement.indicator.as_ref()?);
    let before = latest.period.shifted(-1);
    let base = judgement.base.as_ref().is_some_and(|base| base.period == before);
    let value = figures.value(code, &judgement.breakdown, before).filter(|value| value.carried_from.is_none());
    value.filter(|_| !base)
}

fn change_of_year(judgement: &Judgement, before: &IndicatorValue, decimals: u32, unit: &str) -> Option<Change> {
    words::change(before.value?, before.period, judgement.latest.as_ref()?.value, decimals, unit)
}

/// Said only of a value that misses its own target value: a direction has no distance.
fn gap(judgement: &Judgement, target: &Target, decimals: u32, unit: &str) -> Option<String> {
    let met = matches!(judgement.state, State::Attained | State::NoData | State::NotJudged | State::Qualitative);
    let (latest, value) = (judgement.latest.as_ref()?, target.value?);
    let distance = latest.value.checked_sub(value)?.abs();
    let said = !met && target.operator.needs_value() && distance != Decimal::ZERO && unit != FACT_UNIT;
    said.then(|| words::difference(distance, decimals.max(value.normalize().scale()), unit))
}

fn interval(judgement: &Judgement, decimals: u32, unit: &str) -> Option<String> {
    let latest = judgement.latest.as_ref()?;
    let (low, high) = (publish(latest.low?, decimals), publish(latest.high?, decimals));
    Some(words::with_unit(&format!("{low}—{high}"), unit))
}
