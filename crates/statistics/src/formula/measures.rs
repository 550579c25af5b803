//! Units of measure and periods of what a formula is made of: a sum, a comparison and a choice are of one kind of figure, and
//! a quotient is of figures counted equally often.

use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Catalogue, Frequency};
use rust_decimal::Decimal;
use sqlparser::ast;

use super::constant::constant;
use super::faults::numbers;
use super::functions;
use super::parse::{Reader, arithmetic, fault};
use super::{Arithmetic, Expr};

/// What is known of a figure. A number has any unit and any period; a product and a quotient have a unit of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Measure<'c> {
    pub unit: Option<Unit<'c>>,
    /// Months between two counts, where it is an item that the catalogue does not sum up to a year.
    pub months: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit<'c> {
    pub name: &'c str,
    /// Multiplied by a power of ten, which may have brought 万元 to 元.
    scaled: bool,
}

impl<'c> Unit<'c> {
    pub fn of(name: &'c str) -> Self {
        Self { name, scaled: false }
    }

    pub fn differs(self, other: Self) -> bool {
        let base = |unit: Self| unit.name.trim_start_matches(['十', '百', '千', '万', '亿']);
        if self.scaled || other.scaled { base(self) != base(other) } else { self.name != other.name }
    }

    /// A unit for something else (元/月, %) may become another by any number: twelve months are a year.
    fn times(self, number: Decimal) -> Option<Self> {
        let one = number.abs() == Decimal::ONE;
        let whole = !self.name.contains(['/', '%', '‰']);
        let power = number.abs().to_string().trim_matches(['0', '.']) == "1";
        (one || whole && !number.is_zero()).then_some(Self { scaled: self.scaled || power && !one, ..self })
    }
}

impl Measure<'_> {
    pub fn times(self, number: Decimal) -> Self {
        Self { unit: self.unit.and_then(|unit| unit.times(number)), ..self }
    }
}

/// Goes through a formula that can be read.
pub(super) struct Measuring<'a> {
    pub reader: Reader<'a>,
    pub catalogue: &'a Catalogue,
    pub found: Vec<Problem>,
}

