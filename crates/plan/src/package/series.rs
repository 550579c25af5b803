//! Published values as CSV: the `series.csv` of a package, and any file that `heng data import` takes.

use std::collections::BTreeMap;

use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode};
use heng_base::problem::{Problem, kinds};

use super::catalogue::period;
use super::table::{self, Column, Row};
use crate::model::{Catalogue, SeriesRow};

const COLUMNS: &[Column] = &[
    ("indicator", false),
    ("item", false),
    ("area", true),
    ("period", true),
    ("breakdown", false),
    ("value", true),
    ("unit", true),
    ("obs_status", false),
    ("source", true),
    ("note", false),
];

/// Reads the rows and holds them against the catalogue: every subject, area, source and breakdown code exists, the unit
/// is the one of the catalogue, no key stands twice. All problems at once; use the rows only when there are none.
pub fn read_series(file: &str, bytes: &[u8], catalogue: &Catalogue) -> (Vec<SeriesRow>, Vec<Problem>) {
    let mut problems = Vec::new();
    let rows = rows(file, bytes, &mut problems);
    let mut seen = BTreeMap::new();
    for (row, series) in &rows {
        against_catalogue(row, series, catalogue, &mut problems);
        let subject =
            series.indicator.as_ref().map(IndicatorCode::as_str).or(series.item.as_ref().map(ItemCode::as_str));
        let key = (subject, &series.area, series.period, series.breakdown.to_string(), &series.source);
        if let Some(first) = seen.insert(key, row.line) {
            problems.push(row.problem(&kinds::TABLE_DUPLICATE, "value").with("first", first));
        }
    }
    (rows.into_iter().map(|(_, series)| series).collect(), problems)
}

/// Reads the rows alone, each with the row it stood in.
pub(super) fn rows(file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Vec<(Row, SeriesRow)> {
    let rows = table::rows(file, bytes, COLUMNS, problems);
    rows.into_iter().filter_map(|row| Some((row.clone(), series_row(&row, problems)?))).collect()
}

fn series_row(row: &Row, problems: &mut Vec<Problem>) -> Option<SeriesRow> {
    if row.text("indicator").is_empty() == row.text("item").is_empty() {
        problems.push(
            row.problem(&kinds::PACKAGE_RULE, "indicator")
                .with("what", "indicator 与 item 要写且只写一个")
                .with("expected", "公布的指标值写 indicator,原始数据写 item"),
        );
        return None;
    }
    let area = row.code("area", problems, AreaCode::parse);
    let period = period(row, "period", problems);
    let value =
        row.read("value", "应为数字,不带百分号和单位", problems, |text| heng_base::number::read(text).ok());
    let source = row.code("source", problems, SourceCode::parse);
    Some(SeriesRow {
        indicator: row.code("indicator", problems, IndicatorCode::parse),
        item: row.code("item", problems, ItemCode::parse),
        breakdown: row.breakdown("breakdown", problems),
        area: area?,
        period: period?,
        value: value?,
        unit: row.text("unit").to_owned(),
        obs_status: row.optional("obs_status"),
        source: source?,
        note: row.optional("note"),
    })
}

fn against_catalogue(row: &Row, series: &SeriesRow, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    let mut absent = |what: &str, column: &str| {
        let expected = format!("应在指标目录的{what}表中");
        problems.push(row.problem(&kinds::PACKAGE_REFERENCE, column).with("what", what).with("expected", expected));
    };
    if !catalogue.areas.contains_key(&series.area) {
        absent("地区", "area");
    }
    if !catalogue.sources.contains_key(&series.source) {
        absent("数据来源", "source");
    }
    let unit = match (&series.indicator, &series.item) {
        (Some(code), _) => catalogue.indicators.get(code).map(|i| &i.unit),
        (_, Some(code)) => catalogue.items.get(code).map(|i| &i.unit),
        (None, None) => None,
    };
    match unit {
        None if series.indicator.is_some() => absent("指标", "indicator"),
        None => absent("数据项", "item"),
        Some(unit) if *unit != series.unit => problems.push(
            row.problem(&kinds::INPUT_INVALID, "unit").with("expected", format!("指标目录中的计量单位是“{unit}”")),
        ),
        Some(_) => {}
    }
    breakdown(row, &series.breakdown, catalogue, problems);
}

/// Every dimension has a code list, and every code stands in it.
pub(super) fn breakdown(
    row: &Row,
    breakdown: &heng_base::breakdown::Breakdown,
    catalogue: &Catalogue,
    problems: &mut Vec<Problem>,
) {
    for (dimension, code) in &breakdown.0 {
        let expected = match catalogue.codes.get(dimension) {
            None => format!("没有分组“{dimension}”;可用:{}", names(catalogue.codes.keys())),
            Some(list) if !list.iter().any(|entry| entry.code == *code) => {
                format!("分组“{dimension}”没有代码“{code}”;可用:{}", names(list.iter().map(|entry| &entry.code)))
            }
            Some(_) => continue,
        };
        problems.push(row.problem(&kinds::INPUT_INVALID, "breakdown").with("expected", expected));
    }
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(String::as_str).collect::<Vec<_>>().join("、")
}
