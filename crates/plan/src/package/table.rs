//! One CSV table of a package: its columns and key, and the rows with the line on which each stands.

use std::collections::BTreeMap;

use heng_base::problem::{Kind, Problem, kinds};

use super::Files;
use super::row::Row;

/// A column: its name, and whether header and every row must have it.
pub(super) struct Column {
    pub name: &'static str,
    pub required: bool,
}

pub(super) const fn must(name: &'static str) -> Column {
    Column { name, required: true }
}

pub(super) const fn may(name: &'static str) -> Column {
    Column { name, required: false }
}

/// A row, and what it says where all its required cells could be read.
pub(super) type Rows<T> = Vec<(Row, Option<T>)>;

/// A table of the format.
pub(super) struct Table<T: 'static> {
    pub file: &'static str,
    pub columns: &'static [Column],
    /// Columns that together name a row; no two rows have the same. Empty: rows may repeat.
    pub key: &'static [&'static str],
    pub read: fn(&Row, &mut Vec<Problem>) -> Option<T>,
}

/// What a table is, however its rows are read.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub columns: &'static [Column],
    pub key: &'static [&'static str],
}

impl Shape {
    /// The rows of a file of this shape that can be read.
    pub fn rows(&self, file: &str, bytes: &[u8]) -> Vec<Row> {
        rows(file, bytes, self.columns, &mut Vec::new())
    }
}

impl<T> Table<T> {
    pub const fn shape(&self) -> Shape {
        Shape { columns: self.columns, key: self.key }
    }

    /// Reads the table from its file, which must be there.
    pub fn required(&self, files: &Files, problems: &mut Vec<Problem>) -> Rows<T> {
        if !files.contains_key(self.file) {
            problems.push(Problem::new(&kinds::PACKAGE_FILE_MISSING).with("value", self.file).file(self.file));
        }
        self.optional(files, problems)
    }

    /// Reads the table from its file; no file, no rows.
    pub fn optional(&self, files: &Files, problems: &mut Vec<Problem>) -> Rows<T> {
        files.get(self.file).map_or_else(Vec::new, |bytes| self.bytes(self.file, bytes, problems))
    }

    /// The rows once more, for checks that come after reading: its problems are known by then.
    pub fn again(&self, files: &Files) -> Rows<T> {
        self.optional(files, &mut Vec::new())
    }

    /// The rows once more, and whether the file has no others, such as those behind a quote that is never closed.
    pub fn whole(&self, files: &Files) -> (Rows<T>, bool) {
        let mut problems = Vec::new();
        let rows = self.required(files, &mut problems);
        (rows, !problems.iter().any(|problem| HIDING.contains(&problem.kind)))
    }