impl<'a> Measuring<'a> {
    pub fn measure(&mut self, node: &ast::Expr) -> Measure<'a> {
        match node {
            ast::Expr::Nested(inner) | ast::Expr::UnaryOp { expr: inner, .. } => self.measure(inner),
            ast::Expr::BinaryOp { left, op, right } => self.binary(left, arithmetic(op), right),
            ast::Expr::Case { conditions, else_result, .. } => {
                for when in conditions {
                    self.measure(&when.condition);
                }
                let results = conditions.iter().map(|when| &when.result);
                self.alike(results.chain(else_result.as_deref()))
            }
            ast::Expr::Function(call) => self.call(node, call),
            _ => Measure::default(),
        }
    }

    fn binary(&mut self, left: &ast::Expr, operator: Option<Arithmetic>, right: &ast::Expr) -> Measure<'a> {
        let (first, second) = (self.measure(left), self.measure(right));
        match operator {
            Some(Arithmetic::Multiply) => match (self.constant(left), self.constant(right)) {
                (Some(number), _) => second.times(number),
                (_, Some(number)) => first.times(number),
                _ => Measure { unit: None, months: first.months.filter(|months| Some(*months) == second.months) },
            },
            Some(Arithmetic::Divide) => {
                if self.constant(right).is_some_and(|number| number.is_zero()) {
                    self.zero(right);
                }
                self.equally_often(first, second, right);
                // A number that divides may bring one unit to another.
                Measure { unit: None, months: first.months.or(second.months) }
            }
            _ => self.compared(first, second, right),
        }
    }

    fn call(&mut self, node: &ast::Expr, call: &ast::Function) -> Measure<'a> {
        let name = call.name.to_string().to_lowercase();
        if matches!(name.as_str(), "item" | "indicator") {
            return self.reader.number(node, 0).map(|expr| named(&expr, self.catalogue)).unwrap_or_default();
        }
        let arguments = numbers(call);
        let function = functions::find(&name);
        let groups = function.map_or(1, |function| function.groups_of);
        let of = |place: usize| arguments.iter().copied().skip(place).step_by(groups);
        for place in 1..groups {
            self.alike(of(place));
        }
        if function.is_some_and(|function| function.divides) {
            self.weights(&of(1).collect::<Vec<_>>());
        }
        self.alike(of(0))
    }

    /// Weights that add up to nothing.
    fn weights(&mut self, weights: &[&ast::Expr]) {
        let numbers = weights.iter().map(|weight| self.constant(weight)).collect::<Option<Vec<_>>>();
        let sum = numbers.and_then(|numbers| numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add));
        if let (Some(first), true) = (weights.first(), sum.is_some_and(|sum| sum.is_zero())) {
            self.add(first, "权数之和不能是 0", "weights do not add up to zero");
        }
    }

    /// Figures of which one is taken, or all are added: each is told that is of another kind than those before it.
    fn alike<'n>(&mut self, nodes: impl Iterator<Item = &'n ast::Expr>) -> Measure<'a> {
        nodes.fold(Measure::default(), |whole, node| {
            let one = self.measure(node);
            self.compared(whole, one, node)
        })
    }

    fn compared(&mut self, first: Measure<'a>, second: Measure<'a>, node: &ast::Expr) -> Measure<'a> {
        if let (Some(one), Some(other)) = (first.unit, second.unit)
            && one.differs(other)
        {
            let (one, other) = (one.name, other.name);
            let zh = format!("相加、相减、比较、取其一的各数计量单位应相同，这里是“{one}”和“{other}”");
            let en =
                format!("what is added, compared or chosen from has one unit of measure, here “{one}” and “{other}”");
            self.add(node, &zh, &en);
        }
        self.equally_often(first, second, node);
        Measure { unit: first.unit.or(second.unit), months: first.months.or(second.months) }
    }

    pub fn equally_often(&mut self, first: Measure<'a>, second: Measure<'a>, node: &ast::Expr) {
        if let (Some(first), Some(second)) = (first.months, second.months)
            && first != second
        {
            let zh = format!(
                "两边的频度应相同，这里是每 {first} 个月和每 {second} 个月；或在 items.csv 的 annual 列写明全年怎样得出"
            );
            let en = format!(
                "both sides are counted equally often, here every {first} and every {second} months; or say in annual of items.csv how a year comes about"
            );
            self.add(node, &zh, &en);
        }
    }

    pub fn constant(&self, node: &ast::Expr) -> Option<Decimal> {
        self.reader.number(node, 0).ok().and_then(|expr| constant(&expr))
    }

    pub fn zero(&mut self, node: &ast::Expr) {
        self.add(node, "除数不能是 0", "nothing is divided by zero");
    }

    pub fn add(&mut self, node: &ast::Expr, zh: &str, en: &str) {
        let given: String = node.to_string().chars().take(40).collect();
        self.found.push(fault(&kinds::FORMULA_FORBIDDEN, self.reader.column(node), &given, zh, en));
    }
}

fn named<'c>(expr: &Expr, catalogue: &'c Catalogue) -> Measure<'c> {
    match expr {
        Expr::Item(item) => catalogue.items.get(&item.code).map_or_else(Measure::default, |held| {
            let months = match held.frequency {
                Frequency::Month => 1,
                Frequency::Quarter => 3,
                Frequency::Half => 6,
                _ => 12,
            };
            Measure { unit: Some(Unit::of(&held.unit)), months: held.annual.is_none().then_some(months) }
        }),
        Expr::Indicator(named) => {
            let held = catalogue.indicators.get(&named.code);
            Measure { unit: held.map(|held| Unit::of(&held.unit)), months: None }
        }
        _ => Measure::default(),
    }
}
