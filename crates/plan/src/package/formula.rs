//! What a formula refers to, read lightly; its grammar is that of `statistics::formula`, which this crate cannot see.

use std::sync::LazyLock;

use heng_base::problem::{Problem, kinds};
use regex::Regex;

use super::known::Shelf;
use super::row::Row;

/// `item('X', sex => 'F')` or `indicator('C')`: the function, its code, the rest of its arguments.
static CALL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(item|indicator)\s*\(\s*'([^']*)'([^()]*)\)").expect("the pattern is a constant"));

/// `sex => 'F'`.
static MEMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\w+)\s*=>\s*'([^']*)'").expect("the pattern is a constant"));

/// Codes of the indicators that a formula uses.
pub(super) fn indicators(text: &str) -> Vec<String> {
    CALL.captures_iter(text).filter(|call| &call[1] == "indicator").map(|call| call[2].to_owned()).collect()
}

/// Items, indicators, dimensions and codes that a formula names exist; it names at least one item or indicator.
pub(super) fn check(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    let text = row.text(column);
    if !text.is_empty() && !CALL.is_match(text) {
        problems.push(row.problem(&kinds::PACKAGE_FORMULA_EMPTY, column));
    }
    named(row, column, shelf, problems);
}

/// Items, indicators, dimensions and codes that a formula names exist.
pub(super) fn named(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for call in CALL.captures_iter(row.text(column)) {
        let (known, code) = if &call[1] == "item" { (&shelf.items, &call[2]) } else { (&shelf.indicators, &call[2]) };
        known.named(row, column, code, problems);
        for member in MEMBER.captures_iter(&call[3]) {
            let (dimension, value) = (&member[1], &member[2]);
            shelf.member(row, column, dimension, value, problems);
            let has = if &call[1] == "item" {
                shelf.catalogue.items.iter().find(|(known, _)| known.as_str() == code).map(|(_, it)| &it.breakdowns)
            } else {
                shelf
                    .catalogue
                    .indicators
                    .iter()
                    .find(|(known, _)| known.as_str() == code)
                    .map(|(_, it)| &it.breakdowns)
            };
            if let Some(has) = has {
                shelf.within(row, column, (code, has), dimension, problems);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::indicators;

    #[test]
    fn indicators_are_found_wherever_they_stand() {
        let text = "abs(indicator('A1') - prev( indicator('B.2') )) / item('C') * 100";
        assert_eq!(indicators(text), ["A1", "B.2"]);
    }
}
