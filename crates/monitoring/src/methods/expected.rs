//! What a method expects of a later year: Student's t about a centre.

use std::sync::LazyLock;

use heng_statistics::methods::root::root;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A figure of a year, on the scale on which a method works; years are distinct and rise.
pub type At = (f64, f64);

/// The distribution of a later figure, on the scale of the points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    pub centre: f64,
    pub spread: f64,
    pub freedom: f64,
}

impl Expected {
    /// As wide as it is and, apart from that, `more`: an error that the method does not see.
    pub fn widened(self, more: f64) -> Self {
        Self { spread: self.spread.hypot(more), ..self }
    }

    /// The middle part of the distribution that holds the figure with a chance of `confidence`; a point without spread.
    pub fn interval(&self, confidence: f64) -> Option<(f64, f64)> {
        let half = quantile(f64::midpoint(1.0, confidence), self.freedom)? * self.spread;
        Some((self.centre - half, self.centre + half))
    }

    /// The chance that the figure is `limit` or less.
    pub fn at_most(&self, limit: f64) -> Option<f64> {
        if self.spread == 0.0 {
            return Some(if self.centre <= limit { 1.0 } else { 0.0 });
        }
        Some(StudentsT::new(self.centre, self.spread, self.freedom).ok()?.cdf(limit))
    }
}

/// Confidence and degrees of freedom that a plan's forecasts ask for: every one is of some ten years at most.
const USUAL: f64 = super::super::forecast::CONFIDENCE;
const USUAL_FREEDOM: u32 = 32;

/// Quantiles of the usual confidence by whole degrees of freedom, from 1: each is a search, and forecasts ask for few of them
/// over and over.
static QUANTILES: LazyLock<Vec<Option<f64>>> =
    LazyLock::new(|| (1..=USUAL_FREEDOM).map(|freedom| search(f64::midpoint(1.0, USUAL), freedom.into())).collect());

/// Quantile above the median of Student's t.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_cmp)]
fn quantile(probability: f64, freedom: f64) -> Option<f64> {
    let whole = freedom.fract() == 0.0 && (1.0..=f64::from(USUAL_FREEDOM)).contains(&freedom);
    if whole && probability == f64::midpoint(1.0, USUAL) {
        return QUANTILES.get(freedom as usize - 1).copied().flatten();
    }
    search(probability, freedom)
}

/// To the last digit; the quantile of `statrs` holds eight.
fn search(probability: f64, freedom: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?;
    let mut beyond = 2.0;
    while t.cdf(beyond) < probability {
        beyond *= 2.0;
    }
    Some(root(0.0, beyond, |value| t.cdf(value) - probability))
}

/// Steps from figure to figure: years between them, and the change.
pub fn steps(points: &[At]) -> impl Iterator<Item = At> + '_ {
    points.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((to.0 - from.0, to.1 - from.1)),
        _ => None,
    })
}

/// Years from the first figure to the last, and from the last to `year`; none without a step, and for no later year.
pub fn spans(points: &[At], year: f64) -> Option<(f64, f64)> {
    let (first, last) = (points.first()?.0, points.last()?.0);
    (last > first && year > last).then_some((last - first, year - last))
}

#[allow(clippy::cast_precision_loss)]
pub fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bit for bit, within the table, at its end and beyond it, and for what it does not hold.
    #[test]
    fn the_table_gives_what_a_search_gives() {
        for freedom in [1.0, 2.0, 9.0, 31.0, 32.0, 33.0, 2.5] {
            for confidence in [USUAL, 0.95] {
                let probability = f64::midpoint(1.0, confidence);
                let found = [quantile(probability, freedom), search(probability, freedom)];
                assert_eq!(found[0].map(f64::to_bits), found[1].map(f64::to_bits), "{confidence} {freedom}");
                assert!(found[0].is_some());
            }
        }
        assert_eq!((quantile(0.9, 0.0), quantile(0.9, -1.0)), (None, None));
    }
}
