//! Mann and Kendall's test of a trend, version 1: do the figures rise or fall by more than chance?
//!
//! Of all pairs of years it counts how many rise and how many fall; whether by much or little does not matter:
//!
//! ```text
//! S = Σ over i < j of sign(yⱼ − yᵢ)
//! ```
//!
//! Without ties and up to 30 figures the two-sided probability is exact, from the number of orders of `n` figures with so
//! many rises. Else it is normal with correction for continuity, and for ties of `t` figures each:
//!
//! ```text
//! Var S = (n(n − 1)(2n + 5) − Σ t(t − 1)(2t + 5)) / 18,   z = (S ∓ 1) / √Var S
//! ```
//!
//! Domain: figures in time order that hang together by no more than their trend; where each year resembles the last the
//! test rejects too often. With four figures no order is rarer than 8 %: a trend is sure from five on.
//!
//! Source: H. B. Mann, Nonparametric tests against trend, Econometrica 13 (1945) 245–259; M. G. Kendall, Rank Correlation
//! Methods, 4th ed. (1975), ch. 4–5 for the exact distribution, continuity and ties.

use statrs::distribution::{ContinuousCDF, Normal};

use super::expected::count;

/// Figures from which the test can tell a trend at 5 %.
pub const NEEDS: usize = 5;

/// Probability below which a trend is called sure.
pub const LIMIT: f64 = 0.05;

/// So many figures are counted exactly.
const EXACT: usize = 30;

/// A series tested: the sum of signs and the probability that chance gives one as large, either way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    pub sum: f64,
    pub p: f64,
}

/// The test of figures in time order; none of fewer than two.
pub fn mann_kendall(values: &[f64]) -> Option<Trend> {
    let later = |from: usize| values.iter().skip(from + 1);
    let pairs = values.iter().enumerate().flat_map(|(from, a)| later(from).map(move |b| (b - a).partial_cmp(&0.0)));
    let signs: Option<Vec<_>> = pairs.collect();
    let signs = signs.filter(|signs| !signs.is_empty())?;
    let sum = signs.iter().map(|sign| f64::from(*sign as i8)).sum();
    let tied = signs.iter().any(|sign| sign.is_eq());
    let p = if !tied && values.len() <= EXACT { exact(values.len(), sum) } else { normal(values, sum) };
    Some(Trend { sum, p })
}

/// Of all orders of the figures, the share with a sum so far from 0.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn exact(figures: usize, sum: f64) -> f64 {
    // Orders by their falling pairs: a figure put last has 0 to all of those before it above itself, each alike.
    let mut orders = vec![1.0];
    for figure in 2..=figures {
        let mut next = vec![0.0; orders.len() + figure - 1];
        for (falls, share) in orders.iter().enumerate() {
            next[falls..falls + figure].iter_mut().for_each(|more| *more += share / count(figure));
        }
        orders = next;
    }
    let pairs = count(orders.len() - 1);
    let fewest = ((pairs - sum.abs()) / 2.0) as usize;
    (2.0 * orders[..=fewest].iter().sum::<f64>()).min(1.0)
}

fn normal(values: &[f64], sum: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let part = |ties: f64| ties * (ties - 1.0) * (2.0 * ties + 5.0);
    let ties: f64 = sorted.chunk_by(|a, b| a == b).map(|tied| part(count(tied.len()))).sum();
    let variance = (part(count(values.len())) - ties) / 18.0;
    if sum == 0.0 {
        return 1.0;
    }
    2.0 * Normal::standard().sf((sum.abs() - 1.0) / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, series, table};

    fn values(name: &str) -> Vec<f64> {
        series(name).iter().map(|at| at.1).collect()
    }

    /// `scipy.stats.kendalltau(method="exact")` where it is exact, else `pymannkendall.original_test`.
    #[test]
    fn agrees_with_scipy_and_pymannkendall() {
        for (name, row) in table(include_str!("../../../../tests/oracles/mann_kendall.csv")) {
            let found = mann_kendall(&values(&name)).unwrap();
            assert!(found.sum == row[0] && near(found.p, row[1]), "{name}: {found:?}");
        }
    }

    #[test]
    fn four_figures_prove_no_trend_and_five_do() {
        let p = |figures: &[f64]| mann_kendall(figures).unwrap().p;
        assert!(p(&[1.0, 2.0, 3.0, 4.0]) > LIMIT && p(&[1.0, 2.0, 3.0, 4.0, 5.0]) < LIMIT);
        assert_eq!(mann_kendall(&[1.0]), None);
        assert_eq!(mann_kendall(&[1.0, f64::NAN]), None);
    }

    proptest! {
        #[test]
        fn turned_over_it_is_the_same_trend_the_other_way(values in prop::collection::vec(-9i32..9, 2..40)) {
            let up: Vec<f64> = values.iter().copied().map(f64::from).collect();
            let down: Vec<f64> = up.iter().map(|value| -value).collect();
            let back: Vec<f64> = up.iter().rev().copied().collect();
            let (one, turned, reversed) =
                (mann_kendall(&up).unwrap(), mann_kendall(&down).unwrap(), mann_kendall(&back).unwrap());
            prop_assert!(one.sum == -turned.sum && one.sum == -reversed.sum);
            prop_assert!((one.p - turned.p).abs() < 1e-12 && (0.0..=1.0).contains(&one.p));
        }
    }
}
