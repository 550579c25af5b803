//! What is wrong with the formulas of a catalogue, each with the character at which it is: no formula at all, a constant
//! zero as denominator, sums and comparisons of different units of measure, and of counts of different frequency.

use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Catalogue, Frequency, Indicator, IndicatorFormula};
use rust_decimal::Decimal;
use sqlparser::ast;

use super::parse::{Reader, arithmetic, comparison, fault, tree};
use super::{Arithmetic, Expr};

const FILE: &str = "indicators.csv";

/// Every fault of every formula, in the catalogue's order. Whether what a formula names exists, and whether formulas run in
/// circles, the package says by itself.
pub fn faults(catalogue: &Catalogue) -> Vec<Problem> {
    let all = catalogue.indicators.values().flat_map(Indicator::definitions);
    all.flat_map(|indicator| of_indicator(indicator, catalogue)).collect()
}

fn of_indicator(indicator: &Indicator, catalogue: &Catalogue) -> Vec<Problem> {
    let texts: Vec<(&str, &String)> = match &indicator.formula {
        IndicatorFormula::Published => Vec::new(),
        IndicatorFormula::Expression { text } => vec![("formula", text)],
        IndicatorFormula::Fraction { numerator, denominator, .. } => {
            let denominator = denominator.iter().map(|text| ("denominator", text));
            std::iter::once(("numerator", numerator)).chain(denominator).collect()
        }
    };
    let mut found = Vec::new();
    for (column, text) in texts {
        let placed = |problem: Problem| problem.file(FILE).field(format!("{}.{column}", indicator.code));
        found.extend(of_text(text, column == "denominator", catalogue).into_iter().map(placed));
    }
    found
}

fn of_text(text: &str, denominator: bool, catalogue: &Catalogue) -> Vec<Problem> {
    let reader = Reader { text, check: false };
    let read = tree(text).and_then(|tree| reader.number(&tree, 0).map(|expr| (tree, expr)));
    let (tree, expr) = match read {
        Ok(read) => read,
        Err(problem) => return vec![problem],
    };
    let mut faults = Faults { reader, catalogue, found: Vec::new() };
    if denominator && constant(&expr).is_some_and(|number| number.is_zero()) {
        faults.zero(&tree);
    }
    faults.walk(&tree);
    faults.found
}

struct Faults<'a> {
    reader: Reader<'a>,
    catalogue: &'a Catalogue,
    found: Vec<Problem>,
}

