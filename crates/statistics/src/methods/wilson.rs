//! Wilson's score interval of a proportion, version 1.

use statrs::distribution::{ContinuousCDF, Normal};

/// Bounds of the share that `cases` of `of` show, both between 0 and 1; none where that is no share of a count.
///
/// The shares that a two-sided score test at `confidence` does not reject. With `p = cases / of`, `n = of` and `z` the
/// normal quantile, 1.96 for 95 %:
///
/// ```text
/// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
/// ```
///
/// It never leaves 0 to 1 and stays open on one side where no case or every case was seen, which the textbook interval
/// `p ± z √(p(1 − p)/n)` does not.
///
/// Domain: counts, `0 ≤ cases ≤ of`, `of > 0`, each case independent of the others. Not for a sample with weights or
/// clusters, whose design effect it does not know.
///
/// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
/// Statistical Association 22 (1927) 209–212; as method 3 in R. G. Newcombe, Two-sided confidence intervals for the
/// single proportion, Statistics in Medicine 17 (1998) 857–872.
///
/// 81 of 263 (Newcombe, table I) are 30.8 %, from 25.53 % to 36.62 %:
///
/// ```
/// let (low, high) = heng_statistics::methods::wilson::wilson(81.0, 263.0, 0.95).unwrap();
/// assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.2553".to_owned(), "0.3662".to_owned()));
/// ```
pub fn wilson(cases: f64, of: f64, confidence: f64) -> Option<(f64, f64)> {
    let counted = of.is_finite() && of > 0.0 && (0.0..=of).contains(&cases);
    if !(counted && 0.0 < confidence && confidence < 1.0) {
        return None;
    }
    let z = Normal::standard().inverse_cdf(f64::midpoint(1.0, confidence));
    let (share, square) = (cases / of, z * z / of);
    let middle = share + square / 2.0;
    let half = z * (share * (1.0 - share) / of + square / of / 4.0).sqrt();
    let bound = |side: f64| ((middle + side * half) / (1.0 + square)).clamp(0.0, 1.0);
    // The formula gives exactly 0 and 1 here; floating point misses them by a hair.
    let low = if cases == 0.0 { 0.0 } else { bound(-1.0) };
    let high = if cases == of { 1.0 } else { bound(1.0) };
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::CONFIDENCE;
    use crate::oracle::{near, table};

    /// Newcombe (1998), table I, row 3: the four examples, published with four places.
    #[test]
    fn agrees_with_the_published_table() {
        for (cases, of, low, high) in [
            (81.0, 263.0, "0.2553", "0.3662"),
            (15.0, 148.0, "0.0624", "0.1605"),
            (0.0, 20.0, "0.0000", "0.1611"),
            (1.0, 29.0, "0.0061", "0.1718"),
        ] {
            let found = wilson(cases, of, CONFIDENCE).unwrap();
            assert_eq!((format!("{:.4}", found.0), format!("{:.4}", found.1)), (low.to_owned(), high.to_owned()));
        }
    }

    #[test]
    fn agrees_with_statsmodels() {
        for row in table(include_str!("../../../../tests/oracles/wilson.csv")) {
            let [cases, of, confidence, low, high] = row[..] else { panic!("five columns: {row:?}") };
            let found = wilson(cases, of, confidence).unwrap();
            assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
        }
    }

    #[test]
    fn what_is_no_share_has_no_bounds() {
        for (cases, of) in [(1.0, 0.0), (-1.0, 5.0), (6.0, 5.0), (f64::NAN, 5.0), (1.0, f64::INFINITY)] {
            assert_eq!(wilson(cases, of, CONFIDENCE), None);
        }
        assert_eq!(wilson(1.0, 5.0, 1.0), None);
    }
}
