//! Operator, value and unit of a clause that a pattern matched.

use regex::Captures;
use rust_decimal::Decimal;

use super::numbering::count;
use super::patterns::{Compare, Pattern, ValueFrom};
use super::phrases::fill;
use crate::model::Operator;

/// Words of a verb that set a limit by themselves.
const SAYS_LIMIT: [&str; 5] = ["至少", "不", "超过", "达", "突破"];

/// The unit of so many in a hundred, a thousand, …; none for another number than these.
pub(super) fn unit_of_base(base: &str) -> Option<&'static str> {
    let base: String = base.chars().filter(|c| ![',', ' '].contains(c)).collect();
    match base.as_str() {
        "百" | "一百" | "100" => Some("%"),
        "千" | "一千" | "1千" | "1000" => Some("‰"),
        "万" | "一万" | "1万" | "10000" => Some("1/万"),
        "十万" | "10万" | "100000" => Some("1/10万"),
        "百万" | "100万" | "1000000" => Some("1/100万"),
        _ => None,
    }
}

pub(super) fn unit(pattern: &Pattern, found: &Captures<'_>) -> Option<String> {
    let base = found.name("base").and_then(|base| unit_of_base(base.as_str())).unwrap_or("");
    let unit = fill(&pattern.unit.replace("{base}", base), found);
    let unit = unit.replace("（比）", "").replace("个百分点", "百分点").replace("个千分点", "千分点").replace(' ', "");
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
        ValueFrom::Tenths => tenths(group("value")?),
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
            let number = counted(group("value").or(group("words"))?)?;
            let scale = match group("scale") {
                Some("万") => 10_000,
                Some(_) => 100_000_000,
                None => 1,
            };
            number.checked_mul(Decimal::from(scale))
        }
    }
}

/// A number in digits or in Chinese: 99.5, 九十九点五.
pub(super) fn counted(written: &str) -> Option<Decimal> {
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(heng_base::number::read(written).ok()?.normalize());
    }
    let (whole, part) = written.split_once('点').unwrap_or((written, ""));
    let digits: Option<String> = part.chars().map(|digit| Some(count(&digit.to_string())?.to_string())).collect();
    heng_base::number::read(&format!("{}.{}", count(whole)?, digits?)).ok().map(|number| number.normalize())
}

/// 九成, 九成五 in per cent.
fn tenths(written: &str) -> Option<Decimal> {
    let (tenths, rest) = written.split_once('成')?;
    let rest = match rest {
        "" => 0,
        "半" => 5,
        digit => count(digit)?,
    };
    Some(Decimal::from(count(tenths)? * 10 + rest))
}

fn hundreds(count: u32) -> Decimal {
    Decimal::from(count) * Decimal::ONE_HUNDRED
}
