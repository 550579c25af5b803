//! Exact test of a Poisson count against an expected number, version 1.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

use super::two_sided;

/// How likely as many cases as `cases`, or as far from it, come by chance where `expected` are expected; none where
/// that is no count.
///
/// Twice the smaller tail, at most 1, so that it is under 5 % exactly where Garwood's 95 % interval leaves `expected` out:
///
/// ```text
/// p = min(1, 2 min(P(X ≤ x), P(X ≥ x))),  X ~ Poisson(expected)
/// ```
///
/// Domain: a count of rare, independent events; `expected > 0`. Against a target rate the expected number is target ×
/// denominator.
///
/// Source: the central two-sided test of M. P. Fay, Two-sided exact tests and matching confidence intervals for discrete
/// data, The R Journal 2 (2010) 53–58; the tails by F. Garwood, Biometrika 28 (1936) 437–442.
///
/// Three cases where 0.32 are expected, 8 per 100,000 of 4,000 births:
///
/// ```
/// let p = heng_statistics::methods::poisson_exact::poisson_exact(3.0, 0.32).unwrap();
/// assert_eq!(format!("{p:.4}"), "0.0086");
/// ```
pub fn poisson_exact(cases: f64, expected: f64) -> Option<f64> {
    if !(cases.is_finite() && cases >= 0.0 && expected.is_finite() && expected > 0.0) {
        return None;
    }
    let fewer = checked_gamma_ur(cases + 1.0, expected).ok()?;
    let more = if cases == 0.0 { 1.0 } else { checked_gamma_lr(cases, expected).ok()? };
    Some(two_sided(fewer, more))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methods::garwood::garwood;
    use crate::oracle::{near, table};

    #[test]
    fn agrees_with_scipy() {
        for row in table(include_str!("../../../../tests/oracles/poisson_exact.csv")) {
            let [cases, expected, p] = row[..] else { panic!("three columns: {row:?}") };
            let found = poisson_exact(cases, expected).unwrap();
            assert!(near(found, p), "{row:?}: {found}");
        }
    }

    proptest! {
        #[test]
        fn it_rejects_what_garwoods_interval_leaves_out(cases in 0u32..500, expected in 0.01f64..800.0) {
            let (low, high) = garwood(cases.into(), 0.95).unwrap();
            let rejected = poisson_exact(cases.into(), expected).unwrap() < 0.05;
            let close = (expected - low).abs() < 1e-6 || (expected - high).abs() < 1e-6;
            prop_assert!(close || rejected != (low..=high).contains(&expected));
        }
    }
}
