//! `part_of_whole`: what a proportion divides is no more than what it divides by.
//!
//! A query and no error: the two may be counted on different days or of different people, and then the unit says so.

use heng_base::text::Text;

use super::{Answers, Severity, both};
use crate::form::{CellId, Form};

pub(super) fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Severity, Text)> {
    let mut found = Vec::new();
    for share in &form.shares {
        let (Some(part), Some(whole)) = (answers.value(&share.part), answers.value(&share.whole)) else { continue };
        let Some((row, _)) = form.find(&share.whole) else { continue };
        if part > whole {
            let (name, indicator) = (&row.name.zh, &share.indicator.zh);
            let text = both(
                format!("{part} 大于“{name}”{whole}，“{indicator}”将超过 100%"),
                format!("{part} is more than “{name}” {whole}; the proportion would pass 100 %"),
            );
            found.push((share.part.clone(), Severity::Query, text));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found;

    #[test]
    fn a_part_above_its_whole_wants_an_explanation() {
        assert_eq!(found(&[("SPENT", "1")]), Vec::<String>::new());
        assert_eq!(found(&[("SPENT", "1.5")]), ["SPENT part_of_whole Query"]);
    }
}
