//! The audit against `scipy.optimize.linprog`: four counties of 216 cells, with patterns that were not made by us.

use std::collections::BTreeMap;

use heng_plan::model::Zeros;

use super::super::audit::audit;
use super::super::rules::Rules;
use super::super::structure::Structure;
use super::super::{Cell, Group};
use super::made::{areas, catalogue, key, threshold};
use crate::observation::Key;

const CELLS: &str = include_str!("../../../../../tests/oracles/disclosure_cells.csv");
const RANGES: &str = include_str!("../../../../../tests/oracles/disclosure_ranges.csv");

/// The county and the key of a row, and what stands behind them.
fn row(line: &str) -> (String, Key, Vec<&str>) {
    let cells: Vec<&str> = line.split(',').collect();
    let by = |dimension: &str, code: &str| if code.is_empty() { String::new() } else { format!("{dimension}={code};") };
    let breakdown = by("age", cells[3]) + &by("sex", cells[2]);
    (cells[0].to_owned(), key(cells[1], &breakdown), cells[4..].to_vec())
}

#[test]
fn intervals_are_those_of_scipy() {
    let mut counties: BTreeMap<String, Vec<(Cell, bool)>> = BTreeMap::new();
    for line in CELLS.lines().skip(1) {
        let (county, key, rest) = row(line);
        counties.entry(county).or_default().push((Cell::figure(key, rest[0].parse().unwrap()), rest[1] == "1"));
    }
    let ranges = RANGES.lines().skip(1).map(|line| {
        let (county, key, rest) = row(line);
        ((county, key), (rest[0].parse::<f64>().unwrap(), rest[1].parse::<f64>().ok()))
    });
    let ranges: BTreeMap<_, _> = ranges.collect();
    let mut compared = 0;
    for (county, cells) in &counties {
        for (key, low, high) in intervals(cells) {
            let (least, most) = ranges[&(county.clone(), key.clone())];
            assert!((low - least).abs() < 1e-5, "{county} {key:?}: {low}, not {least}");
            assert_eq!(high.is_some(), most.is_some(), "{county} {key:?}");
            assert!(
                (high.unwrap_or(0.0) - most.unwrap_or(0.0)).abs() < 1e-5,
                "{county} {key:?}: {high:?}, not {most:?}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, ranges.len());
    assert!(compared > 500);
}

/// The audit of a pattern as it is given, of figures of which everybody knows that they are not 0.
fn intervals(cells: &[(Cell, bool)]) -> Vec<(Key, f64, Option<f64>)> {
    let catalogue = catalogue(&areas(&["T", "Ta", "Tb", "Tc", "Taa", "Tab", "Tac", "Tba", "Tbb"]));
    let structure = Structure::of(&catalogue);
    let rule = threshold(3, Zeros::Shown, 3);
    let all: Vec<&Cell> = cells.iter().map(|(cell, _)| cell).collect();
    let item = catalogue.items.keys().next().unwrap();
    let rules = Rules { rules: vec![&rule] };
    let group = Group { item, cells: &all, rules, structure: structure.of_item(item), before: Vec::new() };
    let (task, _) = group.task();
    let mut hidden = vec![false; task.part.len()];
    for (cell, is_hidden) in cells {
        let place = super::super::place(&cell.key);
        hidden[task.table.find(&place, cell.value().unwrap()).unwrap()] = *is_hidden;
    }
    let found = audit(&task, &hidden).into_iter();
    found
        .map(|interval| (group.key(&task.table.variables[interval.index].place), interval.low, interval.high))
        .collect()
}
