//! A formula that sets two shares or rates beside each other, read from its form: a gap or a ratio.

use std::collections::BTreeSet;

use heng_base::breakdown::Breakdown;
use heng_base::codes::IndicatorCode;
use heng_plan::model::{IndicatorFormula, IndicatorKind, ValueType};
use rust_decimal::Decimal;

use super::eval::{Inputs, Scope, Trace, eval};
use super::{Arithmetic, Expr, Reference, Shape, items};
use crate::indicator::{self, Compared, Contrast, Counts};

/// Two shares or rates and what is made of them, times a factor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    one: Side,
    other: Side,
    /// The one divided by the other; else less the other.
    ratio: bool,
    factor: Decimal,
}

/// What may turn out to be a share of a count, or a rate, times a factor.
#[derive(Debug, Clone, PartialEq)]
struct Side {
    of: Made,
    factor: Decimal,
}

#[derive(Debug, Clone, PartialEq)]
enum Made {
    Indicator(Reference<IndicatorCode>),
    Quotient(Expr, Expr),
}

/// A side with its counts.
struct Found {
    counts: Counts,
    /// By which the figure is more than the share or the cases for one exposed.
    factor: Decimal,
    rate: bool,
    /// Ids of the observations that were counted.
    inputs: BTreeSet<i64>,
}

impl Pair {
    pub fn of(shape: &Shape) -> Option<Self> {
        match shape {
            Shape::Published => None,
            Shape::Expression(part) => Self::within(part.expr.as_ref()?),
            Shape::Fraction { numerator, denominator, factor } => {
                let (one, other) = (numerator.expr.as_ref()?, denominator.as_ref()?.expr.as_ref()?);
                Some(Self { one: Side::read(one)?, other: Side::read(other)?, ratio: true, factor: *factor })
            }
        }
    }

    fn within(expr: &Expr) -> Option<Self> {
        let (core, factor) = scaled(expr)?;
        let Expr::Binary { operator, left, right } = core else { return None };
        let ratio = match operator {
            Arithmetic::Subtract => false,
            Arithmetic::Divide => true,
            Arithmetic::Add | Arithmetic::Multiply => return None,
        };
        Some(Self { one: Side::read(left)?, other: Side::read(right)?, ratio, factor })
    }

    /// The counts of the two sides; none where they are not known, or the two are not both shares of a count or both rates.
    /// None either where an observation counts on both sides, as the whole of which two shares are taken: the methods are
    /// for two samples that have nothing to do with each other.
    pub fn counted(&self, inputs: Inputs, scope: &Scope) -> Option<Compared> {
        let (one, other) = (self.one.counted(inputs, scope)?, self.other.counted(inputs, scope)?);
        if !one.inputs.is_disjoint(&other.inputs) {
            return None;
        }
        let contrast = match (self.ratio, one.rate, other.rate) {
            (false, false, false) => Contrast::GapOfShares,
            (true, false, false) => Contrast::RatioOfShares,
            (false, true, true) => Contrast::GapOfRates,
            _ => return None,
        };
        let factor = match self.ratio {
            true => one.factor.checked_div(other.factor).and_then(|ratio| ratio.checked_mul(self.factor))?,
            false => Some(one.factor).filter(|its| *its == other.factor)?.checked_mul(self.factor)?,
        };
        let compared = Compared { one: one.counts, other: other.counts, contrast, factor };
        (factor > Decimal::ZERO).then_some(compared)
    }
}

impl Side {
    fn read(expr: &Expr) -> Option<Self> {
        let (core, factor) = scaled(expr)?;
        match core {
            Expr::Indicator(reference) => Some(Self { of: Made::Indicator(reference.clone()), factor }),
            Expr::Binary { operator: Arithmetic::Divide, left, right } => {
                let (top, more) = scaled(left)?;
                let counts = is_sum(top) && is_sum(right) && is_within(top, right);
                let of = Made::Quotient(top.clone(), right.as_ref().clone());
                counts.then_some(Self { of, factor: factor.checked_mul(more)? })
            }
            _ => None,
        }
    }

    fn counted(&self, inputs: Inputs, scope: &Scope) -> Option<Found> {
        let found = match &self.of {
            Made::Indicator(reference) => of_indicator(reference, inputs, scope)?,
            Made::Quotient(top, bottom) => of_items(top, bottom, inputs, scope)?,
        };
        Some(Found { factor: self.factor.checked_mul(found.factor)?, ..found })
    }
}

