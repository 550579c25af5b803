//! `copied_from_last_year`: most figures of a section are exactly those of the year before.
//!
//! A count of fifty or more seldom comes out the same twice; that many do is a sign of a form filled in from the old one.
//! A query, for it may be true, asked once a section on the first of these cells.

use heng_base::text::Text;
use rust_decimal::Decimal;

use super::{Answers, Rule, Said, Severity, both};
use crate::form::{CellId, Form, Section};

/// Smaller figures may well stay as they are.
const LEAST: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// Of so many figures at least.
const MANY: usize = 5;

pub(super) static RULE: Rule = Rule {
    code: "copied_from_last_year",
    severity: Severity::Query,
    name: Said { zh: "照抄上年", en: "Copied from last year" },
    words: Said {
        zh: "报表一个部分中，能与上年比较的数（不小于 50 的）有三分之二以上、且不少于 5 个与上年一个不差，疑似照抄上年。",
        en: "In a section, two thirds of the figures that can be compared (of 50 or more), and at least 5, are exactly those of last year.",
    },
    example: Said {
        zh: "一个部分 18 个可比的数，15 个与上年完全相同。",
        en: "Of 18 comparable figures of a section, 15 are those of last year.",
    },
    check,
};

fn check(form: &Form, answers: &Answers<'_>) -> Vec<(CellId, Text)> {
    form.sections.iter().filter_map(|section| of_section(section, answers)).collect()
}

fn of_section(section: &Section, answers: &Answers<'_>) -> Option<(CellId, Text)> {
    let cells = section.rows.iter().flat_map(|row| &row.cells);
    let pairs: Vec<_> = cells.filter_map(|cell| Some((&cell.id, answers.pair(&cell.id)?))).collect();
    let compared: Vec<_> = pairs.into_iter().filter(|(_, (now, before))| now.max(before) >= &LEAST).collect();
    let same: Vec<_> = compared.iter().filter(|(_, (now, before))| now == before).collect();
    if same.len() < MANY || same.len() * 3 < compared.len() * 2 {
        return None;
    }
    let (title, same_count, count) = (&section.title, same.len(), compared.len());
    let text = both(
        format!(
            "整个“{title}”部分：不小于 {LEAST}、能与上年比较的 {count} 个数（合计和分组都算）中，有 {same_count} 个与上年完全相同，请核对是否照抄上年"
        ),
        format!(
            "the whole section of this cell: of {count} figures of {LEAST} or more that can be compared, totals and breakdowns alike, {same_count} are exactly those of last year"
        ),
    );
    same.first().map(|(cell, _)| ((*cell).clone(), text))
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::found_after;

    const CELLS: [&str; 6] =
        ["PEOPLE", "PEOPLE[sex=F]", "PEOPLE[sex=M]", "PEOPLE[urban_rural=U]", "PEOPLE[urban_rural=R]", "PATENTS"];
    const BEFORE: [&str; 6] = ["1000", "400", "600", "300", "700", "60"];

    #[test]
    fn many_equal_figures_are_asked_about_once() {
        let before: Vec<_> = CELLS.into_iter().zip(BEFORE).collect();
        assert_eq!(found_after(&before, &before), ["PEOPLE copied_from_last_year Query"]);
        let fresh = ["1001", "401", "600", "300", "701", "60"];
        let now: Vec<_> = CELLS.into_iter().zip(fresh).collect();
        assert_eq!(found_after(&now, &before), Vec::<String>::new(), "some may stay as they are");
        let few: Vec<_> = CELLS[..1].iter().copied().zip(BEFORE).collect();
        assert_eq!(found_after(&few, &few), Vec::<String>::new(), "one says nothing");
    }
}