impl Faults<'_> {
    fn walk(&mut self, node: &ast::Expr) {
        match node {
            ast::Expr::Nested(inner) | ast::Expr::UnaryOp { expr: inner, .. } => self.walk(inner),
            ast::Expr::BinaryOp { left, op, right } => {
                self.walk(left);
                self.walk(right);
                self.binary(left, op, right);
            }
            ast::Expr::Case { conditions, else_result, .. } => {
                for when in conditions {
                    self.walk(&when.condition);
                    self.walk(&when.result);
                }
                else_result.iter().for_each(|otherwise| self.walk(otherwise));
            }
            ast::Expr::Function(call) => {
                if let ast::FunctionArguments::List(list) = &call.args {
                    for argument in &list.args {
                        if let ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(inner)) = argument {
                            self.walk(inner);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn binary(&mut self, left: &ast::Expr, op: &ast::BinaryOperator, right: &ast::Expr) {
        let (Ok(first), Ok(second)) = (self.reader.number(left, 0), self.reader.number(right, 0)) else { return };
        let operator = arithmetic(op);
        if operator == Some(Arithmetic::Divide) && constant(&second).is_some_and(|number| number.is_zero()) {
            self.zero(right);
        }
        let alike = matches!(operator, Some(Arithmetic::Add | Arithmetic::Subtract)) || comparison(op).is_some();
        if !alike {
            return;
        }
        if let (Some(first), Some(second)) = (unit(&first, self.catalogue), unit(&second, self.catalogue))
            && first != second
        {
            let zh = format!("相加、相减、比较的两边计量单位应相同，这里是“{first}”和“{second}”");
            let en =
                format!("both sides of a sum or comparison have one unit of measure, here “{first}” and “{second}”");
            self.add(right, &zh, &en);
        }
        if let (Some(first), Some(second)) = (months(&first, self.catalogue), months(&second, self.catalogue))
            && first != second
        {
            let zh = format!(
                "两边的频度应相同，这里是每 {first} 个月和每 {second} 个月；或在 items.csv 的 annual 列写明全年怎样得出"
            );
            let en = format!(
                "both sides are counted equally often, here every {first} and every {second} months; or say in annual of items.csv how a year comes about"
            );
            self.add(right, &zh, &en);
        }
    }

    fn zero(&mut self, node: &ast::Expr) {
        self.add(node, "除数不能是 0", "nothing is divided by zero");
    }

    fn add(&mut self, node: &ast::Expr, zh: &str, en: &str) {
        let given: String = node.to_string().chars().take(40).collect();
        self.found.push(fault(&kinds::FORMULA_FORBIDDEN, self.reader.column(node), &given, zh, en));
    }
}

/// The number that it is whatever the figures are.
fn constant(expr: &Expr) -> Option<Decimal> {
    match expr {
        Expr::Number(number) => Some(*number),
        Expr::Negate(inner) => constant(inner).map(|number| -number),
        Expr::Binary { operator, left, right } => {
            let (left, right) = (constant(left)?, constant(right)?);
            match operator {
                Arithmetic::Add => left.checked_add(right),
                Arithmetic::Subtract => left.checked_sub(right),
                Arithmetic::Multiply => left.checked_mul(right),
                Arithmetic::Divide => left.checked_div(right),
            }
        }
        _ => None,
    }
}

/// The unit of measure, where it is that of what is named; a product's is another, and a number's is any.
fn unit<'c>(expr: &Expr, catalogue: &'c Catalogue) -> Option<&'c str> {
    match expr {
        Expr::Item(item) => catalogue.items.get(&item.code).map(|held| held.unit.as_str()),
        Expr::Indicator(named) => catalogue.indicators.get(&named.code).map(|held| held.unit.as_str()),
        _ => within(expr).into_iter().find_map(|inner| unit(inner, catalogue)),
    }
}

/// Months between two counts, where it is an item that the catalogue does not sum up to a year.
fn months(expr: &Expr, catalogue: &Catalogue) -> Option<u8> {
    match expr {
        Expr::Item(item) => {
            let held = catalogue.items.get(&item.code)?;
            match held.frequency {
                _ if held.annual.is_some() => None,
                Frequency::Month => Some(1),
                Frequency::Quarter => Some(3),
                Frequency::Half => Some(6),
                _ => Some(12),
            }
        }
        Expr::Indicator(_) => None,
        _ => within(expr).into_iter().find_map(|inner| months(inner, catalogue)),
    }
}

/// What a figure is made of without becoming another kind of figure.
fn within(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Prev(inner) | Expr::Negate(inner) => vec![inner],
        Expr::SumOver { of, .. } | Expr::AverageOver { of, .. } => vec![of],
        Expr::Binary { operator: Arithmetic::Add | Arithmetic::Subtract, left, right } => vec![left, right],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{catalogue, expression, fraction, indicator};

    fn told(formula: IndicatorFormula) -> Vec<(String, String, String)> {
        let mut catalogue = catalogue(vec![indicator("I1", formula)]);
        catalogue.items[1].unit = "元".to_owned();
        catalogue.items[2].frequency = Frequency::Quarter;
        let of = |problem: &Problem| {
            let detail = |name: &str| problem.details.get(name).cloned().unwrap_or_default();
            (detail("column"), detail("given"), detail("expected_zh"))
        };
        faults(&catalogue).iter().map(of).collect()
    }

    #[test]
    fn each_fault_is_told_with_its_character() {
        for (text, column, given, words) in [
            ("item('A') +", "12", "…", "SQL"),
            ("item('A') + item('B')", "13", "item('B')", "“人”和“元”"),
            ("item('A') - prev(item('B')) * 2 - item('B')", "35", "item('B')", "计量单位"),
            ("abs(item('A') / (2 - 2))", "18", "(2 - 2)", "除数不能是 0"),
            ("item('A') / 0", "13", "0", "除数不能是 0"),
            ("CASE WHEN item('A') > item('B') THEN 1 ELSE 0 END", "23", "item('B')", "计量单位"),
            ("item('A') + item('C')", "13", "item('C')", "频度"),
        ] {
            let found = told(expression(text));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (column, given), "{text}");
            assert!(found[0].2.contains(words), "{text}: {}", found[0].2);
        }
        assert_eq!(told(fraction("item('A')", "0", 100)).len(), 1);
    }

    #[test]
    fn what_is_right_is_not_told() {
        for text in [
            "item('A') / item('B') + 1",
            "item('A', sex => 'F') - item('A', sex => 'M')",
            "item('A') * 2 - item('B') * 3",
            "item('A') / (2 - 1)",
            "CASE WHEN item('A') > 0 THEN item('B') ELSE 0 END",
        ] {
            assert_eq!(told(expression(text)), [], "{text}");
        }
    }
}
