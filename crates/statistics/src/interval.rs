//! How far chance may have moved an indicator value.

use heng_plan::model::{Indicator, IndicatorFormula, IndicatorKind, Intervals, ProportionInterval, RateInterval};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use crate::indicator::{Compared, Contrast, Counts, IndicatorValue};
use crate::methods::{CONFIDENCE, clopper_pearson, garwood, mid_p, mover, newcombe, score_ratio, wilson};

/// Digits of a bound: more than any report prints, fewer than the last ones of `f64`, which differ between machines.
const DIGITS: u32 = 10;

/// The bounds of a value, in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub low: Decimal,
    pub high: Decimal,
}

/// Name and version of the method that bounds a kind of figure, where there is one; `compared` are its two sides.
pub fn method(kind: IndicatorKind, compared: Option<&Compared>, chosen: Intervals) -> Option<(&'static str, u32)> {
    let name = match (compared.map(|compared| compared.contrast), kind) {
        (Some(Contrast::RatioOfShares), _) => "score_ratio",
        (Some(Contrast::GapOfShares), _) => "newcombe",
        (Some(Contrast::GapOfRates), _) => match chosen.rate {
            RateInterval::Garwood => "mover_garwood",
            RateInterval::MidP => "mover_mid_p",
        },
        (None, IndicatorKind::Proportion) => match chosen.proportion {
            ProportionInterval::Wilson => "wilson",
            ProportionInterval::ClopperPearson => "clopper_pearson",
        },
        (None, IndicatorKind::Rate) => match chosen.rate {
            RateInterval::Garwood => "garwood",
            RateInterval::MidP => "mid_p",
        },
        _ => return None,
    };
    Some((name, 1))
}

/// The interval of a value that counts cases, or that is the difference of two shares or rates or the ratio of two shares
/// that do; it always holds the value. None where a numerator or a denominator is not known or is no whole number.
pub fn interval(indicator: &Indicator, value: &IndicatorValue, chosen: Intervals) -> Option<Interval> {
    if let Some(compared) = &value.compared {
        return between(compared, value.value?, chosen);
    }
    let counted = Counted::of(indicator, value)?;
    around(indicator.kind, counted, value.value?, chosen)
}

/// The bounds of a figure made of two shares or rates.
fn between(compared: &Compared, number: Decimal, chosen: Intervals) -> Option<Interval> {
    let side = |counts: &Counts| {
        let Counted { cases, of, .. } = Counted::of_counts(counts.numerator, counts.denominator, Decimal::ONE)?;
        Some((cases, of))
    };
    let (one, other) = (side(&compared.one)?, side(&compared.other)?);
    let bounds = match compared.contrast {
        Contrast::RatioOfShares => score_ratio::score_ratio(one, other, CONFIDENCE)?,
        Contrast::GapOfShares => newcombe::newcombe(one, other, CONFIDENCE)?,
        Contrast::GapOfRates => mover::rates(one, other, of_count(chosen.rate), CONFIDENCE)?,
    };
    scaled(bounds, compared.factor.to_f64()?, number)
}

/// The bounds of a figure made of these counts.
pub(crate) fn around(kind: IndicatorKind, counted: Counted, number: Decimal, chosen: Intervals) -> Option<Interval> {
    let Counted { cases, of, factor } = counted;
    let (bounds, scale) = match kind {
        IndicatorKind::Proportion => (of_proportion(chosen.proportion)(cases, of, CONFIDENCE)?, factor),
        IndicatorKind::Rate => (of_count(chosen.rate)(cases, CONFIDENCE)?, factor / of),
        _ => return None,
    };
    scaled(bounds, scale, number)
}

fn of_proportion(chosen: ProportionInterval) -> fn(f64, f64, f64) -> Option<(f64, f64)> {
    match chosen {
        ProportionInterval::Wilson => wilson::wilson,
        ProportionInterval::ClopperPearson => clopper_pearson::clopper_pearson,
    }
}

fn of_count(chosen: RateInterval) -> fn(f64, f64) -> Option<(f64, f64)> {
    match chosen {
        RateInterval::Garwood => garwood::garwood,
        RateInterval::MidP => mid_p::mid_p,
    }
}

