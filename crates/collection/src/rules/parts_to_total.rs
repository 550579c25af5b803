//! `parts_to_total`: the parts of a dimension add up to the total of a count; where some are not given, to no more.

use heng_base::text::Text;
use heng_plan::model::ValueType;
use rust_decimal::Decimal;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form, Row};

pub(super) static RULE: Rule = Rule {
    code: "parts_to_total",
    severity: Severity::Error,
    name: Said { zh: "分项之和", en: "Parts add up" },
    words: Said {
        zh: "计数类数据项，各分组之和等于合计；分组没有填全时，已填的之和不大于合计。",
        en: "Of a count the parts add up to the total; where some are not given, those given are no more than it.",
    },
    example: Said { zh: "女 320、男 410，合计填 750。", en: "Women 320, men 410, total 750." },
    check,
};

/// An error on the total for each dimension whose parts do not fit it. Says nothing without a total or any part.
fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    for row in form.rows().filter(|r| r.value_type == ValueType::Integer) {
        let total_cell = CellId::total(row.item.clone());
        let Some(total) = answers.value(&total_cell) else { continue };
        for (dimension, cells) in row.dimensions() {
            let given: Vec<_> = cells.iter().filter(|cell| answers.value(cell).is_some()).collect();
            if matches!(given[..], [cell] if cell.breakdown.get("sex") == Some("F")) {
                continue; // `female_within_total` says it, on the better cell.
            }
            let parts: Vec<Decimal> = given.iter().filter_map(|cell| answers.value(cell)).collect();
            // Checked: figures of 28 digits may be typed; the bounds of the items refuse those.
            let Some(sum) = parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(*part)) else { continue };
            let whole = parts.len() == cells.len();
            let names = names(row, &given);
            let text = match (whole, sum == total, sum > total) {
                (true, false, _) => both(
                    format!("{names}之和 {sum} 不等于合计 {total}"),
                    format!("the parts by {dimension} add up to {sum}, the total is {total}"),
                ),
                (false, _, true) => both(
                    format!("已填的{names}之和 {sum} 大于合计 {total}"),
                    format!("the given parts by {dimension} add up to {sum}, more than the total {total}"),
                ),
                _ => continue,
            };
            found.push((total_cell.clone(), text));
        }
    }
    found
}

/// The parts by name, where they are few enough to read: `女、男`.
fn names(row: &Row, parts: &[&&CellId]) -> String {
    let label = |id: &&&CellId| row.cells.iter().find(|cell| cell.id == ***id).map(|cell| cell.label.zh.as_str());
    let labels: Vec<_> = parts.iter().filter_map(label).collect();
    match labels[..] {
        [first, .., last] if labels.len() > 4 => format!("{first}至{last}各分组"),
        _ => labels.join("、"),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found;

    const FAULT: &str = "PEOPLE parts_to_total Error";

    #[test]
    fn all_parts_make_the_total_and_some_parts_no_more() {
        assert_eq!(found(&[("PEOPLE[sex=F]", "4"), ("PEOPLE[sex=M]", "6")]), Vec::<String>::new());
        assert_eq!(found(&[("PEOPLE[sex=F]", "4"), ("PEOPLE[sex=M]", "5")]), [FAULT]);
        assert_eq!(found(&[("PEOPLE[sex=M]", "10")]), Vec::<String>::new());
        assert_eq!(found(&[("PEOPLE[sex=M]", "11")]), [FAULT]);
        assert_eq!(found(&[("PEOPLE[sex=M]", "11"), ("PEOPLE[urban_rural=R]", "12")]), [FAULT, FAULT]);
    }
}
