//! Text → tree. SQL's expression syntax is read by `sqlparser`; whatever is not of the short list of a formula is
//! refused with its place, never passed on.

use std::collections::BTreeMap;
use std::ops::Range;

use heng_base::codes::{BadCode, IndicatorCode, ItemCode};
use heng_base::problem::{Kind, Problem, kinds};
use heng_base::text::character;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sqlparser::ast::{
    self, BinaryOperator, FunctionArg, FunctionArgExpr, FunctionArguments, Spanned, UnaryOperator, Value,
};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer};

use super::{Arithmetic, Comparison, Condition, Expr, Reference, functions};

/// Longest text and deepest nesting that is read: far above any real formula, far below what a stack holds.
const LONGEST: usize = 4000;
pub(super) const DEEPEST: usize = 100;

/// What a check may use as well.
const ALSO_ZH: &str = "、cell unit reference";
const ALSO_EN: &str = ", cell, unit, reference";

const ALLOWED_ZH: &str = "可用：item indicator prev avg_over sum_over abs greatest least round weighted、+ - * /、括号、比较、CASE WHEN … THEN … ELSE … END";
const ALLOWED_EN: &str = "allowed: item indicator prev avg_over sum_over abs greatest least round weighted, + - * /, parentheses, comparison, CASE WHEN … THEN … ELSE … END";

/// Reads a formula such as `item('A', sex => 'F') / item('A') * 100`.
///
/// # Errors
/// The first thing that is no formula, with the character at which it begins (counted from 1 over the whole text) and
/// what would be right.
pub fn parse(text: &str) -> Result<Expr, Problem> {
    Reader { text, check: false }.number(&tree(text)?, 0)
}

/// SQL's own tree of a text.
pub(super) fn tree(text: &str) -> Result<ast::Expr, Problem> {
    if text.trim().is_empty() {
        return Err(fault(&kinds::FORMULA_SYNTAX, 1, "", "公式不能为空", "a formula may not be empty"));
    }
    if text.chars().count() > LONGEST {
        let (zh, en) = (format!("公式不超过 {LONGEST} 个字符"), format!("at most {LONGEST} characters"));
        return Err(fault(&kinds::FORMULA_SYNTAX, LONGEST + 1, &tail(text, LONGEST + 1), &zh, &en));
    }
    let dialect = GenericDialect {};
    let mut parser = Parser::new(&dialect)
        .try_with_sql(text)
        .map_err(|error| syntax(text, located(&error.to_string()).unwrap_or(Location::new(1, 1))))?;
    let tree = parser.parse_expr();
    let next = parser.peek_token();
    match tree {
        Ok(tree) if next.token == Token::EOF => Ok(tree),
        Ok(_) => Err(syntax(text, next.span.start)),
        Err(error) => Err(syntax(text, located(&error.to_string()).unwrap_or(next.span.start))),
    }
}

/// The place that the parser's message ends in: `… at Line: 1, Column: 5`.
fn located(message: &str) -> Option<Location> {
    let (_, place) = message.rsplit_once("Line: ")?;
    let (line, column) = place.split_once(", Column: ")?;
    let digits: String = column.chars().take_while(char::is_ascii_digit).collect();
    Some(Location::new(line.parse().ok()?, digits.parse().ok()?))
}

fn syntax(text: &str, at: Location) -> Problem {
    let column = if at.line == 0 { text.chars().count() + 1 } else { column(text, at) };
    let (zh, en) = (
        "请用 SQL 的表达式写法，例如 item('X', sex => 'F') / item('X') * 100",
        "write an SQL expression, e.g. item('X', sex => 'F') / item('X') * 100",
    );
    fault(&kinds::FORMULA_SYNTAX, column, &tail(text, column), zh, en)
}

fn column(text: &str, at: Location) -> usize {
    character(text, at.line, at.column)
}

