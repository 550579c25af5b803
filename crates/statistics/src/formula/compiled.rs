//! The formulas of a catalogue, read once, and what each of them names.

use std::collections::BTreeSet;

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula};
use indexmap::IndexMap;
use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

use super::pair::Pair;
use super::{Expr, divides, indicators, items, looks_back, parse};

/// The formulas of all indicators of a catalogue, in its order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Formulas(IndexMap<IndicatorCode, Formula, FxBuildHasher>);

/// An indicator's formula, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    pub shape: Shape,
    /// What it names, each once, in its order.
    pub items: Vec<ItemCode>,
    pub indicators: Vec<IndicatorCode>,
    /// It looks at the year before.
    pub(crate) looks_back: bool,
    /// It sets two shares beside each other.
    pub(crate) pair: Option<Pair>,
    /// Of the definition that begins with this year.
    valid_from: Option<i32>,
    /// Those of the indicator's definitions of other years. What they name, this one names too.
    earlier: Vec<Formula>,
}

/// How the value is made of its parts.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Only published values are known.
    Published,
    Expression(Part),
    /// numerator / denominator × factor.
    Fraction {
        numerator: Part,
        denominator: Option<Part>,
        factor: Decimal,
    },
}

/// One formula of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// As written, for reasons that concern the whole of it.
    pub text: String,
    /// None where it cannot be read; checking the catalogue says where and why.
    pub expr: Option<Expr>,
    /// A quotient, which is cut at 28 digits, may be among its parts.
    pub(crate) divides: bool,
}

impl Part {
    pub(crate) fn read(text: &str) -> Self {
        let expr = parse(text).ok();
        Self { text: text.to_owned(), divides: expr.as_ref().is_some_and(divides), expr }
    }
}

impl Formula {
    fn read(indicator: &Indicator) -> Self {
        let mut formula = Self::of_definition(indicator);
        formula.earlier = indicator.earlier.iter().map(Self::of_definition).collect();
        for other in &formula.earlier {
            add_each(&mut formula.items, other.items.iter().cloned());
            add_each(&mut formula.indicators, other.indicators.iter().cloned());
        }
        formula
    }

    fn of_definition(indicator: &Indicator) -> Self {
        let shape = match &indicator.formula {
            IndicatorFormula::Published => Shape::Published,
            IndicatorFormula::Expression { text } => Shape::Expression(Part::read(text)),
            IndicatorFormula::Fraction { numerator, denominator, factor } => Shape::Fraction {
                numerator: Part::read(numerator),
                denominator: denominator.as_deref().map(Part::read),
                factor: *factor,
            },
        };
        let mut formula = Self {
            pair: Pair::of(&shape),
            shape,
            items: Vec::new(),
            indicators: Vec::new(),
            looks_back: false,
            valid_from: indicator.valid_from,
            earlier: Vec::new(),
        };
        let exprs: Vec<Expr> = formula.parts().filter_map(|part| part.expr.clone()).collect();
        for expr in &exprs {
            let named = items(expr).into_iter().map(|(item, _)| item);
            add_each(&mut formula.items, named);
            add_each(&mut formula.indicators, indicators(expr));
            formula.looks_back |= looks_back(expr);
        }
        formula
    }

    /// The formula or formulas that it is made of, the numerator first.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        let (first, second) = match &self.shape {
            Shape::Published => (None, None),
            Shape::Expression(part) => (Some(part), None),
            Shape::Fraction { numerator, denominator, .. } => (Some(numerator), denominator.as_ref()),
        };
        first.into_iter().chain(second)
    }
}

fn add_each<T: PartialEq>(held: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for one in more {
        if !held.contains(&one) {
            held.push(one);
        }
    }
}

impl Formulas {
    pub fn read(catalogue: &Catalogue) -> Self {
        let read = |indicator: &Indicator| (indicator.code.clone(), Formula::read(indicator));
        Self(catalogue.indicators.values().map(read).collect())
    }

    pub fn of(&self, indicator: &IndicatorCode) -> Option<&Formula> {
        self.0.get(indicator)
    }

