//! Whether a difference may be chance: of a figure from its target or from another figure, and years taken together.

use heng_base::period::Period;
use heng_plan::model::{Indicator, IndicatorFormula, IndicatorKind, Intervals};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::indicator::IndicatorValue;
use crate::interval::{Counted, around};
use crate::methods::binomial_exact::binomial_exact;
use crate::methods::poisson_exact::poisson_exact;
use crate::methods::poisson_pair::poisson_pair;
use crate::methods::pooled;
use crate::methods::two_proportions::two_proportions;

/// How likely a figure as far from `target` comes by chance where the target is true: exact for the count of a rate or a
/// proportion. None for what counts no cases, and where the target lies at the end of what is possible.
pub fn from_target(indicator: &Indicator, value: &IndicatorValue, target: Decimal) -> Option<f64> {
    let Counted { cases, of, factor } = Counted::of(indicator, value)?;
    let share = target.to_f64()? / factor;
    match indicator.kind {
        IndicatorKind::Proportion => binomial_exact(cases, of, share),
        IndicatorKind::Rate => poisson_exact(cases, of * share),
        _ => None,
    }
}

/// How likely two figures of one indicator as far apart come by chance where both are one: two years, or two areas.
pub fn between(indicator: &Indicator, one: &IndicatorValue, other: &IndicatorValue) -> Option<f64> {
    let (one, other) = (Counted::of(indicator, one)?, Counted::of(indicator, other)?);
    let (one, other) = ((one.cases, one.of), (other.cases, other.of));
    match indicator.kind {
        IndicatorKind::Proportion => two_proportions(one, other),
        IndicatorKind::Rate => poisson_pair(one, other),
        _ => None,
    }
}

/// Several years' figures as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pooled {
    pub from: Period,
    pub to: Period,
    pub numerator: Decimal,
    pub denominator: Decimal,
    pub value: Decimal,
    pub low: Decimal,
    pub high: Decimal,
}

/// The figures of several years, oldest first, as one: all cases over all exposed, with the interval of that count. None
/// for fewer than two years, and for what counts no cases.
pub fn pool(indicator: &Indicator, values: &[&IndicatorValue], chosen: Intervals) -> Option<Pooled> {
    let IndicatorFormula::Fraction { factor, .. } = indicator.formula else { return None };
    let ([first, _, ..], Some(last)) = (values, values.last()) else { return None };
    let counts: Option<Vec<_>> =
        values.iter().map(|value| Counted::of(indicator, value).and(value.numerator.zip(value.denominator))).collect();
    let (numerator, denominator) = pooled::pooled(&counts?)?;
    let value = numerator.checked_mul(factor)?.checked_div(denominator)?;
    let counted = Counted { cases: numerator.to_f64()?, of: denominator.to_f64()?, factor: factor.to_f64()? };
    let bounds = around(indicator.kind, counted, value, chosen)?;
    let (from, to) = (first.period, last.period);
    Some(Pooled { from, to, numerator, denominator, value, low: bounds.low, high: bounds.high })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Dataset;
    use crate::sample::{catalogue, computed, d, fraction, indicator, observed};

    /// Figures of the years from 2020 on, from cases and number counted.
    fn figures(kind: IndicatorKind, factor: i64, counts: &[(&str, &str)]) -> (Indicator, Vec<IndicatorValue>) {
        let indicator = Indicator { kind, ..indicator("I1", fraction("item('A')", "item('B')", factor)) };
        let catalogue = catalogue(vec![indicator.clone()]);
        let rows = (0..).zip(counts).flat_map(|(year, (cases, of))| {
            let year = 2020 + year;
            let id = i64::from(year) * 2;
            [observed(id, "A", "", year, cases, "s"), observed(id + 1, "B", "", year, of, "s")]
        });
        let data = Dataset::new(rows.collect(), |_| 1);
        let at = |year| computed(&indicator, &catalogue, &data, year);
        let values = (2020..).take(counts.len()).map(at).collect();
        (indicator, values)
    }

    fn said(p: Option<f64>) -> String {
        p.map_or_else(String::new, |p| format!("{p:.4}"))
    }

    /// The county of design: one death of 4,000 births against 8 per 100,000, and against none the year before.
    #[test]
    fn one_death_proves_nothing() {
        let (rate, values) = figures(IndicatorKind::Rate, 100_000, &[("0", "4100"), ("1", "4000")]);
        assert_eq!(said(from_target(&rate, &values[1], d("8"))), "0.5477");
        assert_eq!(said(between(&rate, &values[1], &values[0])), "0.9877");
    }

    #[test]
    fn a_share_of_many_is_told_from_its_target() {
        let (share, values) = figures(IndicatorKind::Proportion, 100, &[("2420", "10000"), ("2600", "10000")]);
        assert_eq!(said(from_target(&share, &values[0], d("30"))), "0.0000");
        assert_eq!(said(between(&share, &values[0], &values[1])), "0.0033");
        assert_eq!(from_target(&share, &values[0], d("100")), None);
    }

    #[test]
    fn years_are_pooled_by_their_counts() {
        let (rate, values) = figures(IndicatorKind::Rate, 100_000, &[("1", "4000"), ("0", "4100"), ("0", "3900")]);
        let years: Vec<_> = values.iter().collect();
        let pooled = pool(&rate, &years, Intervals::default()).unwrap();
        assert_eq!((pooled.from.year, pooled.to.year, pooled.numerator), (2020, 2022, d("1")));
        assert_eq!(heng_base::number::publish(pooled.value, 2), "8.33");
        assert_eq!((pooled.low, pooled.high), (d("0.2109817332"), d("46.43036159")));
        assert_eq!(pool(&rate, &years[..1], Intervals::default()), None);
    }

    #[test]
    fn what_counts_no_cases_is_not_tested() {
        let (ratio, values) = figures(IndicatorKind::Ratio, 100, &[("5", "10"), ("6", "10")]);
        assert_eq!(from_target(&ratio, &values[0], d("30")), None);
        assert_eq!(between(&ratio, &values[0], &values[1]), None);
        assert_eq!(pool(&ratio, &[&values[0], &values[1]], Intervals::default()), None);
    }
}
