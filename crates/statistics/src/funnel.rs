//! Areas of one indicator beside each other: which of them differ from all together by more than chance.

use heng_base::codes::AreaCode;
use heng_plan::model::{Indicator, IndicatorFormula, IndicatorKind, Intervals};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::interval::{Counted, Interval, around};
use crate::methods::benjamini_hochberg::benjamini_hochberg;
use crate::methods::binomial_exact::binomial_exact;
use crate::methods::funnel;
use crate::methods::poisson_exact::poisson_exact;
use crate::methods::pooled::pooled;

/// Fewer areas are no comparison.
const LEAST: usize = 3;
/// Points of each line of the funnel.
const POINTS: u32 = 48;
/// Tails of the usual limits: 95 % and 99.8 %.
const TAIL_95: f64 = 0.025;
const TAIL_998: f64 = 0.001;

/// What an area counted: whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    pub area: AreaCode,
    pub numerator: Decimal,
    pub denominator: Decimal,
}

/// All areas together, and each against them.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    pub numerator: Decimal,
    pub denominator: Decimal,
    /// Of all areas together, in the indicator's unit.
    pub value: Decimal,
    pub bounds: Interval,
    /// In the order given.
    pub areas: Vec<Placed>,
    /// The limits by denominator, rising; empty where all areas have none, or all, of what is counted.
    pub curve: Vec<CurvePoint>,
}

/// An area in the funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub counts: Counts,
    pub value: Decimal,
    pub bounds: Interval,
    /// None where all areas have none, or all, of what is counted: nothing can differ by chance.
    pub against: Option<Against>,
}

/// An area against all together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Against {
    /// Cases that all areas' value would give it.
    pub expected: f64,
    pub limits_95: Limits,
    pub limits_998: Limits,
    pub standing: Standing,
    /// How likely as many cases, or as far off, come by chance; then the same for so many areas tested at once
    /// (Benjamini and Hochberg).
    pub p: f64,
    pub adjusted: f64,
}

/// In the indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    pub low: f64,
    pub high: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    pub denominator: f64,
    pub limits_95: Limits,
    pub limits_998: Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Within,
    /// Beyond the limits of 95 % and within those of 99.8 %.
    Low95,
    High95,
    /// Beyond those of 99.8 %.
    Low998,
    High998,
}

/// The areas' figures as one and each against it, by [`funnel`] limits and the exact test of its count; none for what
/// counts no cases, for fewer than three areas, and where one counts nothing.
pub fn funnel(indicator: &Indicator, counts: Vec<Counts>, chosen: Intervals) -> Option<Funnel> {
    let IndicatorFormula::Fraction { factor, .. } = indicator.formula else { return None };
    if counts.len() < LEAST || !matches!(indicator.kind, IndicatorKind::Proportion | IndicatorKind::Rate) {
        return None;
    }
    let sums: Vec<(Decimal, Decimal)> = counts.iter().map(|one| (one.numerator, one.denominator)).collect();
    let (numerator, denominator) = pooled(&sums)?;
    let of = |numerator, denominator| figure(indicator.kind, numerator, denominator, factor, chosen);
    let all = of(numerator, denominator)?;
    let lens = Lens { kind: indicator.kind, factor: factor.to_f64()?, share: all.0.cases / all.0.of };
    let mut areas = Vec::with_capacity(counts.len());
    for counts in counts {
        let (counted, value, bounds) = of(counts.numerator, counts.denominator)?;
        areas.push(Placed { against: lens.against(counted), counts, value, bounds });
    }
    adjust(&mut areas);
    let curve = lens.curve(&areas);
    Some(Funnel { numerator, denominator, value: all.1, bounds: all.2, areas, curve })
}

