//! The 15 cells of sdcTable (Meindl, `tests/testthat/test-protectTable.r` and `test-primarySuppression.r`).

use heng_plan::model::{PrimaryRule, Zeros};
use rust_decimal::Decimal;

use super::super::{Content, State, protect};
use super::made::{hidden, key, made, rule, sdc_areas, sdc_table, threshold};

/// Persons' values of `microdata1` for the two cells that its tests call sensitive; those of the others are far from it.
const WOMEN_OF_A: &[i64] = &[11, 9];
const MEN_OF_D: &[i64] = &[280, 11, 10, 9, 9, 9, 8, 8, 8, 7, 7];
const MEN_OF_A: &[i64] = &[18, 15, 13, 13, 12, 11, 10, 10, 10, 9, 9, 9, 8, 7, 7, 6, 6, 5];

/// With (A, female) sensitive, all methods of sdcTable hide the men of A and both sexes of C: three secondary cells.
#[test]
fn three_secondary_cells_protect_the_women_of_a() {
    let found = made(&sdc_table(), &[threshold(3, Zeros::Shown, 3)], &sdc_areas());
    assert_eq!(hidden(&found), ["TA sex=F", "TA sex=M", "TC sex=F", "TC sex=M"]);
    let states = found.marks.values().filter(|mark| mark.state == State::Secondary).count();
    assert_eq!((states, found.marks[&key("TA", "sex=F")].state), (3, State::Primary));
    assert_eq!(found.ranges.len(), 4);
    assert!(found.ranges.iter().all(|range| range.whole && range.holds));
}

/// maxN = 2: one cell, the sixth.
#[test]
fn the_frequency_rule_finds_one_cell() {
    let primary = |limit| {
        let found = protect(&sdc_table(), &[threshold(limit, Zeros::Shown, 1)], &sdc_areas(), &[]);
        found.marks.values().filter(|mark| mark.state == State::Primary).count()
    };
    assert_eq!((primary(2), primary(3), primary(11)), (0, 1, 2));
}

/// nk with n = 2, k = 75 and p with p = 70: the women of A and the men of D.
#[test]
fn the_dominance_rules_find_two_cells() {
    let cells: Vec<_> = sdc_table()
        .into_iter()
        .map(|mut cell| {
            let values = match (cell.key.area.as_str(), cell.key.breakdown.to_string().as_str()) {
                ("TA", "sex=F") => WOMEN_OF_A,
                ("TD", "sex=M") => MEN_OF_D,
                ("TA", "sex=M") => MEN_OF_A,
                _ => &[],
            };
            cell.contributions = values.iter().map(|value| Decimal::from(*value)).collect();
            if !values.is_empty() {
                cell.content = Content::Figure(cell.contributions.iter().sum());
            }
            cell
        })
        .collect();
    for primary in [PrimaryRule::Dominance { n: 2, k: 75.into() }, PrimaryRule::PPercent { p: 70.into() }] {
        let found = protect(&cells, &[rule(primary, 1)], &sdc_areas(), &[]);
        let sensitive: Vec<_> = found.marks.iter().filter(|(_, mark)| mark.state == State::Primary).collect();
        let keys: Vec<_> = sensitive.iter().map(|(key, _)| (*key).clone()).collect();
        assert_eq!(keys, [key("TA", "sex=F"), key("TD", "sex=M")]);
    }
}
