//! Test of two proportions, version 1.

use statrs::distribution::{ContinuousCDF, Discrete, Hypergeometric, Normal};

use super::two_sided;

/// How likely two shares as far apart come by chance where both are one: two years, or two areas; each as cases and the
/// number counted. None where no share differs from any other, for nobody or everybody is a case.
///
/// Where every expected count is 1 or more, the chi-square test in the form with `N − 1`; else Fisher's exact test, as
/// twice the smaller tail:
///
/// ```text
/// χ² = (N − 1)(k₁ m₂ − k₂ m₁)² / (n₁ n₂ k m),   m = n − k
/// ```
///
/// Domain: two independent counts. Two years of one population share many of their persons, which makes the test cautious.
///
/// Source: I. Campbell, Chi-squared and Fisher–Irwin tests of two-by-two tables with small sample recommendations,
/// Statistics in Medicine 26 (2007) 3661–3675; its `N − 1` by E. S. Pearson, Biometrika 34 (1947) 139–167; R. A. Fisher,
/// Statistical Methods for Research Workers (1934), §21.02.
///
/// 30 of 100 and 42 of 100:
///
/// ```
/// let p = heng_statistics::methods::two_proportions::two_proportions((30.0, 100.0), (42.0, 100.0)).unwrap();
/// assert_eq!(format!("{p:.4}"), "0.0778");
/// ```
pub fn two_proportions(one: (f64, f64), other: (f64, f64)) -> Option<f64> {
    let counted = |(cases, of): (f64, f64)| of.is_finite() && of > 0.0 && (0.0..=of).contains(&cases);
    let (cases, all) = (one.0 + other.0, one.1 + other.1);
    if !(counted(one) && counted(other)) || cases == 0.0 || cases == all {
        return None;
    }
    let least_expected = one.1.min(other.1) * cases.min(all - cases) / all;
    if least_expected >= 1.0 { Some(chi_square(one, other)) } else { fisher(one, other) }
}

fn chi_square(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (cases, all) = (one.0 + other.0, one.1 + other.1);
    let apart = one.0 * (other.1 - other.0) - other.0 * (one.1 - one.0);
    // The root of χ² is standard normal; taken before squaring, large counts do not overflow.
    let z = apart.abs() * ((all - 1.0) / (one.1 * other.1)).sqrt() / (cases * (all - cases)).sqrt();
    2.0 * Normal::standard().sf(z)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn fisher(one: (f64, f64), other: (f64, f64)) -> Option<f64> {
    let (all, cases, drawn) = ((one.1 + other.1) as u64, (one.0 + other.0) as u64, one.1 as u64);
    let chance = Hypergeometric::new(all, cases, drawn).ok()?;
    let (first, last) = ((cases + drawn).saturating_sub(all), cases.min(drawn));
    // By logarithms: `pmf` itself divides numbers beyond `f64` where many are counted.
    let tail = |counts: std::ops::RangeInclusive<u64>| counts.map(|count| chance.ln_pmf(count).exp()).sum::<f64>();
    let seen = one.0 as u64;
    Some(two_sided(tail(first..=seen), tail(seen..=last)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::table;

    /// To 1e-8: the probabilities of Fisher's test come of logarithms of factorials of the whole population.
    #[test]
    fn agrees_with_scipy() {
        for row in table(include_str!("../../../../tests/oracles/two_proportions.csv")) {
            let [cases, of, other, of_other, p] = row[..] else { panic!("five columns: {row:?}") };
            let found = two_proportions((cases, of), (other, of_other)).unwrap();
            assert!((found - p).abs() <= 1e-8 * p, "{row:?}: {found}");
        }
    }

    #[test]
    fn where_all_are_alike_nothing_is_told() {
        assert_eq!(two_proportions((0.0, 50.0), (0.0, 60.0)), None);
        assert_eq!(two_proportions((50.0, 50.0), (60.0, 60.0)), None);
        assert_eq!(two_proportions((51.0, 50.0), (6.0, 60.0)), None);
    }

    proptest! {
        #[test]
        fn neither_order_nor_outcome_matters(a in 0u32..200, b in 0u32..200, m in 1u32..200, n in 1u32..200) {
            prop_assume!(a + b > 0);
            let (one, other) = ((f64::from(a), f64::from(a + m)), (f64::from(b), f64::from(b + n)));
            let p = two_proportions(one, other).unwrap();
            let turned = |(cases, of): (f64, f64)| (of - cases, of);
            prop_assert!((p - two_proportions(other, one).unwrap()).abs() < 1e-9);
            prop_assert!((p - two_proportions(turned(one), turned(other)).unwrap()).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }
}