/// Counts, value and interval; none of what is no count.
fn figure(
    kind: IndicatorKind,
    numerator: Decimal,
    denominator: Decimal,
    factor: Decimal,
    chosen: Intervals,
) -> Option<(Counted, Decimal, Interval)> {
    let counted = Counted::of_counts(numerator, denominator, factor)?;
    let value = numerator.checked_mul(factor)?.checked_div(denominator)?;
    Some((counted, value, around(kind, counted, value, chosen)?))
}

/// Each probability raised for the number of areas.
fn adjust(areas: &mut [Placed]) {
    let tested: Vec<f64> = areas.iter().filter_map(|area| Some(area.against?.p)).collect();
    let held = areas.iter_mut().filter_map(|area| area.against.as_mut());
    for (against, adjusted) in held.zip(benjamini_hochberg(&tested)) {
        against.adjusted = adjusted;
    }
}

/// Beyond limits that the count passes and the exact test rejects at as well: where hardly a case is expected the line
/// between the counts lies below one, and a single case would pass it.
fn standing(cases: f64, (inner, outer): ((f64, f64), (f64, f64)), p: f64) -> Standing {
    let beyond = |(low, high): (f64, f64), tail: f64, standing: [Standing; 2]| {
        let side = if cases < low { Some(standing[0]) } else { (cases > high).then_some(standing[1]) };
        side.filter(|_| p < 2.0 * tail)
    };
    let far = beyond(outer, TAIL_998, [Standing::Low998, Standing::High998]);
    far.or_else(|| beyond(inner, TAIL_95, [Standing::Low95, Standing::High95])).unwrap_or(Standing::Within)
}

/// What all areas have in common, through which each is seen.
struct Lens {
    kind: IndicatorKind,
    factor: f64,
    /// Cases of all areas by their denominator.
    share: f64,
}

impl Lens {
    fn against(&self, counted: Counted) -> Option<Against> {
        let Counted { cases, of, .. } = counted;
        let limits = (self.cases(of, TAIL_95)?, self.cases(of, TAIL_998)?);
        let p = match self.kind {
            IndicatorKind::Proportion => binomial_exact(cases, of, self.share)?,
            _ => poisson_exact(cases, of * self.share)?,
        };
        let standing = standing(cases, limits, p);
        Some(Against {
            expected: of * self.share,
            limits_95: self.in_unit(limits.0, of),
            limits_998: self.in_unit(limits.1, of),
            standing,
            p,
            adjusted: p,
        })
    }

