//! What subtraction over tables, pivots and releases gives, without any linear program.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::period::Period;
use heng_plan::model::{Annual, Frequency, Zeros};
use rust_decimal::Decimal;

use super::super::{Cell, Release, State, Why, protect};
use super::made::{areas, catalogue, cell, county, hidden, key, linked, made, threshold};
use crate::observation::Key;

/// Fills in what a person with a pencil can: the last unknown of each sum, over and over.
fn subtract(known: &mut BTreeMap<Key, Decimal>, sums: &[(Key, Vec<Key>)]) {
    loop {
        let before = known.len();
        for (whole, parts) in sums {
            let mut all = std::iter::once(whole).chain(parts);
            let unknown: Vec<&Key> = all.by_ref().filter(|key| !known.contains_key(*key)).collect();
            if let [only] = unknown[..] {
                let sum: Decimal = parts.iter().filter_map(|part| known.get(part)).sum();
                let value = if only == whole { sum } else { known[whole] - sum };
                known.insert(only.clone(), value);
            }
        }
        if known.len() == before {
            return;
        }
    }
}

fn shown(release: &Release) -> BTreeMap<Key, Decimal> {
    release.shown.clone()
}

#[test]
fn the_pencil_finds_what_is_not_protected() {
    let sums = [(key("T", ""), vec![key("T", "sex=F"), key("T", "sex=M")])];
    let mut known = BTreeMap::from([(key("T", ""), 40.into()), (key("T", "sex=M"), 38.into())]);
    subtract(&mut known, &sums);
    assert_eq!(known[&key("T", "sex=F")], 2.into());
}

/// By towns and sex, then by sex and age: each is safe alone, and both share the sexes' totals.
#[test]
fn two_pivots_give_no_more_than_one() {
    let all = linked(&areas(&["T", "Ta", "Tb", "Tc"]), 7);
    let catalogue = catalogue(&areas(&["T", "Ta", "Tb", "Tc"]));
    let rules = [threshold(5, Zeros::Shown, 5)];
    let by_town = |cell: &&Cell| cell.key.breakdown.dimensions().all(|dimension| dimension == "sex");
    let by_age = |cell: &&Cell| cell.key.area.as_str() == "T" && cell.key.breakdown.get("place").is_none();
    let first: Vec<Cell> = all.iter().filter(by_town).cloned().collect();
    let second: Vec<Cell> = all.iter().filter(by_age).cloned().collect();
    let one = made(&first, &rules, &catalogue);
    let before = one.release(&first);
    let two = protect(&second, &rules, &catalogue, std::slice::from_ref(&before));
    assert!(two.passed());
    let mut known = shown(&before);
    known.extend(shown(&two.release(&second)));
    let sums = sums(&all);
    subtract(&mut known, &sums);
    for found in [&one, &two] {
        for (key, _) in found.marks.iter().filter(|(_, mark)| mark.hidden()) {
            assert!(!known.contains_key(key), "{key:?}");
        }
    }
}

/// The women of one town grow by 4 in the second release, and with them all that they are part of.
fn revised(cells: &[Cell], town: &str) -> Vec<Cell> {
    let part_of = |cell: &Cell| {
        let is = |dimension: &str, code: &str| cell.key.breakdown.get(dimension).is_none_or(|held| held == code);
        let urban = cell.key.breakdown.get("place") == Some("U");
        let women = is("sex", "F") && is("age", "X") && cell.key.breakdown.get("place").is_none();
        town.starts_with(cell.key.area.as_str()) && (urban || women)
    };
    let grown = |cell: &Cell| {
        if part_of(cell) {
            Cell::figure(cell.key.clone(), cell.value().unwrap() + Decimal::from(4))
        } else {
            cell.clone()
        }
    };
    cells.iter().map(grown).collect()
}

