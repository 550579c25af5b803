//! The number that a formula gives whatever the figures are.

use rust_decimal::Decimal;

use super::{Arithmetic, Expr};

/// That number, where there is one. A figure that is missing gives none, so that `x - x` is 0 or nothing.
pub(super) fn constant(expr: &Expr) -> Option<Decimal> {
    match expr {
        Expr::Number(number) => Some(*number),
        Expr::Negate(inner) => constant(inner).map(|number| -number),
        Expr::Prev(inner) | Expr::AverageOver { of: inner, .. } => constant(inner),
        Expr::Binary { operator, left, right } => combined(*operator, left, right),
        Expr::Call { function, arguments } => {
            let numbers = arguments.iter().map(constant).collect::<Option<Vec<_>>>()?;
            (function.call)(&numbers)
        }
        Expr::Case { branches, otherwise } => {
            let number = constant(otherwise)?;
            branches.iter().all(|(_, then)| constant(then) == Some(number)).then_some(number)
        }
        _ => None,
    }
}

fn combined(operator: Arithmetic, left: &Expr, right: &Expr) -> Option<Decimal> {
    let (first, second) = (constant(left), constant(right));
    let is_zero = |number: Option<Decimal>| number.is_some_and(|number| number.is_zero());
    match operator {
        Arithmetic::Subtract if left == right => Some(Decimal::ZERO),
        Arithmetic::Multiply if is_zero(first) || is_zero(second) => Some(Decimal::ZERO),
        Arithmetic::Divide if is_zero(first) && !is_zero(second) => Some(Decimal::ZERO),
        Arithmetic::Add => first?.checked_add(second?),
        Arithmetic::Subtract => first?.checked_sub(second?),
        Arithmetic::Multiply => first?.checked_mul(second?),
        Arithmetic::Divide => first?.checked_div(second?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::parse;
    use crate::sample::d;

    #[test]
    fn what_no_figure_changes_is_known() {
        for (text, number) in [
            ("2 + 3 * -4", Some("-10")),
            ("abs(0)", Some("0")),
            ("round(0.2, 0)", Some("0")),
            ("greatest(-1, least(0, 2))", Some("0")),
            ("weighted(2, 1, 4, 1)", Some("3")),
            ("0 * item('A')", Some("0")),
            ("item('A') * abs(1 - 1)", Some("0")),
            ("0 / item('A')", Some("0")),
            ("item('A', sex => 'F') - (ITEM('A', sex => 'F'))", Some("0")),
            ("prev(item('A') - item('A')) + 1", Some("1")),
            ("CASE WHEN item('A') > 0 THEN 0 ELSE 0 * 2 END", Some("0")),
            ("item('A') - prev(item('A'))", None),
            ("item('A', sex => 'F') - item('A')", None),
            ("CASE WHEN item('A') > 0 THEN 0 ELSE 1 END", None),
            ("1 / 0", None),
            ("0 / 0", None),
            ("abs(item('A'))", None),
        ] {
            assert_eq!(constant(&parse(text).unwrap()), number.map(d), "{text}");
        }
    }
}
