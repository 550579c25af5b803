//! What a formula refers to, read lightly; its grammar is that of `statistics::formula`, which this crate cannot see.
//!
//! Whatever that grammar takes for a call is seen here too: in letters of any size, with comments and line ends anywhere.

mod tokens;

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::problem::Problem;

use self::tokens::{Token, tokens};
use super::known::Shelf;
use super::row::Row;

/// `item('X', sex => 'F')` or `indicator('C')`. A number with a text is the byte at which the text begins.
#[derive(Debug, PartialEq)]
struct Call<'t> {
    of_item: bool,
    code: (usize, &'t str),
    /// `sex => 'F'`.
    members: Vec<(usize, &'t str, &'t str)>,
    /// The dimension over which `sum_over` adds the item up.
    over: Option<(usize, &'t str)>,
}

/// Every call of a formula. One without a quoted code is no call: the formula's own reader tells it.
fn calls(text: &str) -> Vec<Call<'_>> {
    let tokens = tokens(text);
    (0..tokens.len()).filter_map(|at| call(&tokens, at)).collect()
}

/// The call that begins with the token at a place.
fn call<'t>(tokens: &[(usize, Token<'t>)], at: usize) -> Option<Call<'t>> {
    let [(_, Token::Word(function)), (_, Token::Sign('(')), (start, Token::Quoted(code)), rest @ ..] =
        tokens.get(at..)?
    else {
        return None;
    };
    let function = function.to_lowercase();
    let of_item = function == "item";
    // What is no code at all the formula's own reader tells.
    let is_code = if of_item { ItemCode::parse(code).is_ok() } else { IndicatorCode::parse(code).is_ok() };
    if !is_code || !of_item && function != "indicator" {
        return None;
    }
    let end = rest.iter().position(|(_, token)| *token == Token::Sign(')')).unwrap_or(rest.len());
    let (arguments, after) = rest.split_at(end);
    let members = arguments.split(|(_, token)| *token == Token::Sign(',')).filter_map(member).collect();
    Some(Call { of_item, code: (*start, code), members, over: over(tokens.get(..at)?, after) })
}

/// `sex => 'F'`, whatever stands between the name and the code.
fn member<'t>(argument: &[(usize, Token<'t>)]) -> Option<(usize, &'t str, &'t str)> {
    match argument {
        [(start, Token::Word(dimension)), .., (_, Token::Quoted(code))] => Some((*start, dimension, code)),
        _ => None,
    }
}

/// The dimension of `sum_over(item('X'), 'sex')`, from what stands before and after its item. Brackets and plus signs around
/// the item change nothing.
fn over<'t>(before: &[(usize, Token<'t>)], after: &[(usize, Token<'t>)]) -> Option<(usize, &'t str)> {
    let function = before.iter().rev().find(|(_, token)| !matches!(token, Token::Sign('(' | '+')))?;
    let mut rest = after.iter().skip_while(|(_, token)| *token == Token::Sign(')'));
    match (function, rest.next()?, rest.next()?) {
        ((_, Token::Word(word)), (_, Token::Sign(',')), (start, Token::Quoted(dimension))) => {
            (word.to_lowercase() == "sum_over").then_some((*start, *dimension))
        }
        _ => None,
    }
}

/// Codes of the indicators that a formula uses.
pub(super) fn indicators(text: &str) -> Vec<String> {
    calls(text).into_iter().filter(|call| !call.of_item).map(|call| call.code.1.to_owned()).collect()
}

/// Items, indicators, dimensions and codes that a formula of an indicator names exist.
pub(super) fn check(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    named(row, column, shelf, problems);
    let text = row.text(column);
    // In a check it may be a type of units, which are read where the plan is known.
    for (start, dimension) in calls(text).into_iter().filter_map(|call| call.over) {
        let from = problems.len();
        shelf.dimensions.named(row, column, dimension, problems);
        placed(problems, from, text, start);
    }
}

/// Items, indicators, dimensions and codes that a formula names exist; what does not is told with its character.
pub(super) fn named(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    let text = row.text(column);
    for call in calls(text) {
        let known = if call.of_item { &shelf.items } else { &shelf.indicators };
        let (start, code) = call.code;
        let from = problems.len();
        known.named(row, column, code, problems);
        placed(problems, from, text, start);
        for (start, dimension, value) in &call.members {
            let from = problems.len();
            shelf.member(row, column, dimension, value, problems);
            foreign(row, column, shelf, &call, dimension, problems);
            placed(problems, from, text, *start);
        }
        if let Some((start, dimension)) = call.over {
            let from = problems.len();
            foreign(row, column, shelf, &call, dimension, problems);
            placed(problems, from, text, start);
        }
    }
}

/// What is named has the dimension.
fn foreign(row: &Row, column: &str, shelf: &Shelf<'_>, call: &Call<'_>, dimension: &str, problems: &mut Vec<Problem>) {
    let code = call.code.1;
    let has = if call.of_item {
        ItemCode::parse(code).ok().and_then(|code| shelf.catalogue.items.get(&code)).map(|it| &it.breakdowns)
    } else {
        IndicatorCode::parse(code).ok().and_then(|code| shelf.catalogue.indicators.get(&code)).map(|it| &it.breakdowns)
    };
    if let Some(has) = has {
        shelf.within(row, column, (code, has), dimension, problems);
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
    let call = calls(text).into_iter().find(|call| !call.of_item && call.code.1 == code)?;
    Some(character(text, call.code.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_are_found_wherever_they_stand() {
        let text = "abs(indicator('A1') - prev( indicator('B.2') )) / item('C') * 100";
        assert_eq!(indicators(text), ["A1", "B.2"]);
    }

    #[test]
    fn calls_are_found_however_they_are_written() {
        for text in [
            "item('A')",
            "ITEM('A')",
            "Item ( 'A' )",
            "item(/*x*/ 'A')",
            "item -- why\n('A')",
            "/* item('B') /* within */ */ item('A') -- item('B')",
            "abs(item\u{3000}('A'))",
            "/*!50item('A') */",
            "item/*!*/('A')",
        ] {
            let found = calls(text);
            assert_eq!(found.iter().map(|call| call.code.1).collect::<Vec<_>>(), ["A"], "{text}");
            assert_eq!(character(text, found[0].code.0), text.chars().take_while(|c| *c != 'A').count() + 1, "{text}");
        }
        for text in ["'item(' || 'A'", "items('A')", "item()", "item(A)", "item('不是代码')", "item('A", "/* item('A')"]
        {
            assert_eq!(calls(text), [], "{text}");
        }
    }

    #[test]
    fn members_and_dimensions_of_sums_are_found() {
        let members = |text| calls(text).remove(0).members.into_iter().map(|(_, name, code)| (name, code)).collect();
        let of: Vec<_> = members("item('A', sex => 'F', /*,*/ \"age\" := '1')");
        assert_eq!(of, [("sex", "F"), ("age", "1")]);
        for text in ["sum_over(item('A'), 'sex')", "SUM_OVER( (+item('A')) , /*x*/ 'sex')"] {
            assert_eq!(calls(text).remove(0).over.map(|(_, dimension)| dimension), Some("sex"), "{text}");
        }
        assert_eq!(calls("unit(item('A'), 'sex')").remove(0).over, None);
    }
}
