//! What is wrong with the formulas of a catalogue, each with the character at which it is: no formula at all, functions and
//! operators that there are not, nothing named, a denominator that is always zero, figures of different units of measure and
//! of different frequency where they should be of one.

use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula, IndicatorKind};
use rust_decimal::Decimal;
use sqlparser::ast;

use super::measures::{Measure, Measuring, Unit};
use super::parse::{DEEPEST, Reader, comparison, tree};
use super::{indicators, items};

const FILE: &str = "indicators.csv";

/// Every fault of every formula, in the catalogue's order. Whether what a formula names exists, and whether formulas run in
/// circles, the package says by itself.
pub fn faults(catalogue: &Catalogue) -> Vec<Problem> {
    let all = catalogue.indicators.values().flat_map(Indicator::definitions);
    all.flat_map(|indicator| of_indicator(indicator, catalogue)).collect()
}

fn of_indicator(indicator: &Indicator, catalogue: &Catalogue) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut take = |column: &str, problems: Vec<Problem>| {
        found.extend(problems.into_iter().map(|one| one.file(FILE).field(format!("{}.{column}", indicator.code))));
    };
    match &indicator.formula {
        IndicatorFormula::Published => {}
        IndicatorFormula::Expression { text } => take("formula", Text::read(text, catalogue).told()),
        IndicatorFormula::Fraction { numerator, denominator: None, factor } => {
            let mut numerator = Text::read(numerator, catalogue);
            if indicator.kind == IndicatorKind::Count {
                numerator.counts(*factor, &indicator.unit);
            }
            take("numerator", numerator.told());
        }
        IndicatorFormula::Fraction { numerator, denominator: Some(denominator), .. } => {
            let (numerator, mut denominator) = (Text::read(numerator, catalogue), Text::read(denominator, catalogue));
            denominator.divides(numerator.measure, indicator);
            take("numerator", numerator.told());
            take("denominator", denominator.told());
        }
    }
    found
}

/// One formula of an indicator, gone through.
struct Text<'a> {
    through: Measuring<'a>,
    /// None where it cannot be read or names nothing, so that nothing else is to be said of it.
    tree: Option<ast::Expr>,
    measure: Measure<'a>,
}

impl<'a> Text<'a> {
    fn read(text: &'a str, catalogue: &'a Catalogue) -> Self {
        let reader = Reader { text, check: false };
        let mut read = Self {
            through: Measuring { reader, catalogue, found: Vec::new() },
            tree: None,
            measure: Measure::default(),
        };
        let found = &mut read.through.found;
        match tree(text) {
            Err(problem) => found.push(problem),
            Ok(tree) => match reader.number(&tree, 0) {
                Err(_) => unreadable(reader, &tree, 0, found),
                Ok(expr) if items(&expr).is_empty() && indicators(&expr).is_empty() => {
                    found.push(Problem::new(&kinds::PACKAGE_FORMULA_EMPTY).with("value", text));
                }
                Ok(_) => {
                    read.measure = read.through.measure(&tree);
                    read.tree = Some(tree);
                }
            },
        }
        read
    }

    /// Its faults from left to right.
    fn told(self) -> Vec<Problem> {
        let mut found = self.through.found;
        let column = |problem: &Problem| problem.details.get("column").and_then(|column| column.parse::<usize>().ok());
        found.sort_by_key(column);
        found
    }

    /// As the whole of a count it has the unit of what is counted.
    fn counts(&mut self, factor: Decimal, unit: &str) {
        let Some(tree) = &self.tree else { return };
        if let Some(own) = self.measure.times(factor).unit
            && own.differs(Unit::of(unit))
            && counted(own.name) != counted(unit)
        {
            let own = own.name;
            let zh = format!("个数类指标的计量单位应与所计的相同，这里是“{own}”，指标是“{unit}”");
            let en = format!("a count has the unit of measure of what it counts, here “{own}”, the indicator “{unit}”");
            self.through.add(tree, &zh, &en);
        }
    }

