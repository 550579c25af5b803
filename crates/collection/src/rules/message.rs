//! What a check of a package says of a break: a text in which `{…}` holds a formula whose value is put in.

use heng_base::problem::{Problem, kinds};
use heng_statistics::formula::Expr;
use heng_statistics::formula::check::{About, number, parse_number};

/// Places kept of a number that is put in.
const PLACES: u32 = 2;

/// A text with the formulas in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message(Vec<Piece>);

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Formula(Expr, String),
}

impl Message {
    /// Reads a text. A problem of a formula within it names the character of the text at which it begins.
    pub fn read(text: &str) -> Result<Self, Problem> {
        let (mut pieces, mut rest, mut at) = (Vec::new(), text, 0);
        while let Some((before, inner)) = rest.split_once('{') {
            let begins = at + before.chars().count() + 1;
            let Some((formula, after)) = inner.split_once('}') else { return Err(open(rest, begins)) };
            pieces.push(Piece::Text(before.to_owned()));
            let read = parse_number(formula).map_err(|problem| moved(problem, begins))?;
            pieces.push(Piece::Formula(read, formula.to_owned()));
            at = begins + formula.chars().count() + 1;
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(Self(pieces))
    }

    pub fn formulas(&self) -> impl Iterator<Item = &Expr> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Formula(expr, _) => Some(expr),
            Piece::Text(_) => None,
        })
    }

    /// The text with every number in its place; one that is missing is a dash.
    pub fn say(&self, about: &About<'_>) -> String {
        let said = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Formula(expr, text) => number(expr, text, about)
                .map_or_else(|| "—".to_owned(), |value| value.round_dp(PLACES).normalize().to_string()),
        };
        self.0.iter().map(said).collect()
    }
}

/// A brace that is never closed.
fn open(rest: &str, column: usize) -> Problem {
    let given: String = rest.chars().skip_while(|c| *c != '{').take(24).collect();
    Problem::new(&kinds::FORMULA_SYNTAX)
        .with("column", column)
        .with("given", given)
        .with("expected_zh", "花括号内写一个算式，并以 } 结束")
        .with("expected_en", "a formula within braces, closed by }")
}

fn moved(mut problem: Problem, by: usize) -> Problem {
    let column = problem.details.get("column").and_then(|column| column.parse::<usize>().ok());
    problem.details.insert("column", (column.unwrap_or(1) + by).to_string());
    problem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_placed_in_the_whole_text() {
        assert_eq!(Message::read("没有数").unwrap().formulas().count(), 0);
        assert_eq!(Message::read("{cell()}大于{item('A')}").unwrap().formulas().count(), 2);
        let fault = |text| {
            let problem = Message::read(text).unwrap_err();
            (problem.kind.code, problem.details["column"].clone())
        };
        assert_eq!(fault("大于{item('A'}"), ("formula.syntax", "12".to_owned()));
        assert_eq!(fault("大于{1 + x}"), ("formula.forbidden", "8".to_owned()));
        assert_eq!(fault("大于{1"), ("formula.syntax", "3".to_owned()));
    }
}
