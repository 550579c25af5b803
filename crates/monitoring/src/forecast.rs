//! The forecast for the target's year, with its interval and the probability that the target is met.

use heng_base::period::Period;
use heng_plan::model::{Indicator, Operator, Side};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use crate::judgement::{Forecast, Method};
use crate::methods::expected::{At, Expected};
use crate::methods::{Inputs, apart, theta};
use crate::scale::{Scale, bounds};

/// Of the interval of a forecast: wide enough to be honest, narrow enough to be of use.
pub const CONFIDENCE: f64 = 0.8;

/// Digits of a forecast: more than any report prints, fewer than the last ones of `f64`, which differ between machines.
const DIGITS: u32 = 10;

/// What to expect in the target's year, by the figures since the base year; none when that year is reached, for what is
/// done at one stroke or only watched, and of fewer than three figures.
pub fn forecast(inputs: &Inputs<'_>, indicator: &Indicator) -> Option<Forecast> {
    use Operator::{Equal, Milestone, Observe};
    if inputs.due || matches!(inputs.operator, Equal | Milestone | Observe) {
        return None;
    }
    let figures = figures(inputs)?;
    let goal = Goal::of(inputs);
    let ends = goal.iter().flat_map(Goal::ends);
    let scale = Scale::of(indicator).holding(figures.iter().map(|at| at.1).chain(ends));
    let expected = carried_on(theta::expect, &figures, inputs.target.year, scale, indicator.decimals)?;
    let (low, high) = expected.interval(CONFIDENCE)?;
    let mut limits = bounds(indicator);
    if inputs.operator == Operator::Narrow {
        limits.0 = limits.0.max(0.0);
    }
    let figure = |scaled| decimal(scale.back(scaled).clamp(limits.0, limits.1)).map(|read| placed(inputs, read));
    let ends = [figure(low)?, figure(high)?];
    Some(Forecast {
        period: Period::year(inputs.target.year),
        value: figure(expected.centre)?,
        low: ends[0].min(ends[1]),
        high: ends[0].max(ends[1]),
        confidence: CONFIDENCE,
        probability: goal.and_then(|goal| goal.probability(&expected, scale)).map(rounded),
        scale: scale.name().to_owned(),
        method: Method {
            name: theta::NAME.to_owned(),
            version: theta::VERSION,
            points: u32::try_from(figures.len()).ok()?,
            since: inputs.points.first().map(|point| point.period),
        },
    })
}

/// What is read as the size of a gap, as a figure again: of a ratio on the side of parity where the latest one lies.
fn placed(inputs: &Inputs<'_>, read: Decimal) -> Decimal {
    let ratio = inputs.operator == Operator::Narrow && !inputs.parity.is_zero();
    let below = inputs.latest.value < inputs.parity;
    match (ratio, below) {
        (false, _) => read,
        (true, true) => inputs.parity - read,
        (true, false) => inputs.parity + read,
    }
}

/// A figure, of a gap its size alone.
fn size(inputs: &Inputs<'_>, figure: Decimal) -> Option<f64> {
    let gap = inputs.operator == Operator::Narrow;
    if gap { apart(figure, inputs.parity).to_f64() } else { figure.to_f64() }
}

/// Figures by year, as many as there are; of a gap its size alone.
fn figures(inputs: &Inputs<'_>) -> Option<Vec<At>> {
    inputs.points.iter().map(|point| Some((f64::from(point.period.year), size(inputs, point.value)?))).collect()
}

/// What a method expects of a year, on the scale; published figures are rounded, which both ends of the forecast carry.
pub fn carried_on(
    method: fn(&[At], f64) -> Option<Expected>,
    figures: &[At],
    year: i32,
    scale: Scale,
    decimals: u32,
) -> Option<Expected> {
    let scaled: Option<Vec<At>> = figures.iter().map(|at| Some((at.0, scale.to(at.1)?))).collect();
    let expected = method(&scaled?, f64::from(year))?;
    let rounding = 0.1f64.powi(i32::try_from(decimals).ok()?) / 12.0f64.sqrt();
    Some(expected.widened(rounding * 2.0f64.sqrt() * scale.stretch(figures.last()?.1)))
}