/// The first words of the text from a character on.
fn tail(text: &str, column: usize) -> String {
    let rest: String = text.chars().skip(column - 1).take(24).collect();
    if rest.trim().is_empty() { "…".to_owned() } else { rest.trim_end().to_owned() }
}

pub(super) fn fault(kind: &'static Kind, column: usize, given: &str, zh: &str, en: &str) -> Problem {
    Problem::new(kind).with("column", column).with("given", given).with("expected_zh", zh).with("expected_en", en)
}

#[derive(Clone, Copy)]
pub(super) struct Reader<'t> {
    pub text: &'t str,
    /// Reads the formula of a check, which may name more.
    pub check: bool,
}

impl Reader<'_> {
    pub(super) fn column(&self, node: &impl Spanned) -> usize {
        let start = node.span().start;
        if start.line == 0 { 1 } else { column(self.text, start) }
    }

    fn forbidden(&self, node: &ast::Expr) -> Problem {
        let (zh, en) = self.allowed();
        self.refused(node, &zh, &en)
    }

    /// What may be used instead, in Chinese and English.
    fn allowed(&self) -> (String, String) {
        let (zh, en) = if self.check { (ALSO_ZH, ALSO_EN) } else { ("", "") };
        (format!("{ALLOWED_ZH}{zh}"), format!("{ALLOWED_EN}{en}"))
    }

    /// An operator that is none of a formula's, told where it stands: SQL's tree knows only the places of what it joins, and
    /// between these are but brackets and signs beside it.
    fn operator(&self, operator: &str, between: Range<Location>, node: &ast::Expr) -> Problem {
        let (zh, en) = self.allowed();
        let dialect = GenericDialect {};
        let tokens = Tokenizer::new(&dialect, self.text).tokenize_with_location().unwrap_or_default();
        let is_own = |token: &TokenWithSpan| token.token.to_string().eq_ignore_ascii_case(operator);
        let own = tokens.into_iter().rfind(|token| between.contains(&token.span.start) && is_own(token));
        let column = own.map_or_else(|| self.column(node), |token| column(self.text, token.span.start));
        fault(&kinds::FORMULA_FORBIDDEN, column, operator, &zh, &en)
    }

    /// What stands here is none of what may stand here.
    pub(super) fn refused(&self, node: &ast::Expr, zh: &str, en: &str) -> Problem {
        let given: String = node.to_string().chars().take(40).collect();
        fault(&kinds::FORMULA_FORBIDDEN, self.column(node), &given, zh, en)
    }

    pub(super) fn number(&self, node: &ast::Expr, depth: usize) -> Result<Expr, Problem> {
        if depth > DEEPEST {
            let (zh, en) = (format!("嵌套不超过 {DEEPEST} 层"), format!("nested at most {DEEPEST} deep"));
            return Err(fault(&kinds::FORMULA_FORBIDDEN, 1, &tail(self.text, 1), &zh, &en));
        }
        let inner = |node: &ast::Expr| self.number(node, depth + 1);
        match node {
            ast::Expr::Nested(nested) => inner(nested),
            ast::Expr::Value(value) => match &value.value {
                Value::Number(digits, false) => {
                    Decimal::from_str_exact(digits).map(Expr::Number).map_err(|_| self.forbidden(node))
                }
                _ => Err(self.forbidden(node)),
            },
            ast::Expr::UnaryOp { op: UnaryOperator::Minus, expr } => Ok(Expr::Negate(Box::new(inner(expr)?))),
            ast::Expr::UnaryOp { op: UnaryOperator::Plus, expr } => inner(expr),
            ast::Expr::UnaryOp { op, expr } => {
                Err(self.operator(&op.to_string(), Location::new(0, 0)..expr.span().start, node))
            }
            ast::Expr::BinaryOp { left, op, right } => {
                let between = || left.span().end..right.span().start;
                let operator = arithmetic(op).ok_or_else(|| self.operator(&op.to_string(), between(), node))?;
                Ok(Expr::Binary { operator, left: Box::new(inner(left)?), right: Box::new(inner(right)?) })
            }
            ast::Expr::Case { operand: None, conditions, else_result: Some(otherwise), .. } => {
                let branch = |when: &ast::CaseWhen| Ok((self.condition(&when.condition, depth)?, inner(&when.result)?));
                let branches = conditions.iter().map(branch).collect::<Result<_, Problem>>()?;
                Ok(Expr::Case { branches, otherwise: Box::new(inner(otherwise)?) })
            }
            ast::Expr::Case { .. } => {
                let (zh, en) = (
                    "写成 CASE WHEN 条件 THEN 值 ELSE 值 END,ELSE 不能省",
                    "write CASE WHEN condition THEN value ELSE value END; ELSE is required",
                );
                Err(fault(&kinds::FORMULA_FORBIDDEN, self.column(node), "CASE", zh, en))
            }
            ast::Expr::Function(call) => self.call(node, call, depth),
            _ => Err(self.forbidden(node)),
        }
    }

    pub(super) fn condition(&self, node: &ast::Expr, depth: usize) -> Result<Condition, Problem> {
        match node {
            ast::Expr::Nested(nested) if depth <= DEEPEST => self.condition(nested, depth + 1),
            ast::Expr::BinaryOp { left, op, right } if comparison(op).is_some() => {
                let comparison = comparison(op).ok_or_else(|| self.forbidden(node))?;
                let (left, right) = (self.number(left, depth + 1)?, self.number(right, depth + 1)?);
                Ok(Condition { left, comparison, right })
            }
            _ => {
                let (zh, en) = ("这里应是一个比较，如 item('X') > 0", "a comparison belongs here, e.g. item('X') > 0");
                Err(self.refused(node, zh, en))
            }
        }
    }

    fn call(&self, node: &ast::Expr, call: &ast::Function, depth: usize) -> Result<Expr, Problem> {
        let plain = call.filter.is_none()
            && call.over.is_none()
            && call.null_treatment.is_none()
            && call.within_group.is_empty()
            && !call.uses_odbc_syntax
            && matches!(call.parameters, FunctionArguments::None);
        let FunctionArguments::List(list) = &call.args else { return Err(self.forbidden(node)) };
        if !plain || list.duplicate_treatment.is_some() || !list.clauses.is_empty() {
            return Err(self.forbidden(node));
        }
        let name = call.name.to_string().to_lowercase();
        let call = Call { reader: self, node, name: &name, arguments: &list.args };
        match name.as_str() {
            "item" => Ok(Expr::Item(call.reference(ItemCode::parse)?)),
            "indicator" => Ok(Expr::Indicator(call.reference(IndicatorCode::parse)?)),
            "prev" => match call.numbers(depth)?.as_slice() {
                [one] => Ok(Expr::Prev(Box::new(one.clone()))),
                _ => Err(call.wrong(
                    None,
                    "一个 item(…)、indicator(…) 或算式",
                    "one item(…), indicator(…) or expression",
                )),
            },
            "avg_over" => call.average_over(depth),
            "sum_over" => call.sum_over(depth),
            "cell" if self.check => Ok(Expr::Cell(call.fixed(&list.args)?)),
            "unit" if self.check => call.of_unit(depth),
            "reference" if self.check => call.published(depth),
            _ => {
                let function = functions::find(&name).ok_or_else(|| self.forbidden(node))?;
                let arguments = call.numbers(depth)?;
                let (fewest, most) = function.arguments;
                if !(fewest..=most).contains(&arguments.len()) || arguments.len() % function.groups_of != 0 {
                    return Err(call.wrong(None, function.takes_zh, function.takes_en));
                }
                Ok(Expr::Call { function, arguments })
            }
        }
    }
}