    /// Limits of the number of cases.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn cases(&self, of: f64, tail: f64) -> Option<(f64, f64)> {
        match self.kind {
            IndicatorKind::Proportion if self.share < 1.0 => funnel::binomial(of as u64, self.share, tail),
            IndicatorKind::Proportion => None,
            _ => funnel::poisson(of * self.share, tail),
        }
        .filter(|_| self.share > 0.0)
    }

    fn in_unit(&self, (low, high): (f64, f64), of: f64) -> Limits {
        Limits { low: low / of * self.factor, high: high / of * self.factor }
    }

    /// From a little below the least denominator to a little above the greatest, closer where the funnel is steep.
    fn curve(&self, areas: &[Placed]) -> Vec<CurvePoint> {
        let sizes: Vec<f64> = areas.iter().filter_map(|area| area.counts.denominator.to_f64()).collect();
        let least = sizes.iter().copied().fold(f64::MAX, f64::min);
        let most = sizes.iter().copied().fold(0.0, f64::max);
        let (from, to) = ((0.8 * least).max(1.0).sqrt(), (1.05 * most).sqrt());
        let mut steps: Vec<f64> = (0..POINTS)
            .map(|at| (from + (to - from) * f64::from(at) / f64::from(POINTS - 1)).powi(2).round())
            .collect();
        steps.dedup();
        let point = |of: f64| {
            let (inner, outer) = (self.cases(of, TAIL_95)?, self.cases(of, TAIL_998)?);
            Some(CurvePoint {
                denominator: of,
                limits_95: self.in_unit(inner, of),
                limits_998: self.in_unit(outer, of),
            })
        };
        steps.into_iter().filter_map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::{fraction, indicator};

    fn of(kind: IndicatorKind, factor: i64) -> Indicator {
        Indicator { kind, ..indicator("I1", fraction("item('A')", "item('B')", factor)) }
    }

    fn counts(held: &[(u32, u32)]) -> Vec<Counts> {
        let count = |(at, (cases, of)): (usize, &(u32, u32))| Counts {
            area: AreaCode::parse(&format!("44078310{at}")).unwrap(),
            numerator: (*cases).into(),
            denominator: (*of).into(),
        };
        held.iter().enumerate().map(count).collect()
    }

    /// The limits are scipy's, interpolated by the formula of `methods::funnel`. Of 40 % of all, 20 of 100 are fewer than chance explains and 60 more; 38 are not.
    #[test]
    fn an_area_far_off_stands_out() {
        let found = funnel(
            &of(IndicatorKind::Proportion, 100),
            counts(&[(20, 100), (38, 100), (62, 100)]),
            Intervals::default(),
        )
        .unwrap();
        assert_eq!(heng_base::number::publish(found.value, 1), "40.0");
        let standing: Vec<Standing> = found.areas.iter().map(|area| area.against.unwrap().standing).collect();
        assert_eq!(standing, [Standing::Low998, Standing::Within, Standing::High998]);
        let within = found.areas[1].against.unwrap();
        assert_eq!(format!("{:.2}—{:.2}", within.limits_95.low, within.limits_95.high), "30.01—49.20");
        assert_eq!(within.expected, 40.0);
    }

    /// One death in a town of a thousand births says nothing of the town.
    #[test]
    fn a_rare_event_stays_within() {
        let found =
            funnel(&of(IndicatorKind::Rate, 100_000), counts(&[(1, 1000), (0, 2000), (0, 3000)]), Intervals::default())
                .unwrap();
        assert!(found.areas.iter().all(|area| area.against.unwrap().standing == Standing::Within));
    }

    #[test]
    fn where_all_are_alike_nothing_is_tested() {
        for held in [[(0, 10), (0, 20), (0, 30)], [(10, 10), (20, 20), (30, 30)]] {
            let found = funnel(&of(IndicatorKind::Proportion, 100), counts(&held), Intervals::default()).unwrap();
            assert!(found.curve.is_empty() && found.areas.iter().all(|area| area.against.is_none()));
        }
    }

    #[test]
    fn what_counts_no_cases_has_no_funnel() {
        let held = [(5, 10), (5, 10), (5, 10)];
        assert!(funnel(&of(IndicatorKind::Ratio, 100), counts(&held), Intervals::default()).is_none());
        assert!(funnel(&of(IndicatorKind::Proportion, 100), counts(&held[..2]), Intervals::default()).is_none());
        assert!(
            funnel(&of(IndicatorKind::Proportion, 100), counts(&[(5, 10), (5, 10), (11, 10)]), Intervals::default())
                .is_none()
        );
    }

    proptest! {
        #[test]
        fn wide_limits_hold_the_narrow_and_the_rest_is_tested_more_strictly(
            held in prop::collection::vec((0u32..200, 1u32..5_000), 3..9),
            rate: bool,
        ) {
            let held: Vec<_> = held.into_iter().map(|(cases, more)| (cases, cases + more)).collect();
            let (kind, factor) = if rate { (IndicatorKind::Rate, 100_000) } else { (IndicatorKind::Proportion, 100) };
            let found = funnel(&of(kind, factor), counts(&held), Intervals::default()).unwrap();
            for against in found.areas.iter().filter_map(|area| area.against) {
                let Against { limits_95, limits_998, p, adjusted, .. } = against;
                prop_assert!(limits_998.low <= limits_95.low && limits_95.high <= limits_998.high);
                prop_assert!(p <= adjusted + 1e-12 && adjusted <= 1.0);
            }
            prop_assert!(found.curve.is_sorted_by(|a, b| a.denominator < b.denominator));
        }
    }
}
