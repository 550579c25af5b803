//! `sources.csv`: where published figures come from, and which is believed first.

use heng_base::codes::SourceCode;
use heng_base::problem::Problem;

use super::row::Row;
use super::table::{Table, may, must};
use crate::model::Source;

pub(super) const TABLE: Table<Source> = Table {
    file: "sources.csv",
    columns: &[must("code"), must("title"), may("url"), may("publisher"), must("rank")],
    key: &["code"],
    read: source,
};

fn source(row: &Row, problems: &mut Vec<Problem>) -> Option<Source> {
    let code = row.code("code", SourceCode::parse, problems);
    let rank = row.integer("rank", 1, 1_000_000, problems);
    Some(Source {
        code: code?,
        title: row.owned("title"),
        url: row.filled("url"),
        publisher: row.filled("publisher"),
        rank: rank?,
    })
}
