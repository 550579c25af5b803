//! Score interval of a ratio of two proportions, version 1.

use statrs::distribution::{ContinuousCDF, Normal};

use super::root::root;

/// Bounds of the ratio of two shares, the first by the second; each as cases and the number counted. None where either is
/// no share of a count, and where no case of the second was seen: there is no ratio then.
///
/// The ratios `θ` that the score test at `confidence` does not reject: with `x`, `n` the counts, `N = n₁ + n₂`, and `q₂`
/// the second share, `q₁ = θ q₂` the first, as likely as they can be where the ratio is `θ`,
///
/// ```text
/// |x₁/n₁ − θ x₂/n₂| ≤ z √((q₁(1 − q₁)/n₁ + θ² q₂(1 − q₂)/n₂) · N/(N − 1))
/// q₂ = (b − √(b² − 4Nθ(x₁ + x₂))) / 2Nθ,   b = n₁θ + x₁ + n₂ + x₂θ
/// ```
///
/// It begins at 0 where no case of the first was seen, and holds 1 where every one counted is a case in both; the interval by
/// logarithms gives neither.
///
/// Domain: counts, `0 ≤ cases ≤ of`, `of > 0`; the two counted apart from each other.
///
/// Source: P. A. R. Koopman, Confidence intervals for the ratio of two binomial proportions, Biometrics 40 (1984) 513–517;
/// with the factor `N/(N − 1)` of O. Miettinen, M. Nurminen, Comparative analysis of two rates, Statistics in Medicine 4
/// (1985) 213–226.
///
/// 56 of 70 and 48 of 80: 1.33, from 1.08 to 1.67.
///
/// ```
/// let (low, high) = heng_statistics::methods::score_ratio::score_ratio((56.0, 70.0), (48.0, 80.0), 0.95).unwrap();
/// assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("1.0790".to_owned(), "1.6721".to_owned()));
/// ```
pub fn score_ratio(one: (f64, f64), other: (f64, f64), confidence: f64) -> Option<(f64, f64)> {
    let counted = |(cases, of): (f64, f64)| of.is_finite() && of > 0.0 && (0.0..=of).contains(&cases);
    let asked = 0.0 < confidence && confidence < 1.0;
    if !(counted(one) && counted(other) && other.0 > 0.0 && asked) {
        return None;
    }
    let z = Normal::standard().inverse_cdf(f64::midpoint(1.0, confidence));
    let seen = one.0 / one.1 * (other.1 / other.0);
    let mut beyond = seen.max(1.0 / one.1) * 2.0;
    while score(one, other, beyond) > -z && beyond < f64::MAX / 4.0 {
        beyond *= 2.0;
    }
    let low = if one.0 == 0.0 { 0.0 } else { root(0.0, seen, |ratio| z - score(one, other, ratio)) };
    Some((low, root(seen, beyond, |ratio| -z - score(one, other, ratio))))
}

/// How far the shares seen are from a ratio, in standard errors; falls as the ratio rises.
fn score((cases, of): (f64, f64), (other, of_other): (f64, f64), ratio: f64) -> f64 {
    let all = of + of_other;
    let b = of * ratio + cases + of_other + other * ratio;
    let inner = (b * b - 4.0 * all * ratio * (cases + other)).max(0.0);
    // The smaller root by way of the larger: their difference would lose the digits of rare cases.
    let second = (2.0 * (cases + other) / (b + inner.sqrt())).min(1.0);
    let first = (ratio * second).min(1.0);
    let variance = first * (1.0 - first) / of + ratio * ratio * second * (1.0 - second) / of_other;
    let apart = cases / of - ratio * other / of_other;
    if apart == 0.0 { 0.0 } else { apart / (variance * all / (all - 1.0)).sqrt() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methods::CONFIDENCE;
    use crate::oracle::agrees_on_two;

    #[test]
    fn agrees_with_statsmodels() {
        agrees_on_two(include_str!("../../../../tests/oracles/score_ratio.csv"), &score_ratio);
    }

    #[test]
    fn what_is_no_ratio_has_no_bounds() {
        for share in [(1.0, 0.0), (6.0, 5.0), (f64::NAN, 5.0)] {
            assert_eq!(score_ratio(share, (1.0, 5.0), CONFIDENCE), None);
            assert_eq!(score_ratio((1.0, 5.0), share, CONFIDENCE), None);
        }
        assert_eq!(score_ratio((1.0, 5.0), (0.0, 5.0), CONFIDENCE), None);
    }

    proptest! {
        #[test]
        fn it_holds_the_ratio_and_turns_with_it(a in 1u32..500, m in 0u32..500, b in 1u32..500, n in 0u32..500) {
            let (one, other) = ((f64::from(a), f64::from(a + m)), (f64::from(b), f64::from(b + n)));
            prop_assume!(m > 0 || n > 0);
            let (low, high) = score_ratio(one, other, CONFIDENCE).unwrap();
            let ratio = one.0 / one.1 / (other.0 / other.1);
            prop_assert!(0.0 <= low && low < ratio && ratio < high && high.is_finite(), "{low} {ratio} {high}");
            let turned = score_ratio(other, one, CONFIDENCE).unwrap();
            prop_assert!((low * turned.1 - 1.0).abs() < 1e-9 && (high * turned.0 - 1.0).abs() < 1e-9);
        }
    }
}
