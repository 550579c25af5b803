//! What a method expects of a later year: Student's t about a centre.

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

/// Quantile above the median of Student's t; the one of `statrs` holds eight digits.
fn quantile(probability: f64, freedom: f64) -> Option<f64> {
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
