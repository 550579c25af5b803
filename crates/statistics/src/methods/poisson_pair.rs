//! Exact test of two Poisson rates, version 1.

use super::binomial_exact::binomial_exact;

/// How likely two rates as far apart come by chance where both are one: two years, or two areas; each as cases and the
/// number exposed. None without any case, for then nothing can be told.
///
/// Given both counts together, the first is binomial with the share of its exposure:
///
/// ```text
/// x₁ | x₁ + x₂ ~ Binomial(x₁ + x₂, n₁ / (n₁ + n₂))
/// ```
///
/// Domain: two independent counts of rare events, exposures above 0. Two sides as in the exact binomial test, twice the
/// smaller tail.
///
/// Source: J. Przyborowski, H. Wilenski, Homogeneity of results in testing samples from Poisson series, Biometrika 31
/// (1940) 313–323.
///
/// One death of 4,000 births after none of 4,100:
///
/// ```
/// let p = heng_statistics::methods::poisson_pair::poisson_pair((1.0, 4000.0), (0.0, 4100.0)).unwrap();
/// assert_eq!(format!("{p:.2}"), "0.99");
/// ```
pub fn poisson_pair(one: (f64, f64), other: (f64, f64)) -> Option<f64> {
    let rate = |(cases, exposed): (f64, f64)| cases >= 0.0 && exposed.is_finite() && exposed > 0.0;
    if !(rate(one) && rate(other)) {
        return None;
    }
    binomial_exact(one.0, one.0 + other.0, one.1 / (one.1 + other.1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, table};

    #[test]
    fn agrees_with_scipy() {
        for row in table(include_str!("../../../../tests/oracles/poisson_pair.csv")) {
            let [cases, exposed, other, of_other, p] = row[..] else { panic!("five columns: {row:?}") };
            let found = poisson_pair((cases, exposed), (other, of_other)).unwrap();
            assert!(near(found, p), "{row:?}: {found}");
        }
    }

    #[test]
    fn without_a_case_nothing_is_told() {
        assert_eq!(poisson_pair((0.0, 4000.0), (0.0, 4100.0)), None);
        assert_eq!(poisson_pair((1.0, 0.0), (0.0, 4100.0)), None);
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(a in 0u32..300, b in 1u32..300, of_a in 1u32..90_000, of_b in 1u32..90_000) {
            let (one, other) = ((f64::from(a), f64::from(of_a)), (f64::from(b), f64::from(of_b)));
            prop_assert!((poisson_pair(one, other).unwrap() - poisson_pair(other, one).unwrap()).abs() < 1e-9);
        }
    }
}
