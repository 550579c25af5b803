//! The interval of a difference from those of its two sides (method of variance estimates recovery), version 1.

/// A figure and its bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounded {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// Bounds of the difference of two figures that were counted apart, the first minus the second, in their unit.
///
/// With `a`, `b` the figures, `d = a − b`, and `l`, `u` the bounds of each:
///
/// ```text
/// low  = d − √((a − lₐ)² + (u_b − b)²)
/// high = d + √((uₐ − a)² + (b − l_b)²)
/// ```
///
/// What variance each figure has is read from its own bounds, near the limit that is looked for, so that bounds which are
/// not even, as those of few cases, keep their form. By the bounds of [`wilson`](super::wilson) it is Newcombe's
/// interval of two proportions.
///
/// Source: G. Y. Zou, A. Donner, Construction of confidence limits about effect measures: a general approach, Statistics
/// in Medicine 27 (2008) 1693–1702.
pub fn mover(one: Bounded, other: Bounded) -> (f64, f64) {
    let apart = one.value - other.value;
    let down = (one.value - one.low).hypot(other.high - other.value);
    (apart - down, apart + (one.high - one.value).hypot(other.value - other.low))
}

/// Bounds of the difference of two rates, the first minus the second, each as cases and the number exposed; `of_count`
/// bounds each count, with what confidence its second argument says. Cases for one exposed. None where either is no rate.
///
/// It turns with the sides, holds the difference, and stays open where neither side has a case.
///
/// Domain: counts of events that are rare among those exposed, the two sides counted apart, as country and town are; not
/// for weighted or clustered surveys. As cautious as `of_count` is.
///
/// Source: as [`mover`].
///
/// One death of 4,000 births and none of 4,100: 25 of 100,000 apart, from −68 to 139 by Garwood's bounds.
///
/// ```
/// use heng_statistics::methods::{garwood::garwood, mover::rates};
/// let (low, high) = rates((1.0, 4000.0), (0.0, 4100.0), garwood, 0.95).unwrap();
/// assert_eq!((format!("{:.1}", low * 1e5), format!("{:.1}", high * 1e5)), ("-68.2".to_owned(), "139.3".to_owned()));
/// ```
pub fn rates(
    one: (f64, f64),
    other: (f64, f64),
    of_count: fn(f64, f64) -> Option<(f64, f64)>,
    confidence: f64,
) -> Option<(f64, f64)> {
    let rate = |(cases, exposed): (f64, f64)| {
        let (low, high) = of_count(cases, confidence).filter(|_| exposed.is_finite() && exposed > 0.0)?;
        Some(Bounded { value: cases / exposed, low: low / exposed, high: high / exposed })
    };
    Some(mover(rate(one)?, rate(other)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methods::CONFIDENCE;
    use crate::methods::garwood::garwood;
    use crate::methods::mid_p::mid_p;
    use crate::oracle::agrees_on_two;

    fn agrees(rows: &str, of_count: fn(f64, f64) -> Option<(f64, f64)>) {
        agrees_on_two(rows, &|one, other, confidence| rates(one, other, of_count, confidence));
    }

    #[test]
    fn agrees_with_scipy_and_statsmodels() {
        agrees(include_str!("../../../../tests/oracles/mover_garwood.csv"), garwood);
        agrees(include_str!("../../../../tests/oracles/mover_mid_p.csv"), mid_p);
    }

    #[test]
    fn what_is_no_rate_has_no_bounds() {
        for rate in [(1.0, 0.0), (-1.0, 5.0), (1.0, -5.0), (f64::NAN, 5.0), (1.0, f64::INFINITY)] {
            assert_eq!(rates(rate, (1.0, 5.0), garwood, CONFIDENCE), None);
            assert_eq!(rates((1.0, 5.0), rate, garwood, CONFIDENCE), None);
        }
    }

    proptest! {
        #[test]
        fn it_holds_the_difference_and_turns_with_it(a in 0u32..500, n in 1u32..9000, b in 0u32..500, m in 1u32..9000) {
            let (one, other) = ((f64::from(a), f64::from(n)), (f64::from(b), f64::from(m)));
            let (low, high) = rates(one, other, garwood, CONFIDENCE).unwrap();
            let apart = one.0 / one.1 - other.0 / other.1;
            prop_assert!(low < apart && apart < high);
            let turned = rates(other, one, garwood, CONFIDENCE).unwrap();
            prop_assert!((low + turned.1).abs() < 1e-9 && (high + turned.0).abs() < 1e-9);
        }

        #[test]
        fn beside_a_rate_that_is_sure_it_is_the_interval_of_the_other(cases in 0u32..500, exposed in 1u32..9000) {
            let (one, sure) = ((f64::from(cases), f64::from(exposed)), Bounded { value: 0.2, low: 0.2, high: 0.2 });
            let (low, high) = garwood(one.0, CONFIDENCE).unwrap();
            let its = Bounded { value: one.0 / one.1, low: low / one.1, high: high / one.1 };
            let found = mover(its, sure);
            prop_assert!((found.0 - (its.low - 0.2)).abs() < 1e-9 && (found.1 - (its.high - 0.2)).abs() < 1e-9);
        }
    }
}
