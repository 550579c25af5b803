//! Control limits of a funnel plot, version 1: how far chance alone carries towns that are all alike.

use statrs::distribution::{Binomial, DiscreteCDF, Poisson};

/// Limits of the number of cases in a town where `expected` are expected, each passed by a share of `tail` of such towns;
/// none where that is no number. 0.025 and 0.001 are usual.
///
/// Exact for Poisson counts, and interpolated between them so that the funnel is a line and not a stair. With `F` the
/// cumulative probability and `r` the least count with `F(r) ≥ p`:
///
/// ```text
/// limit = r − (F(r) − p) / (F(r) − F(r − 1)),  for p = tail and 1 − tail, not below 0
/// ```
///
/// Domain: independent events; up to 10 million expected. A town outside the limits differs from the others by more than
/// chance; it is no ranking. Where towns differ for reasons that all know of (over-dispersion) more of them lie outside.
///
/// Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005)
/// 1185–1202, appendix A.
///
/// ```
/// let (low, high) = heng_statistics::methods::funnel::poisson(10.0, 0.025).unwrap();
/// assert_eq!((format!("{low:.2}"), format!("{high:.2}")), ("3.78".to_owned(), "16.16".to_owned()));
/// ```
pub fn poisson(expected: f64, tail: f64) -> Option<(f64, f64)> {
    if !(0.0 < expected && expected <= MOST) {
        return None;
    }
    limits(&Poisson::new(expected).ok()?, tail)
}

/// The same for a share: limits of the number of cases among `of` where `share` is that of all towns.
///
/// ```
/// let (low, high) = heng_statistics::methods::funnel::binomial(200, 0.3, 0.025).unwrap();
/// assert_eq!((format!("{low:.2}"), format!("{high:.2}")), ("47.01".to_owned(), "72.41".to_owned()));
/// ```
pub fn binomial(of: u64, share: f64, tail: f64) -> Option<(f64, f64)> {
    if of == 0 {
        return None;
    }
    limits(&Binomial::new(share, of).ok()?, tail)
}

/// Beyond it the quantile is no longer found quickly.
const MOST: f64 = 1e7;

fn limits(counts: &impl DiscreteCDF<u64, f64>, tail: f64) -> Option<(f64, f64)> {
    let within = 0.0 < tail && tail < 0.5;
    within.then(|| (limit(counts, tail), limit(counts, 1.0 - tail)))
}

#[allow(clippy::cast_precision_loss)]
fn limit(counts: &impl DiscreteCDF<u64, f64>, p: f64) -> f64 {
    let count = counts.inverse_cdf(p);
    let reached = counts.cdf(count);
    let before = count.checked_sub(1).map_or(0.0, |less| counts.cdf(less));
    (count as f64 - (reached - p) / (reached - before)).max(0.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, table};

    #[test]
    fn agrees_with_scipy() {
        for row in table(include_str!("../../../../tests/oracles/funnel_poisson.csv")) {
            let [expected, tail, low, high] = row[..] else { panic!("four columns: {row:?}") };
            let found = poisson(expected, tail).unwrap();
            assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
        }
        for row in table(include_str!("../../../../tests/oracles/funnel_binomial.csv")) {
            let [of, share, tail, low, high] = row[..] else { panic!("five columns: {row:?}") };
            let found = binomial(of as u64, share, tail).unwrap();
            assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_number_has_no_limits() {
        assert!(poisson(0.0, 0.025).is_none() && poisson(1e9, 0.025).is_none() && poisson(5.0, 0.6).is_none());
        assert!(binomial(0, 0.3, 0.025).is_none() && binomial(10, 1.3, 0.025).is_none());
    }

    proptest! {
        #[test]
        fn a_smaller_tail_is_wider_and_holds_what_is_expected(expected in 2.0f64..5_000.0) {
            let (wide, narrow) = (poisson(expected, 0.001).unwrap(), poisson(expected, 0.025).unwrap());
            prop_assert!(wide.0 <= narrow.0 && narrow.0 < expected && expected < narrow.1 && narrow.1 <= wide.1);
        }
    }
}
