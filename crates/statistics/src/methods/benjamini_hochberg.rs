//! Benjamini and Hochberg's adjustment for many tests, version 1.

/// The tests' p values, adjusted so that of those under a limit at most that share are expected to be chance; in the
/// order given.
///
/// With `m` tests and the p values in rising order:
///
/// ```text
/// q₍ᵢ₎ = min over j ≥ i of min(1, m p₍ⱼ₎ / j)
/// ```
///
/// A plan asks a hundred questions at once, and five of a hundred changes that are nothing but chance pass the 5 % test.
///
/// Domain: p values of tests that are independent or hang together positively.
///
/// Source: Y. Benjamini, Y. Hochberg, Controlling the false discovery rate: a practical and powerful approach to multiple
/// testing, Journal of the Royal Statistical Society B 57 (1995) 289–300.
///
/// ```
/// let q = heng_statistics::methods::benjamini_hochberg::benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5]);
/// let shown: Vec<String> = q.iter().map(|q| format!("{q:.4}")).collect();
/// assert_eq!(shown.join(" "), "0.0400 0.0533 0.0533 0.5000");
/// ```
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*b].total_cmp(&p[*a]));
    let mut adjusted = vec![1.0; p.len()];
    let mut least: f64 = 1.0;
    #[allow(clippy::cast_precision_loss)]
    for (above, at) in order.into_iter().enumerate() {
        least = least.min(p[at] * p.len() as f64 / (p.len() - above) as f64);
        adjusted[at] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, table};

    /// Each row of the table: half p values, half what they become.
    #[test]
    fn agrees_with_statsmodels() {
        for row in table(include_str!("../../../../tests/oracles/benjamini_hochberg.csv")) {
            let (p, expected) = row.split_at(row.len() / 2);
            let found = benjamini_hochberg(p);
            assert!(found.iter().zip(expected).all(|(a, b)| near(*a, *b)), "{p:?}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn it_raises_each_and_keeps_the_order(p in prop::collection::vec(0.0f64..1.0, 1..40)) {
            let q = benjamini_hochberg(&p);
            for (a, b) in (0..p.len()).flat_map(|a| (0..p.len()).map(move |b| (a, b))) {
                prop_assert!(q[a] >= p[a] - 1e-12 && q[a] <= 1.0 && (p[a] > p[b] || q[a] <= q[b]));
            }
        }
    }
}
