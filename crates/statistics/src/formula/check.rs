//! Conditions that a check states, and whether they hold for the answers that are looked at.
//!
//! A condition is made of comparisons, `and`, `or`, `not`, `missing(x)` and `reported(x)`. It is as strict as a formula: where
//! an input is missing it neither holds nor fails, and the check says nothing.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{ItemCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::Problem;
use heng_plan::model::{Catalogue, Plan};
use rust_decimal::Decimal;
use sqlparser::ast::{self, BinaryOperator, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator};

use super::asked::Asked;
use super::eval::{self, Inputs, Scope, Trace, decide};
use super::parse::{Reader, tree};
use super::{Condition, Expr, Formulas, divides, walk};
use crate::dataset::Dataset;
use crate::observation::{Key, Subject};
use crate::reason::Reason;

/// A condition, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    Compare(Condition),
    And(Box<Test>, Box<Test>),
    Or(Box<Test>, Box<Test>),
    Not(Box<Test>),
    /// The answer says that there is no figure.
    Missing(Expr),
    /// There is a figure.
    Reported(Expr),
}

/// The cell that is looked at and all that may be read about it.
#[derive(Clone, Copy)]
pub struct About<'a> {
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    pub formulas: &'a Formulas,
    /// What is settled: figures of other periods than those asked about.
    pub data: &'a Dataset,
    /// The answers of the periods asked about; nothing else counts for these.
    pub answers: &'a Dataset,
    pub periods: &'a [Period],
    /// The unit whose cell it is: figures are of its area.
    pub unit: &'a UnitCode,
    pub period: Period,
    pub item: &'a ItemCode,
    pub breakdown: &'a Breakdown,
}

const CONDITION_ZH: &str = "这里应是一个条件：比较、and、or、not、missing(…)、reported(…)";
const CONDITION_EN: &str = "a condition belongs here: a comparison, and, or, not, missing(…), reported(…)";
/// Deepest nesting that is read.
const DEEPEST: usize = 60;

/// Reads a condition such as `item('A', sex => 'F') <= item('A') and reported(item('B'))`.
///
/// # Errors
/// The first thing that is no condition, with the character at which it begins, as for a formula.
pub fn parse_test(text: &str) -> Result<Test, Problem> {
    Reader { text, check: true }.test(&tree(text)?, 0)
}

/// Reads a formula of a check, which may name `cell()`, `unit(…)` and `reference(…)`.
///
/// # Errors
/// As for a formula.
pub fn parse_number(text: &str) -> Result<Expr, Problem> {
    Reader { text, check: true }.number(&tree(text)?, 0)
}

impl Reader<'_> {
    fn test(&self, node: &ast::Expr, depth: usize) -> Result<Test, Problem> {
        if depth > DEEPEST {
            return Err(self.refused(node, "条件嵌套太深", "nested too deep"));
        }
        let inner = |node: &ast::Expr| self.test(node, depth + 1).map(Box::new);
        match node {
            ast::Expr::Nested(nested) => self.test(nested, depth + 1),
            ast::Expr::UnaryOp { op: UnaryOperator::Not, expr } => Ok(Test::Not(inner(expr)?)),
            ast::Expr::BinaryOp { left, op: BinaryOperator::And, right } => Ok(Test::And(inner(left)?, inner(right)?)),
            ast::Expr::BinaryOp { left, op: BinaryOperator::Or, right } => Ok(Test::Or(inner(left)?, inner(right)?)),
            ast::Expr::BinaryOp { .. } => self.condition(node, depth).map(Test::Compare),
            ast::Expr::Function(call) => {
                let name = call.name.to_string().to_lowercase();
                let of = single(call).ok_or_else(|| self.refused(node, CONDITION_ZH, CONDITION_EN))?;
                match name.as_str() {
                    "missing" => Ok(Test::Missing(self.number(of, depth + 1)?)),
                    "reported" => Ok(Test::Reported(self.number(of, depth + 1)?)),
                    _ => Err(self.refused(node, CONDITION_ZH, CONDITION_EN)),
                }
            }
            _ => Err(self.refused(node, CONDITION_ZH, CONDITION_EN)),
        }
    }
}

