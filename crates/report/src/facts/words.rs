//! Figures, periods and targets in the words of official reports.

use heng_base::breakdown::Breakdown;
use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{Catalogue, FACT_UNIT, Indicator, Operator, Side, Target, done};
use rust_decimal::Decimal;

use super::{Change, Way};

/// A published figure with its unit as sentences write it: `16.9/10万` for the unit `1/10万`.
pub fn with_unit(display: &str, unit: &str) -> String {
    if let Some(done) = done(display, unit, Lang::Zh) {
        return done.to_owned();
    }
    match unit.strip_prefix("1/") {
        Some(per) => format!("{display}/{per}"),
        None if unit == "百分点" => format!("{display}个百分点"),
        None => format!("{display}{unit}"),
    }
}

/// A difference of two figures of a unit: per cent differ by percentage points.
pub fn difference(amount: Decimal, decimals: u32, unit: &str) -> String {
    let unit = if unit == "%" { "百分点" } else { unit };
    with_unit(&publish(amount.abs(), decimals), unit)
}

/// None where the difference is beyond what a decimal holds, and of what is done or not.
pub fn change(from: Decimal, since: Period, to: Decimal, decimals: u32, unit: &str) -> Option<Change> {
    if unit == FACT_UNIT {
        return None;
    }
    let moved = to.checked_sub(from)?;
    let way = match publish(moved, decimals).parse::<Decimal>().ok()? {
        rounded if rounded > Decimal::ZERO => Way::Up,
        rounded if rounded < Decimal::ZERO => Way::Down,
        _ => Way::Same,
    };
    Some(Change { since: since.in_words(), way, amount: difference(moved, decimals, unit) })
}

/// 一 to 九十九, as headings are numbered.
pub fn numeral(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS.get(n as usize).copied().unwrap_or_default();
    match number {
        0..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number - 10)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number % 10)),
        _ => number.to_string(),
    }
}

/// An indicator with its breakdown: `死亡率(农村)`.
pub fn indicator_name(indicator: &Indicator, breakdown: &Breakdown, catalogue: &Catalogue) -> String {
    if breakdown.is_total() {
        return indicator.name.zh.clone();
    }
    let word = |(dimension, code): (&str, &str)| {
        let list = catalogue.codes.get(dimension);
        let entry = list.and_then(|list| list.iter().find(|entry| entry.code == *code));
        entry.map_or_else(|| format!("{dimension}={code}"), |entry| entry.name.zh.clone())
    };
    let parts: Vec<String> = breakdown.iter().map(word).collect();
    format!("{}（{}）", indicator.name.zh, parts.join("、"))
}

/// The target in the fewest words, for a table.
pub fn target_short(target: &Target, catalogue: &Catalogue, lang: Lang) -> String {
    let indicator = target.indicator.as_ref().and_then(|code| catalogue.indicators.get(code));
    let fact = target.unit.as_deref().or(indicator.map(|one| one.unit.as_str())) == Some(FACT_UNIT);
    let unit = if fact { FACT_UNIT } else { target.unit.as_deref().unwrap_or_default() };
    let value = target.value.map_or_else(
        || lang.pick("（待定）", "(not set)").to_owned(),
        |value| figure(&value.normalize().to_string(), unit, catalogue, lang),
    );
    match target.operator {
        Operator::Equal | Operator::Milestone if fact => value,
        operator @ (Operator::AtLeast | Operator::AtMost | Operator::Above | Operator::Below) => {
            format!("{}{value}", operator.sign())
        }
        Operator::Equal => format!("={value}"),
        Operator::About if target.side == Some(Side::AtLeast) => {
            lang.pick(format!("{value}左右（不低于）"), format!("about {value} (not less)"))
        }
        Operator::About => lang.pick(format!("{value}左右"), format!("about {value}")),
        Operator::Up => lang.pick("上升", "rises").to_owned(),
        Operator::Down => lang.pick("下降", "falls").to_owned(),
        Operator::SlowUp => lang.pick("上升趋势减缓", "rises more slowly").to_owned(),
        Operator::Narrow => lang.pick("差距缩小", "gap narrows").to_owned(),
        Operator::Keep => lang.pick("保持", "stays").to_owned(),
        Operator::Milestone => lang.pick(format!("完成（{value}）"), format!("done ({value})")),
        Operator::Observe => lang.pick("观察", "observed").to_owned(),
        Operator::Standard => lang.pick(standard(target, catalogue), "meets a standard".to_owned()),
    }
}

/// In Chinese as sentences write it, in English with the unit's English name.
fn figure(value: &str, unit: &str, catalogue: &Catalogue, lang: Lang) -> String {
    if lang == Lang::Zh { with_unit(value, unit) } else { catalogue.measured(value, unit, lang) }
}

fn standard(target: &Target, catalogue: &Catalogue) -> String {
    let code = target.standard.as_deref();
    let found = catalogue.standards.iter().find(|standard| Some(standard.code.as_str()) == code);
    found.map_or_else(|| "国家或省标准（待录入）".to_owned(), |standard| format!("{}标准", standard.issuer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_reports_write_them() {
        assert_eq!(with_unit("16.9", "1/10万"), "16.9/10万");
        assert_eq!(with_unit("24.2", "%"), "24.2%");
        assert_eq!((with_unit("1", "0/1"), with_unit("0", "0/1")), ("已完成".to_owned(), "未完成".to_owned()));
        assert_eq!(difference(Decimal::new(-58, 1), 1, "%"), "5.8个百分点");
        assert_eq!(difference(Decimal::new(-131, 1), 1, "1/10万"), "13.1/10万");
    }

    #[test]
    fn what_rounds_to_nothing_is_no_change() {
        let year = Period::year(2010);
        let moved = change(Decimal::new(2400, 2), year, Decimal::new(2404, 2), 1, "%");
        assert_eq!(moved.map(|moved| moved.way), Some(Way::Same));
        assert_eq!(change(Decimal::MIN, year, Decimal::MAX, 1, "%"), None);
    }

    #[test]
    fn numerals_of_headings() {
        let written: Vec<String> = [1, 8, 10, 11, 20, 34].into_iter().map(numeral).collect();
        assert_eq!(written, ["一", "八", "十", "十一", "二十", "三十四"]);
    }
}
