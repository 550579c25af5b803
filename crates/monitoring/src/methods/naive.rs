//! The last figure stands, version 1: the forecast that any other must beat, a rival in the back-test.
//!
//! ```text
//! centre = y_n,   spread² = h Σ Δyᵢ² / Δtᵢ / (n − 1)
//! ```
//!
//! Source: the naïve method of R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021),
//! ch. 5.2 and 5.5, with steps over several years by their length.

use super::expected::{At, Expected, count, spans, steps};

pub fn expect(points: &[At], year: f64) -> Option<Expected> {
    let (_, ahead) = spans(points, year)?;
    let freedom = count(points.len()) - 1.0;
    let variance = steps(points).map(|(years, change)| change.powi(2) / years).sum::<f64>() / freedom;
    Some(Expected { centre: points.last()?.1, spread: (variance * ahead).sqrt(), freedom })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_figure_stands_and_its_error_grows() {
        let points = [(2010.0, 1.0), (2011.0, 2.0), (2013.0, 4.0)];
        let found = expect(&points, 2017.0).unwrap();
        assert_eq!((found.centre, found.freedom), (4.0, 2.0));
        assert!((found.spread - 6.0f64.sqrt()).abs() < 1e-12);
    }
}
