//! The latest figure beside its target, the year before and the last three years, and the trend of a direction: what chance
//! may have done.

use heng_plan::model::{Indicator, Intervals};
use heng_statistics::difference::{between, from_target, pool};
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::methods::benjamini_hochberg::benjamini_hochberg;

use crate::judgement::{Comparison, Evidence, Explanation, Judgement, Pooled, Previous, Tested};
use crate::methods::mann_kendall::LIMIT;
use crate::methods::{Inputs, trend};
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

/// The test of a direction's trend, before it is adjusted.
pub(super) fn tested(inputs: &Inputs<'_>) -> Option<Tested> {
    let p = rounded(trend::chance(inputs)?);
    Some(Tested { p, adjusted: p })
}

/// All distances to targets are tested at once, all changes on the year before, and all trends: each probability is raised
/// for the number of its sort. A distance or a trend that is not more than chance then is marked so.
pub(super) fn adjust(judgements: &mut [Judgement]) {
    let beside = || judgements.iter().filter_map(|one| one.comparison.as_ref());
    let targets: Vec<f64> = beside().filter_map(|of| of.target).collect();
    let changes: Vec<f64> = beside().filter_map(|of| of.previous.as_ref()).map(|of| of.p).collect();
    let trends: Vec<f64> = judgements.iter().filter_map(|one| one.trend).map(|trend| trend.p).collect();
    let [mut targets, mut changes, mut trends] =
        [targets, changes, trends].map(|all| benjamini_hochberg(&all).into_iter().map(rounded));
    for one in judgements {
        if let Some(trend) = one.trend.as_mut() {
            trend.adjusted = trends.next().unwrap_or(trend.p);
            if one.evidence == Some(Evidence::Sound) && trend.adjusted >= LIMIT {
                one.evidence = Some(Evidence::Chance);
                one.reason = one.reason.take().map(by_chance_among_all);
            }
        }
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

fn by_chance_among_all(said: Explanation) -> Explanation {
    said.noting(
        "与其他目标的走势一并检验后不显著，可能出于偶然",
        "not significant once the trends of all targets are tested together, it may be chance",
    )
}

/// To four places: more digits of a probability say nothing.
fn rounded(p: f64) -> f64 {
    (p * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::State;
    use crate::monitor::blank;

    /// A trend that one direction in three has by chance is sure among three such, and not alone among many others.
    #[test]
    fn trends_are_tested_together() {
        let of = |p: f64| {
            let reason = Some(Explanation::new("trend", "按走势", "by the trend"));
            let trend = Some(Tested { p, adjusted: p });
            let evidence = Some(if p < LIMIT { Evidence::Sound } else { Evidence::Chance });
            Judgement { reason, trend, evidence, ..blank(1, "1.1", State::OnCourse) }
        };
        let judged = |chances: &[f64]| {
            let mut all: Vec<Judgement> = chances.iter().map(|p| of(*p)).collect();
            adjust(&mut all);
            all.remove(0)
        };
        let sure = judged(&[0.0167, 0.0167, 0.0167, 0.9]);
        assert_eq!((sure.evidence, sure.trend.unwrap().adjusted), (Some(Evidence::Sound), 0.0223));
        let alone = judged(&[0.0167, 0.9, 0.8, 0.7]);
        assert_eq!((alone.evidence, alone.trend.unwrap().adjusted), (Some(Evidence::Chance), 0.0668));
        assert_eq!(alone.reason.unwrap().message, "按走势；与其他目标的走势一并检验后不显著，可能出于偶然");
        assert_eq!(alone.state, State::OnCourse, "the state is never changed");
    }
}
