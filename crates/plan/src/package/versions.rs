//! Definitions of one code that hold in different years, a row each: no two of them hold in the same year, and what makes
//! figures of different years comparable at all stays the same.

use std::collections::BTreeMap;
use std::hash::Hash;

use heng_base::problem::{Problem, kinds};
use indexmap::IndexMap;

use super::row::Row;
use super::table::Rows;

pub(super) trait Version: Sized {
    /// Columns that may not differ between the definitions of a code: another unit of measure is another code.
    const SAME: &'static [&'static str];

    fn valid_from(&self) -> Option<i32>;

    fn earlier(&mut self) -> &mut Vec<Self>;
}

/// The latest definition by code, with the others in it, the latest first. A code stands where its first row does.
pub(super) fn by_code<C: Eq + Hash, T: Version>(rows: Vec<T>, code: impl Fn(&T) -> C) -> IndexMap<C, T> {
    let mut all: IndexMap<C, Vec<T>> = IndexMap::new();
    for row in rows {
        all.entry(code(&row)).or_default().push(row);
    }
    let latest = |(code, mut rows): (C, Vec<T>)| {
        // Without a first year it is the oldest: `None` comes before every year.
        rows.sort_by_key(Version::valid_from);
        let mut last = rows.pop()?;
        rows.reverse();
        *last.earlier() = rows;
        Some((code, last))
    };
    all.into_iter().filter_map(latest).collect()
}

/// A row with the first and the last year in which it holds.
type Spanned<'r> = (&'r Row, (i32, i32));

pub(super) fn check<T: Version>(rows: &Rows<T>, problems: &mut Vec<Problem>) {
    let mut by_code: BTreeMap<&str, Vec<Spanned>> = BTreeMap::new();
    for (row, _) in rows {
        // A year that cannot be read bounds nothing, as an absent one.
        let year = |column: &str, open: i32| row.text(column).parse().unwrap_or(open);
        let years = (year("valid_from", i32::MIN), year("valid_to", i32::MAX));
        by_code.entry(row.text("code")).or_default().push((row, years));
    }
    for versions in by_code.values_mut().filter(|versions| versions.len() > 1) {
        versions.sort_by_key(|(_, years)| *years);
        for pair in versions.windows(2) {
            let [(first, (_, end)), (second, (begin, _))] = pair else { continue };
            // Rows with the same first year are told as duplicates already.
            if begin <= end && first.text("valid_from") != second.text("valid_from") {
                let problem = second.problem(&kinds::PACKAGE_VALIDITY_OVERLAP, "valid_from");
                problems.push(problem.with("code", second.text("code")).with("first", first.line));
            }
            for column in T::SAME.iter().filter(|column| first.text(column) != second.text(column)) {
                let problem = second.problem(&kinds::PACKAGE_VERSION_DIFFERS, column);
                let problem = problem.with("code", second.text("code")).with("column", column);
                problems.push(problem.with("before", first.text(column)).with("first", first.line));
            }
        }
    }
}
