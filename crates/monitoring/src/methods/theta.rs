//! Half the trend from the last figure on, version 1: the forecast that Heng makes.
//!
//! A trend goes on for a while and then flattens, and the last figure says more of the next than the first does. So the
//! last figure is carried on by half the slope of Theil and Sen's line, and the error grows as that of a random walk:
//!
//! ```text
//! centre   = y_n + h β/2                                     β the slope of Theil and Sen, h years ahead
//! σ²       = Σ (Δyᵢ − Δtᵢ β/2)² / Δtᵢ / (n − 1)              over the steps from figure to figure
//! spread²  = σ² h (1 + h / (4 (t_n − t₁)))                   the second part for the error of β/2
//! ```
//!
//! with Student's t of `n − 1` degrees. Half the slope is that of the Theta method, which Hyndman and Billah showed to be
//! simple exponential smoothing with a drift of half the slope of the trend line; here the smoothing is 1, for a smoothing
//! cannot be estimated from three to ten figures. Steps over several years count by their length.
//!
//! Domain: three figures or more. It knows no cause: a new law, a change of definition, a turn that has not begun.
//!
//! Source: V. Assimakopoulos, K. Nikolopoulos, The theta model: a decomposition approach to forecasting, International
//! Journal of Forecasting 16 (2000) 521–530; R. J. Hyndman, B. Billah, Unmasking the Theta method, International Journal of
//! Forecasting 19 (2003) 287–290; the spread as of a random walk with drift, R. J. Hyndman, G. Athanasopoulos, Forecasting:
//! Principles and Practice, 3rd ed. (2021), ch. 5.5. Chosen by the back-test, docs/methods/backtest.md.

use super::expected::{At, Expected, count, spans, steps};
use super::theil_sen::line;

/// Name and version, as judgements state them.
pub const NAME: &str = "theta";
pub const VERSION: u32 = 1;

/// With fewer figures nothing is forecast.
pub const NEEDS: usize = 3;

/// What to expect of a later year; none of fewer than three figures.
pub fn expect(points: &[At], year: f64) -> Option<Expected> {
    let (gone, ahead) = spans(points, year).filter(|_| points.len() >= NEEDS)?;
    let half = line(points)?.slope / 2.0;
    let freedom = count(points.len()) - 1.0;
    let variance = steps(points).map(|(years, change)| (change - years * half).powi(2) / years).sum::<f64>() / freedom;
    let spread = (variance * ahead * (1.0 + ahead / (4.0 * gone))).sqrt();
    Some(Expected { centre: points.last()?.1 + ahead * half, spread, freedom })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::oracle::{near, series, table};

    /// `scipy.stats.theilslopes` and `scipy.stats.t`, put together as the formula says.
    #[test]
    fn agrees_with_the_formula() {
        for (name, row) in table(include_str!("../../../../tests/oracles/theta.csv")) {
            let found = expect(&series(&name), row[0]).unwrap();
            let (low, high) = found.interval(0.8).unwrap();
            let same =
                near(found.centre, row[1]) && near(found.spread, row[2]) && near(low, row[3]) && near(high, row[4]);
            assert!(same, "{name} {row:?}: {found:?} {low} {high}");
        }
    }

    #[test]
    fn two_figures_and_no_later_year_give_nothing() {
        let points = [(2010.0, 1.0), (2011.0, 2.0), (2012.0, 3.0)];
        assert!(expect(&points[..2], 2015.0).is_none() && expect(&points, 2012.0).is_none());
    }

    proptest! {
        #[test]
        fn it_goes_with_the_scale_and_widens_with_the_years(
            values in prop::collection::vec(-100.0f64..100.0, 3..12), times in 0.1f64..10.0, up in -50.0f64..50.0, ahead in 1u32..9,
        ) {
            let at = |times: f64, up: f64| -> Vec<At> {
                (2010..).zip(&values).map(|(year, value)| (f64::from(year), times * value + up)).collect()
            };
            let year = 2009.0 + count(values.len()) + f64::from(ahead);
            let plain = expect(&at(1.0, 0.0), year).unwrap();
            let scaled = expect(&at(times, up), year).unwrap();
            prop_assert!((scaled.centre - (times * plain.centre + up)).abs() < 1e-6);
            prop_assert!((scaled.spread - times * plain.spread).abs() < 1e-6);
            prop_assert!(expect(&at(1.0, 0.0), year + 1.0).unwrap().spread >= plain.spread);
        }
    }
}
