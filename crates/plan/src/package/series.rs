//! Published values: `series.csv` of a plan package, and any file of the same columns that is imported.

use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode};
use heng_base::problem::{Problem, kinds};
use rust_decimal::Decimal;

use super::codes::{OBS_STATUS, status};
use super::known::Shelf;
use super::row::Row;
use super::table::{Rows, Table, may, must, values};
use crate::model::{Catalogue, Indicator, IndicatorKind, Item, SeriesRow, ValueType};

pub(super) const TABLE: Table<SeriesRow> = Table {
    file: "series.csv",
    columns: &[
        may("indicator"),
        may("item"),
        must("area"),
        must("period"),
        may("breakdown"),
        must("value"),
        must("unit"),
        may("obs_status"),
        must("source"),
        may("note"),
    ],
    key: &["indicator", "item", "area", "period", "breakdown", "source"],
    read: series_row,
};

/// Reads a file of values and holds it against the catalogue: indicator or item, area, source and breakdown exist, the
/// unit is the catalogue's, no figure stands twice or is of a year after `until`, the present one. All problems at once, as
/// `file_name:line column`; the rows are those that could be read, to be used only when there are no problems.
pub fn read_series(file_name: &str, bytes: &[u8], catalogue: &Catalogue, until: i32) -> (Vec<SeriesRow>, Vec<Problem>) {
    let mut problems = Vec::new();
    let rows = TABLE.bytes(file_name, bytes, &mut problems);
    check(&rows, &Shelf::new(catalogue), &mut problems);
    for (row, _) in &rows {
        if row.period("period", &mut Vec::new()).is_some_and(|period| period.year > until) {
            problems.push(row.problem(&kinds::PACKAGE_PERIOD_AHEAD, "period").with("until", until));
        }
    }
    problems.sort_by_key(|problem| problem.place.line);
    (values(rows), problems)
}

fn series_row(row: &Row, problems: &mut Vec<Problem>) -> Option<SeriesRow> {
    if row.text("indicator").is_empty() == row.text("item").is_empty() {
        problems.push(row.problem(&kinds::PACKAGE_SUBJECT, "indicator"));
    }
    let indicator = row.code("indicator", IndicatorCode::parse, problems);
    let item = row.code("item", ItemCode::parse, problems);
    let area = row.code("area", AreaCode::parse, problems);
    let period = row.period("period", problems);
    let breakdown = row.breakdown("breakdown", problems);
    let value = row.decimal("value", problems);
    let source = row.code("source", SourceCode::parse, problems);
    status(row, "obs_status", OBS_STATUS, problems);
    if indicator.is_some() == item.is_some() {
        return None;
    }
    Some(SeriesRow {
        indicator,
        item,
        area: area?,
        period: period?,
        breakdown: breakdown?,
        value: value?,
        unit: row.filled("unit")?,
        obs_status: row.filled("obs_status"),
        source: source?,
        note: row.filled("note"),
    })
}

pub(super) fn check(rows: &Rows<SeriesRow>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, _) in rows {
        shelf.indicators.cell(row, "indicator", problems);
        shelf.items.cell(row, "item", problems);
        shelf.areas.cell(row, "area", problems);
        shelf.sources.cell(row, "source", problems);
        let indicator = IndicatorCode::parse(row.text("indicator")).ok();
        let indicator = indicator.and_then(|code| shelf.catalogue.indicators.get(&code));
        let item = ItemCode::parse(row.text("item")).ok().and_then(|code| shelf.catalogue.items.get(&code));
        let subject = match (indicator, item) {
            (Some(indicator), _) => Some((indicator.code.as_str(), &indicator.unit, &indicator.breakdowns)),
            (_, Some(item)) => Some((item.code.as_str(), &item.unit, &item.breakdowns)),
            (None, None) => None,
        };
        if let Some((code, unit, _)) = subject {
            shelf.unit(row, code, unit, problems);
        }
        // A cell that cannot be read was told when the row was; the others are looked at all the same.
        let mut told = Vec::new();
        let year = row.period("period", &mut told).map(|period| period.year);
        if let Some(breakdown) = row.breakdown("breakdown", &mut told) {
            shelf.breakdown(row, "breakdown", &breakdown, year, problems);
            if let Some((code, _, has)) = subject {
                let dimensions = breakdown.dimensions();
                dimensions.for_each(|dimension| shelf.within(row, "breakdown", (code, has), dimension, problems));
            }
        }
        let Some(value) = row.decimal("value", &mut told) else { continue };
        if let Some(item) = item {
            bounds(row, value, item, problems);
        }
        if let Some(indicator) = indicator {
            possible(row, value, indicator, problems);
        }
    }
}

/// The value is one that the indicator's kind can have: nothing counted is negative, no proportion passes 100 %.
pub(super) fn possible(row: &Row, value: Decimal, indicator: &Indicator, problems: &mut Vec<Problem>) {
    use IndicatorKind::{Count, GrossRate, Proportion, Rate};
    let counted = matches!(indicator.kind, Count | GrossRate | Proportion | Rate);
    let whole = match indicator.unit.as_str() {
        "%" => Some(Decimal::ONE_HUNDRED),
        "‰" => Some(Decimal::ONE_THOUSAND),
        _ => None,
    };
    let whole = whole.filter(|_| indicator.kind == Proportion);
    if counted && value.is_sign_negative() || whole.is_some_and(|whole| value > whole) {
        let bounds = format!("0..{}", whole.map_or_else(String::new, |whole| whole.to_string()));
        let problem = row.problem(&kinds::PACKAGE_VALUE_BOUNDS, "value").with("subject", indicator.code.as_str());
        problems.push(problem.with("value", value).with("bounds", bounds));
    }
}

/// The value is one that the item can have.
fn bounds(row: &Row, value: Decimal, item: &Item, problems: &mut Vec<Problem>) {
    let code = item.code.as_str();
    if item.value_type != ValueType::Decimal && !value.fract().is_zero() {
        problems.push(row.problem(&kinds::PACKAGE_VALUE_WHOLE, "value").with("subject", code));
    }
    let too_low = item.min.is_some_and(|min| value < min);
    let too_high = item.max.is_some_and(|max| value > max);
    if too_low || too_high {
        let end = |bound: Option<Decimal>| bound.map_or_else(String::new, |bound| bound.to_string());
        let bounds = format!("{}..{}", end(item.min), end(item.max));
        problems.push(row.problem(&kinds::PACKAGE_VALUE_BOUNDS, "value").with("subject", code).with("bounds", bounds));
    }
}
