//! `upper_code`: by it a figure is known to the upper level, so no two items or indicators share one.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};

use super::row::Row;
use super::{Files, indicators, items};

pub(super) fn check(files: &Files, problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<String, (String, String, u64)> = BTreeMap::new();
    let items = items::TABLE.again(files).into_iter().map(|(row, _)| row);
    let indicators = indicators::TABLE.again(files).into_iter().map(|(row, _)| row);
    for row in items.chain(indicators) {
        let Some(code) = row.filled("upper_code") else { continue };
        match first.get(&code) {
            // Another definition of the same.
            Some((file, own, _)) if *file == row.file && own == row.text("code") => {}
            Some(held) => problems.push(twice(&row, held)),
            None => drop(first.insert(code, (row.file.clone(), row.owned("code"), row.line))),
        }
    }
}

fn twice(row: &Row, (file, _, line): &(String, String, u64)) -> Problem {
    row.problem(&kinds::UPPER_CODE_TWICE, "upper_code").with("first", format!("{file}:{line}"))
}