/// A proportion or a rate.
fn of_indicator(reference: &Reference<IndicatorCode>, inputs: Inputs, scope: &Scope) -> Option<Found> {
    let indicator = inputs.catalogue.indicators.get(&reference.code)?;
    let inner = Scope { breakdown: reference.within(&scope.breakdown), ..scope.clone() };
    let found = indicator::evaluate(indicator, inputs, &inner);
    let defined = indicator.in_year(found.defined_in?)?;
    let IndicatorFormula::Fraction { factor, .. } = defined.formula else { return None };
    let kind = defined.kind;
    let counts = Counts { numerator: found.numerator?, denominator: found.denominator? };
    let rate = kind == IndicatorKind::Rate;
    let of_counts = rate || kind == IndicatorKind::Proportion;
    of_counts.then_some(Found { counts, factor, rate, inputs: found.inputs.into_iter().collect() })
}

/// Persons among persons: items that count whole things, all of one unit of measure. Yuan for a person are no share.
fn of_items(top: &Expr, bottom: &Expr, inputs: Inputs, scope: &Scope) -> Option<Found> {
    let mut units = Vec::new();
    for (code, _) in items(top).into_iter().chain(items(bottom)) {
        let item = inputs.catalogue.items.get(&code).filter(|item| item.value_type == ValueType::Integer)?;
        units.push(&item.unit);
    }
    let alike = units.windows(2).all(|pair| pair.first() == pair.last());
    let mut trace = Trace::default();
    let mut number = |expr| eval(expr, "", inputs, scope, &mut trace);
    let counts = Counts { numerator: number(top)?, denominator: number(bottom)? };
    let found = Found { counts, factor: Decimal::ONE, rate: false, inputs: trace.inputs };
    (alike && !units.is_empty()).then_some(found)
}

/// The formula without the numbers that it is multiplied with or divided by, and these as one.
fn scaled(expr: &Expr) -> Option<(&Expr, Decimal)> {
    let Expr::Binary { operator, left, right } = expr else { return Some((expr, Decimal::ONE)) };
    let (inner, factor) = match (operator, left.as_ref(), right.as_ref()) {
        (Arithmetic::Multiply, Expr::Number(factor), inner) | (Arithmetic::Multiply, inner, Expr::Number(factor)) => {
            (inner, *factor)
        }
        (Arithmetic::Divide, inner, Expr::Number(by)) => (inner, Decimal::ONE.checked_div(*by)?),
        _ => return Some((expr, Decimal::ONE)),
    };
    let (core, more) = scaled(inner)?;
    Some((core, factor.checked_mul(more)?))
}

/// Items, added and taken away: what is a count if they are.
fn is_sum(expr: &Expr) -> bool {
    match expr {
        Expr::Item(_) | Expr::SumOver { .. } => true,
        Expr::Binary { operator: Arithmetic::Add | Arithmetic::Subtract, left, right } => is_sum(left) && is_sum(right),
        _ => false,
    }
}

/// Whether what is counted above is counted below too, as far as the formula tells: women among all, and not women to men.
fn is_within(top: &Expr, bottom: &Expr) -> bool {
    let below = items(bottom);
    items(top).iter().all(|(code, by)| {
        let mut same = below.iter().filter(|(other, _)| other == code).peekable();
        let holds = |whole: &Breakdown| whole.iter().all(|(dimension, code)| by.get(dimension) == Some(code));
        same.peek().is_none() || same.any(|(_, whole)| holds(whole))
    })
}

#[cfg(test)]
mod tests {
    use heng_plan::model::Indicator;

    use super::*;
    use crate::dataset::Dataset;
    use crate::indicator::IndicatorValue;
    use crate::sample::{catalogue, computed, d, expression, fraction, indicator, observed};

    /// Women 3 of 10 in A and 8 of 20 in B; K the share of women in A and L that in B, both in per cent.
    fn value(formula: IndicatorFormula, change: impl FnOnce(&mut heng_plan::model::Catalogue)) -> IndicatorValue {
        let asked = Indicator { kind: IndicatorKind::Gap, ..indicator("I", formula) };
        let share = |code, item| {
            indicator(
                code,
                fraction(&format!("item('{item}', sex => 'F')"), &format!("item('{item}', sex => '_T')"), 100),
            )
        };
        let mut catalogue = catalogue(vec![asked.clone(), share("K", "A"), share("L", "B")]);
        change(&mut catalogue);
        let rows = vec![
            observed(1, "A", "", 2020, "10", "s"),
            observed(2, "A", "sex=F", 2020, "3", "s"),
            observed(3, "B", "", 2020, "20", "s"),
            observed(4, "B", "sex=F", 2020, "8", "s"),
        ];
        computed(&asked, &catalogue, &Dataset::new(rows, |_| 1), 2020)
    }

