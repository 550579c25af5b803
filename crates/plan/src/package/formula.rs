//! What a formula refers to, read lightly; its grammar is that of `statistics::formula`, which this crate cannot see.
//!
//! Whatever that grammar takes for a call is seen here too: in letters of any size, with comments and line ends anywhere.

mod tokens;

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::problem::Problem;

use self::tokens::{Token, tokens};
use super::known::Shelf;
use super::row::Row;

/// `item('X', sex => 'F')` or `indicator('C')`. A number with a text is the character at which the text begins.
#[derive(Debug, PartialEq)]
struct Call {
    of_item: bool,
    code: (usize, String),
    /// `sex => 'F'`.
    members: Vec<(usize, String, String)>,
    /// The dimension over which `sum_over` adds the item up.
    over: Option<(usize, String)>,
}

/// Every call of a formula. One without a quoted code is no call: the formula's own reader tells it.
fn calls(text: &str) -> Vec<Call> {
    let tokens = tokens(text);
    (0..tokens.len()).filter_map(|at| call(&tokens, at)).collect()
}

/// The call that begins with the token at a place.
fn call(tokens: &[(usize, Token)], at: usize) -> Option<Call> {
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
    Some(Call { of_item, code: (*start, code.clone()), members, over: over(tokens.get(..at)?, after) })
}

/// `sex => 'F'`, whatever stands between the name and the code.
fn member(argument: &[(usize, Token)]) -> Option<(usize, String, String)> {
    match argument {
        [(start, Token::Word(dimension)), .., (_, Token::Quoted(code))] => {
            Some((*start, dimension.clone(), code.clone()))
        }
        _ => None,
    }
}

/// The dimension of `sum_over(item('X'), 'sex')`, from what stands before and after its item. Brackets and plus signs around
/// the item change nothing.
fn over(before: &[(usize, Token)], after: &[(usize, Token)]) -> Option<(usize, String)> {
    let function = before.iter().rev().find(|(_, token)| !matches!(token, Token::Sign('(' | '+')))?;
    let mut rest = after.iter().skip_while(|(_, token)| *token == Token::Sign(')'));
    match (function, rest.next()?, rest.next()?) {
        ((_, Token::Word(word)), (_, Token::Sign(',')), (start, Token::Quoted(dimension))) => {
            (word.to_lowercase() == "sum_over").then(|| (*start, dimension.clone()))
        }
        _ => None,
    }
}

/// Codes of the indicators that a formula uses.
pub(super) fn indicators(text: &str) -> Vec<String> {
    calls(text).into_iter().filter(|call| !call.of_item).map(|call| call.code.1).collect()
}

/// Items, indicators, dimensions and codes that a formula of an indicator names exist.
pub(super) fn check(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    named(row, column, shelf, problems);
    let text = row.text(column);
    // In a check it may be a type of units, which are read where the plan is known.
    for (start, dimension) in calls(text).into_iter().filter_map(|call| call.over) {
        let from = problems.len();
        shelf.dimensions.named(row, column, &dimension, problems);
        placed(problems, from, start);
    }
}

/// Items, indicators, dimensions and codes that a formula names exist; what does not is told with its character.
pub(super) fn named(row: &Row, column: &str, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    let text = row.text(column);
    for call in calls(text) {
        let known = if call.of_item { &shelf.items } else { &shelf.indicators };
        let (start, code) = &call.code;
        let from = problems.len();
        known.named(row, column, code, problems);
        placed(problems, from, *start);
        for (start, dimension, value) in &call.members {
            let from = problems.len();
            shelf.member(row, column, dimension, value, problems);
            foreign(row, column, shelf, &call, dimension, problems);
            placed(problems, from, *start);
        }
        if let Some((start, dimension)) = &call.over {
            let from = problems.len();
            foreign(row, column, shelf, &call, dimension, problems);
            placed(problems, from, *start);
        }
    }
}

/// What is named has the dimension.
fn foreign(row: &Row, column: &str, shelf: &Shelf<'_>, call: &Call, dimension: &str, problems: &mut Vec<Problem>) {
    let code = call.code.1.as_str();
    let has = if call.of_item {
        ItemCode::parse(code).ok().and_then(|code| shelf.catalogue.items.get(&code)).map(|it| &it.breakdowns)
    } else {
        IndicatorCode::parse(code).ok().and_then(|code| shelf.catalogue.indicators.get(&code)).map(|it| &it.breakdowns)
    };
    if let Some(has) = has {
        shelf.within(row, column, (code, has), dimension, problems);
    }
}

/// Says of the problems from one on at which character they are.
fn placed(problems: &mut [Problem], from: usize, character: usize) {
    for problem in problems.iter_mut().skip(from) {
        problem.place.character = Some(character);
    }
}

/// The character at which a formula names an indicator.
pub(super) fn at_indicator(text: &str, code: &str) -> Option<usize> {
    let call = calls(text).into_iter().find(|call| !call.of_item && call.code.1 == code)?;
    Some(call.code.0)
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
            assert_eq!(found.iter().map(|call| call.code.1.as_str()).collect::<Vec<_>>(), ["A"], "{text}");
            // The tokenizer counts what it takes for a hint from the hint on.
            if !text.contains("/*!") {
                assert_eq!(found[0].code.0, text.chars().take_while(|c| *c != 'A').count() + 1, "{text}");
            }
        }
        for text in ["'item(' || 'A'", "items('A')", "item()", "item(A)", "item('不是代码')", "item('A", "/* item('A')"]
        {
            assert_eq!(calls(text), [], "{text}");
        }
    }

    #[test]
    fn members_and_dimensions_of_sums_are_found() {
        let of = calls("item('A', sex => 'F', /*,*/ \"age\" := '1')").remove(0).members;
        let of: Vec<_> = of.iter().map(|(_, name, code)| (name.as_str(), code.as_str())).collect();
        assert_eq!(of, [("sex", "F"), ("age", "1")]);
        for text in ["sum_over(item('A'), 'sex')", "SUM_OVER( (+item('A')) , /*x*/ 'sex')"] {
            assert_eq!(calls(text).remove(0).over.map(|(_, dimension)| dimension).as_deref(), Some("sex"), "{text}");
        }
        assert_eq!(calls("unit(item('A'), 'sex')").remove(0).over, None);
    }
}
