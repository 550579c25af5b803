//! `codes/<list>.csv`, one code list a file, `codes/<list>.groups.csv`, groups of its codes beside the tree of parents,
//! and `codes/missing.csv`, why a cell is empty.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::problem::{Problem, kinds};

use super::Files;
use super::areas::loops;
use super::known::{Known, Noun};
use super::row::Row;
use super::table::{Rows, Shape, Table, may, must, values};
use crate::model::{Catalogue, CodeEntry, GroupMember, MissingReason};

const LIST: Table<CodeEntry> = Table {
    file: "codes",
    columns: &[must("code"), must("name_zh"), may("name_en"), may("parent"), may("valid_from"), may("valid_to")],
    key: &["code"],
    read: entry,
};

const GROUPS: Table<(String, GroupMember)> = Table {
    file: "codes",
    columns: &[must("group"), must("code"), may("valid_from"), may("valid_to")],
    key: &["group", "code"],
    read: member,
};

/// Ends the name of a file of groups, after that of its list.
const OF_GROUPS: &str = ".groups";

pub(super) const CODE: Noun = Noun { zh: "代码", en: "code", table: "codes/" };

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
pub(super) const CONF_STATUS: &[&str] = &["A", "C", "D", "E", "F", "G", "M", "N", "O", "P", "R", "S", "T"];

/// The table of a list, or with [`OF_GROUPS`] behind its name that of its groups.
pub(super) fn shape(list: &str) -> Option<Shape> {
    let (of, shape) = match list.strip_suffix(OF_GROUPS) {
        Some(of) => (of, GROUPS.shape()),
        None if list == "missing" => (list, MISSING.shape()),
        None => (list, LIST.shape()),
    };
    let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (!of.is_empty() && of.bytes().all(named) && (of != "missing" || of == list)).then_some(shape)
}

/// The file of the list to which a file of groups belongs.
pub(super) fn list_of_groups(file: &str) -> Option<String> {
    Some(format!("{}.csv", file.strip_suffix(".csv")?.strip_suffix(OF_GROUPS)?))
}

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
pub(super) fn groupings(
    files: &Files,
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, BTreeMap<String, Vec<GroupMember>>> {
    let mut all = BTreeMap::new();
    for (list, path, bytes) in group_files(files) {
        let groups: &mut BTreeMap<String, Vec<GroupMember>> = all.entry(list.to_owned()).or_default();
        for (group, member) in values(GROUPS.bytes(path, bytes, problems)) {
            groups.entry(group).or_default().push(member);
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

fn member(row: &Row, problems: &mut Vec<Problem>) -> Option<(String, GroupMember)> {
    let (valid_from, valid_to) = (row.year("valid_from", problems), row.year("valid_to", problems));
    Some((row.filled("group")?, GroupMember { code: row.filled("code")?, valid_from, valid_to }))
}

fn entry(row: &Row, problems: &mut Vec<Problem>) -> Option<CodeEntry> {
    let (valid_from, valid_to) = (row.year("valid_from", problems), row.year("valid_to", problems));
    Some(CodeEntry { code: row.filled("code")?, name: row.name(), parent: row.filled("parent"), valid_from, valid_to })
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
        let known = Known::new(CODE, rows.iter().map(|(row, _)| row.text("code")));
        for (row, member) in &GROUPS.bytes(path, bytes, &mut Vec::new()) {
            known.cell(row, "group", problems);
            known.cell(row, "code", problems);
            if let Some((group, member)) = member {
                row.ordered(("valid_from", member.valid_from), ("valid_to", member.valid_to), problems);
                if *group == member.code {
                    let problem =
                        row.problem(&kinds::PACKAGE_CYCLE, "code").with("chain", format!("{group} → {group}"));
                    problems.push(problem.with("what_zh", CODE.zh).with("what_en", CODE.en));
                }
            }
        }
    }
    for (list, path, bytes) in lists(files) {
        let rows = LIST.bytes(path, bytes, &mut Vec::new());
        let parents = Known::new(
            Noun { zh: "上级代码", en: "parent code", ..CODE },
            rows.iter().map(|(row, _)| row.text("code")),
        );
        let standard = STANDARD_LISTS.iter().find(|(name, _)| *name == list);
        for (row, entry) in &rows {
            parents.cell(row, "parent", problems);
            if let Some(entry) = entry {
                row.ordered(("valid_from", entry.valid_from), ("valid_to", entry.valid_to), problems);
                under_parent(row, entry, &rows, problems);
            }
            if let Some((_, known)) = standard
                && !known.contains(&row.text("code"))
                && !row.text("code").is_empty()
            {
                let problem = row.problem(&kinds::PACKAGE_CODE_UNSTANDARD, "code");
                problems.push(problem.with("list", list).with("known", known.join(" ")));
            }
        }
        loops(&rows, ("code", "parent"), (CODE.zh, CODE.en), problems);
    }
}

/// A code holds in years of its parent only: in others it would be a part of nothing, and lack in every total.
fn under_parent(row: &Row, entry: &CodeEntry, rows: &Rows<CodeEntry>, problems: &mut Vec<Problem>) {
    let parent =
        rows.iter().filter_map(|(_, held)| held.as_ref()).find(|held| Some(&held.code) == entry.parent.as_ref());
    let Some(parent) = parent else { return };
    let begins = parent.valid_from.is_none_or(|first| entry.valid_from.is_some_and(|own| first <= own));
    let ends = parent.valid_to.is_none_or(|last| entry.valid_to.is_some_and(|own| own <= last));
    for (column, fits) in [("valid_from", begins), ("valid_to", ends)] {
        if !fits {
            let problem = row.problem(&kinds::PACKAGE_CODE_PARENT_YEARS, column).with("code", &entry.code);
            problems.push(problem.with("parent", &parent.code).with("years", span(parent.valid_from, parent.valid_to)));
        }
    }
}

/// The problem of each code of a breakdown that does not hold in a year, with its years and the codes of its list that do.
pub fn outside_years(catalogue: &Catalogue, breakdown: &Breakdown, year: i32) -> Vec<Problem> {
    let problem = |(dimension, code): (&str, &str)| {
        let list = catalogue.codes.get(dimension)?;
        let entry = list.iter().find(|entry| entry.code == *code && !entry.holds_in(year))?;
        let known: Vec<&str> = list.iter().filter(|held| held.holds_in(year)).map(|held| held.code.as_str()).collect();
        let problem = Problem::new(&kinds::PACKAGE_CODE_YEARS).with("value", format!("{dimension}={code}"));
        let problem = problem.with("year", year).with("years", span(entry.valid_from, entry.valid_to));
        Some(problem.with("known", known.join("、")))
    };
    breakdown.iter().filter_map(problem).collect()
}

/// `2020—2025`, open at an end that is not bound.
fn span(from: Option<i32>, to: Option<i32>) -> String {
    let year = |bound: Option<i32>| bound.map_or_else(|| "…".to_owned(), |year| year.to_string());
    format!("{}—{}", year(from), year(to))
}
