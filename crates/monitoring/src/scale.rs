//! The scale on which figures are carried on, so that a share never passes its limits nor a count falls below 0.

use heng_plan::model::{Indicator, IndicatorFormula, IndicatorKind};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// The figure itself: a gap, an index, and what stands on a limit.
    Plain,
    /// What is above 0: a count, a rate, a ratio. Equal steps are equal per cent.
    Log,
    /// A share of `whole`, by the logarithm of its odds: the nearer to a limit, the slower.
    Logit { whole: f64 },
}

impl Scale {
    /// The scale of an indicator's kind.
    pub fn of(indicator: &Indicator) -> Self {
        use IndicatorKind::{Count, GrossRate, Proportion, Rate, Ratio};
        match (indicator.kind, whole(indicator)) {
            (Proportion, Some(whole)) => Self::Logit { whole },
            (Proportion | Rate | GrossRate | Ratio | Count, _) => Self::Log,
            _ => Self::Plain,
        }
    }

    /// Itself where all figures lie within its limits, else the plain one: 100 % has no odds.
    pub fn holding(self, figures: impl IntoIterator<Item = f64>) -> Self {
        if figures.into_iter().all(|figure| self.to(figure).is_some_and(f64::is_finite)) { self } else { Self::Plain }
    }

    pub fn to(self, figure: f64) -> Option<f64> {
        match self {
            Self::Plain => Some(figure),
            Self::Log => (figure > 0.0).then(|| figure.ln()),
            Self::Logit { whole } => (0.0 < figure && figure < whole).then(|| (figure / (whole - figure)).ln()),
        }
    }

    pub fn back(self, scaled: f64) -> f64 {
        match self {
            Self::Plain => scaled,
            Self::Log => scaled.exp(),
            Self::Logit { whole } => whole / (1.0 + (-scaled).exp()),
        }
    }

    /// How far on the scale a small change of the figure goes, as a multiple of it.
    pub fn stretch(self, figure: f64) -> f64 {
        match self {
            Self::Plain => 1.0,
            Self::Log => 1.0 / figure,
            Self::Logit { whole } => whole / (figure * (whole - figure)),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Log => "log",
            Self::Logit { .. } => "logit",
        }
    }
}

/// What a figure of the kind cannot pass, whatever the scale.
pub fn bounds(indicator: &Indicator) -> (f64, f64) {
    match indicator.kind {
        IndicatorKind::Proportion => (0.0, whole(indicator).unwrap_or(f64::INFINITY)),
        IndicatorKind::Count | IndicatorKind::Rate | IndicatorKind::GrossRate | IndicatorKind::Ratio => {
            (0.0, f64::INFINITY)
        }
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// What a share of everybody is written as: the factor, else by the unit.
fn whole(indicator: &Indicator) -> Option<f64> {
    match (&indicator.formula, indicator.unit.as_str()) {
        (IndicatorFormula::Fraction { factor, .. }, _) if *factor > Decimal::ZERO => factor.to_f64(),
        (_, "%") => Some(100.0),
        (_, "‰") => Some(1000.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sample::indicator;

    #[test]
    fn the_kind_chooses() {
        let of = |kind| Scale::of(&Indicator { kind, ..indicator("I1", "甲率") }).name();
        assert_eq!(of(IndicatorKind::Proportion), "logit");
        assert_eq!((of(IndicatorKind::Rate), of(IndicatorKind::GrossRate)), ("log", "log"));
        assert_eq!((of(IndicatorKind::Gap), of(IndicatorKind::Index)), ("plain", "plain"));
    }

    #[test]
    fn what_stands_on_a_limit_is_carried_on_as_it_is() {
        let share = Scale::Logit { whole: 100.0 };
        assert_eq!(share.holding([99.9, 50.0]), share);
        assert_eq!(share.holding([99.9, 100.0]), Scale::Plain);
        assert_eq!(Scale::Log.holding([3.0, 0.0]), Scale::Plain);
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same(figure in 0.001f64..99.999) {
            for scale in [Scale::Plain, Scale::Log, Scale::Logit { whole: 100.0 }] {
                prop_assert!((scale.back(scale.to(figure).unwrap()) - figure).abs() < 1e-9);
                // A step that is small beside the distance to either limit, where the scale bends.
                let step = figure.min(100.0 - figure) * 1e-5;
                let near = scale.to(figure + step).unwrap() - scale.to(figure).unwrap();
                prop_assert!((near / step / scale.stretch(figure) - 1.0).abs() < 1e-2);
            }
        }
    }
}
