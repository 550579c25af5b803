//! `range`: a value fits its item: whole where it counts, 0 or 1 where it says yes or no, within the item's bounds.

use heng_base::text::Text;
use heng_plan::model::ValueType;
use rust_decimal::Decimal;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form, Row};

pub(super) static RULE: Rule = Rule {
    code: "range",
    severity: Severity::Error,
    name: Said { zh: "取值范围", en: "Bounds" },
    words: Said {
        zh: "计数填整数，是否项填 1 或 0，等级从 0 起；数不小于指标目录中的下限，不大于上限。",
        en: "Counts are whole, yes or no is 1 or 0, stages begin at 0; a figure keeps the bounds that the catalogue gives.",
    },
    example: Said { zh: "“村委会主任数”填 12.5，或填 -3。", en: "Heads of villages: 12.5, or -3." },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    for row in form.rows() {
        for cell in &row.cells {
            let Some(value) = answers.value(&cell.id) else { continue };
            found.extend(faults(row, value).into_iter().map(|text| (cell.id.clone(), text)));
        }
    }
    found
}

fn faults(row: &Row, value: Decimal) -> Vec<Text> {
    let mut faults = Vec::new();
    let whole = matches!(row.value_type, ValueType::Integer | ValueType::Stage);
    if whole && !value.fract().is_zero() {
        faults.push(both(format!("{value} 应为整数"), format!("{value} should be a whole number")));
    }
    if row.value_type == ValueType::Stage && value.is_sign_negative() && !value.is_zero() {
        faults.push(both(format!("{value} 应从 0 起"), format!("{value} should be 0 or more")));
    }
    if row.value_type == ValueType::Boolean && value != Decimal::ZERO && value != Decimal::ONE {
        faults.push(both(format!("{value} 应为 1（是）或 0（否）"), format!("{value} should be 1 (yes) or 0 (no)")));
    }
    if let Some(min) = row.min.filter(|min| value < *min) {
        faults.push(both(format!("{value} 小于下限 {min}"), format!("{value} is below the least possible {min}")));
    }
    if let Some(max) = row.max.filter(|max| value > *max) {
        faults.push(both(format!("{value} 大于上限 {max}"), format!("{value} is above the greatest possible {max}")));
    }
    faults
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found;

    #[test]
    fn holds_types_and_bounds() {
        for (cell, good) in [("PATENTS", "100"), ("PATENTS", "0"), ("SPENT", "0.5"), ("CENTRE", "1"), ("LADDER", "3")] {
            assert_eq!(found(&[(cell, good)]), Vec::<String>::new(), "{cell} {good}");
        }
        for (cell, bad) in [
            ("PATENTS", "101"),
            ("PATENTS", "-1"),
            ("PATENTS", "1.5"),
            ("SPENT", "-0.1"),
            ("CENTRE", "2"),
            ("CENTRE", "0.5"),
            ("LADDER", "1.5"),
        ] {
            assert_eq!(found(&[(cell, bad)]), [format!("{cell} range Error")], "{cell} {bad}");
        }
    }
}