/// One call being read.
struct Call<'c> {
    reader: &'c Reader<'c>,
    node: &'c ast::Expr,
    name: &'c str,
    arguments: &'c [FunctionArg],
}

impl Call<'_> {
    /// The argument is not what the function takes; the whole call where no argument is to blame.
    fn wrong(&self, argument: Option<&FunctionArg>, zh: &str, en: &str) -> Problem {
        let column = argument.map_or(self.reader.column(self.node), |argument| self.reader.column(argument));
        let given = argument.map_or_else(|| self.node.to_string(), ToString::to_string);
        let given: String = given.chars().take(40).collect();
        let (zh, en) = (format!("应为{zh}"), format!("takes {en}"));
        fault(&kinds::FORMULA_ARGUMENT, column, &given, &zh, &en).with("function", self.name)
    }

    fn numbers(&self, depth: usize) -> Result<Vec<Expr>, Problem> {
        let read = |argument: &FunctionArg| match argument {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => self.reader.number(expr, depth + 1),
            other => Err(self.wrong(Some(other), "数或算式", "numbers or expressions")),
        };
        self.arguments.iter().map(read).collect()
    }

    /// `'CODE'`, then any number of `dimension => 'code'`.
    fn reference<C>(&self, read: impl Fn(&str) -> Result<C, BadCode>) -> Result<Reference<C>, Problem> {
        let (zh, en) = (
            "带引号的代码，其后可有分组，如 item('X', sex => 'F')",
            "a quoted code, then breakdowns if any, e.g. item('X', sex => 'F')",
        );
        let (first, rest) = self.arguments.split_first().ok_or_else(|| self.wrong(None, zh, en))?;
        let code = quoted(first).and_then(|text| read(text).ok()).ok_or_else(|| self.wrong(Some(first), zh, en))?;
        let fixed = self.fixed(rest)?;
        Ok(Reference { code, fixed })
    }

    /// Any number of `dimension => 'code'`.
    fn fixed(&self, arguments: &[FunctionArg]) -> Result<BTreeMap<String, String>, Problem> {
        let (zh, en) = ("分组，如 sex => 'F'", "breakdowns, e.g. sex => 'F'");
        let mut fixed = BTreeMap::new();
        for argument in arguments {
            let FunctionArg::Named { name, arg: FunctionArgExpr::Expr(value), .. } = argument else {
                return Err(self.wrong(Some(argument), zh, en));
            };
            let value =
                string(value).filter(|value| !value.is_empty()).ok_or_else(|| self.wrong(Some(argument), zh, en))?;
            if fixed.insert(name.value.clone(), value.to_owned()).is_some() {
                return Err(self.wrong(Some(argument), "每个分组只写一次", "each dimension once"));
            }
        }
        Ok(fixed)
    }

    /// A formula and a quoted code.
    fn with_code(&self, depth: usize, zh: &str, en: &str) -> Result<(Expr, String), Problem> {
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(first)), second] = self.arguments else {
            return Err(self.wrong(None, zh, en));
        };
        let code = quoted(second).filter(|code| !code.is_empty()).ok_or_else(|| self.wrong(Some(second), zh, en))?;
        Ok((self.reader.number(first, depth + 1)?, code.to_owned()))
    }

    fn average_over(&self, depth: usize) -> Result<Expr, Problem> {
        let (zh, en) = (
            "一个 item(…)、indicator(…) 或算式和年数（2 至 10），如 avg_over(item('X'), 3)",
            "an item(…), indicator(…) or expression and a number of years (2 to 10), e.g. avg_over(item('X'), 3)",
        );
        match self.numbers(depth)?.as_slice() {
            [of, Expr::Number(years)] => {
                let years = years.to_u32().filter(|whole| Decimal::from(*whole) == *years && (2..=10).contains(whole));
                let years = years.ok_or_else(|| self.wrong(self.arguments.get(1), zh, en))?;
                Ok(Expr::AverageOver { of: Box::new(of.clone()), years })
            }
            _ => Err(self.wrong(None, zh, en)),
        }
    }

    fn of_unit(&self, depth: usize) -> Result<Expr, Problem> {
        let (zh, en) = (
            "一个 item(…) 或算式和带引号的单位代码，如 unit(item('X'), 'health')",
            "an item(…) or expression and a quoted unit, e.g. unit(item('X'), 'health')",
        );
        let (of, unit) = self.with_code(depth, zh, en)?;
        Ok(Expr::Unit { of: Box::new(of), unit })
    }

    fn published(&self, depth: usize) -> Result<Expr, Problem> {
        let (zh, en) = (
            "一个 indicator(…) 和带引号的地区代码，如 reference(indicator('X'), '000000')",
            "an indicator(…) and a quoted area, e.g. reference(indicator('X'), '000000')",
        );
        match self.with_code(depth, zh, en)? {
            (Expr::Indicator(indicator), area) => Ok(Expr::Published { indicator, area }),
            _ => Err(self.wrong(self.arguments.first(), zh, en)),
        }
    }

    fn sum_over(&self, depth: usize) -> Result<Expr, Problem> {
        let (zh, en) = (
            "一个 item(…) 和带引号的分组，如 sum_over(item('X'), 'sex')",
            "an item(…) and a quoted dimension, e.g. sum_over(item('X'), 'sex')",
        );
        let (of, dimension) = self.with_code(depth, zh, en)?;
        let fixed = match &of {
            Expr::Item(item) => Some(&item.fixed),
            Expr::Cell(fixed) => Some(fixed),
            _ => None,
        };
        match fixed {
            Some(fixed) if !fixed.contains_key(&dimension) => Ok(Expr::SumOver { of: Box::new(of), dimension }),
            _ => Err(self.wrong(self.arguments.first(), zh, en)),
        }
    }
}

