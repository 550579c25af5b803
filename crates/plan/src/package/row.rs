//! One row of a table: cells by column name, read into typed values; a cell that cannot be read is a problem.

use heng_base::breakdown::Breakdown;
use heng_base::codes::BadCode;
use heng_base::period::Period;
use heng_base::problem::{Kind, Problem, kinds};
use heng_base::text::Text;
use rust_decimal::Decimal;

use super::known::nearest;

/// A row of `file`, beginning on `line`.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub file: String,
    pub line: u64,
    pub cells: Vec<(&'static str, String)>,
}

impl Row {
    /// The cell's text, trimmed; empty where the column is absent.
    pub fn text(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
    }

    pub fn owned(&self, column: &str) -> String {
        self.text(column).to_owned()
    }

    pub fn filled(&self, column: &str) -> Option<String> {
        Some(self.owned(column)).filter(|text| !text.is_empty())
    }

    /// The columns `name_zh` and `name_en`.
    pub fn name(&self) -> Text {
        Text::new(self.text("name_zh"), self.filled("name_en"))
    }

    /// Parts between `|`.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.text(column).split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// A problem of one cell, with its text as `value`.
    pub fn problem(&self, kind: &'static Kind, column: &str) -> Problem {
        Problem::new(kind).with("value", self.text(column)).file(&self.file).line(self.line).field(column)
    }

    fn read<T>(
        &self,
        column: &str,
        kind: &'static Kind,
        problems: &mut Vec<Problem>,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            problems.push(self.problem(kind, column));
        }
        value
    }

    /// An exact number as typed.
    pub fn decimal(&self, column: &str, problems: &mut Vec<Problem>) -> Option<Decimal> {
        self.read(column, &kinds::TABLE_NOT_NUMBER, problems, decimal)
    }

    /// A whole number between the two bounds.
    pub fn integer<T>(&self, column: &str, low: T, high: T, problems: &mut Vec<Problem>) -> Option<T>
    where
        T: std::str::FromStr + PartialOrd + ToString + Copy,
    {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = text.parse::<T>().ok().filter(|value| (low..=high).contains(value));
        if value.is_none() {
            let problem = self.problem(&kinds::TABLE_NOT_INTEGER, column);
            problems.push(problem.with("low", low.to_string()).with("high", high.to_string()));
        }
        value
    }

    pub fn year(&self, column: &str, problems: &mut Vec<Problem>) -> Option<i32> {
        self.integer(column, 1900, 2200, problems)
    }

    /// A number of a line.
    pub fn line_number(&self, column: &str, problems: &mut Vec<Problem>) -> Option<u32> {
        self.integer(column, 1, 1_000_000, problems)
    }

    pub fn truth(&self, column: &str, problems: &mut Vec<Problem>) -> Option<bool> {
        self.read(column, &kinds::TABLE_NOT_BOOLEAN, problems, |text| text.parse().ok())
    }

    /// One of a fixed list of words.
    pub fn word<T: Copy>(&self, column: &str, words: &[(&str, T)], problems: &mut Vec<Problem>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let problem = not_one_of(text, words.iter().map(|(word, _)| *word));
            problems.push(problem.file(&self.file).line(self.line).field(column));
        }
        found
    }

    pub fn code<T>(
        &self,
        column: &str,
        parse: fn(&str) -> Result<T, BadCode>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        self.read(column, &kinds::TABLE_NOT_CODE, problems, |text| parse(text).ok())
    }

    /// The codes of a list; what is no code is reported.
    pub fn codes<T>(&self, column: &str, parse: fn(&str) -> Result<T, BadCode>, problems: &mut Vec<Problem>) -> Vec<T> {
        let mut codes = Vec::new();
        for text in self.list(column) {
            match parse(&text) {
                Ok(code) => codes.push(code),
                Err(_) => problems.push(self.problem(&kinds::TABLE_NOT_CODE, column).with("value", text)),
            }
        }
        codes
    }

    pub fn period(&self, column: &str, problems: &mut Vec<Problem>) -> Option<Period> {
        self.read(column, &kinds::TABLE_NOT_PERIOD, problems, |text| Period::parse(text).ok())
    }

    /// `None` where the cell cannot be read; empty is the total. Dimensions stand in alphabetical order, each once.
    pub fn breakdown(&self, column: &str, problems: &mut Vec<Problem>) -> Option<Breakdown> {
        let read = |text: &str| {
            let dimensions: Vec<&str> =
                text.split(';').filter_map(|part| Some(part.split_once('=')?.0.trim())).collect();
            let sorted = dimensions.windows(2).all(|pair| pair[0] < pair[1]);
            Breakdown::parse(text).ok().filter(|_| sorted)
        };
        if self.text(column).is_empty() {
            return Some(Breakdown::total());
        }
        self.read(column, &kinds::TABLE_NOT_BREAKDOWN, problems, read)
    }

    /// Reports two cells of which the first is greater than the second.
    pub fn ordered<T: PartialOrd + ToString>(
        &self,
        (low_column, low): (&str, Option<T>),
        (high_column, high): (&str, Option<T>),
        problems: &mut Vec<Problem>,
    ) {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            problems.push(
                self.problem(&kinds::PACKAGE_ORDER, low_column)
                    .with("lower_name", low_column)
                    .with("lower", low.to_string())
                    .with("upper_name", high_column)
                    .with("upper", high.to_string()),
            );
        }
    }
}

/// The problem of a word that is none of `words`, with the nearest of them.
pub(super) fn not_one_of<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Problem {
    let words: Vec<&str> = words.collect();
    let known = words.join("、");
    let problem = match nearest(text, words.iter().copied()) {
        Some(near) => Problem::new(&kinds::TABLE_NOT_ONE_OF_NEAR).with("near", near),
        None => Problem::new(&kinds::TABLE_NOT_ONE_OF),
    };
    problem.with("value", text).with("known", known)
}

/// A number as typed. A comma is read only between thousands: `1,5` is no number, not fifteen.
fn decimal(text: &str) -> Option<Decimal> {
    let plain = text.replace('\u{ff0c}', ",");
    let whole = plain.split_once('.').map_or(plain.as_str(), |(whole, _)| whole);
    let fraction = plain.split_once('.').map_or("", |(_, fraction)| fraction);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("").trim_start_matches(['-', '\u{2212}', '\u{ff0d}']).chars().count();
    let grouped = groups.clone().next().is_some();
    let well_grouped = (1..=3).contains(&first) && groups.all(|group| group.chars().count() == 3);
    if fraction.contains(',') || plain.contains(char::is_whitespace) || grouped && !well_grouped {
        return None;
    }
    heng_base::number::read(&plain).ok()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn commas_stand_between_thousands_only() {
        let written = |text| decimal(text).map(|value| value.to_string());
        assert_eq!(written("12,345.5").as_deref(), Some("12345.5"));
        assert_eq!(written("-1,234,567").as_deref(), Some("-1234567"));
        assert_eq!(written("97.50").as_deref(), Some("97.50"));
        for bad in ["1,5", "1,2345", ",5", "1.5,000", "1 2", "8%", "1e3", "NaN", ""] {
            assert_eq!(decimal(bad), None, "{bad}");
        }
    }
}