    /// As a denominator it is never always zero, and of the kind of its numerator.
    fn divides(&mut self, numerator: Measure<'a>, indicator: &Indicator) {
        let Some(tree) = &self.tree else { return };
        if self.through.constant(tree).is_some_and(|number| number.is_zero()) {
            self.through.zero(tree);
        }
        self.through.equally_often(numerator, self.measure, tree);
        let share = indicator.kind == IndicatorKind::Proportion && indicator.unit == "%";
        if let (Some(part), Some(whole), true) = (numerator.unit, self.measure.unit, share)
            && part.differs(whole)
            && counted(part.name) != counted(whole.name)
        {
            let (part, whole) = (part.name, whole.name);
            let zh = format!("占比的分子、分母计量单位应相同，这里是“{part}”和“{whole}”");
            let en = format!(
                "numerator and denominator of a proportion have one unit of measure, here “{part}” and “{whole}”"
            );
            self.through.add(tree, &zh, &en);
        }
    }
}

/// Words that count single things, of which Chinese has one for each kind of thing: of 件 cases each may get a 份 of paper.
const SINGLE: &[&str] = &["个", "所", "件", "份", "例", "宗", "起", "家", "处", "座", "项"];

/// What a count counts by: any word for single things is as good as another, and a year's count is a count.
fn counted(unit: &str) -> &str {
    let unit = unit.strip_suffix("/年").unwrap_or(unit);
    if SINGLE.contains(&unit) { "个" } else { unit }
}

/// Everything in a text that keeps it from being read, not only the first.
fn unreadable(reader: Reader<'_>, node: &ast::Expr, depth: usize, found: &mut Vec<Problem>) {
    let Err(own) = reader.number(node, depth) else { return };
    if depth <= DEEPEST {
        for inner in within(node) {
            unreadable(reader, inner, depth + 1, found);
        }
    }
    // What only holds something wrong fails with the same words.
    if !found.contains(&own) {
        found.push(own);
    }
}

/// The numbers that something is made of.
fn within(node: &ast::Expr) -> Vec<&ast::Expr> {
    match node {
        ast::Expr::Nested(inner) | ast::Expr::UnaryOp { expr: inner, .. } => vec![inner],
        ast::Expr::BinaryOp { left, right, .. } => vec![left, right],
        ast::Expr::Case { conditions, else_result, .. } => {
            let parts = conditions.iter().flat_map(|when| sides(&when.condition).into_iter().chain([&when.result]));
            parts.chain(else_result.as_deref()).collect()
        }
        // The arguments of these are no numbers, and the call itself tells them.
        ast::Expr::Function(call) if matches!(call.name.to_string().to_lowercase().as_str(), "item" | "indicator") => {
            Vec::new()
        }
        ast::Expr::Function(call) => numbers(call),
        _ => Vec::new(),
    }
}

/// Both sides of a comparison.
fn sides(condition: &ast::Expr) -> Vec<&ast::Expr> {
    match condition {
        ast::Expr::Nested(inner) => sides(inner),
        ast::Expr::BinaryOp { left, op, right } if comparison(op).is_some() => vec![left, right],
        _ => Vec::new(),
    }
}

/// The arguments of a call that are numbers: all but quoted and named ones.
pub(super) fn numbers(call: &ast::Function) -> Vec<&ast::Expr> {
    let ast::FunctionArguments::List(list) = &call.args else { return Vec::new() };
    let mut numbers = Vec::new();
    for argument in &list.args {
        if let ast::FunctionArg::Unnamed(ast::FunctionArgExpr::Expr(inner)) = argument
            && !is_text(inner)
        {
            numbers.push(inner);
        }
    }
    numbers
}

fn is_text(node: &ast::Expr) -> bool {
    matches!(node, ast::Expr::Value(value) if !matches!(value.value, ast::Value::Number(..)))
}

#[cfg(test)]
#[path = "faults_tests.rs"]
mod tests;
