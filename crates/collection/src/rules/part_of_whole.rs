//! `part_of_whole`: what a proportion divides is no more than what it divides by.
//!
//! A query and no error: the two may be counted on different days or of different people, and then the unit says so.

use heng_base::text::Text;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form, Share};

pub(super) static RULE: Rule = Rule {
    code: "part_of_whole",
    severity: Severity::Query,
    name: Said { zh: "部分不大于总体", en: "A part within its whole" },
    words: Said {
        zh: "比例的分子不大于分母，合计和同一分组都是如此。统计时点或对象不同的，写明原因。",
        en: "What a proportion divides is no more than what it divides by, in total and group by group; where days or people differ, say so.",
    },
    example: Said {
        zh: "“产后访视产妇人数”5,320，“活产数”5,100，访视率将超过 100%。",
        en: "Postpartum visits 5,320, live births 5,100: the rate would pass 100 %.",
    },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    form.shares.iter().flat_map(|share| of_share(share, form, answers)).collect()
}

/// The total and every group that part and whole share.
fn of_share(share: &Share, form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    let (Some((part, _)), Some((whole, _))) = (form.find(&share.part), form.find(&share.whole)) else {
        return Vec::new();
    };
    // Women of one item in all of another: no other group is known to compare so.
    let alike = share.part.breakdown == share.whole.breakdown;
    let asked = part.cells.iter().filter(|cell| alike || cell.id == share.part);
    let broken = asked.filter_map(|cell| {
        let beside =
            if alike { CellId { item: share.whole.item.clone(), ..cell.id.clone() } } else { share.whole.clone() };
        let (some, all) = (answers.value(&cell.id)?, answers.value(&beside)?);
        let (name, indicator) = (&whole.name.zh, &share.indicator.zh);
        let text = both(
            format!("{some} 大于“{name}”{all}，“{indicator}”将超过 100%"),
            format!("{some} is more than “{name}” {all}; the proportion would pass 100 %"),
        );
        (some > all).then(|| (cell.id.clone(), text))
    });
    broken.collect()
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
