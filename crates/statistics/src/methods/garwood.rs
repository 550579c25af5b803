//! Garwood's exact interval of a Poisson count, version 1.

use statrs::distribution::{ContinuousCDF, Gamma};

/// Bounds of the expected number of cases where `cases` were counted; none where that is no count.
///
/// The lower bound is the mean at which as many cases or more come with a chance of `(1 − confidence)/2`, the upper the
/// mean at which as many or fewer do; by the tie between Poisson and gamma both are gamma quantiles:
///
/// ```text
/// low  = Γ⁻¹((1 − confidence)/2; cases),      0 for no case
/// high = Γ⁻¹((1 + confidence)/2; cases + 1)
/// ```
///
/// Over the number exposed they bound a rate: with no death among 4,000 births it lies between 0 and 92 per 100,000.
/// The interval covers at least `confidence`, mostly more: it is cautious with few cases.
///
/// Domain: a count of events that are rare among those exposed and independent of each other; up to 100 million cases.
///
/// Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437–442; in this form in
/// K. Ulm, A simple method to calculate the confidence interval of a standardized mortality ratio (SMR), American
/// Journal of Epidemiology 131 (1990) 373–375.
///
/// Ten cases: from 4.80 to 18.39.
///
/// ```
/// let (low, high) = heng_statistics::methods::garwood::garwood(10.0, 0.95).unwrap();
/// assert_eq!((format!("{low:.2}"), format!("{high:.2}")), ("4.80".to_owned(), "18.39".to_owned()));
/// ```
pub fn garwood(cases: f64, confidence: f64) -> Option<(f64, f64)> {
    if !((0.0..=MOST).contains(&cases) && 0.0 < confidence && confidence < 1.0) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let low = if cases == 0.0 { 0.0 } else { quantile(cases, tail)? };
    Some((low, quantile(cases + 1.0, 1.0 - tail)?))
}

/// Beyond it the quantile is no longer computed to the last digits that are printed.
const MOST: f64 = 1e8;

fn quantile(shape: f64, probability: f64) -> Option<f64> {
    Some(Gamma::new(shape, 1.0).ok()?.inverse_cdf(probability)).filter(|bound| bound.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods::CONFIDENCE;
    use crate::oracle::{near, table};

    #[test]
    fn agrees_with_scipy() {
        for row in table(include_str!("../../../../tests/oracles/garwood.csv")) {
            let [cases, confidence, low, high] = row[..] else { panic!("four columns: {row:?}") };
            let found = garwood(cases, confidence).unwrap();
            assert!(near(found.0, low) && near(found.1, high), "{row:?}: {found:?}");
        }
    }

    #[test]
    fn the_bounds_hold_the_count_at_any_size() {
        for cases in [1e6, 1e7, 1e8] {
            let (low, high) = garwood(cases, CONFIDENCE).unwrap();
            let normal = 1.959964 * cases.sqrt();
            assert!((cases - low - normal).abs() < 3.0 && (high - cases - normal).abs() < 4.0, "{cases}: {low} {high}");
        }
    }

    #[test]
    fn what_is_no_count_has_no_bounds() {
        for cases in [-1.0, f64::NAN, f64::INFINITY, 2e8] {
            assert_eq!(garwood(cases, CONFIDENCE), None);
        }
        assert_eq!(garwood(1.0, 0.0), None);
    }
}
