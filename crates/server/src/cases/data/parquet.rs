//! Rows as a Parquet file: a row a figure, for DuckDB, pandas and R.

use heng_store::release::columns::Table;

use crate::failure::Result;
use crate::figures::rows::Row;
use crate::views::DataRow;

/// The columns of the CSV file. `value` is the exact number as text, `value_f64` the same to calculate with, `display` the
/// number as published; of a demo store each row says so in `note`.
pub fn write(rows: &[&Row], views: &[DataRow], as_of: Option<&str>, note: Option<&str>) -> Result<Vec<u8>> {
    let texts = |of: fn(&DataRow) -> String| views.iter().map(of).collect::<Vec<_>>().into_iter();
    let options = |of: fn(&DataRow) -> Option<String>| views.iter().map(of).collect::<Vec<_>>().into_iter();
    let table = Table::default()
        .texts("kind", texts(|row| row.kind.clone()))
        .texts("code", texts(|row| row.subject.clone()))
        .texts("name", texts(|row| row.name.clone()))
        .texts("unit", texts(|row| row.unit.clone()))
        .texts("domains", texts(|row| joined(&row.domains)))
        .texts("area", texts(|row| row.area.clone()))
        .texts("area_name", texts(|row| row.area_name.clone()))
        .texts("period", texts(|row| row.point.period.clone()))
        .texts("breakdown", texts(|row| row.breakdown.clone()))
        .texts("breakdown_name", texts(|row| row.breakdown_label.clone()))
        .options("display", options(|row| row.point.display.clone()))
        .decimals("value", "value_f64", rows.iter().map(|row| row.value).collect())
        .texts("obs_status", texts(|row| row.obs_status.clone()))
        .texts("conf_status", texts(|row| row.conf_status.clone()))
        .numbers("counts_rounded_to", views.iter().map(|row| row.point.rounded_to.map(i64::from)))
        .options("reason", options(|row| row.point.reason.clone()))
        .options("carried_from", options(|row| row.point.carried_from.clone()))
        .texts("method", texts(|row| row.point.method.clone()))
        .options("source", options(|row| row.point.source.as_ref().map(|source| source.code.clone())))
        .options("source_title", options(|row| row.point.source.as_ref().map(|source| source.title.clone())))
        .numbers("revision", views.iter().map(|row| row.revision.map(i64::from)))
        .texts("in_use", texts(|row| yes(row.standing)))
        .texts("reference", texts(|row| yes(row.reference)))
        .texts("observations", texts(|row| joined(&row.point.inputs)))
        .options("as_of", views.iter().map(|_| as_of.map(str::to_owned)));
    Ok(table.noted(note).write()?)
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

fn joined<N: ToString>(numbers: &[N]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
