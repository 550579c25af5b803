//! Clopper and Pearson's exact interval of a proportion, version 1.

use statrs::function::beta::checked_beta_reg;

use super::root::root;

/// Bounds of the share that `cases` of `of` show, both between 0 and 1; none where that is no share of a count.
///
/// The shares that neither one-sided binomial test rejects at `(1 − confidence)/2`; by the tie between binomial and beta:
///
/// ```text
/// low  = B⁻¹((1 − confidence)/2; k, n − k + 1),  0 for no case
/// high = B⁻¹((1 + confidence)/2; k + 1, n − k),  1 where every one is a case
/// ```
///
/// It covers at least `confidence`, mostly more. Wilson's is nearer to it on average; this one is for who must never be
/// below, and is the interval that belongs to the exact test. A plan chooses.
///
/// Domain: counts, `0 ≤ cases ≤ of`, `of > 0`, each case independent of the others.
///
/// Source: C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the case of the
/// binomial, Biometrika 26 (1934) 404–413; as method 5 in R. G. Newcombe, Two-sided confidence intervals for the single
/// proportion, Statistics in Medicine 17 (1998) 857–872.
///
/// 81 of 263 (Newcombe, table I): from 25.27 % to 36.76 %.
///
/// ```
/// let (low, high) = heng_statistics::methods::clopper_pearson::clopper_pearson(81.0, 263.0, 0.95).unwrap();
/// assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.2527".to_owned(), "0.3676".to_owned()));
/// ```
pub fn clopper_pearson(cases: f64, of: f64, confidence: f64) -> Option<(f64, f64)> {
    let counted = of.is_finite() && of > 0.0 && (0.0..=of).contains(&cases);
    if !(counted && 0.0 < confidence && confidence < 1.0) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let low = if cases == 0.0 { 0.0 } else { quantile(cases, of - cases + 1.0, tail)? };
    let high = if cases == of { 1.0 } else { quantile(cases + 1.0, of - cases, 1.0 - tail)? };
    Some((low, high))
}

/// Of the beta distribution; the one of `statrs` holds eight digits.
fn quantile(a: f64, b: f64, probability: f64) -> Option<f64> {
    checked_beta_reg(a, b, 0.5).ok()?;
    Some(root(0.0, 1.0, |share| checked_beta_reg(a, b, share).unwrap_or(1.0) - probability))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::table;

    /// To 1e-8: where a million are counted the incomplete beta function of `statrs` holds no more digits.
    #[test]
    fn agrees_with_statsmodels() {
        for row in table(include_str!("../../../../tests/oracles/clopper_pearson.csv")) {
            let [cases, of, confidence, low, high] = row[..] else { panic!("five columns: {row:?}") };
            let found = clopper_pearson(cases, of, confidence).unwrap();
            let near = |found: f64, bound: f64| (found - bound).abs() <= 1e-8 * bound;
            assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_share_has_no_bounds() {
        for (cases, of) in [(1.0, 0.0), (-1.0, 5.0), (6.0, 5.0), (f64::NAN, 5.0), (1.0, f64::INFINITY)] {
            assert_eq!(clopper_pearson(cases, of, 0.95), None);
        }
    }

    proptest! {
        #[test]
        fn the_other_outcome_has_the_mirrored_bounds(cases in 0u32..5_000, more in 1u32..5_000) {
            let of = f64::from(cases + more);
            let (low, high) = clopper_pearson(cases.into(), of, 0.95).unwrap();
            let (other_low, other_high) = clopper_pearson(more.into(), of, 0.95).unwrap();
            prop_assert!((low - (1.0 - other_high)).abs() < 1e-9 && (high - (1.0 - other_low)).abs() < 1e-9);
            prop_assert!(low <= f64::from(cases) / of && f64::from(cases) / of <= high);
        }
    }
}
