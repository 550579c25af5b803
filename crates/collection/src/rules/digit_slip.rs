//! `digit_slip`: a figure about ten, a hundred, … times last year's, or that part of it, has perhaps a digit too many or too
//! few, or another unit of measure.
//!
//! The unity measure error of de Waal, Pannekoek, Scholtus, *Handbook of Statistical Data Editing and Imputation*, Wiley 2011,
//! section 2.3: a power of ten within what a year may change by itself. A query, for it may be true.

use heng_base::text::Text;
use rust_decimal::Decimal;

use super::change_from_last_year::LEAST;
use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form};

/// How far from the power of ten, as a share of it.
const WITHIN: Decimal = Decimal::from_parts(15, 0, 0, false, 2);

pub(super) static RULE: Rule = Rule {
    code: "digit_slip",
    severity: Severity::Query,
    name: Said { zh: "多一位或少一位", en: "A digit too many or too few" },
    words: Said {
        zh: "约为上年的 10 倍、100 倍……，或十分之一、百分之一……（两数中较大的不小于 20），疑似多填、少填了位数，或者用错了计量单位。",
        en: "About 10, 100, ... times last year, or that part of it (the larger being 20 at least): perhaps a digit too many or too few, or another unit of measure.",
    },
    example: Said { zh: "上年 1,180，本年 11,900。", en: "Last year 1,180, now 11,900." },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let found = form.cells().filter_map(|cell| {
        let (now, before) = answers.pair(&cell.id)?;
        let digits = slip(now, before)?;
        let (zh, en) = if now.abs() > before.abs() { ("多", "too many") } else { ("少", "too few") };
        let text = both(
            format!("{now}，上年 {before}：疑似{zh}填了 {digits} 位，或计量单位不同，请核对"),
            format!("{now}, last year {before}: perhaps {digits} digit(s) {en}, or another unit of measure"),
        );
        Some((cell.id.clone(), text))
    });
    found.collect()
}

/// By how many digits the two differ, where it is about a power of ten.
pub(super) fn slip(now: Decimal, before: Decimal) -> Option<u32> {
    let (low, high) = (now.abs().min(before.abs()), now.abs().max(before.abs()));
    if high < LEAST || low.is_zero() {
        return None;
    }
    let times = high.checked_div(low)?;
    (1..=6).find(|digits| {
        let power = Decimal::from(10_u32.pow(*digits));
        (times - power).abs() <= power * WITHIN
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found_after;

    #[test]
    fn a_power_of_ten_wants_an_explanation() {
        for (now, before) in [("1200", "118"), ("12", "118"), ("13000", "118"), ("118", "11500"), ("2", "20")] {
            let asked = ["PEOPLE digit_slip Query"];
            assert_eq!(found_after(&[("PEOPLE", now)], &[("PEOPLE", before)]), asked, "{now} {before}");
        }
        assert_eq!(found_after(&[("PEOPLE", "10")], &[("PEOPLE", "1")]), Vec::<String>::new(), "small numbers");
        assert_eq!(found_after(&[("PEOPLE", "118")], &[("PEOPLE", "118")]), Vec::<String>::new());
    }
}
