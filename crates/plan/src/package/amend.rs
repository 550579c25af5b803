//! Rows of a catalogue's items and indicators as they are written, and the same package with some of them changed.
//!
//! A change names the row in whose place it stands, so that it can be put upon a newer package as long as nobody else has
//! changed that row meanwhile.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use serde::{Deserialize, Serialize};

use super::items::{ANNUAL, FEEDS, FREQUENCIES, VALUE_TYPES};
use super::table::{Column, Table};
use super::{Files, indicators, items};

/// The tables whose rows are changed one by one.
pub const TABLES: [&str; 2] = ["indicators", "items"];

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Cells by column; an empty one is left out.
pub type Cells = BTreeMap<String, String>;

/// A row put in the place of another, or added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// One of [`TABLES`].
    pub table: String,
    /// The first year of the row of the same code that it takes the place of, as it is written there; none adds a row.
    pub replaces: Option<String>,
    pub cells: Cells,
}

impl RowChange {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    pub fn code(&self) -> &str {
        self.cell("code")
    }

    fn file(&self) -> String {
        format!("{}.csv", self.table)
    }

    fn is_before(&self, row: &Cells) -> bool {
        let cell = |column: &str| row.get(column).map_or("", String::as_str);
        cell("code") == self.code() && Some(cell("valid_from")) == self.replaces.as_deref()
    }
}

/// A column of a table as the format has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFacts {
    pub name: &'static str,
    pub required: bool,
    /// The words of which it holds one; empty where it holds anything else.
    pub words: Vec<&'static str>,
}

/// The columns of one of [`TABLES`].
pub fn columns(table: &str) -> Option<Vec<ColumnFacts>> {
    let of = |columns: &'static [Column]| {
        let facts =
            |column: &Column| ColumnFacts { name: column.name, required: column.required, words: words(column.name) };
        columns.iter().map(facts).collect()
    };
    match table {
        "indicators" => Some(of(indicators::TABLE.columns)),
        "items" => Some(of(items::TABLE.columns)),
        _ => None,
    }
}

fn words(column: &str) -> Vec<&'static str> {
    fn names<T>(words: &'static [(&'static str, T)]) -> Vec<&'static str> {
        words.iter().map(|(word, _)| *word).collect()
    }
    match column {
        "kind" => names(indicators::KINDS),
        "direction" => names(indicators::DIRECTIONS),
        "frequency" => names(FREQUENCIES),
        "value_type" => names(VALUE_TYPES),
        "feed" => names(FEEDS),
        "annual" => names(ANNUAL),
        _ => Vec::new(),
    }
}

/// The rows of one of [`TABLES`] as they are written, in their order.
pub fn written(files: &Files, table: &str) -> Vec<Cells> {
    let (columns, rows) = grid(files, &format!("{table}.csv"));
    rows.iter().map(|row| cells(&columns, row)).collect()
}

fn cells(columns: &[String], row: &[String]) -> Cells {
    let filled = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
    filled.map(|(column, cell)| (column.clone(), cell.clone())).collect()
}

fn grid(files: &Files, file: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = files.get(file).map(Vec::as_slice).unwrap_or_default();
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let cells = |record: csv::StringRecord| record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut rows = reader.records().filter_map(Result::ok).map(cells);
    let columns = rows.next().unwrap_or_default();
    (columns, rows.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect())
}

/// The package with the changes made in it; or every change that finds no row to take the place of, or whose table or
/// columns are none.
pub fn amend(files: &Files, changes: &[RowChange]) -> Result<Files, Vec<Problem>> {
    let mut amended = files.clone();
    let mut problems = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let faults = unknown(change);
        if !faults.is_empty() {
            problems.extend(faults.into_iter().map(|problem| problem.field(format!("changes[{at}]"))));
            continue;
        }
        if let Err(problem) = put(&mut amended, change) {
            problems.push(problem);
        }
    }
    if problems.is_empty() { Ok(amended) } else { Err(problems) }
}

fn unknown(change: &RowChange) -> Vec<Problem> {
    let Some(known) = columns(&change.table) else {
        return vec![Problem::input(&change.table, TABLES.join("、"))];
    };
    let names: Vec<&str> = known.iter().map(|column| column.name).collect();
    let strange = change.cells.keys().filter(|name| !names.contains(&name.as_str()));
    strange.map(|name| Problem::input(name, names.join("、"))).collect()
}

fn put(files: &mut Files, change: &RowChange) -> Result<(), Problem> {
    let file = change.file();
    let (mut columns, mut rows) = grid(files, &file);
    for name in change.cells.iter().filter(|(_, cell)| !cell.trim().is_empty()).map(|(name, _)| name) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let row: Vec<String> = columns.iter().map(|column| change.cell(column).to_owned()).collect();
    match &change.replaces {
        Some(year) => {
            let found = rows.iter().position(|held| change.is_before(&cells(&columns, held)));
            let Some(held) = found.and_then(|at| rows.get_mut(at)) else {
                let problem = Problem::new(&kinds::PROPOSAL_ROW_GONE).with("code", change.code());
                return Err(problem.with("valid_from", year).file(file).field("code"));
            };
            *held = row;
        }
        None => {
            // Beside the other definitions of the same code.
            let code = columns.iter().position(|column| column == "code");
            let same = |held: &Vec<String>| code.and_then(|at| held.get(at)).is_some_and(|held| held == change.code());
            let at = rows.iter().rposition(same).map_or(rows.len(), |last| last + 1);
            rows.insert(at, row);
        }
    }
    let marked = files.get(&file).is_some_and(|bytes| bytes.starts_with(MARK));
    files.insert(file, written_out(&columns, &rows, marked));
    Ok(())
}

