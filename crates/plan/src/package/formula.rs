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

/// Items, indicators, dimensions and codes that a formula names exist; what does not is told with its character.
pub(super) fn named(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    let text = row.text(column);
    for call in CALL.captures_iter(text) {
        let (known, code) = if &call[1] == "item" { (&shelf.items, &call[2]) } else { (&shelf.indicators, &call[2]) };
        let from = problems.len();
        known.named(row, column, code, problems);
        placed(problems, from, text, call.get(2).map_or(0, |code| code.start()));
        for member in MEMBER.captures_iter(&call[3]) {
            let (dimension, value) = (&member[1], &member[2]);
            let from = problems.len();
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
            let start = call.get(3).map_or(0, |rest| rest.start()) + member.get(1).map_or(0, |name| name.start());
            placed(problems, from, text, start);
        }
    }
}

/// The character, from 1, that begins at a byte.
pub(super) fn character(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |before| before.chars().count()) + 1
}

/// Says of the problems from one on at which byte of the text they are.
fn placed(problems: &mut [Problem], from: usize, text: &str, byte: usize) {
    for problem in problems.iter_mut().skip(from) {
        problem.place.character = Some(character(text, byte));
    }
}

/// The character at which a formula names an indicator.
pub(super) fn at_indicator(text: &str, code: &str) -> Option<usize> {
    let call = CALL.captures_iter(text).find(|call| &call[1] == "indicator" && &call[2] == code)?;
    call.get(2).map(|named| character(text, named.start()))
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