/// Bounds in the unit of a figure, which they hold also where digits beyond those of `f64` were rounded.
fn scaled(bounds: (f64, f64), scale: f64, number: Decimal) -> Option<Interval> {
    let bound = |bound: f64| Decimal::from_f64(bound * scale)?.round_sf(DIGITS).map(|bound| bound.normalize());
    Some(Interval { low: bound(bounds.0)?.min(number), high: bound(bounds.1)?.max(number) })
}

/// A figure as cases among a number, both whole: ten thousands of persons count no cases.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    pub cases: f64,
    pub of: f64,
    pub factor: f64,
}

impl Counted {
    pub fn of(indicator: &Indicator, value: &IndicatorValue) -> Option<Self> {
        let IndicatorFormula::Fraction { factor, .. } = indicator.formula else { return None };
        Self::of_counts(value.numerator?, value.denominator?, factor)
    }

    pub fn of_counts(cases: Decimal, of: Decimal, factor: Decimal) -> Option<Self> {
        let whole = cases.is_integer() && of.is_integer() && of > Decimal::ZERO && factor > Decimal::ZERO;
        whole.then_some(Self { cases: cases.to_f64()?, of: of.to_f64()?, factor: factor.to_f64()? })
    }
}

#[cfg(test)]
mod tests {
    use heng_base::number::publish;
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::Dataset;
    use crate::sample::{catalogue, computed, d, expression, fraction, indicator, observed};

    fn of(kind: IndicatorKind, factor: i64, cases: &str, denominator: &str) -> (Decimal, Option<Interval>) {
        let indicator = Indicator { kind, ..indicator("I1", fraction("item('A')", "item('B')", factor)) };
        let catalogue = catalogue(vec![indicator.clone()]);
        let rows = vec![observed(1, "A", "", 2020, cases, "s"), observed(2, "B", "", 2020, denominator, "s")];
        let data = Dataset::new(rows, |_| 1);
        let value = computed(&indicator, &catalogue, &data, 2020);
        (value.value.unwrap(), interval(&indicator, &value, Intervals::default()))
    }

    /// The county of design: no death among 4,000 births still allows 92 per 100,000, one allows 0.6 to 139.
    #[test]
    fn a_rate_of_few_cases_is_wide() {
        let bounds = |cases| {
            let found = of(IndicatorKind::Rate, 100_000, cases, "4000").1.unwrap();
            (found.low, found.high)
        };
        assert_eq!(bounds("0"), (d("0"), d("92.22198635")));
        assert_eq!(bounds("1"), (d("0.6329451996"), d("139.2910848")));
    }

    #[test]
    fn a_proportion_stays_within_its_hundred() {
        let full = of(IndicatorKind::Proportion, 100, "10", "10").1.unwrap();
        assert_eq!((full.low, full.high), (d("72.24672001"), d("100")));
    }

    #[test]
    fn what_counts_no_cases_has_none() {
        assert_eq!(of(IndicatorKind::Proportion, 100, "1.5", "10").1, None);
        assert_eq!(of(IndicatorKind::Proportion, 100, "11", "10").1, None);
        assert_eq!(of(IndicatorKind::GrossRate, 100, "5", "10").1, None);
        assert_eq!(of(IndicatorKind::Ratio, 100, "5", "10").1, None);
    }

    #[test]
    fn a_method_is_named_for_what_has_an_interval() {
        for kind in [IndicatorKind::Proportion, IndicatorKind::Rate, IndicatorKind::Gap, IndicatorKind::Count] {
            assert_eq!(
                of(kind, 100, "5", "10").1.is_some(),
                method(kind, None, Intervals::default()).is_some(),
                "{kind:?}"
            );
        }
    }

    /// Women 8 of 10 in A, 5 of 10 in B, as difference or ratio of the shares.
    fn beside(text: &str, kind: IndicatorKind) -> (Indicator, IndicatorValue) {
        let indicator = Indicator { kind, ..indicator("I1", expression(text)) };
        let rows = [("A", "", "10"), ("A", "sex=F", "8"), ("B", "", "10"), ("B", "sex=F", "5")];
        let rows = (1..).zip(rows).map(|(id, (item, by, value))| observed(id, item, by, 2020, value, "s")).collect();
        let value = computed(&indicator, &catalogue(vec![indicator.clone()]), &Dataset::new(rows, |_| 1), 2020);
        (indicator, value)
    }