/// Two releases of two pivots each, of counties of 650 cells, and a pencil that knows which figures were revised.
#[test]
fn two_releases_of_two_pivots_give_nothing_away() {
    let codes = county(4, 5);
    let town = codes.iter().max_by_key(|code| code.len()).unwrap();
    let catalogue = catalogue(&codes);
    let rules = [threshold(5, Zeros::Shown, 5)];
    for seed in 1..=20 {
        let old = linked(&codes, seed);
        let new = revised(&old, town);
        let mut releases: Vec<Release> = Vec::new();
        for vintage in [&old, &new] {
            let without = |dimension: &str| {
                let one = |cell: &&Cell| cell.key.breakdown.get(dimension).is_none();
                vintage.iter().filter(one).cloned().collect::<Vec<Cell>>()
            };
            let pivots = [without("place"), without("age")];
            for pivot in pivots {
                let found = protect(&pivot, &rules, &catalogue, &releases);
                assert!(found.passed(), "seed {seed}: {:?}", found.exposed().collect::<Vec<_>>());
                releases.push(found.release(&pivot));
            }
        }
        for vintage in [&old, &new] {
            let truth: BTreeMap<&Key, Decimal> =
                vintage.iter().map(|cell| (&cell.key, cell.value().unwrap())).collect();
            let unchanged = |(key, value): &(&Key, &Decimal)| truth.get(*key) == Some(*value);
            let out = releases.iter().flat_map(|release| &release.shown).filter(unchanged);
            let mut known: BTreeMap<Key, Decimal> = out.map(|(key, value)| (key.clone(), *value)).collect();
            subtract(&mut known, &sums(vintage));
            for (key, _) in releases.iter().flat_map(|release| &release.hidden).filter(unchanged) {
                assert!(!known.contains_key(key), "seed {seed}: {key:?}");
            }
        }
    }
}

/// Every sum over sex, age and areas of the made county.
fn sums(cells: &[Cell]) -> Vec<(Key, Vec<Key>)> {
    let held = |key: &Key| cells.iter().any(|cell| cell.key == *key);
    let mut sums = Vec::new();
    for cell in cells {
        let split = |dimension: &str, codes: &[&str]| {
            let with =
                |code: &&str| Key { breakdown: cell.key.breakdown.clone().with(dimension, code), ..cell.key.clone() };
            codes.iter().map(with).collect::<Vec<_>>()
        };
        let age = match cell.key.breakdown.get("age") {
            None => split("age", &["Y", "W", "X"]),
            Some("Y") => split("age", &["Y1", "Y2"]),
            Some("W") => split("age", &["W1", "W2"]),
            _ => Vec::new(),
        };
        let sex = if cell.key.breakdown.get("sex").is_none() { split("sex", &["F", "M"]) } else { Vec::new() };
        let own = cell.key.area.as_str();
        let below = |one: &&Cell| one.key.area.as_str().strip_prefix(own).is_some_and(|rest| rest.len() == 1);
        let towns: BTreeSet<Key> =
            cells.iter().filter(below).map(|one| Key { area: one.key.area.clone(), ..cell.key.clone() }).collect();
        let towns: Vec<Key> = towns.into_iter().collect();
        for parts in [age, sex, towns] {
            if !parts.is_empty() && parts.iter().all(held) {
                sums.push((cell.key.clone(), parts));
            }
        }
    }
    sums
}

/// The first release shows the men; the second, of the same figures, hides the women, and the total with them.
#[test]
fn what_was_shown_before_is_known() {
    let catalogue = catalogue(&areas(&["T"]));
    let rules = [threshold(3, Zeros::Shown, 3)];
    let before = Release { shown: BTreeMap::from([(key("T", "sex=M"), 38.into())]), ..Release::default() };
    let cells = [cell("T", "", 40), cell("T", "sex=F", 2), cell("T", "sex=M", 38)];
    let found = protect(&cells, &rules, &catalogue, &[before]);
    assert_eq!(hidden(&found), ["T", "T sex=F"]);
    assert!(found.passed());
    assert_eq!(found.marks[&key("T", "sex=M")].why, Why::KnownBefore);
}