/// What the figure must be: at least, at most, or between.
#[derive(Debug, Clone, Copy)]
enum Goal {
    AtLeast(f64),
    AtMost(f64),
    Between(f64, f64),
}

impl Goal {
    /// The target's value, or that a direction goes beyond the base value; none where nothing is laid down.
    fn of(inputs: &Inputs<'_>) -> Option<Self> {
        let value = || inputs.value?.to_f64();
        let base = || inputs.base?.value.to_f64();
        match inputs.operator {
            Operator::AtLeast | Operator::Above => value().map(Self::AtLeast),
            Operator::AtMost | Operator::Below => value().map(Self::AtMost),
            Operator::About => {
                let (value, tolerance) = (value()?, inputs.target.tolerance?.to_f64()?);
                Some(match inputs.target.side {
                    Some(Side::AtLeast) => Self::AtLeast(value - tolerance),
                    _ => Self::Between(value - tolerance, value + tolerance),
                })
            }
            Operator::Up => base().map(Self::AtLeast),
            Operator::Down => base().map(Self::AtMost),
            Operator::Narrow => size(inputs, inputs.base?.value).map(Self::AtMost),
            _ => None,
        }
    }

    fn ends(&self) -> Vec<f64> {
        match self {
            Self::AtLeast(end) | Self::AtMost(end) => vec![*end],
            Self::Between(low, high) => vec![*low, *high],
        }
    }

    fn probability(&self, expected: &Expected, scale: Scale) -> Option<f64> {
        let below = |end: f64| expected.at_most(scale.to(end)?);
        match self {
            Self::AtLeast(end) => Some(1.0 - below(*end)?),
            Self::AtMost(end) => below(*end),
            Self::Between(low, high) => Some(below(*high)? - below(*low)?),
        }
    }
}

/// To four places: more would pretend to be known.
fn rounded(probability: f64) -> f64 {
    (probability.clamp(0.0, 1.0) * 1e4).round() / 1e4
}

fn decimal(figure: f64) -> Option<Decimal> {
    Decimal::from_f64(figure)?.round_sf(DIGITS).map(|figure| figure.normalize())
}

#[cfg(test)]
mod tests {
    use heng_plan::model::{IndicatorKind, Target};
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{d, indicator, point, target};

    fn of(kind: IndicatorKind, target: &Target, figures: &[(i32, &str)]) -> Option<Forecast> {
        let points: Vec<_> = figures.iter().map(|(year, value)| point(*year, value)).collect();
        let latest = points.last().unwrap();
        let inputs = Inputs {
            target,
            operator: target.operator,
            value: target.value,
            unit: "%",
            unit_en: None,
            points: &points,
            base: points.first(),
            latest,
            due: latest.period.year >= target.year,
            parity: Decimal::ZERO,
        };
        forecast(&inputs, &Indicator { kind, ..indicator("I1", "甲率") })
    }

    const MORTALITY: &[(i32, &str)] = &[(2010, "30"), (2011, "26.1"), (2013, "23.2"), (2014, "21.7"), (2015, "20.1")];

    /// Maternal mortality of the outline 2011–2020, in 2015: in 2020 it was 16.9.
    #[test]
    fn a_rate_is_carried_on_by_half_its_trend() {
        let found = of(IndicatorKind::Rate, &target("t", Operator::AtMost, Some("20"), 2020), MORTALITY).unwrap();
        assert_eq!((found.scale.as_str(), found.method.points, found.method.since.unwrap().year), ("log", 5, 2010));
        assert!(found.low < d("16.9") && d("16.9") < found.high && found.value < d("20.1"), "{found:?}");
        assert!(found.probability.unwrap() > 0.7, "{found:?}");
    }

