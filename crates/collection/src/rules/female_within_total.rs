//! `female_within_total`: of a count, the women are no more than all.

use heng_base::breakdown::Breakdown;
use heng_base::text::Text;
use heng_plan::model::ValueType;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form};

pub(super) static RULE: Rule = Rule {
    code: "female_within_total",
    severity: Severity::Error,
    name: Said { zh: "女性不大于合计", en: "Women within the total" },
    words: Said {
        zh: "计数类数据项，女性数不大于合计。", en: "Of a count, the women are no more than all."
    },
    example: Said { zh: "女 520，合计 410。", en: "Women 520, total 410." },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    for row in form.rows().filter(|r| r.value_type == ValueType::Integer) {
        let women = CellId { breakdown: Breakdown::total().with("sex", "F"), ..CellId::total(row.item.clone()) };
        let total = answers.value(&CellId::total(row.item.clone()));
        let (Some(some), Some(all)) = (answers.value(&women), total) else { continue };
        if some > all {
            let text = both(format!("女性 {some} 大于合计 {all}"), format!("women {some} are more than all {all}"));
            found.push((women, text));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found;

    #[test]
    fn women_are_no_more_than_all() {
        assert_eq!(found(&[("PEOPLE[sex=F]", "10")]), Vec::<String>::new());
        assert_eq!(found(&[("PEOPLE[sex=F]", "11")]), ["PEOPLE[sex=F] female_within_total Error"]);
    }
}