    fn told(text: &str) -> Option<String> {
        let compared = value(expression(text), |_| ()).compared?;
        let Compared { one, other, contrast, factor } = compared;
        let sign = if contrast == Contrast::RatioOfShares { ":" } else { "-" };
        Some(format!(
            "{}/{} {sign} {}/{} x {}",
            one.numerator,
            one.denominator,
            other.numerator,
            other.denominator,
            factor.normalize()
        ))
    }

    #[test]
    fn a_gap_and_a_ratio_are_known_by_their_form() {
        for text in [
            "indicator('K') - indicator('L')",
            "item('A', sex => 'F') / item('A') * 100 - item('B', sex => 'F') / item('B') * 100",
            "100 * (item('A', sex => 'F') / item('A') - item('B', sex => 'F') / item('B'))",
            "item('A', sex => 'F') * 100 / item('A') - indicator('L')",
        ] {
            assert_eq!(told(text).as_deref(), Some("3/10 - 8/20 x 100"), "{text}");
        }
        for text in [
            "indicator('K') / indicator('L')",
            "(item('A', sex => 'F') / item('A')) / (item('B', sex => 'F') / item('B'))",
            "(item('A', sex => 'F') / item('A') * 100) / indicator('L')",
        ] {
            assert_eq!(told(text).as_deref(), Some("3/10 : 8/20 x 1"), "{text}");
        }
        let parity = value(fraction("indicator('K')", "indicator('L')", 100), |_| ()).compared.unwrap();
        assert_eq!((parity.contrast, parity.factor), (Contrast::RatioOfShares, d("100")));
    }

    #[test]
    fn two_rates_make_a_gap_and_nothing_else() {
        let with = |text: &str, rates: &[&str]| {
            let change = |catalogue: &mut heng_plan::model::Catalogue| {
                let of = catalogue.indicators.values_mut().filter(|one| rates.contains(&one.code.as_str()));
                of.for_each(|one| one.kind = IndicatorKind::Rate);
            };
            value(expression(text), change).compared.map(|compared| compared.contrast)
        };
        let gap = "indicator('K') - indicator('L')";
        assert_eq!(with(gap, &["K", "L"]), Some(Contrast::GapOfRates));
        assert_eq!(with("(indicator('K') - indicator('L')) * 2", &["K", "L"]), Some(Contrast::GapOfRates));
        assert_eq!(with(gap, &["K"]), None);
        assert_eq!(with("indicator('K') / indicator('L')", &["K", "L"]), None);
        assert_eq!(with("indicator('K') - item('B', sex => 'F') / item('B') * 100", &["K"]), None);
    }

    #[test]
    fn other_forms_compare_no_shares() {
        for text in [
            "item('A') - item('B')",
            "item('A', sex => 'F') / item('A')",
            "indicator('K') - 30",
            "indicator('K') + indicator('L')",
            "indicator('K') - item('B', sex => 'F') / item('B')",
            "abs(indicator('K') - indicator('L'))",
            "indicator('K') * 0 - indicator('L') * 0",
            // Women to men are no share.
            "item('A', sex => 'F') / item('A', sex => 'M') - item('B', sex => 'F') / item('B')",
            // Women's and men's share of the same people are not two samples.
            "item('A', sex => 'F') / item('A') - (item('A') - item('A', sex => 'F')) / item('A')",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn what_counts_no_things_of_one_kind_is_no_share() {
        let gap = || expression("item('A', sex => 'F') / item('A') - item('B', sex => 'F') / item('B')");
        let with = |change: fn(&mut heng_plan::model::Item)| {
            let change = move |catalogue: &mut heng_plan::model::Catalogue| {
                change(catalogue.items.values_mut().next().unwrap());
            };
            value(gap(), change).compared
        };
        assert!(with(|_| ()).is_some());
        assert_eq!(with(|item| item.value_type = ValueType::Decimal), None);
        let kind = |catalogue: &mut heng_plan::model::Catalogue| {
            catalogue.indicators.values_mut().for_each(|one| one.kind = IndicatorKind::GrossRate);
        };
        assert_eq!(value(expression("indicator('K') - indicator('L')"), kind).compared, None);
        let unit = |catalogue: &mut heng_plan::model::Catalogue| {
            catalogue.items.values_mut().next().unwrap().unit = "元".to_owned();
        };
        let mixed = expression("item('A') / item('B') - item('B', sex => 'F') / item('B')");
        assert_eq!(value(mixed, unit).compared, None);
    }
}
