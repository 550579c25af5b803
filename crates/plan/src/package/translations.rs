//! `translations.csv`: the English of names and texts whose own row has no column for it. The table may be left out.

use std::collections::BTreeMap;

use heng_base::problem::Problem;
use heng_base::text::Text;

use super::Files;
use super::row::Row;
use super::table::{Table, must, values};

pub(super) const TABLE: Table<(String, String)> =
    Table { file: "translations.csv", columns: &[must("zh"), must("en")], key: &["zh"], read: pair };

fn pair(row: &Row, _: &mut Vec<Problem>) -> Option<(String, String)> {
    Some((row.filled("zh")?, row.filled("en")?))
}

/// English by Chinese text, of a package that is held.
pub fn translations(files: &Files) -> BTreeMap<String, String> {
    values(TABLE.again(files)).into_iter().collect()
}

/// Gives a name its English where its own row has none.
pub(super) fn complete<'a>(names: impl Iterator<Item = &'a mut Text>, english: &BTreeMap<String, String>) {
    for name in names.filter(|name| name.en.is_none()) {
        name.en = english.get(&name.zh).cloned();
    }
}

pub(super) fn check(files: &Files, problems: &mut Vec<Problem>) {
    TABLE.optional(files, problems);
}