    #[test]
    fn a_share_stays_below_its_limit_and_one_on_it_is_clamped() {
        let at_least = |value| target("t", Operator::AtLeast, Some(value), 2020);
        let near =
            of(IndicatorKind::Proportion, &at_least("99.95"), &[(2010, "99"), (2012, "99.5"), (2014, "99.9")]).unwrap();
        assert!(near.scale == "logit" && near.high < d("100"));
        let full =
            of(IndicatorKind::Proportion, &at_least("100"), &[(2010, "99"), (2012, "99.5"), (2014, "99.9")]).unwrap();
        assert_eq!((full.scale.as_str(), full.high), ("plain", d("100")));
    }

    /// Figures that do not move at all still have the error of their rounding.
    #[test]
    fn nothing_is_certain() {
        let flat = of(
            IndicatorKind::Rate,
            &target("t", Operator::AtMost, Some("5"), 2020),
            &[(2010, "5"), (2011, "5"), (2012, "5")],
        );
        let flat = flat.unwrap();
        assert!(flat.low < d("5") && d("5") < flat.high && flat.probability == Some(0.5), "{flat:?}");
    }

    #[test]
    fn what_is_not_forecast() {
        let rate = |target: &Target, figures| of(IndicatorKind::Rate, target, figures);
        assert_eq!(rate(&target("t", Operator::AtMost, Some("20"), 2020), &MORTALITY[..2]), None);
        assert_eq!(rate(&target("t", Operator::AtMost, Some("20"), 2015), MORTALITY), None);
        assert_eq!(rate(&target("t", Operator::Equal, Some("20"), 2020), MORTALITY), None);
        let slowing = rate(&target("t", Operator::SlowUp, None, 2020), MORTALITY).unwrap();
        assert_eq!(slowing.probability, None);
        assert_eq!(rate(&target("t", Operator::About, Some("20"), 2020), MORTALITY).unwrap().probability, None);
    }

    #[test]
    fn a_direction_is_likely_where_it_has_gone_far() {
        let down = of(IndicatorKind::Rate, &target("t", Operator::Down, None, 2020), MORTALITY).unwrap();
        let up = of(IndicatorKind::Rate, &target("t", Operator::Up, None, 2020), MORTALITY).unwrap();
        assert!(
            down.probability.unwrap() > 0.9 && (down.probability.unwrap() + up.probability.unwrap() - 1.0).abs() < 1e-3
        );
    }

    proptest! {
        #[test]
        fn an_easier_goal_is_never_less_likely(values in prop::collection::vec(1u32..99, 3..10), goal in 1u32..98, more in 1u32..50) {
            let texts: Vec<String> = values.iter().map(u32::to_string).collect();
            let figures: Vec<(i32, &str)> = (2005..).zip(texts.iter().map(String::as_str)).collect();
            let chance = |goal: u32| {
                let target = target("t", Operator::AtMost, Some(&goal.to_string()), 2020);
                of(IndicatorKind::Proportion, &target, &figures).unwrap().probability.unwrap()
            };
            prop_assert!(chance(goal) <= chance((goal + more).min(99)));
        }

        #[test]
        fn the_interval_holds_the_forecast_within_the_limits(values in prop::collection::vec(0u32..101, 3..10)) {
            let texts: Vec<String> = values.iter().map(u32::to_string).collect();
            let figures: Vec<(i32, &str)> = (2005..).zip(texts.iter().map(String::as_str)).collect();
            let found = of(IndicatorKind::Proportion, &target("t", Operator::AtLeast, Some("50"), 2020), &figures).unwrap();
            prop_assert!(Decimal::ZERO <= found.low && found.low <= found.value);
            prop_assert!(found.value <= found.high && found.high <= Decimal::ONE_HUNDRED);
        }
    }
}
