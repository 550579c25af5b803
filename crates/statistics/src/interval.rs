//! How far chance may have moved an indicator value.

use heng_plan::model::{Indicator, IndicatorFormula, IndicatorKind};
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use crate::indicator::IndicatorValue;
use crate::methods::{CONFIDENCE, garwood, wilson};

/// Digits of a bound: more than any report prints, fewer than the last ones of `f64`, which differ between machines.
const DIGITS: u32 = 10;

/// The bounds of a value, in its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    pub low: Decimal,
    pub high: Decimal,
}

/// Name and version of the method that bounds the values of a kind of indicator, where there is one.
pub fn method(kind: IndicatorKind) -> Option<(&'static str, u32)> {
    match kind {
        IndicatorKind::Proportion => Some(("wilson", 1)),
        IndicatorKind::Rate => Some(("garwood", 1)),
        _ => None,
    }
}

/// The interval of a value that counts cases: Wilson's for a proportion, Garwood's for a rate; it always holds the value.
/// None where numerator and denominator are not known or are no whole numbers.
pub fn interval(indicator: &Indicator, value: &IndicatorValue) -> Option<Interval> {
    let counted = Counted::of(indicator, value)?;
    around(indicator.kind, counted, value.value?)
}

/// The bounds of a figure made of these counts.
pub(crate) fn around(kind: IndicatorKind, counted: Counted, number: Decimal) -> Option<Interval> {
    let Counted { cases, of, factor } = counted;
    let (bounds, scale) = match kind {
        IndicatorKind::Proportion => (wilson::wilson(cases, of, CONFIDENCE)?, factor),
        IndicatorKind::Rate => (garwood::garwood(cases, CONFIDENCE)?, factor / of),
        _ => return None,
    };
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
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::Dataset;
    use crate::sample::{catalogue, computed, d, fraction, indicator, observed};

    fn of(kind: IndicatorKind, factor: i64, cases: &str, denominator: &str) -> (Decimal, Option<Interval>) {
        let indicator = Indicator { kind, ..indicator("I1", fraction("item('A')", "item('B')", factor)) };
        let catalogue = catalogue(vec![indicator.clone()]);
        let rows = vec![observed(1, "A", "", 2020, cases, "s"), observed(2, "B", "", 2020, denominator, "s")];
        let data = Dataset::new(rows, |_| 1);
        let value = computed(&indicator, &catalogue, &data, 2020);
        (value.value.unwrap(), interval(&indicator, &value))
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
            assert_eq!(of(kind, 100, "5", "10").1.is_some(), method(kind).is_some(), "{kind:?}");
        }
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
