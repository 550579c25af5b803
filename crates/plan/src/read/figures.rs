//! Operator, value and unit of a clause that a pattern matched.

use regex::Captures;
use rust_decimal::Decimal;

use super::numbering::count;
use super::patterns::{Compare, Pattern, ValueFrom};
use super::phrases::fill;
use crate::model::Operator;

/// Words of a verb that set a limit by themselves.
const SAYS_LIMIT: [&str; 5] = ["至少", "不", "超过", "达", "突破"];

/// The unit of so many in a hundred, a thousand, ….
pub(super) fn unit_of_base(base: &str) -> &'static str {
    match base {
        "百" => "%",
        "千" => "‰",
        "万" => "1/万",
        _ => "1/10万",
    }
}

pub(super) fn unit(pattern: &Pattern, found: &Captures<'_>) -> Option<String> {
    let unit = match (pattern.unit, found.name("base")) {
        ("{base}", Some(base)) => unit_of_base(base.as_str()).to_owned(),
        (template, _) => fill(template, found).replace("（比）", "").replace("个百分点", "百分点"),
    };
    let unit = unit.replace(' ', "");
    (!unit.is_empty()).then_some(unit)
}

pub(super) fn operator(compare: Compare, found: &Captures<'_>) -> Operator {
    let bound = found.name("bound").map_or("", |bound| bound.as_str());
    let by_bound = match bound.trim_start_matches(['及', '含', '或', '(']) {
        "以上" => Some(Operator::AtLeast),
        "以下" | "以内" | "之内" => Some(Operator::AtMost),
        "左右" | "上下" => Some(Operator::About),
        _ => None,
    };
    let verb = found.name("verb").map_or("", |verb| verb.as_str());
    match compare {
        Compare::Is(operator) => operator,
        Compare::RiseOrFall if found.name("fell").is_some() => Operator::Down,
        Compare::RiseOrFall => Operator::Up,
        Compare::FromTo => Operator::AtLeast,
        // 建设不少于2所: the verb says it where it says more than that something is built.
        Compare::BoundThenEqual if SAYS_LIMIT.iter().any(|word| verb.contains(word)) => by_verb(verb),
        Compare::BoundThenEqual => by_bound.unwrap_or(Operator::Equal),
        Compare::BoundThenVerb | Compare::TwoShares => by_bound.unwrap_or_else(|| by_verb(verb)),
    }
}

/// 以上 and 以下 include the number, 超过 does not; 达到 is at least.
fn by_verb(verb: &str) -> Operator {
    const PLAIN: [(&str, Operator); 19] = [
        ("≤", Operator::AtMost),
        ("≦", Operator::AtMost),
        ("≥", Operator::AtLeast),
        ("≧", Operator::AtLeast),
        ("<", Operator::Below),
        (">", Operator::Above),
        ("超", Operator::Above),
        ("过半", Operator::Above),
        ("突破", Operator::Above),
        ("高于", Operator::Above),
        ("多于", Operator::Above),
        ("大于", Operator::Above),
        ("低于", Operator::Below),
        ("少于", Operator::Below),
        ("小于", Operator::Below),
        ("降", Operator::AtMost),
        ("减", Operator::AtMost),
        ("控制", Operator::AtMost),
        ("缩", Operator::AtMost),
    ];
    if verb.contains('不') {
        let least = verb.ends_with(['低', '少', '小']) || ["低于", "少于", "小于"].iter().any(|w| verb.contains(w));
        return if least { Operator::AtLeast } else { Operator::AtMost };
    }
    PLAIN.into_iter().find(|(word, _)| verb.contains(word)).map_or(Operator::AtLeast, |(_, operator)| operator)
}

pub(super) fn value(from: ValueFrom, found: &Captures<'_>) -> Option<Decimal> {
    let group = |name: &str| found.name(name).map(|words| words.as_str());
    match from {
        ValueFrom::None => None,
        ValueFrom::Fixed(number) => Some(Decimal::from(number)),
        ValueFrom::Doublings => (1_u32 << count(group("value")?)?.min(8)).checked_sub(1).map(hundreds),
        ValueFrom::Times => counted(group("value")?).and_then(|times| times.checked_mul(Decimal::ONE_HUNDRED)),
        ValueFrom::Tenths => count(group("value")?).map(|tenths| Decimal::from(tenths) * Decimal::TEN),
        ValueFrom::Quotient => {
            let (part, whole) = (counted(group("part")?)?, counted(group("whole")?)?);
            part.checked_div(whole).map(|quotient| quotient.round_dp(4).normalize())
        }
        ValueFrom::Share => {
            let part = Decimal::from(count(group("part").or(group("part_word"))?)?);
            let whole = Decimal::from(count(group("whole").or(group("whole_word"))?)?);
            part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole).map(|share| share.round_dp(2).normalize())
        }
        ValueFrom::Written => {
            let number = counted(group("value")?)?;
            let scale = match group("scale") {
                Some("万") => 10_000,
                Some(_) => 100_000_000,
                None => 1,
            };
            number.checked_mul(Decimal::from(scale))
        }
    }
}

/// A number in digits or in Chinese.
pub(super) fn counted(written: &str) -> Option<Decimal> {
    match count(written) {
        Some(number) if !written.starts_with(|c: char| c.is_ascii_digit()) => Some(Decimal::from(number)),
        _ => Some(heng_base::number::read(written).ok()?.normalize()),
    }
}

fn hundreds(count: u32) -> Decimal {
    Decimal::from(count) * Decimal::ONE_HUNDRED
}
