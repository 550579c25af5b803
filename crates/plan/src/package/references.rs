//! `references.csv`: published figures of other areas to compare with.

use heng_base::codes::{AreaCode, IndicatorCode, SourceCode};
use heng_base::problem::Problem;

use super::known::Shelf;
use super::row::Row;
use super::series::possible;
use super::table::{Rows, Table, may, must};
use crate::model::Reference;

pub(super) const TABLE: Table<Reference> = Table {
    file: "references.csv",
    columns: &[
        must("indicator"),
        must("area"),
        must("period"),
        may("breakdown"),
        must("value"),
        must("unit"),
        must("source"),
    ],
    key: &["indicator", "area", "period", "breakdown", "source"],
    read: reference,
};

fn reference(row: &Row, problems: &mut Vec<Problem>) -> Option<Reference> {
    let indicator = row.code("indicator", IndicatorCode::parse, problems);
    let area = row.code("area", AreaCode::parse, problems);
    let period = row.period("period", problems);
    let breakdown = row.breakdown("breakdown", problems);
    let value = row.decimal("value", problems);
    let source = row.code("source", SourceCode::parse, problems);
    Some(Reference {
        indicator: indicator?,
        area: area?,
        period: period?,
        breakdown: breakdown?,
        value: value?,
        unit: row.filled("unit")?,
        source: source?,
    })
}

pub(super) fn check(rows: &Rows<Reference>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, reference) in rows {
        shelf.indicators.cell(row, "indicator", problems);
        shelf.areas.cell(row, "area", problems);
        shelf.sources.cell(row, "source", problems);
        if let Some(reference) = reference {
            shelf.breakdown(row, "breakdown", &reference.breakdown, Some(reference.period.year), problems);
            if let Some(indicator) = shelf.catalogue.indicators.get(&reference.indicator) {
                shelf.unit(row, indicator.code.as_str(), &indicator.unit, problems);
                possible(row, reference.value, indicator, problems);
            }
        }
    }
}