fn quoted(argument: &FunctionArg) -> Option<&str> {
    match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => string(expr),
        _ => None,
    }
}

fn string(expr: &ast::Expr) -> Option<&str> {
    match expr {
        ast::Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn arithmetic(op: &BinaryOperator) -> Option<Arithmetic> {
    match op {
        BinaryOperator::Plus => Some(Arithmetic::Add),
        BinaryOperator::Minus => Some(Arithmetic::Subtract),
        BinaryOperator::Multiply => Some(Arithmetic::Multiply),
        BinaryOperator::Divide => Some(Arithmetic::Divide),
        _ => None,
    }
}

pub(super) fn comparison(op: &BinaryOperator) -> Option<Comparison> {
    match op {
        BinaryOperator::Eq => Some(Comparison::Equal),
        BinaryOperator::NotEq => Some(Comparison::NotEqual),
        BinaryOperator::Lt => Some(Comparison::Less),
        BinaryOperator::LtEq => Some(Comparison::AtMost),
        BinaryOperator::Gt => Some(Comparison::Greater),
        BinaryOperator::GtEq => Some(Comparison::AtLeast),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use heng_base::text::Lang;

    use super::*;
    use crate::sample::d;

    fn refused(text: &str) -> (&'static str, String, String) {
        let problem = parse(text).unwrap_err();
        assert!(!problem.message(Lang::Zh).contains('{') && !problem.hint(Lang::En).contains('{'), "{problem}");
        (problem.kind.code, problem.details["column"].clone(), problem.details["given"].clone())
    }

    fn item(code: &str) -> Expr {
        Expr::Item(Reference { code: ItemCode::parse(code).unwrap(), fixed: BTreeMap::new() })
    }

    #[test]
    fn reads_with_the_usual_precedence() {
        let product = Expr::Binary {
            operator: Arithmetic::Multiply,
            left: Box::new(item("B")),
            right: Box::new(Expr::Number(d("1.5"))),
        };
        let sum = Expr::Binary { operator: Arithmetic::Add, left: Box::new(item("A")), right: Box::new(product) };
        assert_eq!(parse("item('A') + item('B') * 1.5"), Ok(sum.clone()));
        assert_eq!(parse("(item('A')\n + (item('B') * 1.5))"), Ok(sum));
    }

    #[test]
    fn reads_every_form_of_the_list() {
        for text in [
            "item('A', sex => 'F', urban_rural => 'R')",
            "prev(indicator('H03'))",
            "sum_over(item('A', urban_rural => 'R'), 'sex')",
            "abs(-item('A')) + LEAST(1, 2) + greatest(1, 2, 3) + round(item('A') / 3, 2)",
            "CASE WHEN (item('A') <> 0) THEN item('B') / item('A') WHEN item('B') >= 1 THEN 1 ELSE 0 END",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn names_the_place_of_what_it_refuses() {
        let of = |code, column: &str, given: &str| (code, column.to_owned(), given.to_owned());
        assert_eq!(refused("item('A') + VC_MEMBER"), of("formula.forbidden", "13", "VC_MEMBER"));
        assert_eq!(refused("item('A') +\n  sqrt(4)"), of("formula.forbidden", "15", "sqrt(4)"));
        assert_eq!(refused("item('A') % 2"), of("formula.forbidden", "11", "%"));
        assert_eq!(refused("(item('A')) /*%*/ % -(2)"), of("formula.forbidden", "19", "%"));
        assert_eq!(refused("1 + not (item('A'))"), of("formula.forbidden", "5", "NOT"));
        assert_eq!(refused("1 + 'x'"), of("formula.forbidden", "5", "'x'"));
        assert_eq!(refused("item('A') > 1"), of("formula.forbidden", "11", ">"));
        assert_eq!(refused("1 + item(A)"), of("formula.argument", "10", "A"));
        assert_eq!(refused("item('A', 'F')"), of("formula.argument", "11", "'F'"));
        assert_eq!(refused("abs(1, 2)").0, "formula.argument");
        assert_eq!(refused("sum_over(indicator('A'), 'sex')").0, "formula.argument");
        assert_eq!(refused("sum_over(item('A', sex => 'F'), 'sex')").0, "formula.argument");
        assert_eq!(refused("item('A', sex => 'F', sex => 'M')").0, "formula.argument");
        assert_eq!(refused("item('不是代码')").0, "formula.argument");
        assert_eq!(refused("CASE WHEN item('A') > 0 THEN 1 END").0, "formula.forbidden");
        assert_eq!(refused("CASE WHEN item('A') THEN 1 ELSE 2 END"), of("formula.forbidden", "11", "item('A')"));
        assert_eq!(refused("sum(item('A')) OVER ()").0, "formula.forbidden");
        assert_eq!(refused("(SELECT 1)").0, "formula.forbidden");
    }

    #[test]
    fn names_the_place_where_it_is_no_expression() {
        assert_eq!(refused("").0, "formula.syntax");
        assert_eq!(refused("item('A'"), ("formula.syntax", "9".to_owned(), "…".to_owned()));
        assert_eq!(refused("item('A') item('B')"), ("formula.syntax", "11".to_owned(), "item('B')".to_owned()));
        assert_eq!(refused("1 + * 2").1, "5");
        assert_eq!(refused("item('A").0, "formula.syntax");
        assert_eq!(refused("item('A') / 100%").0, "formula.syntax");
    }

    #[test]
    fn neither_length_nor_depth_breaks_it() {
        assert_eq!(refused(&format!("{}1", "1+".repeat(1900))).0, "formula.forbidden");
        assert_eq!(refused(&"1+".repeat(5000)).0, "formula.syntax");
        assert!(parse(&format!("{}1{}", "(".repeat(1000), ")".repeat(1000))).is_err());
        assert!(parse(&format!("{}1", "- ".repeat(1000))).is_err());
        assert!(parse("- - 1").is_ok());
    }
}