/// The argument of a call that has one and no name to it.
fn single(call: &ast::Function) -> Option<&ast::Expr> {
    match &call.args {
        FunctionArguments::List(list) => match list.args.as_slice() {
            [FunctionArg::Unnamed(FunctionArgExpr::Expr(of))] => Some(of),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the condition holds; none where an input is missing, so that it cannot be said.
pub fn holds(test: &Test, text: &str, about: &About<'_>) -> Option<bool> {
    let inputs = about.inputs();
    decided(test, text, inputs, &about.scope())
}

/// Whether the condition can be decided and does not hold: as [`holds`], and no more is looked up than that needs.
pub fn fails(test: &Test, text: &str, about: &About<'_>) -> bool {
    failing(test, text, about.inputs(), &about.scope())
}

/// The value of a formula of a check; none where an input is missing.
pub fn number(expr: &Expr, text: &str, about: &About<'_>) -> Option<Decimal> {
    let found = eval::eval(expr, text, about.inputs(), &about.scope(), &mut Trace::default())?;
    Some(if divides(expr) { eval::cut(found) } else { found })
}

impl<'a> About<'a> {
    /// The figure that the cell itself is answered with.
    pub fn answered(&self) -> Option<Decimal> {
        let key = Key {
            subject: Subject::Item(self.item.clone()),
            area: self.plan.area_of(self.unit).clone(),
            period: self.period,
            breakdown: self.breakdown.clone(),
        };
        self.answers.best(&key)?.usable()
    }

    fn inputs(&self) -> Inputs<'a> {
        let asked =
            Asked { plan: self.plan, answers: self.answers, periods: self.periods, item: self.item, unit: None };
        let area = self.plan.area_of(self.unit);
        Inputs {
            catalogue: self.catalogue,
            formulas: self.formulas,
            data: self.data,
            area,
            asked: Some(asked),
            reads: None,
        }
    }

    fn scope(&self) -> Scope {
        Scope { period: self.period, breakdown: self.breakdown.clone(), fresh: true, path: Vec::new() }
    }
}

fn decided(test: &Test, text: &str, inputs: Inputs, scope: &Scope) -> Option<bool> {
    match test {
        Test::Compare(condition) => decide(condition, text, inputs, scope, &mut Trace::default()),
        Test::And(left, right) => Some(both(left, right, text, inputs, scope)? == (true, true)),
        Test::Or(left, right) => Some(both(left, right, text, inputs, scope)? != (false, false)),
        Test::Not(inner) => Some(!decided(inner, text, inputs, scope)?),
        Test::Reported(expr) => Some(eval::eval(expr, text, inputs, scope, &mut Trace::default()).is_some()),
        Test::Missing(expr) => {
            let mut trace = Trace::default();
            let found = eval::eval(expr, text, inputs, scope, &mut trace);
            let said = |reason: &Reason| matches!(reason, Reason::Missing { .. } | Reason::Confidential { .. });
            Some(found.is_none() && trace.reasons.iter().all(said))
        }
    }
}

/// What makes it fail decides what need not be looked at: an `or` fails with both sides alone, whatever one of them lacks.
fn failing(test: &Test, text: &str, inputs: Inputs, scope: &Scope) -> bool {
    match test {
        Test::Or(left, right) => failing(left, text, inputs, scope) && failing(right, text, inputs, scope),
        Test::Not(inner) => decided(inner, text, inputs, scope) == Some(true),
        _ => decided(test, text, inputs, scope) == Some(false),
    }
}

/// Both sides, for neither is left out: what one lacks, the whole lacks.
fn both(left: &Test, right: &Test, text: &str, inputs: Inputs, scope: &Scope) -> Option<(bool, bool)> {
    let (left, right) = (decided(left, text, inputs, scope), decided(right, text, inputs, scope));
    Some((left?, right?))
}

/// Every formula within a condition.
pub fn formulas(test: &Test) -> Vec<&Expr> {
    match test {
        Test::Compare(condition) => vec![&condition.left, &condition.right],
        Test::And(left, right) | Test::Or(left, right) => [formulas(left), formulas(right)].concat(),
        Test::Not(inner) => formulas(inner),
        Test::Missing(expr) | Test::Reported(expr) => vec![expr],
    }
}

/// What formulas name that a plan must know: units, and dimensions that are summed over.
pub fn units_and_dimensions<'e>(exprs: &[&'e Expr]) -> (Vec<&'e str>, Vec<&'e str>) {
    let (mut units, mut dimensions) = (Vec::new(), Vec::new());
    for expr in exprs {
        walk(expr, &mut |node| match node {
            Expr::Unit { unit, .. } => units.push(unit.as_str()),
            Expr::SumOver { dimension, .. } => dimensions.push(dimension.as_str()),
            _ => {}
        });
    }
    (units, dimensions)
}

#[cfg(test)]
mod tests {
    use heng_base::problem::kinds;

    use super::*;
    use crate::sample::{catalogue, empty, indicator, observed, plan, reference, town};

    /// In 2020 are answered: A 6 (F 4, M 2), B not counted; the towns say A 2 and 3, and the third that it cannot be.
    /// In 2019 A was 5.
    fn run(text: &str, cell: &str, by: &str) -> Option<bool> {
        let share = heng_plan::model::IndicatorFormula::Expression { text: "item('A') * 10".to_owned() };
        let mut catalogue = catalogue(vec![indicator("K", share)]);
        catalogue.references = vec![reference("K", "110000", 2014, "1"), reference("K", "110000", 2018, "58")];
        let plan = plan();
        let data =
            Dataset::new(vec![observed(9, "A", "", 2019, "5", "s"), observed(8, "A", "", 2020, "99", "s")], |_| 1);
        let answers = vec![
            observed(1, "A", "", 2020, "6", "unit-U"),
            observed(2, "A", "sex=F", 2020, "4", "unit-U"),
            observed(3, "A", "sex=M", 2020, "2", "unit-U"),
            empty(4, "B", 2020, "not_counted", "O", "F", "unit-U"),
            town(5, "T1", "A", Some("2")),
            town(6, "T2", "A", Some("3")),
            town(7, "T3", "A", None),
        ];
        let answers = Dataset::new(answers, |_| 1);
        let (unit, item) = (UnitCode::parse("U").unwrap(), ItemCode::parse(cell).unwrap());
        let about = About {
            plan: &plan,
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            data: &data,
            answers: &answers,
            periods: &[Period::year(2020)],
            unit: &unit,
            period: Period::year(2020),
            item: &item,
            breakdown: &Breakdown::parse(by).unwrap(),
        };
        let test = parse_test(text).unwrap();
        let held = holds(&test, text, &about);
        assert_eq!(fails(&test, text, &about), held == Some(false), "{text}");
        held
    }

