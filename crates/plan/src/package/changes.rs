//! What another state of a package changes: file by file, in tables row by row.

use std::collections::{BTreeMap, BTreeSet};

use super::Files;

/// How a file differs. Rows are counted in tables alone, and by their key where it is unique: the first column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    pub path: String,
    /// Not there before, or no longer.
    pub new: bool,
    pub gone: bool,
    pub added: Vec<String>,
    pub removed: Vec<String>,
    /// Key, then what changed by column: `1.2-a: value 8 → 6`.
    pub changed: Vec<String>,
}

/// Longer cells are told by their beginning.
const TOLD: usize = 40;

/// The files that differ, in order of path.
pub fn changes(before: &Files, after: &Files) -> Vec<FileChange> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differ = paths.into_iter().filter(|path| before.get(*path) != after.get(*path));
    differ.map(|path| change(path, before.get(path), after.get(path))).collect()
}

fn change(path: &str, before: Option<&Vec<u8>>, after: Option<&Vec<u8>>) -> FileChange {
    let mut change = FileChange {
        path: path.to_owned(),
        new: before.is_none(),
        gone: after.is_none(),
        added: Vec::new(),
        removed: Vec::new(),
        changed: Vec::new(),
    };
    if path.ends_with(".csv") {
        let (columns_before, before) = rows(before);
        let (columns, after) = rows(after);
        let (before, after) = match (keyed(&before), keyed(&after)) {
            (Some(before), Some(after)) => (before, after),
            // Without a key a changed row is one taken out and one put in.
            _ => (whole(&before), whole(&after)),
        };
        change.added = after.keys().filter(|key| !before.contains_key(*key)).cloned().collect();
        change.removed = before.keys().filter(|key| !after.contains_key(*key)).cloned().collect();
        let same_columns = columns_before == columns;
        let told = |(key, row): (&String, &Vec<String>)| {
            let held = before.get(key).filter(|held| *held != row)?;
            Some(if same_columns { format!("{key}: {}", cells(&columns, held, row)) } else { key.clone() })
        };
        change.changed = after.iter().filter_map(told).collect();
    }
    change
}

/// The cells that differ, each with its column.
fn cells(columns: &[String], before: &[String], after: &[String]) -> String {
    let cell = |row: &[String], at: usize| {
        let text = row.get(at).map_or("", String::as_str);
        let short: String = text.chars().take(TOLD).collect();
        match (text.is_empty(), short.len() < text.len()) {
            (true, _) => "∅".to_owned(),
            (_, true) => format!("{short}…"),
            (_, false) => short,
        }
    };
    let differ = (0..columns.len()).filter(|at| before.get(*at) != after.get(*at));
    let told: Vec<String> =
        differ.map(|at| format!("{} {} → {}", columns[at], cell(before, at), cell(after, at))).collect();
    told.join("; ")
}

/// The header, and the rows beneath it.
fn rows(file: Option<&Vec<u8>>) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = file.map(Vec::as_slice).unwrap_or_default();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let cells = |record: &csv::ByteRecord| record.iter().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
    let columns = reader.byte_headers().map(cells).unwrap_or_default();
    (columns, reader.byte_records().filter_map(Result::ok).map(|record| cells(&record)).collect())
}

fn keyed(rows: &[Vec<String>]) -> Option<BTreeMap<String, Vec<String>>> {
    let keyed: BTreeMap<_, _> = rows.iter().filter_map(|row| Some((row.first()?.clone(), row.clone()))).collect();
    (keyed.len() == rows.len()).then_some(keyed)
}

/// Each row by its whole text; the second of two alike says so.
fn whole(rows: &[Vec<String>]) -> BTreeMap<String, Vec<String>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut key = |row: &Vec<String>| {
        let filled: Vec<&str> = row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        let text = filled.join(" · ");
        let times = seen.entry(text.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { text } else { format!("{text} × {times}") }
    };
    rows.iter().map(|row| (key(row), row.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn rows_are_told_apart_by_their_key() {
        let before = files(&[("a.csv", "\u{feff}code,name\nx,1\ny,2\nz,3\n"), ("same.csv", "c\n1\n"), ("t.txt", "a")]);
        let after = files(&[("a.csv", "code,name\nx,1\ny,5\nw,4\n"), ("same.csv", "c\n1\n"), ("n.csv", "c\n1\n2\n")]);
        let changes = changes(&before, &after);
        let said: Vec<_> = changes.iter().map(|c| (c.path.as_str(), c.new, c.gone)).collect();
        assert_eq!(said, [("a.csv", false, false), ("n.csv", true, false), ("t.txt", false, true)]);
        let FileChange { added, removed, changed, .. } = &changes[0];
        assert_eq!(
            (added, removed, changed),
            (&vec!["w".to_owned()], &vec!["z".to_owned()], &vec!["y: name 2 → 5".to_owned()])
        );
        assert_eq!(changes[1].added, ["1", "2"]);
    }

    #[test]
    fn without_a_key_rows_come_and_go() {
        let before = files(&[("a.csv", "unit,item\nx,1\nx,2\n")]);
        let after = files(&[("a.csv", "unit,item\nx,1\nx,3\nx,3\n")]);
        let change = &changes(&before, &after)[0];
        assert_eq!(change.added, ["x · 3", "x · 3 × 2"]);
        assert_eq!((change.removed.as_slice(), change.changed.len()), (&["x · 2".to_owned()] as &[_], 0));
    }
}
