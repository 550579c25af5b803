//! `codes/<list>.csv`, one code list a file, `codes/<list>.groups.csv`, groups of its codes beside the tree of parents,
//! and `codes/missing.csv`, why a cell is empty.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};

use super::Files;
use super::known::{Known, Noun};
use super::row::Row;
use super::table::{Table, may, must, values};
use crate::model::{CodeEntry, MissingReason};

const LIST: Table<CodeEntry> = Table {
    file: "codes",
    columns: &[must("code"), must("name_zh"), may("name_en"), may("parent")],
    key: &["code"],
    read: entry,
};

const GROUPS: Table<(String, String)> =
    Table { file: "codes", columns: &[must("group"), must("code")], key: &["group", "code"], read: group };

/// Ends the name of a file of groups, after that of its list.
const OF_GROUPS: &str = ".groups";

pub(super) const MISSING: Table<MissingReason> = Table {
    file: "codes/missing.csv",
    columns: &[must("code"), must("name_zh"), may("name_en"), may("parent"), must("obs_status"), must("conf_status")],
    key: &["code"],
    read: missing,
};

/// SDMX lists of which the format takes these codes only.
const STANDARD_LISTS: [(&str, &[&str]); 2] = [("sex", &["F", "M", "_T"]), ("urban_rural", &["U", "R", "_T"])];

/// Codes of SDMX CL_OBS_STATUS.
pub(super) const OBS_STATUS: &[&str] =
    &["A", "B", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "S", "U", "V", "W"];

/// Codes of SDMX CL_CONF_STATUS.
const CONF_STATUS: &[&str] = &["A", "C", "D", "E", "F", "G", "M", "N", "O", "P", "R", "S", "T"];

/// Every list but that of missing reasons, by name.
pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> BTreeMap<String, Vec<CodeEntry>> {
    lists(files).map(|(list, path, bytes)| (list.to_owned(), values(LIST.bytes(path, bytes, problems)))).collect()
}

fn lists(files: &Files) -> impl Iterator<Item = (&str, &String, &Vec<u8>)> {
    files.iter().filter_map(|(path, bytes)| {
        let list = path.strip_prefix("codes/")?.strip_suffix(".csv")?;
        (list != "missing" && !list.contains('/') && !list.ends_with(OF_GROUPS)).then_some((list, path, bytes))
    })
}

/// The groups of each list that has some, by list and group.
pub(super) fn groupings(files: &Files, problems: &mut Vec<Problem>) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let mut all = BTreeMap::new();
    for (list, path, bytes) in group_files(files) {
        let groups: &mut BTreeMap<String, Vec<String>> = all.entry(list.to_owned()).or_default();
        for (group, code) in values(GROUPS.bytes(path, bytes, problems)) {
            groups.entry(group).or_default().push(code);
        }
    }
    all
}

fn group_files(files: &Files) -> impl Iterator<Item = (&str, &String, &Vec<u8>)> {
    files.iter().filter_map(|(path, bytes)| {
        let list = path.strip_prefix("codes/")?.strip_suffix(".csv")?.strip_suffix(OF_GROUPS)?;
        Some((list, path, bytes))
    })
}

fn group(row: &Row, _: &mut Vec<Problem>) -> Option<(String, String)> {
    Some((row.filled("group")?, row.filled("code")?))
}

fn entry(row: &Row, _: &mut Vec<Problem>) -> Option<CodeEntry> {
    Some(CodeEntry { code: row.filled("code")?, name: row.name(), parent: row.filled("parent") })
}

fn missing(row: &Row, problems: &mut Vec<Problem>) -> Option<MissingReason> {
    for (column, known) in [("obs_status", OBS_STATUS), ("conf_status", CONF_STATUS)] {
        status(row, column, known, problems);
    }
    Some(MissingReason {
        code: row.filled("code")?,
        name: row.name(),
        obs_status: row.filled("obs_status")?,
        conf_status: row.filled("conf_status")?,
    })
}

/// A cell with a code of an SDMX list.
pub(super) fn status(row: &Row, column: &str, known: &[&str], problems: &mut Vec<Problem>) {
    let written = row.text(column);
    if !written.is_empty() && !known.contains(&written) {
        let problem = row.problem(&kinds::PACKAGE_CODE_UNSTANDARD, column);
        problems.push(problem.with("list", column).with("known", known.join(" ")));
    }
}

pub(super) fn check(files: &Files, problems: &mut Vec<Problem>) {
    for (list, path, bytes) in group_files(files) {
        let of_list = files.get(&format!("codes/{list}.csv")).map(Vec::as_slice).unwrap_or_default();
        let rows = LIST.bytes(list, of_list, &mut Vec::new());
        let noun = Noun { zh: "代码", en: "code", table: "codes/" };
        let known = Known::new(noun, rows.iter().map(|(row, _)| row.text("code")));
        for (row, _) in &GROUPS.bytes(path, bytes, &mut Vec::new()) {
            known.cell(row, "group", problems);
            known.cell(row, "code", problems);
        }
    }
    for (list, path, bytes) in lists(files) {
        let rows = LIST.bytes(path, bytes, &mut Vec::new());
        let noun = Noun { zh: "上级代码", en: "parent code", table: "codes/" };
        let parents = Known::new(noun, rows.iter().map(|(row, _)| row.text("code")));
        let standard = STANDARD_LISTS.iter().find(|(name, _)| *name == list);
        for (row, _) in &rows {
            parents.cell(row, "parent", problems);
            if let Some((_, known)) = standard
                && !known.contains(&row.text("code"))
                && !row.text("code").is_empty()
            {
                let problem = row.problem(&kinds::PACKAGE_CODE_UNSTANDARD, "code");
                problems.push(problem.with("list", list).with("known", known.join(" ")));
            }
        }
    }
}
