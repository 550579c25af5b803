//! A random walk with drift, version 1: the whole trend from the last figure on, a rival in the back-test.
//!
//! ```text
//! b       = (y_n − y₁) / (t_n − t₁)
//! centre  = y_n + h b
//! spread² = h (1 + h / (t_n − t₁)) Σ (Δyᵢ − Δtᵢ b)² / Δtᵢ / (n − 2)
//! ```
//!
//! with Student's t of `n − 2` degrees, which is exact for a random walk.
//!
//! Source: the drift method of R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and Practice, 3rd ed. (2021),
//! ch. 5.2 and 5.5, with steps over several years by their length.

use super::expected::{At, Expected, count, spans, steps};

pub fn expect(points: &[At], year: f64) -> Option<Expected> {
    let (gone, ahead) = spans(points, year)?;
    let (first, last) = (points.first()?, points.last()?);
    let drift = (last.1 - first.1) / gone;
    let freedom = count(points.len()) - 2.0;
    let variance = steps(points).map(|(years, change)| (change - years * drift).powi(2) / years).sum::<f64>() / freedom;
    let spread = (variance * ahead * (1.0 + ahead / gone)).sqrt();
    (freedom > 0.0).then_some(Expected { centre: last.1 + ahead * drift, spread, freedom })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::{near, series, table};

    /// A weighted regression of the steps on their lengths in statsmodels.
    #[test]
    fn agrees_with_statsmodels() {
        for (name, row) in table(include_str!("../../../../tests/oracles/drift.csv")) {
            let found = expect(&series(&name), row[0]).unwrap();
            let (low, high) = found.interval(0.8).unwrap();
            let same =
                near(found.centre, row[1]) && near(found.spread, row[2]) && near(low, row[3]) && near(high, row[4]);
            assert!(same, "{name} {row:?}: {found:?} {low} {high}");
        }
    }
}