/// With total and men out already there is nothing left to do, and the audit says so.
#[test]
fn what_is_given_away_already_is_said() {
    let catalogue = catalogue(&areas(&["T"]));
    let shown = BTreeMap::from([(key("T", "sex=M"), 38.into()), (key("T", ""), 40.into())]);
    let cells = [cell("T", "", 40), cell("T", "sex=F", 2), cell("T", "sex=M", 38)];
    let before = [Release { shown, ..Release::default() }];
    let found = protect(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue, &before);
    let exposed: Vec<_> = found.exposed().map(|range| (range.key.clone(), range.low, range.high)).collect();
    assert_eq!(exposed, [(key("T", "sex=F"), 2.0, Some(2.0))]);
    assert_eq!(found.marks[&key("T", "sex=F")].state, State::Primary);
}

/// A correction of the men leaves the women as they were: old and new equations hold at once.
#[test]
fn a_revised_figure_is_another_figure() {
    let catalogue = catalogue(&areas(&["T"]));
    let rules = [threshold(3, Zeros::Shown, 3)];
    let first = [cell("T", "", 40), cell("T", "sex=F", 2), cell("T", "sex=M", 38)];
    let before = made(&first, &rules, &catalogue).release(&first);
    assert_eq!(before.hidden.len(), 2);
    let second = [cell("T", "", 42), cell("T", "sex=F", 2), cell("T", "sex=M", 40)];
    let found = protect(&second, &rules, &catalogue, &[before]);
    assert!(found.passed());
    assert_eq!(hidden(&found), ["T sex=F", "T sex=M"]);
    assert_eq!(found.ranges.len(), 3, "the old figure of the men is watched too");
}

/// What was hidden only for others' sake stays hidden as long as it does not change.
#[test]
fn hidden_stays_hidden() {
    let catalogue = catalogue(&areas(&["T"]));
    let rules = [threshold(3, Zeros::Shown, 3)];
    let first = [cell("T", "", 40), cell("T", "sex=F", 2), cell("T", "sex=M", 38)];
    let before = made(&first, &rules, &catalogue).release(&first);
    let men = [cell("T", "sex=M", 38)];
    let found = protect(&men, &rules, &catalogue, &[before]);
    assert_eq!(found.marks[&key("T", "sex=M")].why, Why::HiddenBefore);
}

/// A rule became stricter: what it hides is not shown again, though it is known; what others publish is.
#[test]
fn a_stricter_rule_hides_what_was_shown() {
    let catalogue = catalogue(&areas(&["T"]));
    let cells = [cell("T", "", 40), cell("T", "sex=F", 4), cell("T", "sex=M", 36)];
    for (open, expected) in [(false, vec!["T sex=F"]), (true, Vec::new())] {
        let shown = cells.iter().map(|cell| (cell.key.clone(), cell.value().unwrap())).collect();
        let before = [Release { shown, open, ..Release::default() }];
        let found = protect(&cells, &[threshold(5, Zeros::Shown, 3)], &catalogue, &before);
        assert_eq!(hidden(&found), expected, "open: {open}");
    }
}

/// A year is the sum of its quarters: the hidden one must not be the year without the others.
#[test]
fn a_year_does_not_give_a_quarter_away() {
    let mut catalogue = catalogue(&areas(&["T"]));
    for item in catalogue.items.values_mut() {
        (item.annual, item.frequency) = (Some(Annual::Sum), Frequency::Quarter);
    }
    let at = |period: &str, value| {
        let cell = cell("T", "", value);
        Cell { key: Key { period: Period::parse(period).unwrap(), ..cell.key }, ..cell }
    };
    let cells = [at("2020", 33), at("2020-Q1", 10), at("2020-Q2", 12), at("2020-Q3", 2), at("2020-Q4", 9)];
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    let of: Vec<String> = found.marks.iter().filter(|(_, m)| m.hidden()).map(|(k, _)| k.period.to_string()).collect();
    assert_eq!(of, ["2020-Q3", "2020-Q4"]);
    catalogue.items.values_mut().for_each(|item| item.annual = Some(Annual::Last));
    let found = made(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue);
    assert_eq!(found.marks.values().filter(|mark| mark.hidden()).count(), 1, "a stock's quarters are no sum");
}