    #[test]
    fn says_what_holds() {
        for (text, expected) in [
            ("item('A') = 6", true),
            ("item('A', sex => 'F') > item('A')", false),
            ("item('A') > 5 and not (item('A') > 6)", true),
            ("item('A') > 9 or item('A') > 5", true),
            ("cell() = 6 and cell(sex => 'M') = 2", true),
            ("cell() - prev(cell()) = 1", true),
            ("sum_over(cell(), 'sex') = cell()", true),
            ("indicator('K') = 60", true),
            ("reference(indicator('K'), '110000') = 58", true),
            ("abs(indicator('K') - reference(indicator('K'), '110000')) <= 2", true),
            ("reported(item('A')) and not missing(item('A'))", true),
            ("missing(item('B')) and not reported(item('B'))", true),
            ("missing(item('C'))", false),
            ("reported(item('C'))", false),
        ] {
            assert_eq!(run(text, "A", ""), Some(expected), "{text}");
        }
        assert_eq!(run("cell() < cell(sex => '_T') and cell() > item('A', sex => 'M')", "A", "sex=F"), Some(true));
    }

    #[test]
    fn what_lacks_an_input_is_not_said() {
        for text in [
            "item('B') = 0",
            "item('C') = 0",
            "not item('B') > 0",
            "item('A') > 0 or item('B') > 0",
            "item('A') > 9 and item('B') > 0",
            "item('A') > 9 or item('B') > 0",
            "item('B') > 0 or item('A') > 9",
            "prev(prev(item('A'))) = 0",
            "item('A') / 0 > 1",
            "reference(indicator('K'), '990000') = 1",
            "sum_over(item('B'), 'town') = 1",
        ] {
            assert_eq!(run(text, "A", ""), None, "{text}");
        }
        assert_eq!(run("prev(item('A')) = 5", "A", ""), Some(true));
    }

    #[test]
    fn units_report_for_their_own_areas() {
        for (text, expected) in [
            ("unit(item('A'), 'T1') = 2", Some(true)),
            ("unit(cell(), 'U') = 6", Some(true)),
            ("sum_over(item('A'), 'town') = 5", Some(true)),
            ("sum_over(cell(), 'town') < cell()", Some(true)),
            ("unit(item('B'), 'T1') = 0", None),
            ("unit(item('A'), 'V') = 6", None),
        ] {
            assert_eq!(run(text, "A", ""), expected, "{text}");
        }
    }

    #[test]
    fn names_the_place_of_what_it_refuses() {
        let refused = |text: &str| {
            let problem = parse_test(text).unwrap_err();
            (problem.kind.code, problem.details["column"].clone(), problem.details["given"].clone())
        };
        let of = |code, column: &str, given: &str| (code, column.to_owned(), given.to_owned());
        assert_eq!(refused("item('A')"), of("formula.forbidden", "1", "item('A')"));
        assert_eq!(refused("item('A') > 0 and item('B')"), of("formula.forbidden", "19", "item('B')"));
        assert_eq!(refused("item('A') > 0 xor 1 = 1").0, "formula.forbidden");
        assert_eq!(refused("item('A') > 'x'"), of("formula.forbidden", "13", "'x'"));
        assert_eq!(refused("missing(item('A'), 1)").0, "formula.forbidden");
        assert_eq!(refused("unit(item('A')) > 1").0, "formula.argument");
        assert_eq!(refused("reference(item('A'), '000000') > 1").0, "formula.argument");
        assert_eq!(refused("cell('sex') > 1").0, "formula.argument");
        assert_eq!(refused("item('A') >").0, "formula.syntax");
        assert!(super::super::parse("cell() + 1").is_err(), "an indicator has no cell");
        assert_eq!(parse_number("cell() >").unwrap_err().kind.code, kinds::FORMULA_SYNTAX.code);
        assert!(parse_test(&format!("{}1 = 1{}", "(".repeat(900), ")".repeat(900))).is_err());
    }

    #[test]
    fn names_units_and_dimensions() {
        let test = parse_test("unit(item('A'), 'T1') = sum_over(cell(), 'town') and not 1 > 2").unwrap();
        assert_eq!(units_and_dimensions(&formulas(&test)), (vec!["T1"], vec!["town"]));
    }
}
