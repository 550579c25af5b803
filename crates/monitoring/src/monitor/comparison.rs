//! The latest figure beside its target, the year before and the last three years: what chance may have done.

use heng_plan::model::{Indicator, Intervals};
use heng_statistics::difference::{between, from_target, pool};
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::methods::benjamini_hochberg::benjamini_hochberg;

use crate::judgement::{Comparison, Evidence, Judgement, Pooled, Previous};
use crate::methods::Inputs;
use crate::methods::mann_kendall::LIMIT;
use crate::values::Values;

/// Years that are pooled.
const YEARS: i32 = 3;

/// None for a figure that counts no cases, and for a direction's or other target's where nothing is to compare with.
pub(super) fn comparison(
    values: &Values,
    inputs: &Inputs<'_>,
    indicator: &Indicator,
    chosen: Intervals,
) -> Option<Comparison> {
    let breakdown = &inputs.target.breakdown;
    let own = |back: i32| {
        let period = inputs.latest.period.shifted(-back);
        values.get(&indicator.code, breakdown, period).filter(|value| value.carried_from.is_none())
    };
    let latest = own(0)?;
    let target = inputs.value.filter(|_| inputs.operator.needs_value());
    let target = target.and_then(|value| from_target(indicator, latest, value)).map(rounded);
    let previous = own(1).and_then(|before| {
        let p = rounded(between(indicator, latest, before)?);
        Some(Previous { period: before.period, value: before.value?, p, adjusted: p })
    });
    let years: Vec<&IndicatorValue> = (0..YEARS).rev().filter_map(own).filter(|value| value.value.is_some()).collect();
    let pooled = pool(indicator, &years, chosen).map(|all| Pooled {
        from: all.from,
        to: all.to,
        value: all.value,
        numerator: all.numerator,
        denominator: all.denominator,
        low: all.low,
        high: all.high,
    });
    let any = target.is_some() || previous.is_some() || pooled.is_some();
    any.then_some(Comparison { target, target_adjusted: target, previous, pooled })
}

/// All distances to targets are tested at once, and all changes on the year before: each probability is raised for the
/// number of them. A distance that is not more than chance then is marked so.
pub(super) fn adjust(judgements: &mut [Judgement]) {
    let beside = || judgements.iter().filter_map(|one| one.comparison.as_ref());
    let targets: Vec<f64> = beside().filter_map(|of| of.target).collect();
    let changes: Vec<f64> = beside().filter_map(|of| of.previous.as_ref()).map(|of| of.p).collect();
    let [mut targets, mut changes] = [targets, changes].map(|all| benjamini_hochberg(&all).into_iter().map(rounded));
    for one in judgements {
        let Some(beside) = one.comparison.as_mut() else { continue };
        beside.target_adjusted = beside.target.and_then(|_| targets.next());
        if let Some(before) = beside.previous.as_mut() {
            before.adjusted = changes.next().unwrap_or(before.p);
        }
        // An interval and a test may differ by a hair: only where the number of tests makes the difference.
        let alone = |p: f64| p < LIMIT && beside.target_adjusted.is_some_and(|adjusted| adjusted >= LIMIT);
        if one.evidence == Some(Evidence::Sound) && beside.target.is_some_and(alone) {
            one.evidence = Some(Evidence::Chance);
        }
    }
}

/// To four places: more digits of a probability say nothing.
fn rounded(p: f64) -> f64 {
    (p * 1e4).round() / 1e4
}
