//! Formulas: a text in SQL's expression syntax → a tree of our own → a number or the reasons why there is none.
//!
//! The tree holds no parser's and no engine's types, so that another engine can run the same formulas.

mod asked;
pub mod check;
mod compiled;
mod constant;
pub(crate) mod eval;
mod faults;
mod functions;
mod measures;
mod pair;
mod parse;
mod words;

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{IndicatorCode, ItemCode};
use rust_decimal::Decimal;

pub use compiled::{Formula, Formulas, Part, Shape};
pub use faults::faults;
pub use functions::Function;
pub use parse::parse;
pub(crate) use words::words;

/// A formula, read. Every operator is strict: what one input lacks, the whole lacks.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    Number(Decimal),
    Item(Reference<ItemCode>),
    Indicator(Reference<IndicatorCode>),
    /// Everything within, one year earlier.
    Prev(Box<Expr>),
    /// Everything within, on average over this year and the ones before, as many as said; each must be there.
    AverageOver {
        of: Box<Expr>,
        years: u32,
    },
    /// An item, or the cell that is checked, summed over all codes of a dimension, each of which must be there. In a check
    /// the dimension may be a type of units, each with an area of its own.
    SumOver {
        of: Box<Expr>,
        dimension: String,
    },
    /// The cell that is checked, in a check alone, with the dimensions that the check fixes.
    Cell(BTreeMap<String, String>),
    /// Everything within as one unit reports it, in a check alone.
    Unit {
        of: Box<Expr>,
        unit: String,
    },
    /// What is published of the indicator for another area, in a check alone: the last figure of at most five years.
    Published {
        indicator: Reference<IndicatorCode>,
        area: String,
    },
    Negate(Box<Expr>),
    Binary {
        operator: Arithmetic,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Call {
        function: &'static Function,
        arguments: Vec<Expr>,
    },
    /// The first branch whose condition holds; a condition that cannot be decided gives no value.
    Case {
        branches: Vec<(Condition, Expr)>,
        otherwise: Box<Expr>,
    },
}

/// A named input with the dimensions that the formula itself fixes; `_T` fixes the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference<C> {
    pub code: C,
    pub fixed: BTreeMap<String, String>,
}

impl<C> Reference<C> {
    /// The breakdown to look up when the formula is asked for `asked`: what the formula fixes wins.
    pub fn within(&self, asked: &Breakdown) -> Breakdown {
        fixed_within(&self.fixed, asked)
    }
}

fn fixed_within(fixed: &BTreeMap<String, String>, asked: &Breakdown) -> Breakdown {
    fixed.iter().fold(asked.clone(), |breakdown, (dimension, code)| breakdown.with(dimension, code))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub left: Expr,
    pub comparison: Comparison,
    pub right: Expr,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Comparison {
    pub fn holds(self, left: Decimal, right: Decimal) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// The items named in a formula with the breakdown that it fixes, each once, in order of appearance.
pub fn items(expr: &Expr) -> Vec<(ItemCode, Breakdown)> {
    let mut found = Vec::new();
    walk(expr, &mut |node| {
        if let Expr::Item(item) = node {
            let used = (item.code.clone(), item.within(&Breakdown::total()));
            if !found.contains(&used) {
                found.push(used);
            }
        }
    });
    found
}

/// The indicators named in a formula, each once, in order of appearance, published ones too.
pub fn indicators(expr: &Expr) -> Vec<IndicatorCode> {
    let mut found = Vec::new();
    walk(expr, &mut |node| {
        if let Expr::Indicator(indicator) | Expr::Published { indicator, .. } = node
            && !found.contains(&indicator.code)
        {
            found.push(indicator.code.clone());
        }
    });
    found
}

/// Whether the formula looks at the year before.
pub fn looks_back(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |node| found |= matches!(node, Expr::Prev(_) | Expr::AverageOver { .. }));
    found
}

/// Whether a quotient, which is cut at 28 digits, may be among its parts.
pub(crate) fn divides(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |node| {
        found |= match node {
            Expr::Indicator(_) | Expr::AverageOver { .. } | Expr::Binary { operator: Arithmetic::Divide, .. } => true,
            Expr::Call { function, .. } => function.divides,
            _ => false,
        };
    });
    found
}

fn walk<'e>(expr: &'e Expr, visit: &mut impl FnMut(&'e Expr)) {
    visit(expr);
    match expr {
        Expr::Number(_) | Expr::Item(_) | Expr::Indicator(_) | Expr::Cell(_) | Expr::Published { .. } => {}
        Expr::SumOver { of: inner, .. } | Expr::Unit { of: inner, .. } | Expr::AverageOver { of: inner, .. } => {
            walk(inner, visit);
        }
        Expr::Prev(inner) | Expr::Negate(inner) => walk(inner, visit),
        Expr::Binary { left, right, .. } => {
            walk(left, visit);
            walk(right, visit);
        }
        Expr::Call { arguments, .. } => arguments.iter().for_each(|argument| walk(argument, visit)),
        Expr::Case { branches, otherwise } => {
            for (condition, then) in branches {
                walk(&condition.left, visit);
                walk(&condition.right, visit);
                walk(then, visit);
            }
            walk(otherwise, visit);
        }
    }
}

#[cfg(test)]
mod derived_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_a_formula_uses() {
        let expr = parse(
            "CASE WHEN item('B') > 0 THEN item('A', sex => 'F') / item('B') ELSE prev(indicator('K')) END \
             + sum_over(item('A'), 'sex') + item('B')",
        )
        .unwrap();
        let named: Vec<_> = items(&expr).into_iter().map(|(code, by)| format!("{code}[{by}]")).collect();
        assert_eq!(named, ["B[]", "A[sex=F]", "A[]"]);
        assert_eq!(indicators(&expr), [IndicatorCode::parse("K").unwrap()]);
        assert!(looks_back(&expr));
        assert!(!looks_back(&parse("item('A')").unwrap()));
    }
}
