//! Newcombe's hybrid score interval of a difference of two proportions, version 1.

use super::mover::{Bounded, mover};
use super::wilson::wilson;

/// Bounds of the difference of two shares, the first minus the second, between −1 and 1; each as cases and the number
/// counted. None where either is no share of a count.
///
/// With `p₁`, `p₂` the shares, `d = p₁ − p₂`, and `l`, `u` the bounds of each by [`wilson`]:
///
/// ```text
/// low  = d − √((p₁ − l₁)² + (u₂ − p₂)²)
/// high = d + √((u₁ − p₁)² + (p₂ − l₂)²)
/// ```
///
/// It never leaves −1 to 1, holds the difference, and stays open where one share or both are 0 or 1, which the textbook
/// interval of the difference does not.
///
/// Domain: counts, `0 ≤ cases ≤ of`, `of > 0`; the two counted apart from each other, as women and men are. Where the one
/// is a part of the other, as delegates are of members, the interval is wider than it need be, never narrower.
///
/// Source: R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven
/// methods, Statistics in Medicine 17 (1998) 873–890, method 10.
///
/// 56 of 70 and 48 of 80 (Newcombe, table II): 20 points apart, from 5.24 to 33.39.
///
/// ```
/// let (low, high) = heng_statistics::methods::newcombe::newcombe((56.0, 70.0), (48.0, 80.0), 0.95).unwrap();
/// assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.0524".to_owned(), "0.3339".to_owned()));
/// ```
pub fn newcombe(one: (f64, f64), other: (f64, f64), confidence: f64) -> Option<(f64, f64)> {
    let share = |(cases, of): (f64, f64)| {
        let (low, high) = wilson(cases, of, confidence)?;
        Some(Bounded { value: cases / of, low, high })
    };
    Some(mover(share(one)?, share(other)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methods::CONFIDENCE;
    use crate::oracle::agrees_on_two;

    /// Newcombe (1998), table II, row 10: the examples (a) to (h), published with four places.
    #[test]
    fn agrees_with_the_published_table() {
        for (one, other, low, high) in [
            ((56.0, 70.0), (48.0, 80.0), "0.0524", "0.3339"),
            ((9.0, 10.0), (3.0, 10.0), "0.1705", "0.8090"),
            ((6.0, 7.0), (2.0, 7.0), "0.0582", "0.8062"),
            ((5.0, 56.0), (0.0, 29.0), "-0.0381", "0.1926"),
            ((0.0, 10.0), (0.0, 20.0), "-0.1611", "0.2775"),
            ((0.0, 10.0), (0.0, 10.0), "-0.2775", "0.2775"),
            ((10.0, 10.0), (0.0, 20.0), "0.6791", "1.0000"),
            ((10.0, 10.0), (0.0, 10.0), "0.6075", "1.0000"),
        ] {
            let found = newcombe(one, other, CONFIDENCE).unwrap();
            assert_eq!((format!("{:.4}", found.0), format!("{:.4}", found.1)), (low.to_owned(), high.to_owned()));
        }
    }

    #[test]
    fn agrees_with_statsmodels() {
        agrees_on_two(include_str!("../../../../tests/oracles/newcombe.csv"), &newcombe);
    }

    #[test]
    fn what_is_no_share_has_no_bounds() {
        for share in [(1.0, 0.0), (6.0, 5.0), (f64::NAN, 5.0)] {
            assert_eq!(newcombe(share, (1.0, 5.0), CONFIDENCE), None);
            assert_eq!(newcombe((1.0, 5.0), share, CONFIDENCE), None);
        }
    }

    proptest! {
        #[test]
        fn it_holds_the_difference_and_turns_with_it(a in 0u32..500, m in 0u32..500, b in 0u32..500, n in 0u32..500) {
            let (one, other) = ((f64::from(a), f64::from(a + m + 1)), (f64::from(b), f64::from(b + n + 1)));
            let (low, high) = newcombe(one, other, CONFIDENCE).unwrap();
            let apart = one.0 / one.1 - other.0 / other.1;
            prop_assert!(-1.0 - 1e-12 <= low && low < apart && apart < high && high <= 1.0 + 1e-12);
            let turned = newcombe(other, one, CONFIDENCE).unwrap();
            prop_assert!((low + turned.1).abs() < 1e-12 && (high + turned.0).abs() < 1e-12);
        }
    }
}
