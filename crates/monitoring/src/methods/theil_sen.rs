//! Theil and Sen's line, version 1: the trend of a few figures that one odd year does not carry away.
//!
//! The slope is the median of the slopes between all pairs of years, the height the median of what it leaves:
//!
//! ```text
//! slope  = median over i < j of (yⱼ − yᵢ) / (tⱼ − tᵢ)
//! height = median of yᵢ − slope tᵢ
//! ```
//!
//! It holds while fewer than 29 % of the figures are astray, where the least squares line is moved by a single one.
//!
//! Domain: two figures or more, of distinct years, evenly spaced or not.
//!
//! Source: H. Theil, A rank-invariant method of linear and polynomial regression analysis, Indagationes Mathematicae 12
//! (1950) 85–91; P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, Journal of the American
//! Statistical Association 63 (1968) 1379–1389; the height after W. J. Conover, Practical Nonparametric Statistics (1980).

use super::expected::{At, Expected, count, spans};

/// Name and version, as judgements state them.
pub const NAME: &str = "theil_sen";
pub const VERSION: u32 = 1;

/// A line over the years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    pub slope: f64,
    pub height: f64,
}

pub fn line(points: &[At]) -> Option<Line> {
    let later = |from: usize| points.iter().skip(from + 1);
    let pairs = points.iter().enumerate().flat_map(|(from, a)| later(from).map(move |b| (b.1 - a.1) / (b.0 - a.0)));
    let slope = median(pairs.collect())?;
    Some(Line { slope, height: median(points.iter().map(|at| at.1 - slope * at.0).collect())? })
}

/// The line carried on, a rival in the back-test: spread as if the line were one of least squares, by what it leaves.
pub fn expect(points: &[At], year: f64) -> Option<Expected> {
    spans(points, year)?;
    let line = line(points)?;
    let (all, freedom) = (count(points.len()), count(points.len()) - 2.0);
    let mean = points.iter().map(|at| at.0).sum::<f64>() / all;
    let apart: f64 = points.iter().map(|at| (at.0 - mean).powi(2)).sum();
    let left: f64 = points.iter().map(|at| (at.1 - line.height - line.slope * at.0).powi(2)).sum();
    let spread = (left / freedom * (1.0 + 1.0 / all + (year - mean).powi(2) / apart)).sqrt();
    (freedom > 0.0).then_some(Expected { centre: line.height + line.slope * year, spread, freedom })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(*upper);
    }
    Some(f64::midpoint(*values.get(values.len() / 2 - 1)?, *upper))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, series, table};

    /// `scipy.stats.theilslopes(method="joint")`; its years count from 2000.
    #[test]
    fn agrees_with_scipy() {
        for (name, row) in table(include_str!("../../../../tests/oracles/theil_sen.csv")) {
            let points: Vec<At> = series(&name).iter().map(|at| (at.0 - 2000.0, at.1)).collect();
            let found = line(&points).unwrap();
            assert!(near(found.slope, row[0]) && near(found.height, row[1]), "{name}: {found:?}");
        }
    }

    #[test]
    fn one_odd_year_does_not_carry_it_away() {
        let mut points: Vec<At> = (0..9).map(|year| (f64::from(year), f64::from(year))).collect();
        points[4].1 = 1000.0;
        assert!((line(&points).unwrap().slope - 1.0).abs() < 1e-12);
        assert_eq!(line(&points[..1]), None);
    }

    proptest! {
        #[test]
        fn it_goes_with_what_is_done_to_the_figures(
            values in prop::collection::vec(-100.0f64..100.0, 2..12), times in 0.1f64..10.0, tilt in -5.0f64..5.0, up in -50.0f64..50.0,
        ) {
            let at = |change: &dyn Fn(f64, f64) -> f64| -> Vec<At> {
                (0..).zip(&values).map(|(year, value)| (f64::from(year), change(f64::from(year), *value))).collect()
            };
            let plain = line(&at(&|_, value| value)).unwrap();
            let changed = line(&at(&|year, value| times * value + tilt * year + up)).unwrap();
            prop_assert!((changed.slope - (times * plain.slope + tilt)).abs() < 1e-9);
            prop_assert!((changed.height - (times * plain.height + up)).abs() < 1e-7);
        }
    }
}
