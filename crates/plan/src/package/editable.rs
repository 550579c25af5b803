//! The tables of a catalogue whose rows are changed one by one: `areas`, `indicators`, `items`, and of each code list
//! `codes.<list>` and `codes.<list>.groups`; a new list is a row of `lists`. A name is the path of the file without its ending, a dot for the stroke.

use super::codes::{CONF_STATUS, OBS_STATUS};
use super::indicators::{DIRECTIONS, KINDS};
use super::items::{ANNUAL, FEEDS, FREQUENCIES, VALUE_TYPES};
use super::row::Row;
use super::table::Shape;
use super::{Files, areas, codes, descriptor, indicators, items, lists};

pub(super) const OF_CODES: &str = "codes.";
const YES_NO: [&str; 2] = ["true", "false"];

/// The column that tells the definitions of one code apart, where it is in the key of a table.
pub(super) const SINCE: &str = "valid_from";

/// A column of a table as the format has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFacts {
    pub name: &'static str,
    pub required: bool,
    /// The words of which it holds one; empty where it holds anything else.
    pub words: Vec<&'static str>,
    /// The table in whose first column its codes stand, with what is not of its own.
    pub codes_of: Option<String>,
}

pub(super) fn shape(table: &str) -> Option<Shape> {
    match table {
        "areas" => Some(areas::TABLE.shape()),
        "indicators" => Some(indicators::TABLE.shape()),
        "items" => Some(items::TABLE.shape()),
        lists::TABLE => Some(lists::SHAPE),
        _ => codes::shape(table.strip_prefix(OF_CODES)?),
    }
}

/// Where a table stands in a package.
pub fn file_of(table: &str) -> String {
    if table == lists::TABLE {
        return descriptor::FILE.to_owned();
    }
    match table.strip_prefix(OF_CODES) {
        Some(list) => format!("codes/{list}.csv"),
        None => format!("{table}.csv"),
    }
}

/// The tables of a package.
pub(super) fn tables(files: &Files) -> Vec<String> {
    ["indicators", "items"].map(str::to_owned).into_iter().chain(lists(files)).collect()
}

/// Whether a package has a table, or the list of which it holds the groups.
pub fn holds(files: &Files, table: &str) -> bool {
    let file = file_of(table);
    table != lists::TABLE
        && shape(table).is_some()
        && (files.contains_key(&file) || codes::list_of_groups(&file).is_some_and(|list| files.contains_key(&list)))
}

/// The tables of codes: the code lists of a package, then its areas.
pub fn lists(files: &Files) -> Vec<String> {
    let name = |path: &String| Some(format!("{OF_CODES}{}", path.strip_prefix("codes/")?.strip_suffix(".csv")?));
    let lists = files.keys().filter(|path| codes::list_of_groups(path).is_none()).filter_map(name);
    lists.filter(|table| shape(table).is_some()).chain([AREAS.to_owned()]).collect()
}

const AREAS: &str = "areas";

/// The table of the groups of a list; none of areas, and of why a cell is empty.
pub fn groups_of(table: &str) -> Option<String> {
    let groups = format!("{table}.groups");
    (table.starts_with(OF_CODES) && shape(&groups).is_some()).then_some(groups)
}

/// The dimension of which a table is the code list.
pub fn dimension_of(table: &str) -> Option<&str> {
    groups_of(table)?;
    table.strip_prefix(OF_CODES)
}

/// The columns of a table.
pub fn columns(table: &str) -> Option<Vec<ColumnFacts>> {
    let facts = |column: &super::table::Column| ColumnFacts {
        name: column.name,
        required: column.required,
        words: words(column.name),
        codes_of: codes_of(table, column.name),
    };
    Some(shape(table)?.columns.iter().map(facts).collect())
}

/// The columns that together name a row.
pub fn key(table: &str) -> &'static [&'static str] {
    shape(table).map_or(&[], |shape| shape.key)
}

/// The key without the year since which a row holds: all definitions of a code have the same.
pub fn subject_key(table: &str) -> impl Iterator<Item = &'static str> {
    key(table).iter().copied().filter(|column| *column != SINCE)
}

fn codes_of(table: &str, column: &str) -> Option<String> {
    let list = table.strip_suffix(".groups");
    match (column, list) {
        ("parent", None) => Some(table.to_owned()),
        ("group" | "code", Some(list)) => Some(list.to_owned()),
        _ => None,
    }
}

fn words(column: &str) -> Vec<&'static str> {
    fn names<T>(words: &'static [(&'static str, T)]) -> Vec<&'static str> {
        words.iter().map(|(word, _)| *word).collect()
    }
    match column {
        "kind" => names(KINDS),
        "direction" => names(DIRECTIONS),
        "frequency" => names(FREQUENCIES),
        "value_type" => names(VALUE_TYPES),
        "feed" => names(FEEDS),
        "annual" => names(ANNUAL),
        "adds_up" => YES_NO.to_vec(),
        "obs_status" => OBS_STATUS.to_vec(),
        "conf_status" => CONF_STATUS.to_vec(),
        _ => Vec::new(),
    }
}

/// The rows of a table with the lines on which they stand.
pub(super) fn rows(files: &Files, table: &str) -> Vec<Row> {
    let file = file_of(table);
    let bytes = files.get(&file).map(Vec::as_slice).unwrap_or_default();
    shape(table)
        .filter(|_| !bytes.is_empty() && table != lists::TABLE)
        .map(|shape| shape.rows(&file, bytes))
        .unwrap_or_default()
}
