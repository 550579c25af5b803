//! One CSV table of a package: rows with their lines, and typed cells that report what is wrong with them.

use std::str::FromStr;

use heng_base::breakdown::Breakdown;
use heng_base::problem::{Problem, kinds};

/// A column that a table may have: its name and whether every row must fill it.
pub type Column = (&'static str, bool);

/// Reads the rows of one table. Unknown and missing columns, ragged rows and empty required cells are problems; a row
/// that cannot be used is left out.
pub fn rows(file: &str, bytes: &[u8], columns: &[Column], problems: &mut Vec<Problem>) -> Vec<Row> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.push(unreadable(file, &error));
            return Vec::new();
        }
    };
    let mut places = Vec::new();
    for (name, required) in columns {
        let place = header.iter().position(|h| h.trim() == *name);
        if place.is_none() && *required {
            problems.push(Problem::new(&kinds::TABLE_COLUMN_MISSING).with("column", name).file(file).line(1));
        }
        places.push(place);
    }
    for name in header.iter().map(str::trim).filter(|h| !columns.iter().any(|(name, _)| name == h)) {
        let known = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("、");
        problems.push(
            Problem::new(&kinds::TABLE_COLUMN_UNKNOWN).with("column", name).with("known", known).file(file).line(1),
        );
    }
    let mut rows = Vec::new();
    let mut lines = Lines::new(bytes);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(unreadable(file, &error));
                continue;
            }
        };
        let line = record.position().map_or(0, |position| lines.at(position));
        if record.len() != header.len() {
            problems.push(
                Problem::new(&kinds::TABLE_ROW_RAGGED)
                    .with("cells", record.len())
                    .with("columns", header.len())
                    .file(file)
                    .line(line),
            );
            continue;
        }
        let cell = |place: &Option<usize>| place.and_then(|i| record.get(i)).unwrap_or("").trim().to_owned();
        let row = Row {
            file: file.to_owned(),
            line,
            cells: columns.iter().map(|(name, _)| *name).zip(places.iter().map(cell)).collect(),
        };
        let mut whole = true;
        for ((name, required), place) in columns.iter().zip(&places) {
            if *required && place.is_some() && row.text(name).is_empty() {
                problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, name));
                whole = false;
            }
        }
        if whole {
            rows.push(row);
        }
    }
    rows
}

/// Finds the line of a record. The csv crate counts CRLF one line late, so lines are counted here, forward only.
pub struct Lines<'a> {
    bytes: &'a [u8],
    read: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, read: 0, line: 1 }
    }

    /// Line on which the record at `position` begins; positions must not go back.
    pub fn at(&mut self, position: &csv::Position) -> u64 {
        let start = usize::try_from(position.byte()).unwrap_or(usize::MAX).min(self.bytes.len());
        // The position may lie on the line end before the record.
        let ends = self.bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let until = start + ends;
        let passed = self.bytes.get(self.read..until).unwrap_or_default();
        self.line += u64::try_from(passed.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(0);
        self.read = self.read.max(until);
        self.line
    }
}

fn unreadable(file: &str, error: &csv::Error) -> Problem {
    let problem = Problem::new(&kinds::TABLE_UNREADABLE).with("error", error).file(file);
    match error.position() {
        Some(position) => problem.line(position.line()),
        None => problem,
    }
}

/// One row.
#[derive(Debug, Clone)]
pub struct Row {
    pub file: String,
    /// Line of the file on which the row begins.
    pub line: u64,
    cells: Vec<(&'static str, String)>,
}

impl Row {
    /// The cell's text, trimmed; empty where the column is absent.
    pub fn text(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| *name == column).map_or("", |(_, text)| text)
    }

    pub fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column).to_owned()).filter(|text| !text.is_empty())
    }

    pub fn list(&self, column: &str) -> Vec<String> {
        self.text(column).split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    pub fn problem(&self, kind: &'static heng_base::problem::Kind, column: &str) -> Problem {
        Problem::new(kind).with("value", self.text(column)).file(&self.file).line(self.line).field(column)
    }

    /// Reads a filled cell with `read`; `expected` says what would be right.
    pub fn read<T>(
        &self,
        column: &str,
        expected: &str,
        problems: &mut Vec<Problem>,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let value = read(text);
        if value.is_none() {
            problems.push(self.problem(&kinds::INPUT_INVALID, column).with("expected", expected));
        }
        value
    }

    pub fn number<T: FromStr>(&self, column: &str, problems: &mut Vec<Problem>) -> Option<T> {
        self.read(column, "应为数字,如 8 或 97.5", problems, |text| text.parse().ok())
    }

    pub fn truth(&self, column: &str, problems: &mut Vec<Problem>) -> bool {
        let read = |text: &str| match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        self.read(column, "应为 true 或 false", problems, read).unwrap_or(false)
    }

    /// Reads one of a fixed list of words.
    pub fn word<T: serde::de::DeserializeOwned>(
        &self,
        column: &str,
        words: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        let expected = format!("应为以下之一:{}", words.join("、"));
        self.read(column, &expected, problems, |text| {
            words.contains(&text).then(|| serde_json::from_value(text.into()).ok()).flatten()
        })
    }

    pub fn code<T>(
        &self,
        column: &str,
        problems: &mut Vec<Problem>,
        parse: impl FnOnce(&str) -> Result<T, heng_base::codes::BadCode>,
    ) -> Option<T> {
        self.read(column, "代码只用字母、数字、- _ .,最多 64 个字符", problems, |text| parse(text).ok())
    }

    pub fn breakdown(&self, column: &str, problems: &mut Vec<Problem>) -> Breakdown {
        self.read(column, "写法如 sex=F;urban_rural=R", problems, |text| Breakdown::parse(text).ok())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines were one short in files with CRLF.
    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,2", "\"x", "y\",3", "", "4,5"].join(end);
            let mut problems = Vec::new();
            let rows = rows("t.csv", text.as_bytes(), &[("a", true), ("b", true)], &mut problems);
            assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 6], "{end:?}");
            assert_eq!(problems, []);
        }
    }

    #[test]
    fn every_fault_of_a_table_is_told() {
        let mut problems = Vec::new();
        let text = "a,c\n,1\n1,2,3\n";
        rows("t.csv", text.as_bytes(), &[("a", true), ("b", true)], &mut problems);
        let codes: Vec<_> = problems.iter().map(|p| (p.kind.code, p.place.line)).collect();
        let expected = [
            ("table.column_missing", Some(1)),
            ("table.column_unknown", Some(1)),
            ("table.cell_empty", Some(2)),
            ("table.row_ragged", Some(3)),
        ];
        assert_eq!(codes, expected);
    }
}
