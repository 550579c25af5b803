//! The line of least squares carried on, version 1: a rival in the back-test.
//!
//! ```text
//! spread² = s² (1 + 1/n + (t − t̄)² / Σ(tᵢ − t̄)²),   s² = Σ(yᵢ − ŷᵢ)² / (n − 2)
//! ```
//!
//! with Student's t of `n − 2` degrees: the textbook's prediction interval, which takes the years' errors as independent.
//!
//! Source: N. R. Draper, H. Smith, Applied Regression Analysis, 3rd ed. (1998), ch. 3.

use super::expected::{At, Expected, count, spans};

pub fn expect(points: &[At], year: f64) -> Option<Expected> {
    spans(points, year)?;
    let (all, freedom) = (count(points.len()), count(points.len()) - 2.0);
    let mean = |of: fn(&At) -> f64| points.iter().map(of).sum::<f64>() / all;
    let middle = (mean(|at| at.0), mean(|at| at.1));
    let apart: f64 = points.iter().map(|at| (at.0 - middle.0).powi(2)).sum();
    let slope = points.iter().map(|at| (at.0 - middle.0) * (at.1 - middle.1)).sum::<f64>() / apart;
    let left: f64 = points.iter().map(|at| (at.1 - middle.1 - slope * (at.0 - middle.0)).powi(2)).sum();
    let spread = (left / freedom * (1.0 + 1.0 / all + (year - middle.0).powi(2) / apart)).sqrt();
    (freedom > 0.0).then_some(Expected { centre: middle.1 + slope * (year - middle.0), spread, freedom })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle::{near, series, table};

    /// `statsmodels.api.OLS(…).fit().get_prediction(…)`.
    #[test]
    fn agrees_with_statsmodels() {
        for (name, row) in table(include_str!("../../../../tests/oracles/linear.csv")) {
            let found = expect(&series(&name), row[0]).unwrap();
            let (low, high) = found.interval(0.8).unwrap();
            let same =
                near(found.centre, row[1]) && near(found.spread, row[2]) && near(low, row[3]) && near(high, row[4]);
            assert!(same, "{name} {row:?}: {found:?} {low} {high}");
        }
    }
}