    /// Reads the table from `bytes`, which stand in `file`.
    pub fn bytes(&self, file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Rows<T> {
        let rows = rows(file, bytes, self.columns, problems);
        unique(&rows, self.key, problems);
        rows.into_iter()
            .map(|row| {
                let read = (self.read)(&row, problems);
                (row, read)
            })
            .collect()
    }
}

/// Problems behind which rows or their keys are not seen.
const HIDING: [&Kind; 7] = [
    &kinds::FILE_NOT_TEXT,
    &kinds::PACKAGE_FILE_MISSING,
    &kinds::TABLE_COLUMN_MISSING,
    &kinds::TABLE_EMPTY,
    &kinds::TABLE_QUOTE_OPEN,
    &kinds::TABLE_ROW_RAGGED,
    &kinds::TABLE_UNREADABLE,
];

/// What the rows say, without those that could not be read.
pub(super) fn values<T>(rows: Rows<T>) -> Vec<T> {
    rows.into_iter().filter_map(|(_, value)| value).collect()
}

/// Stands alone on a line after the last; it comes back alone unless a double quote before it was never closed.
const END: &str = "\u{1}";

/// A record and the physical line on which it begins.
struct Record {
    line: u64,
    cells: Vec<String>,
}

fn rows(file: &str, bytes: &[u8], columns: &[Column], problems: &mut Vec<Problem>) -> Vec<Row> {
    let Some(text) = super::document::text(file, bytes, problems) else { return Vec::new() };
    let mut records = records(file, &text, problems).into_iter();
    let Some(header) = records.next() else {
        let names = columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
        problems.push(Problem::new(&kinds::TABLE_EMPTY).with("known", names).file(file).line(1));
        return Vec::new();
    };
    let places = places(file, &header, columns, problems);
    let mut rows = Vec::new();
    for record in records {
        if record.cells.len() != header.cells.len() {
            problems.push(
                Problem::new(&kinds::TABLE_ROW_RAGGED)
                    .with("cells", record.cells.len())
                    .with("columns", header.cells.len())
                    .file(file)
                    .line(record.line),
            );
            continue;
        }
        let cell = |place: &Option<usize>| place.and_then(|at| record.cells.get(at)).cloned().unwrap_or_default();
        let cells = columns.iter().map(|column| column.name).zip(places.iter().map(cell)).collect();
        let row = Row { file: file.to_owned(), line: record.line, cells };
        for (column, place) in columns.iter().zip(&places) {
            if column.required && place.is_some() && row.text(column.name).is_empty() {
                problems.push(Problem::new(&kinds::TABLE_CELL_EMPTY).file(file).line(record.line).field(column.name));
            }
        }
        rows.push(row);
    }
    rows
}

/// All records with a filled cell, trimmed; spreadsheets leave empty ones behind.
fn records(file: &str, text: &str, problems: &mut Vec<Problem>) -> Vec<Record> {
    let whole = format!("{text}\n{END}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(whole.as_bytes());
    let (mut records, mut line, mut counted) = (Vec::new(), 1, 0);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(Problem::new(&kinds::TABLE_UNREADABLE).with("error", error).file(file));
                continue;
            }
        };
        // The reader's own line count stands still at blank lines and line ends of two characters.
        let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(counted);
        let blank = whole.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        line += whole.get(counted..start + blank).map_or(0, line_ends);
        counted = start + blank;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            records.push(Record { line, cells });
        }
    }
    if let Some(last) = records.pop()
        && last.cells != [END]
    {
        problems.push(Problem::new(&kinds::TABLE_QUOTE_OPEN).file(file).line(last.line));
    }
    records
}

fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.fold(0, |count, _| count + 1)
}

/// Where each column stands in the header.
fn places(file: &str, header: &Record, columns: &[Column], problems: &mut Vec<Problem>) -> Vec<Option<usize>> {
    let problem = |kind, column: &str| Problem::new(kind).with("column", column).file(file).line(header.line);
    for (at, name) in header.cells.iter().enumerate() {
        if !columns.iter().any(|column| column.name == name) {
            let known = columns.iter().map(|column| column.name).collect::<Vec<_>>().join("、");
            problems.push(problem(&kinds::TABLE_COLUMN_UNKNOWN, name).with("known", known));
        } else if header.cells.iter().position(|other| other == name) != Some(at) {
            problems.push(problem(&kinds::TABLE_COLUMN_TWICE, name));
        }
    }
    let place = |column: &Column| {
        let place = header.cells.iter().position(|name| name == column.name);
        if place.is_none() && column.required {
            problems.push(problem(&kinds::TABLE_COLUMN_MISSING, column.name));
        }
        place
    };
    columns.iter().map(place).collect()
}

/// Reports rows whose key stood before.
fn unique(rows: &[Row], key: &[&str], problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = key.iter().map(|column| row.text(column)).filter(|cell| !cell.is_empty()).collect();
        let Some(column) = key.iter().find(|column| !row.text(column).is_empty()) else { continue };
        let parts: Vec<&str> = key.iter().map(|column| row.text(column)).collect();
        match seen.get(&parts.join("\u{0}")) {
            Some(first) => {
                let problem = row.problem(&kinds::TABLE_DUPLICATE, column);
                problems.push(problem.with("value", cells.join(" · ")).with("first", first));
            }
            None => {
                seen.insert(parts.join("\u{0}"), row.line);
            }
        }
    }
}
