//! `required`: a required cell has a value or a reason why not.

use heng_base::text::Text;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form};

pub(super) static RULE: Rule = Rule {
    code: "required",
    severity: Severity::Error,
    name: Said { zh: "必填项", en: "Required figures" },
    words: Said {
        zh: "必填的数据项要填数，0 也要填；没有数的选缺数原因。缺数原因应是指标目录中有的。",
        en: "A required item has a figure, 0 included, or a reason why there is none; the reason is one of the catalogue.",
    },
    example: Said {
        zh: "“活产数”空着，也没有选缺数原因。", en: "\"Live births\" is empty and gives no reason."
    },
    check,
};

/// An error for each required cell that says nothing, or gives a reason that the catalogue does not know.
fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let mut found = Vec::new();
    for row in form.rows() {
        for cell in &row.cells {
            let entry = answers.entry(&cell.id);
            let unknown =
                entry.and_then(|e| e.missing.as_ref()).filter(|m| !answers.missing.iter().any(|k| k.code == **m));
            if let Some(code) = unknown {
                let text = both(format!("不认识的缺数原因“{code}”"), format!("unknown reason “{code}”"));
                found.push((cell.id.clone(), text));
            } else if cell.required && entry.is_none_or(|e| e.is_empty()) {
                let zh = format!("“{}”必填：请填数（0 也要填），没有数则选缺数原因", row.name.zh);
                let en = "required: give a value (0 is one) or a reason why there is none".to_owned();
                found.push((cell.id.clone(), both(zh, en)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::shown;
    use crate::sample;

    #[test]
    fn wants_a_value_or_a_reason() {
        let entries = [sample::entry("PEOPLE", None, None), sample::entry("PATENTS", None, Some("not_counted"))];
        let findings = sample::checked(&entries, &[]);
        assert_eq!(shown(&findings), ["PEOPLE required Error"]);
        assert!(findings[0].stops());
        let entries = [sample::entry("PEOPLE", Some("0"), None), sample::entry("PATENTS", None, Some("lost"))];
        assert_eq!(shown(&sample::checked(&entries, &[])), ["PATENTS required Error"]);
        assert_eq!(sample::checked(&[], &[]).len(), 2);
    }
}
