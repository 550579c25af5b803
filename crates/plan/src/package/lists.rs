//! Code lists as rows: code and title of each. A new one is its resource in `datapackage.json` and an empty table, which the
//! rows that come with it fill.

use heng_base::problem::Problem;

use super::amend::{Cells, RowChange, written_out};
use super::table::{Column, Shape, may, must};
use super::{Files, codes, descriptor, editable};

/// The table that a change names.
pub const TABLE: &str = "lists";

const COLUMNS: &[Column] = &[must("code"), must("name_zh"), may("name_en")];

pub(super) const SHAPE: Shape = Shape { columns: COLUMNS, key: &["code"] };

/// What is no dimension of its own: axes of the cross table, and why a cell is empty.
const TAKEN: [&str; 5] = ["area", "missing", "period", "source", "subject"];

/// Longest code of a list and longest title, in characters.
const CODE: usize = 40;
const TITLE: usize = 60;

/// The lists of a package with their titles.
pub(super) fn written(files: &Files) -> Vec<Cells> {
    let names = descriptor::names_of_lists(files);
    let row = |table: String| {
        let code = table.strip_prefix(editable::OF_CODES)?.to_owned();
        let name = names.get(&code);
        let cells = [
            ("name_zh", name.map(|name| name.zh.clone())),
            ("name_en", name.and_then(|name| name.en.clone())),
            ("code", Some(code)),
        ];
        Some(cells.into_iter().filter_map(|(column, cell)| Some((column.to_owned(), cell?))).collect())
    };
    editable::lists(files).into_iter().filter_map(row).collect()
}

/// Puts a new list into a package, without codes; or tells why it cannot be.
pub(super) fn put(files: &mut Files, change: &RowChange) -> Vec<Problem> {
    let problems = faults(files, change);
    if problems.is_empty() {
        let table = format!("{}{}", editable::OF_CODES, change.code());
        let path = editable::file_of(&table);
        let columns: Vec<String> = codes::shape(change.code())
            .map(|shape| shape.columns.iter().map(|column| column.name.to_owned()).collect())
            .unwrap_or_default();
        descriptor::list(files, &path, &columns);
        descriptor::entitle(files, &path, change.cell("name_zh"), change.cell("name_en"));
        files.insert(path, written_out(&columns, &[], true));
    }
    problems
}

fn faults(files: &Files, change: &RowChange) -> Vec<Problem> {
    if change.removed || change.replaces.is_some() {
        let (zh, en) = ("只能增加代码表", "code lists are only added");
        return vec![Problem::expected(change.code(), zh, en).field("code")];
    }
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    let strange = change.cells.keys().filter(|name| !names.contains(&name.as_str()));
    let mut problems: Vec<Problem> = strange.map(|name| Problem::input(name, names.join(", "))).collect();
    let code = change.code();
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = code.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    if !begins || code.len() > CODE || !code.bytes().all(word) || TAKEN.contains(&code) {
        let zh =
            format!("小写英文字母开头，只含小写字母、数字和下划线，最多 {CODE} 个字符，且不是 {}", TAKEN.join("、"));
        let en = format!(
            "lower-case letters, digits and underscores, a letter first, at most {CODE} characters, and none of {}",
            TAKEN.join(", ")
        );
        problems.push(Problem::expected(code, zh, en).field("code"));
    } else if files.contains_key(&format!("codes/{code}.csv")) {
        let (zh, en) = ("还没有用过的代码：已有这张代码表", "a code that is not used yet: there is such a list");
        problems.push(Problem::expected(code, zh, en).field("code"));
    }
    problems
}

/// What new lists lack beside their codes: a title, and any row. By change and column.
pub fn lacking(changes: &[RowChange]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, change) in changes.iter().enumerate().filter(|(_, change)| change.table == TABLE) {
        let mut tell = |column: &str, value: &str, zh: &str, en: &str| {
            problems.push(Problem::expected(value, zh, en).field(format!("changes[{at}].{column}")));
        };
        let title = |column: &str| change.cell(column);
        if title("name_zh").is_empty() {
            tell("name_zh", "", "代码表的名称", "the title of the list");
        }
        for column in ["name_zh", "name_en"].into_iter().filter(|column| title(column).chars().count() > TITLE) {
            let (zh, en) = (format!("最多 {TITLE} 个字"), format!("at most {TITLE} characters"));
            tell(column, title(column), &zh, &en);
        }
        let table = format!("{}{}", editable::OF_CODES, change.code());
        if !changes.iter().any(|row| row.table == table && !row.removed) {
            tell("code", "", "表中至少一个代码", "at least one code in the list");
        }
    }
    problems
}