    /// The bounds are statsmodels' for 8 of 10 and 5 of 10.
    #[test]
    fn a_gap_and_a_ratio_of_shares_are_bounded_by_the_counts_of_both() {
        let told = |text: &str, kind| {
            let (indicator, value) = beside(text, kind);
            let found = interval(&indicator, &value, Intervals::default()).unwrap();
            let name = method(kind, value.compared.as_ref(), Intervals::default()).unwrap().0;
            format!("{name} {} {}", publish(found.low, 6), publish(found.high, 6))
        };
        let [a, b] = ["A", "B"].map(|item| format!("item('{item}', sex => 'F') / item('{item}') * 100"));
        assert_eq!(told(&format!("{a} - {b}"), IndicatorKind::Gap), "newcombe -10.667247 59.987198");
        assert_eq!(told(&format!("({a}) / ({b})"), IndicatorKind::Ratio), "score_ratio 0.806340 3.596004");
    }

    /// Deaths of births in the country and in town, as the difference of two rates.
    #[test]
    fn a_gap_of_rates_is_bounded_as_the_plan_bounds_rates() {
        let gap = indicator("G", expression("indicator('I1', sex => 'F') - indicator('I1', sex => 'M')"));
        let gap = Indicator { kind: IndicatorKind::Gap, ..gap };
        let rate = indicator("I1", fraction("item('A')", "item('B')", 100_000));
        let rate = Indicator { kind: IndicatorKind::Rate, ..rate };
        let rows = [("A", "sex=F", "1"), ("B", "sex=F", "4000"), ("A", "sex=M", "0"), ("B", "sex=M", "4100")];
        let rows = (1..).zip(rows).map(|(id, (item, by, value))| observed(id, item, by, 2020, value, "s")).collect();
        let value = computed(&gap, &catalogue(vec![gap.clone(), rate]), &Dataset::new(rows, |_| 1), 2020);
        let told = |rate| {
            let chosen = Intervals { rate, ..Intervals::default() };
            let found = interval(&gap, &value, chosen).unwrap();
            let name = method(gap.kind, value.compared.as_ref(), chosen).unwrap().0;
            format!("{name} {} {}", publish(found.low, 2), publish(found.high, 2))
        };
        assert_eq!(told(RateInterval::Garwood), "mover_garwood -68.21 139.29");
        assert_eq!(told(RateInterval::MidP), "mover_mid_p -51.83 123.30");
    }

    #[test]
    fn the_plan_chooses_the_method() {
        let chosen = Intervals { rate: RateInterval::MidP, proportion: ProportionInterval::ClopperPearson };
        let bounds = |kind, chosen| {
            let counted = Counted { cases: 10.0, of: 100.0, factor: 100.0 };
            let found = around(kind, counted, d("10"), chosen).unwrap();
            let name = method(kind, None, chosen).unwrap().0;
            format!("{name} {} {}", publish(found.low, 2), publish(found.high, 2))
        };
        assert_eq!(bounds(IndicatorKind::Rate, Intervals::default()), "garwood 4.80 18.39");
        assert_eq!(bounds(IndicatorKind::Rate, chosen), "mid_p 5.08 17.82");
        assert_eq!(bounds(IndicatorKind::Proportion, Intervals::default()), "wilson 5.52 17.44");
        assert_eq!(bounds(IndicatorKind::Proportion, chosen), "clopper_pearson 4.90 17.62");
    }

    proptest! {
        #[test]
        fn it_holds_the_value(cases in 0u32..2_000_000, more in 0u32..2_000_000, rate: bool) {
            let (kind, factor) = if rate { (IndicatorKind::Rate, 100_000) } else { (IndicatorKind::Proportion, 100) };
            let (value, found) = of(kind, factor, &cases.to_string(), &(cases + more + 1).to_string());
            let found = found.unwrap();
            prop_assert!(found.low <= value && value <= found.high);
            prop_assert!(found.low < found.high && found.low >= Decimal::ZERO);
        }
    }
}