fn written_out(columns: &[String], rows: &[Vec<String>], marked: bool) -> Vec<u8> {
    let start = if marked { MARK.to_vec() } else { Vec::new() };
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(start);
    for row in std::iter::once(columns).chain(rows.iter().map(Vec::as_slice)) {
        let cells = (0..columns.len()).map(|at| row.get(at).map_or("", String::as_str));
        // Writing to memory does not fail.
        let _ = writer.write_record(cells);
    }
    writer.into_inner().unwrap_or_default()
}

/// On which line of its file each change stands in a package that has it.
pub fn lines(amended: &Files, changes: &[RowChange]) -> Vec<Option<u64>> {
    fn of<T>(table: &Table<T>, files: &Files, change: &RowChange) -> Option<u64> {
        let rows = table.again(files);
        let own = |row: &super::row::Row| {
            row.text("code") == change.code() && row.text("valid_from") == change.cell("valid_from")
        };
        rows.iter().map(|(row, _)| row).find(|row| own(row)).map(|row| row.line)
    }
    let line = |change: &RowChange| match change.table.as_str() {
        "items" => of(&items::TABLE, amended, change),
        _ => of(&indicators::TABLE, amended, change),
    };
    changes.iter().map(line).collect()
}

/// The rows that the changes would replace and that are other in `now` than they were in `base`, or the rows that they
/// would add and that somebody has added meanwhile: file and code of each.
pub fn conflicts(base: &Files, now: &Files, changes: &[RowChange]) -> Vec<(String, String)> {
    let of = |files: &Files, change: &RowChange| -> Vec<Cells> {
        written(files, &change.table)
            .into_iter()
            .filter(|row| row.get("code").is_some_and(|c| c == change.code()))
            .collect()
    };
    let row = |files: &Files, change: &RowChange| of(files, change).into_iter().find(|row| change.is_before(row));
    let differs = |change: &&RowChange| match change.replaces {
        Some(_) => row(base, change) != row(now, change),
        None => of(base, change) != of(now, change),
    };
    changes.iter().filter(differs).map(|change| (change.file(), change.code().to_owned())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HEAD: &str = "\u{feff}code,name_zh,kind,unit,numerator,direction,decimals,frequency,valid_from\r\n";

    fn files(rows: &str) -> Files {
        Files::from([
            ("indicators.csv".to_owned(), format!("{HEAD}{rows}").into_bytes()),
            ("a.txt".to_owned(), vec![1]),
        ])
    }

    fn change(replaces: Option<&str>, cells: &[(&str, &str)]) -> RowChange {
        RowChange {
            table: "indicators".to_owned(),
            replaces: replaces.map(str::to_owned),
            cells: cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect(),
        }
    }

    #[test]
    fn a_row_takes_the_place_of_another_and_nothing_else_changes() {
        let before =
            files("A,甲,count,人,\"item('X', sex => 'F')\",up,0,year,\r\nB,乙,count,人,item('Y'),up,0,year,2020\n");
        let after =
            amend(&before, &[change(Some("2020"), &[("code", "B"), ("name_zh", "丙, \"丁\""), ("unit", " 个 ")])]);
        let after = after.unwrap();
        let rows = written(&after, "indicators");
        assert_eq!(rows[0], written(&before, "indicators")[0]);
        assert_eq!((rows.len(), rows[1]["name_zh"].as_str(), rows[1]["unit"].as_str()), (2, "丙, \"丁\"", "个"));
        assert!(after["indicators.csv"].starts_with(MARK) && after["a.txt"] == [1]);
        assert_eq!(lines(&after, &[change(None, &[("code", "B")])]), [Some(3)]);
    }

    #[test]
    fn a_new_definition_stands_beside_the_older_one() {
        let before = files("A,甲,count,人,,up,0,year,\nB,乙,count,人,,up,0,year,\n");
        let ended = change(Some(""), &[("code", "A"), ("valid_to", "2024")]);
        let begun = change(None, &[("code", "A"), ("valid_from", "2025")]);
        let after = amend(&before, &[ended, begun, change(None, &[("code", "C")])]).unwrap();
        let codes: Vec<(String, String)> = written(&after, "indicators")
            .iter()
            .map(|row| (row["code"].clone(), row.get("valid_from").cloned().unwrap_or_default()))
            .collect();
        let told: Vec<(&str, &str)> = codes.iter().map(|(code, year)| (code.as_str(), year.as_str())).collect();
        assert_eq!(told, [("A", ""), ("A", "2025"), ("B", ""), ("C", "")]);
        assert_eq!(written(&after, "indicators")[0]["valid_to"], "2024");
    }

    #[test]
    fn what_names_nothing_is_refused_all_at_once() {
        let before = files("A,甲,count,人,,up,0,year,\n");
        let table = RowChange { table: "areas".to_owned(), ..change(None, &[("code", "A")]) };
        let gone = change(Some("1999"), &[("code", "A")]);
        let problems =
            amend(&before, &[table, change(Some(""), &[("code", "A"), ("colour", "red")]), gone]).unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|problem| problem.kind.code).collect();
        assert_eq!(codes, ["input.invalid", "input.invalid", "proposal.row_gone"]);
    }

    #[test]
    fn a_row_that_somebody_else_changed_is_a_conflict() {
        let base = files("A,甲,count,人,,up,0,year,\nB,乙,count,人,,up,0,year,\n");
        let now = files("A,甲,count,人,,up,0,year,\nB,乙,count,户,,up,0,year,\nC,丙,count,人,,up,0,year,\n");
        let of = |code: &str, replaces| conflicts(&base, &now, &[change(replaces, &[("code", code)])]).len();
        assert_eq!((of("A", Some("")), of("B", Some("")), of("C", None), of("D", None)), (0, 1, 1, 0));
    }
}
