//! Rules, and what missing, zero and not applicable do.

use heng_base::text::Lang;
use heng_plan::model::{PrimaryRule, Zeros};

use super::super::{Cell, Content, Mark, State, Why, protect};
use super::made::{areas, catalogue, cell, hidden, key, made, rule, sdc_areas, sdc_table, threshold};

fn absent(area: &str, breakdown: &str, content: Content) -> Cell {
    Cell { content, ..cell(area, breakdown, 0) }
}

#[test]
fn a_total_of_the_hidden_and_a_zero_is_hidden_too() {
    let catalogue = catalogue(&areas(&["T"]));
    let cells = [cell("T", "", 2), cell("T", "sex=F", 2), cell("T", "sex=M", 0)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!(hidden(&found), ["T", "T sex=F"]);
    let found = made(&cells, &[threshold(3, Zeros::Hidden, 3)], &catalogue);
    assert_eq!(hidden(&found), ["T", "T sex=F", "T sex=M"]);
    assert_eq!(found.marks[&key("T", "sex=M")].why, Why::Zero { rule: "r".to_owned() });
}

/// 5 with 2 women hidden: the men give them away. With the men not applicable, the total itself does; missing men do not.
#[test]
fn missing_zero_and_not_applicable_differ() {
    let catalogue = catalogue(&areas(&["T"]));
    let with = |men: Cell| {
        let cells = [cell("T", "", 40), cell("T", "sex=F", 2), men];
        hidden(&made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue))
    };
    assert_eq!(with(cell("T", "sex=M", 38)), ["T sex=F", "T sex=M"]);
    assert_eq!(with(absent("T", "sex=M", Content::Missing)), ["T sex=F"]);
    let cells = [cell("T", "", 2), cell("T", "sex=F", 2), absent("T", "sex=M", Content::NotApplicable)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!(found.marks[&key("T", "sex=M")].why, Why::NoFigure);
    // A part that was never asked is like a missing one, and bounds all the same: 2 + 37 of 40 leave 1.
    let cells = [cell("T", "", 40), cell("T", "age=Y", 2), cell("T", "age=W", 37)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!(hidden(&found), ["T age=W", "T age=Y"]);
}

#[test]
fn what_does_not_add_up_is_no_knowledge() {
    let catalogue = catalogue(&areas(&["T"]));
    let cells = [cell("T", "", 41), cell("T", "sex=F", 2), cell("T", "sex=M", 38)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!((hidden(&found), found.unequal), (vec!["T sex=F".to_owned()], vec![key("T", "")]));
}

#[test]
fn confidential_figures_are_protected_without_a_rule() {
    let catalogue = catalogue(&areas(&["T"]));
    let secret = Cell { content: Content::Confidential(30.into()), ..cell("T", "sex=F", 0) };
    let found = made(&[cell("T", "", 68), secret, cell("T", "sex=M", 38)], &[], &catalogue);
    assert_eq!(hidden(&found), ["T sex=F", "T sex=M"]);
    assert_eq!(found.marks[&key("T", "sex=F")].why, Why::Confidential);
}

#[test]
fn a_dominated_figure_is_vague_by_its_protection_level() {
    // 20 of 25 is one contributor: 100/75 × 20 − 25 = 1.67 up.
    let catalogue = catalogue(&areas(&["T"]));
    let mut cells = [cell("T", "", 65), cell("T", "sex=F", 25), cell("T", "sex=M", 40)];
    cells[1].contributions = vec![20.into(), 5.into()];
    let found = made(&cells, &[rule(PrimaryRule::Dominance { n: 1, k: 75.into() }, 1)], &catalogue);
    let women = found.ranges.iter().find(|range| range.key == key("T", "sex=F")).unwrap();
    assert!(women.high.unwrap() >= 25.0 + 5.0 / 3.0 && women.low <= 25.0 - 5.0 / 3.0);
}

#[test]
fn reasons_are_said_in_both_languages() {
    let found = protect(&sdc_table(), &[threshold(3, Zeros::Shown, 3)], &sdc_areas(), &[]);
    let women: &Mark = &found.marks[&key("TA", "sex=F")];
    assert_eq!(women.message(Lang::Zh), "小于 3（规则 r）");
    assert_eq!(women.message(Lang::En), "below 3 (rule r)");
    assert_eq!(found.marks[&key("TA", "")].state, State::Published);
    assert_eq!(super::super::withheld(Lang::Zh), "为保护统计调查对象，不予公布");
}

/// The district was never asked, and is the county without the other district all the same.
#[test]
fn a_level_that_was_never_asked_is_reckoned_over() {
    let catalogue = catalogue(&areas(&["T", "Ta", "Tb", "Taa", "Tab"]));
    let rules = [threshold(3, Zeros::Shown, 3)];
    let cells = |town| [cell("T", "", 40), cell("Tb", "", 28), cell("Taa", "", 2), cell("Tab", "", town)];
    let found = made(&cells(10), &rules, &catalogue);
    assert_eq!(hidden(&found).len(), 2);
    let [county, other, small, town] = cells(10);
    let alone = protect(&[county, small, town], &rules, &catalogue, &[]);
    assert_eq!(hidden(&alone), ["Taa"], "without the other district nothing follows");
    assert!(alone.passed());
    // Towns that exceed the county cannot be true, and tell nobody anything.
    assert_eq!(hidden(&made(&cells(30), &rules, &catalogue)), ["Taa"]);
    assert_eq!(other.value(), Some(28.into()));
}

#[test]
fn what_another_source_says_of_a_hidden_figure_is_hidden() {
    let catalogue = catalogue(&areas(&["T"]));
    let cells = [cell("T", "sex=F", 2), cell("T", "sex=F", 7), cell("T", "", 40), cell("T", "sex=M", 38)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!(found.marks[&key("T", "sex=F")].state, State::Primary);
    let cells = [cell("T", "sex=F", 7), cell("T", "sex=F", 2)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!(found.marks[&key("T", "sex=F")].state, State::Primary);
}
