//! `standards.csv`: limits set by documents outside the plan.

use heng_base::codes::IndicatorCode;
use heng_base::problem::Problem;

use super::known::Shelf;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use crate::model::{Operator, Standard};

pub(super) const TABLE: Table<Standard> = Table {
    file: "standards.csv",
    columns: &[
        must("code"),
        must("indicator"),
        must("issuer"),
        must("document"),
        must("operator"),
        must("value"),
        must("unit"),
        must("valid_from"),
        may("valid_to"),
        may("source_url"),
    ],
    key: &["code"],
    read: standard,
};

/// A standard is a number to compare with.
const OPERATORS: &[(&str, Operator)] = &[
    (">=", Operator::AtLeast),
    ("<=", Operator::AtMost),
    (">", Operator::Above),
    ("<", Operator::Below),
    ("=", Operator::Equal),
];

fn standard(row: &Row, problems: &mut Vec<Problem>) -> Option<Standard> {
    let indicator = row.code("indicator", IndicatorCode::parse, problems);
    let operator = row.word("operator", OPERATORS, problems);
    let value = row.decimal("value", problems);
    let valid_from = row.year("valid_from", problems);
    let valid_to = row.year("valid_to", problems);
    Some(Standard {
        code: row.filled("code")?,
        indicator: indicator?,
        issuer: row.owned("issuer"),
        document: row.owned("document"),
        operator: operator?,
        value: value?,
        unit: row.filled("unit")?,
        valid_from: valid_from?,
        valid_to,
        source_url: row.filled("source_url"),
    })
}

pub(super) fn check(rows: &Rows<Standard>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, standard) in rows {
        shelf.indicators.cell(row, "indicator", problems);
        if let Some(standard) = standard {
            row.ordered(("valid_from", Some(standard.valid_from)), ("valid_to", standard.valid_to), problems);
            if let Some(indicator) = shelf.catalogue.indicators.get(&standard.indicator) {
                shelf.unit(row, indicator.code.as_str(), &indicator.unit, problems);
            }
        }
    }
}