    /// That of a definition of an indicator.
    pub fn of_definition(&self, indicator: &Indicator) -> Option<&Formula> {
        let held = self.of(&indicator.code)?;
        let mut all = std::iter::once(held).chain(&held.earlier);
        all.find(|formula| formula.valid_from == indicator.valid_from)
    }

    /// The items that an indicator's own formula names.
    pub fn items(&self, indicator: &IndicatorCode) -> &[ItemCode] {
        self.of(indicator).map(|formula| formula.items.as_slice()).unwrap_or_default()
    }

    /// The indicators whose own formula names the item.
    pub fn of_item<'a>(&'a self, item: &'a ItemCode) -> impl Iterator<Item = &'a IndicatorCode> {
        self.0.iter().filter(|(_, formula)| formula.items.contains(item)).map(|(code, _)| code)
    }

    /// The indicators whose own formula names this one.
    pub fn dependents<'a>(&'a self, indicator: &'a IndicatorCode) -> impl Iterator<Item = &'a IndicatorCode> {
        self.0.iter().filter(|(_, formula)| formula.indicators.contains(indicator)).map(|(code, _)| code)
    }

    /// The year in which the newest of the definitions began that a figure of a year is computed by: the indicator's own, or
    /// that of an item or indicator that it is made of.
    pub fn defined_from(&self, indicator: &Indicator, catalogue: &Catalogue, year: i32) -> Option<i32> {
        let (items, others) = self.depends_on(&indicator.code);
        let items = items.into_iter().filter_map(|code| catalogue.items.get(code)?.in_year(year)?.valid_from);
        let others = others.into_iter().filter_map(|code| catalogue.indicators.get(code)?.in_year(year)?.valid_from);
        items.chain(others).chain(indicator.in_year(year).and_then(|one| one.valid_from)).max()
    }

    /// All that an indicator is computed from, near and far: items and indicators, itself left out.
    pub fn depends_on(&self, indicator: &IndicatorCode) -> (BTreeSet<&ItemCode>, BTreeSet<&IndicatorCode>) {
        let (mut items, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open: Vec<&IndicatorCode> = self.0.get_key_value(indicator).map(|(code, _)| code).into_iter().collect();
        while let Some(formula) = open.pop().and_then(|code| self.of(code)) {
            items.extend(&formula.items);
            open.extend(formula.indicators.iter().filter(|named| *named != indicator && seen.insert(*named)));
        }
        (items, seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{catalogue, expression, fraction, indicator};

    fn codes<'a>(found: impl IntoIterator<Item = &'a IndicatorCode>) -> Vec<&'a str> {
        found.into_iter().map(IndicatorCode::as_str).collect()
    }

    #[test]
    fn what_uses_and_what_is_used_is_known_both_ways() {
        let formulas = Formulas::read(&catalogue(vec![
            indicator("I1", fraction("item('A', sex => 'F')", "item('A')", 100)),
            indicator("I2", expression("indicator('I1') - prev(indicator('I1'))")),
            indicator("I3", expression("indicator('I2') + item('B')")),
            indicator("I4", IndicatorFormula::Published),
            indicator("I5", expression("no formula")),
        ]));
        let code = |text: &str| IndicatorCode::parse(text).unwrap();
        assert_eq!(codes(formulas.dependents(&code("I1"))), ["I2"]);
        let (items, indicators) = formulas.depends_on(&code("I3"));
        assert_eq!(items.into_iter().map(ItemCode::as_str).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(codes(indicators), ["I1", "I2"]);
        let a = ItemCode::parse("A").unwrap();
        assert_eq!(codes(formulas.of_item(&a)), ["I1"]);
        assert!(formulas.of(&code("I5")).unwrap().parts().all(|part| part.expr.is_none()));
        assert_eq!(formulas.of(&code("I4")).unwrap().parts().count(), 0);
        assert!(formulas.of(&code("I6")).is_none());
    }

    #[test]
    fn a_chain_that_comes_back_ends() {
        let formulas = Formulas::read(&catalogue(vec![
            indicator("I1", expression("indicator('I2')")),
            indicator("I2", expression("indicator('I1') + indicator('I2')")),
        ]));
        let (_, indicators) = formulas.depends_on(&IndicatorCode::parse("I1").unwrap());
        assert_eq!(codes(indicators), ["I2"]);
    }
}
