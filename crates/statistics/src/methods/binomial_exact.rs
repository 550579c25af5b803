//! Exact test of a count of cases against a share, version 1.

use statrs::function::beta::checked_beta_reg;

use super::two_sided;

/// How likely as many cases of `of` as `cases`, or as far from it, come by chance where `share` is true; none where that
/// is no count.
///
/// Twice the smaller tail, at most 1, so that it is under 5 % exactly where Clopper and Pearson's 95 % interval leaves
/// `share` out:
///
/// ```text
/// p = min(1, 2 min(P(X ≤ k), P(X ≥ k))),  X ~ Binomial(n, share)
/// ```
///
/// Domain: counts, `0 ≤ cases ≤ of`, `of > 0`, `0 < share < 1`, each case independent of the others.
///
/// Source: C. J. Clopper, E. S. Pearson, Biometrika 26 (1934) 404–413; as the central two-sided test in M. P. Fay,
/// Two-sided exact tests and matching confidence intervals for discrete data, The R Journal 2 (2010) 53–58.
///
/// 7 of 10 against one half:
///
/// ```
/// let p = heng_statistics::methods::binomial_exact::binomial_exact(7.0, 10.0, 0.5).unwrap();
/// assert_eq!(format!("{p:.5}"), "0.34375");
/// ```
pub fn binomial_exact(cases: f64, of: f64, share: f64) -> Option<f64> {
    let counted = of.is_finite() && of > 0.0 && (0.0..=of).contains(&cases);
    if !(counted && 0.0 < share && share < 1.0) {
        return None;
    }
    let fewer = if cases == of { 1.0 } else { checked_beta_reg(of - cases, cases + 1.0, 1.0 - share).ok()? };
    let more = if cases == 0.0 { 1.0 } else { checked_beta_reg(cases, of - cases + 1.0, share).ok()? };
    Some(two_sided(fewer, more))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, table};

    #[test]
    fn agrees_with_scipy() {
        for row in table(include_str!("../../../../tests/oracles/binomial_exact.csv")) {
            let [cases, of, share, p] = row[..] else { panic!("four columns: {row:?}") };
            let found = binomial_exact(cases, of, share).unwrap();
            assert!(near(found, p), "{row:?}: {found}");
        }
    }

    proptest! {
        #[test]
        fn the_other_outcome_says_the_same(cases in 0u32..2_000, more in 0u32..2_000, share in 0.01f64..0.99) {
            prop_assume!(cases + more > 0);
            let of = f64::from(cases + more);
            let one = binomial_exact(cases.into(), of, share).unwrap();
            let other = binomial_exact(more.into(), of, 1.0 - share).unwrap();
            prop_assert!((one - other).abs() < 1e-9);
        }
    }
}
