//! Jumps of a series from one year to the next, version 1: which changes are not like its others, and do they last?
//!
//! The series is read as a random walk with drift: each change `d` is the drift and a disturbance. A change is held against
//! all other changes of the series, whose middle and spread one bad figure does not move:
//!
//! ```text
//! z = (d − median) / s,   s = 1.4826 · median |dᵢ − median|;
//!                         where that is 0, s = 1.2533 · mean |dᵢ − median|
//! ```
//!
//! Beyond the limit it is a jump. Whether it passes (an additive outlier) or stays (a level shift) is told by the next
//! change: with `e = d − median`, of the two the one that explains more of the squares,
//!
//! ```text
//! passes:  (eₜ − eₜ₊₁)² / 2,   stays:  eₜ²
//! ```
//!
//! Of the last change neither can be told. A jump that passes is told once, and not again on its way back.
//!
//! Domain: five changes and more; of fewer the middle of the others says little. Where half of the changes are jumps none
//! of them is.
//!
//! Source: the score B. Iglewicz, D. C. Hoaglin, How to detect and handle outliers (1993), ch. 3, with 3.5 as limit; the
//! two sorts C. Chen, L.-M. Liu, Joint estimation of model parameters and outlier effects in time series, Journal of the
//! American Statistical Association 88 (1993) 284–297, for a random walk.

use super::expected::count;

/// Makes the median deviation of a normal distribution its standard deviation, and the mean deviation.
const OF_MEDIAN: f64 = 1.482_602_218_505_602;
const OF_MEAN: f64 = 1.253_314_137_315_5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// It is the last change.
    Unknown,
    Passes,
    Stays,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// The figure that jumped, counted from 0; never the first.
    pub at: usize,
    /// How many times the usual size; infinite where all other changes are the same.
    pub z: f64,
    pub lasting: Lasting,
}

/// The jumps of a series of figures in consecutive years, on a scale on which equal changes are alike: those with `|z|`
/// beyond the limit, where at least `needs` other changes are known.
pub fn jumps(values: &[f64], limit: f64, needs: usize) -> Vec<Jump> {
    let changes: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let mut found: Vec<Jump> = Vec::new();
    if changes.len() <= needs || changes.iter().any(|change| !change.is_finite()) {
        return found;
    }
    for at in 0..changes.len() {
        let on_its_way_back = found.last().is_some_and(|last| last.at == at && last.lasting == Lasting::Passes);
        let (middle, z) = score(&changes, at);
        if on_its_way_back || z.abs() <= limit {
            continue;
        }
        let e = changes[at] - middle;
        let lasting = match changes.get(at + 1).map(|next| next - middle) {
            None => Lasting::Unknown,
            Some(next) if (e - next).powi(2) / 2.0 > e * e => Lasting::Passes,
            Some(_) => Lasting::Stays,
        };
        found.push(Jump { at: at + 1, z, lasting });
    }
    found
}

/// The middle of the other changes, and the change's score against them.
fn score(changes: &[f64], at: usize) -> (f64, f64) {
    let others: Vec<f64> = changes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, d)| *d).collect();
    let middle = median(others.clone());
    let away: Vec<f64> = others.iter().map(|d| (d - middle).abs()).collect();
    let spread = OF_MEDIAN * median(away.clone());
    let spread = if spread > 0.0 { spread } else { OF_MEAN * away.iter().sum::<f64>() / count(away.len()) };
    let e = changes[at] - middle;
    (middle, if e == 0.0 { 0.0 } else { e / spread })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() % 2 {
        0 => half.checked_sub(1).map_or(0.0, |below| (values[below] + values[half]) / 2.0),
        _ => values[half],
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, series, table};

    /// Every change of every series: z by `scipy.stats.median_abs_deviation` and numpy, and the sort by least squares.
    #[test]
    fn agrees_with_scipy_and_numpy() {
        let rows = table(include_str!("../../../../tests/oracles/jumps.csv"));
        let mut told = 0;
        for (name, row) in &rows {
            let [at, z, stays] = row[..] else { panic!("{row:?}") };
            let values: Vec<f64> = series(name).iter().map(|point| point.1).collect();
            let changes: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let at = at as usize;
            let found = score(&changes, at - 1).1;
            assert!(near(found, z), "{name} {at}: {found} for {z}");
            if let Some(jump) = jumps(&values, 3.5, 4).iter().find(|jump| jump.at == at) {
                let expected = match stays {
                    s if s < 0.0 => Lasting::Unknown,
                    s if s > 0.5 => Lasting::Stays,
                    _ => Lasting::Passes,
                };
                assert_eq!(jump.lasting, expected, "{name} {at}");
                told += 1;
            }
        }
        assert!(told > 2, "{told}");
    }

    fn at(values: &[f64]) -> Vec<(usize, Lasting)> {
        jumps(values, 3.5, 4).into_iter().map(|jump| (jump.at, jump.lasting)).collect()
    }

    #[test]
    fn a_spike_passes_a_step_stays_and_the_last_is_open() {
        assert_eq!(at(&[10.0, 10.2, 10.3, 19.0, 10.6, 10.9, 11.0]), [(3, Lasting::Passes)]);
        assert_eq!(at(&[10.0, 10.2, 10.3, 19.0, 19.1, 19.3, 19.6]), [(3, Lasting::Stays)]);
        assert_eq!(at(&[10.0, 10.2, 10.3, 10.5, 10.6, 10.9, 19.0]), [(6, Lasting::Unknown)]);
        assert_eq!(at(&[10.0, 11.0, 12.1, 13.0, 14.1, 15.0]), []);
    }

    #[test]
    fn few_changes_say_nothing_and_a_figure_that_never_moved_is_told() {
        assert_eq!(at(&[10.0, 10.1, 19.0, 10.2]), []);
        assert_eq!(at(&[16.0, 16.0, 15.0, 16.0, 16.0, 16.0, 16.0]), [(2, Lasting::Passes)]);
        assert_eq!(at(&[5.0; 8]), []);
        assert_eq!(at(&[1.0, f64::NAN, 1.0, 1.0, 1.0, 9.0]), []);
    }

    proptest! {
        #[test]
        fn unit_and_level_do_not_matter(
            values in prop::collection::vec(-1_000i32..1_000, 6..20), by in 1i32..50, more in -500i32..500,
        ) {
            let plain: Vec<f64> = values.iter().copied().map(f64::from).collect();
            let other: Vec<f64> = plain.iter().map(|value| f64::from(by) * value + f64::from(more)).collect();
            let told = |values: &[f64]| jumps(values, 3.5, 4).iter().map(|j| (j.at, j.lasting)).collect::<Vec<_>>();
            prop_assert_eq!(told(&plain), told(&other));
        }

        #[test]
        fn what_is_steady_never_jumps(step in -9i32..9, length in 2usize..20, from in -99i32..99) {
            let values: Vec<f64> = (0..length).map(|at| f64::from(from) + f64::from(step) * count(at)).collect();
            prop_assert!(jumps(&values, 3.5, 4).is_empty());
        }
    }
}
