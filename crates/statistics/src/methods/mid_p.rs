//! Mid-P interval of a Poisson count, version 1.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

use super::garwood::garwood;
use super::root::root;

/// Bounds of the expected number of cases where `cases` were counted, less cautious than Garwood's; none where that is
/// no count.
///
/// As Garwood's, but the count itself weighs half in either tail, so that coverage is near `confidence` on average
/// instead of never below it:
///
/// ```text
/// low:  P(X > x | low)  + P(X = x | low)/2  = (1 − confidence)/2
/// high: P(X < x | high) + P(X = x | high)/2 = (1 − confidence)/2
/// ```
///
/// Domain: as Garwood's, in which it always lies; up to 100 million cases.
///
/// Source: H. O. Lancaster, Significance tests in discrete distributions, Journal of the American Statistical
/// Association 56 (1961) 223–234; for this interval G. R. Cohen, S.-Y. Yang, Mid-P confidence intervals for the Poisson
/// expectation, Statistics in Medicine 13 (1994) 2189–2203.
///
/// Ten cases: from 5.08 to 17.82, where Garwood's goes from 4.80 to 18.39.
///
/// ```
/// let (low, high) = heng_statistics::methods::mid_p::mid_p(10.0, 0.95).unwrap();
/// assert_eq!((format!("{low:.2}"), format!("{high:.2}")), ("5.08".to_owned(), "17.82".to_owned()));
/// ```
pub fn mid_p(cases: f64, confidence: f64) -> Option<(f64, f64)> {
    let (least, most) = garwood(cases, confidence)?;
    let tail = (1.0 - confidence) / 2.0;
    let low = if cases == 0.0 { 0.0 } else { root(least, cases, |mean| or_more(cases, mean) - tail) };
    Some((low, root(cases, most, |mean| tail - or_fewer(cases, mean))))
}

/// P(X > x) + P(X = x)/2.
fn or_more(cases: f64, mean: f64) -> f64 {
    let at_least = |count: f64| if count == 0.0 { 1.0 } else { checked_gamma_lr(count, mean).unwrap_or(0.0) };
    f64::midpoint(at_least(cases), at_least(cases + 1.0))
}

/// P(X < x) + P(X = x)/2.
fn or_fewer(cases: f64, mean: f64) -> f64 {
    let at_most = |count: f64| checked_gamma_ur(count + 1.0, mean).unwrap_or(1.0);
    f64::midpoint(at_most(cases), if cases == 0.0 { 0.0 } else { at_most(cases - 1.0) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, table};

    #[test]
    fn agrees_with_statsmodels() {
        for row in table(include_str!("../../../../tests/oracles/mid_p.csv")) {
            let [cases, confidence, low, high] = row[..] else { panic!("four columns: {row:?}") };
            let found = mid_p(cases, confidence).unwrap();
            assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn it_lies_within_garwoods_and_holds_the_count(cases in 0u32..200_000) {
            let (cases, wide) = (f64::from(cases), garwood(f64::from(cases), 0.95).unwrap());
            let (low, high) = mid_p(cases, 0.95).unwrap();
            prop_assert!(wide.0 <= low && low <= cases && cases < high && high < wide.1);
        }

        #[test]
        fn more_cases_move_both_bounds_up(cases in 0u32..10_000) {
            let (one, next) = (mid_p(cases.into(), 0.95).unwrap(), mid_p((cases + 1).into(), 0.95).unwrap());
            prop_assert!(one.0 <= next.0 && one.1 < next.1);
        }
    }
}
