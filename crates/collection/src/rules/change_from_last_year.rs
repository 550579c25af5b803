//! `change_from_last_year`: a figure of another order of magnitude than the year before was perhaps entered in another unit.
//!
//! The ratio edit for unity measure errors: de Waal, Pannekoek, Scholtus, *Handbook of Statistical Data Editing and
//! Imputation*, Wiley 2011, section 2.3. A slip of the unit is a factor of 10 at least, so the bounds lie at its square root,
//! rounded outward. Small numbers and tenths move that much by themselves and are left alone. A query, for it may be true.

use heng_base::text::Text;
use rust_decimal::Decimal;

use super::digit_slip::slip;
use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form};

const TIMES: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// The larger of both figures is at least this.
pub(super) const LEAST: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

pub(super) static RULE: Rule = Rule {
    code: "change_from_last_year",
    severity: Severity::Query,
    name: Said { zh: "与上年相差过大", en: "Far from last year" },
    words: Said {
        zh: "与上年相差 4 倍以上（两数中较大的不小于 20），请核对计量单位和位数；属实的写明原因。",
        en: "More than 4 times away from last year (the larger of both being 20 at least): check the unit and the digits, or explain.",
    },
    example: Said { zh: "上年 1,180，本年 240。", en: "Last year 1,180, now 240." },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    for cell in form.cells() {
        let Some((now, before)) = answers.pair(&cell.id) else { continue };
        if far(now.abs(), before.abs()) && slip(now, before).is_none() {
            let text = both(
                format!("{now} 与上年的 {before} 相差 {TIMES} 倍以上，请核对计量单位和位数"),
                format!(
                    "{now} is more than {TIMES} times away from last year's {before}; check the unit and the digits"
                ),
            );
            found.push((cell.id.clone(), text));
        }
    }
    found
}

fn far(now: Decimal, before: Decimal) -> bool {
    let (low, high) = (now.min(before), now.max(before));
    high >= LEAST && !low.is_zero() && high > low * TIMES
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found_after;

    #[test]
    fn another_order_of_magnitude_wants_an_explanation() {
        let asked = ["PEOPLE change_from_last_year Query"];
        assert_eq!(found_after(&[("PEOPLE", "600")], &[("PEOPLE", "118")]), asked);
        assert_eq!(found_after(&[("PEOPLE", "20")], &[("PEOPLE", "118")]), asked);
    }

    #[test]
    fn what_may_move_by_itself_is_left_alone() {
        let none: [&str; 0] = [];
        assert_eq!(found_after(&[("PEOPLE", "400")], &[("PEOPLE", "118")]), none);
        assert_eq!(found_after(&[("PEOPLE", "19")], &[("PEOPLE", "1")]), none, "small numbers");
        assert_eq!(found_after(&[("PEOPLE", "500")], &[("PEOPLE", "0")]), none, "a beginning");
        assert_eq!(found_after(&[("PEOPLE", "500")], &[]), none, "no figure of the year before");
    }
}
