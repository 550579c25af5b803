//! `checks.csv`: conditions that answers keep. The table may be left out.
//!
//! What the conditions say is read by `collection`, which knows their grammar; here it is seen that what they name exists.

use std::sync::LazyLock;

use heng_base::codes::CheckCode;
use heng_base::problem::Problem;
use heng_base::text::Text;
use regex::Regex;

use super::formula;
use super::known::Shelf;
use super::row::Row;
use super::table::{Rows, Table, must};
use super::units::STATUSES;
use crate::model::{Check, CheckScope, Severity};

pub(super) const TABLE: Table<Check> = Table {
    file: "checks.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        must("name_en"),
        must("severity"),
        must("scope"),
        must("cells"),
        must("expression"),
        must("message_zh"),
        must("message_en"),
        must("example_zh"),
        must("example_en"),
        must("status"),
    ],
    key: &["code"],
    read: check_row,
};

const SEVERITIES: &[(&str, Severity)] = &[("error", Severity::Error), ("query", Severity::Query)];

const SCOPES: &[(&str, CheckScope)] = &[
    ("form", CheckScope::Form),
    ("unit", CheckScope::Unit),
    ("round", CheckScope::Round),
    ("reference", CheckScope::Reference),
];

/// A cell that names an item: `ITEM` or `ITEM[…]`, and what stands in the brackets.
static CELL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([A-Za-z0-9_.-]+)(?:\[(.*)\])?$").expect("the pattern is a constant"));

fn check_row(row: &Row, problems: &mut Vec<Problem>) -> Option<Check> {
    let code = row.code("code", CheckCode::parse, problems);
    let severity = row.word("severity", SEVERITIES, problems);
    let scope = row.word("scope", SCOPES, problems);
    let status = row.word("status", STATUSES, problems);
    let text = |zh, en| Text::new(row.text(zh), row.filled(en));
    Some(Check {
        code: code?,
        name: row.name(),
        severity: severity?,
        scope: scope?,
        cells: row.list("cells"),
        expression: row.owned("expression"),
        message: text("message_zh", "message_en"),
        example: text("example_zh", "example_en"),
        status: status?,
        line: row.line,
    })
}

/// Items, indicators and breakdowns that a check names exist.
pub(super) fn check(rows: &Rows<Check>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, _) in rows {
        formula::named(row, "expression", shelf, problems);
        for cell in row.list("cells") {
            let Some(parts) = CELL.captures(&cell) else { continue };
            shelf.items.named(row, "cells", &parts[1], problems);
            let by = parts.get(2).map_or("", |by| by.as_str());
            let item = shelf.catalogue.items.values().find(|item| item.code.as_str() == &parts[1]);
            for (dimension, code) in by.split(';').filter_map(|part| part.split_once('=')) {
                shelf.member(row, "cells", dimension.trim(), code.trim(), problems);
                if let Some(item) = item {
                    shelf.within(row, "cells", (item.code.as_str(), &item.breakdowns), dimension.trim(), problems);
                }
            }
        }
    }
}
