//! Tree → text for people: the formula with the names of items and indicators instead of their codes.

use std::collections::BTreeMap;

use heng_base::codes::AreaCode;
use heng_plan::model::Catalogue;

use super::{Arithmetic, Comparison, Condition, Expr};

/// The formula in Chinese words, e.g. `村委会成员(女) ÷ 村委会成员 × 100`.
pub(crate) fn words(expr: &Expr, catalogue: &Catalogue) -> String {
    match expr {
        Expr::Number(number) => number.normalize().to_string(),
        Expr::Item(item) => {
            let name = catalogue.items.get(&item.code).map_or(item.code.as_str(), |found| found.name.zh.as_str());
            named(name, &item.fixed, catalogue)
        }
        Expr::Indicator(reference) => {
            let found = catalogue.indicators.get(&reference.code);
            named(found.map_or(reference.code.as_str(), |found| found.name.zh.as_str()), &reference.fixed, catalogue)
        }
        Expr::Prev(inner) => format!("上年的 {}", tight(inner, catalogue)),
        Expr::AverageOver { of, years } => format!("近 {years} 年平均的 {}", tight(of, catalogue)),
        Expr::SumOver { of, dimension } => {
            let list = catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
            let parts: Vec<_> = list.iter().filter(|c| c.code != "_T").map(|c| c.name.zh.as_str()).collect();
            let parts = if parts.is_empty() { dimension.clone() } else { parts.join("、") };
            format!("{}按 {parts} 合计", words(of, catalogue))
        }
        Expr::Cell(fixed) => named("本格", fixed, catalogue),
        Expr::Unit { of, unit } => format!("{unit} 报送的 {}", tight(of, catalogue)),
        Expr::Published { indicator, area } => {
            let area =
                AreaCode::parse(area).ok().and_then(|code| catalogue.areas.get(&code)).map(|a| a.name.zh.as_str());
            let of = words(&Expr::Indicator(indicator.clone()), catalogue);
            format!("{}公布的 {of}", area.unwrap_or_default())
        }
        Expr::Negate(inner) => format!("-{}", tight(inner, catalogue)),
        Expr::Binary { operator, left, right } => {
            let sign = match operator {
                Arithmetic::Add => '+',
                Arithmetic::Subtract => '-',
                Arithmetic::Multiply => '×',
                Arithmetic::Divide => '÷',
            };
            let binds = |inner: &Expr, after: bool| match inner {
                Expr::Binary { operator: inner, .. } => {
                    weight(*inner) > weight(*operator) || (!after && weight(*inner) == weight(*operator))
                }
                _ => false,
            };
            let side = |inner: &Expr, after: bool| {
                if binds(inner, after) { words(inner, catalogue) } else { tight(inner, catalogue) }
            };
            format!("{} {sign} {}", side(left, false), side(right, true))
        }
        Expr::Call { function, arguments } => {
            let arguments: Vec<_> = arguments.iter().map(|argument| words(argument, catalogue)).collect();
            format!("{}({})", function.name_zh, arguments.join(","))
        }
        Expr::Case { branches, otherwise } => {
            let branch = |(condition, then): &(Condition, Expr)| {
                format!("若 {} 则为 {},", compared(condition, catalogue), words(then, catalogue))
            };
            format!("{}否则为 {}", branches.iter().map(branch).collect::<String>(), words(otherwise, catalogue))
        }
    }
}

fn weight(operator: Arithmetic) -> u8 {
    match operator {
        Arithmetic::Add | Arithmetic::Subtract => 1,
        Arithmetic::Multiply | Arithmetic::Divide => 2,
    }
}

/// In parentheses where it is made of parts.
fn tight(expr: &Expr, catalogue: &Catalogue) -> String {
    let text = words(expr, catalogue);
    match expr {
        Expr::Binary { .. } | Expr::Case { .. } | Expr::Negate(_) | Expr::SumOver { .. } => format!("({text})"),
        _ => text,
    }
}

fn compared(condition: &Condition, catalogue: &Catalogue) -> String {
    let sign = match condition.comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
        Comparison::Less => "<",
        Comparison::AtMost => "≤",
        Comparison::Greater => ">",
        Comparison::AtLeast => "≥",
    };
    format!("{} {sign} {}", words(&condition.left, catalogue), words(&condition.right, catalogue))
}

/// `甲(女)`: the name and what the formula fixes, by the names of the code lists.
fn named(name: &str, fixed: &BTreeMap<String, String>, catalogue: &Catalogue) -> String {
    let value = |(dimension, code): (&String, &String)| {
        let entry = catalogue.codes.get(dimension).and_then(|list| list.iter().find(|entry| entry.code == *code));
        entry.map_or_else(|| code.clone(), |entry| entry.name.zh.clone())
    };
    let values: Vec<_> = fixed.iter().map(value).collect();
    if values.is_empty() { name.to_owned() } else { format!("{name}({})", values.join("、")) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::formula::parse;
    use crate::sample::catalogue;

    #[test]
    fn says_names_and_keeps_the_order_of_operations() {
        for (text, expected) in [
            ("item('A', sex => 'F') / item('A') * 100", "甲(女) ÷ 甲 × 100"),
            ("(item('A') + item('B')) * (1 - 2)", "(甲 + 乙) × (1 - 2)"),
            ("item('A') - (item('B') - 1)", "甲 - (乙 - 1)"),
            ("prev(item('A')) - sum_over(item('B'), 'sex')", "上年的 甲 - (乙按 女、男 合计)"),
            ("CASE WHEN item('A') <> 0 THEN abs(item('B')) ELSE 0 END", "若 甲 ≠ 0 则为 绝对值(乙),否则为 0"),
            ("item('X')", "X"),
        ] {
            assert_eq!(words(&parse(text).unwrap(), &catalogue(Vec::new())), expected, "{text}");
        }
    }
}
