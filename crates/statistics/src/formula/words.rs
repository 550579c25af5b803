//! Tree → text for people: the formula with the names of items and indicators instead of their codes.

use std::collections::BTreeMap;

use heng_base::codes::AreaCode;
use heng_base::text::Lang;
use heng_plan::model::Catalogue;

use super::{Arithmetic, Comparison, Condition, Expr};

/// The formula in words, e.g. `村委会成员(女) ÷ 村委会成员 × 100`.
pub(crate) fn words(expr: &Expr, catalogue: &Catalogue, lang: Lang) -> String {
    Words { catalogue, lang }.of(expr)
}

struct Words<'a> {
    catalogue: &'a Catalogue,
    lang: Lang,
}

impl Words<'_> {
    fn of(&self, expr: &Expr) -> String {
        match expr {
            Expr::Number(number) => number.normalize().to_string(),
            Expr::Item(item) => {
                let found = self.catalogue.items.get(&item.code);
                self.named(found.map_or(item.code.as_str(), |found| found.name.get(self.lang)), &item.fixed)
            }
            Expr::Indicator(reference) => {
                let found = self.catalogue.indicators.get(&reference.code);
                self.named(found.map_or(reference.code.as_str(), |found| found.name.get(self.lang)), &reference.fixed)
            }
            Expr::Prev(inner) => self.say("上年的 ", "last year's ") + &self.tight(inner),
            Expr::AverageOver { of, years } => {
                self.say(&format!("近 {years} 年平均的 "), &format!("{years}-year average of ")) + &self.tight(of)
            }
            Expr::SumOver { of, dimension } => {
                let list = self.catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
                let parts: Vec<_> = list.iter().filter(|c| c.code != "_T").map(|c| c.name.get(self.lang)).collect();
                let parts = if parts.is_empty() { dimension.clone() } else { parts.join(self.comma()) };
                let of = self.of(of);
                self.say(&format!("{of}按 {parts} 合计"), &format!("sum of {of} over {parts}"))
            }
            Expr::Cell(fixed) => self.named(&self.say("本格", "this cell"), fixed),
            Expr::Unit { of, unit } => {
                let of = self.tight(of);
                self.say(&format!("{unit} 报送的 {of}"), &format!("{of} as reported by {unit}"))
            }
            Expr::Published { indicator, area } => {
                let area = AreaCode::parse(area).ok().and_then(|code| self.catalogue.areas.get(&code));
                let area = area.map_or("", |area| area.name.get(self.lang));
                let of = self.of(&Expr::Indicator(indicator.clone()));
                self.say(&format!("{area}公布的 {of}"), &format!("{of} as published for {area}"))
            }
            Expr::Negate(inner) => format!("-{}", self.tight(inner)),
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
                    if binds(inner, after) { self.of(inner) } else { self.tight(inner) }
                };
                format!("{} {sign} {}", side(left, false), side(right, true))
            }
            Expr::Call { function, arguments } => {
                let arguments: Vec<_> = arguments.iter().map(|argument| self.of(argument)).collect();
                format!("{}({})", self.say(function.name_zh, function.name), arguments.join(","))
            }
            Expr::Case { branches, otherwise } => {
                let branch = |(condition, then): &(Condition, Expr)| {
                    let (condition, then) = (self.compared(condition), self.of(then));
                    self.say(&format!("若 {condition} 则为 {then},"), &format!("{then} if {condition}, "))
                };
                let branches: String = branches.iter().map(branch).collect();
                branches + &self.say("否则为 ", "else ") + &self.of(otherwise)
            }
        }
    }

    /// In parentheses where it is made of parts.
    fn tight(&self, expr: &Expr) -> String {
        let text = self.of(expr);
        match expr {
            Expr::Binary { .. } | Expr::Case { .. } | Expr::Negate(_) | Expr::SumOver { .. } => format!("({text})"),
            _ => text,
        }
    }

    fn compared(&self, condition: &Condition) -> String {
        let sign = match condition.comparison {
            Comparison::Equal => "=",
            Comparison::NotEqual => "≠",
            Comparison::Less => "<",
            Comparison::AtMost => "≤",
            Comparison::Greater => ">",
            Comparison::AtLeast => "≥",
        };
        format!("{} {sign} {}", self.of(&condition.left), self.of(&condition.right))
    }

    /// `甲(女)`: the name and what the formula fixes, by the names of the code lists.
    fn named(&self, name: &str, fixed: &BTreeMap<String, String>) -> String {
        let value = |(dimension, code): (&String, &String)| {
            let entry =
                self.catalogue.codes.get(dimension).and_then(|list| list.iter().find(|entry| entry.code == *code));
            entry.map_or_else(|| code.clone(), |entry| entry.name.get(self.lang).to_owned())
        };
        let values: Vec<_> = fixed.iter().map(value).collect();
        if values.is_empty() { name.to_owned() } else { format!("{name}({})", values.join(self.comma())) }
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.lang.pick(zh, en).to_owned()
    }

    fn comma(&self) -> &'static str {
        self.lang.pick("、", ", ")
    }
}

fn weight(operator: Arithmetic) -> u8 {
    match operator {
        Arithmetic::Add | Arithmetic::Subtract => 1,
        Arithmetic::Multiply | Arithmetic::Divide => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::parse;
    use crate::sample::catalogue;
    use heng_base::codes::ItemCode;

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
            assert_eq!(words(&parse(text).unwrap(), &catalogue(Vec::new()), Lang::Zh), expected, "{text}");
        }
    }

    #[test]
    fn speaks_english_by_the_names_that_have_one() {
        let mut names = catalogue(Vec::new());
        for (code, name) in [("A", "Women"), ("B", "Members")] {
            names.items.get_mut(&ItemCode::parse(code).unwrap()).unwrap().name.en = Some(name.to_owned());
        }
        for (text, expected) in [
            ("item('A') / item('B') * 100", "Women ÷ Members × 100"),
            ("prev(item('A')) - round(item('B'), 1)", "last year's Women - round(Members,1)"),
            ("CASE WHEN item('A') <> 0 THEN item('B') ELSE 0 END", "Members if Women ≠ 0, else 0"),
            ("item('A', sex => 'F')", "Women(女)"),
        ] {
            assert_eq!(words(&parse(text).unwrap(), &names, Lang::En), expected, "{text}");
        }
    }
}
