//! `values.parquet`: a row an indicator value, by indicator, area, period and breakdown. `reasons`, `inputs` and `rivals`
//! are JSON lists.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, SourceCode};
use heng_base::period::Period;
use heng_statistics::indicator::IndicatorValue;
use serde::de::DeserializeOwned;

use super::columns::{Batch, Table, code};
use crate::error::{Error, Result};

pub(super) fn write(values: &[IndicatorValue], note: Option<&str>) -> Result<Vec<u8>> {
    let mut rows: Vec<&IndicatorValue> = values.iter().collect();
    rows.sort_by_key(|v| (&v.indicator, &v.area, v.period, &v.breakdown));
    Table::default()
        .texts("indicator", rows.iter().map(|v| v.indicator.to_string()))
        .texts("area", rows.iter().map(|v| v.area.to_string()))
        .texts("period", rows.iter().map(|v| v.period.to_string()))
        .texts("breakdown", rows.iter().map(|v| v.breakdown.to_string()))
        .decimals("value", "value_f64", rows.iter().map(|v| v.value).collect())
        .decimals("numerator", "numerator_f64", rows.iter().map(|v| v.numerator).collect())
        .decimals("denominator", "denominator_f64", rows.iter().map(|v| v.denominator).collect())
        .options("carried_from", rows.iter().map(|v| v.carried_from.map(|p| p.to_string())))
        .options("source", rows.iter().map(|v| v.source.as_ref().map(ToString::to_string)))
        .texts("obs_status", rows.iter().map(|v| v.obs_status.clone()))
        .texts("method", rows.iter().map(|v| v.method.clone()))
        .texts("reasons", json(&rows, |v| serde_json::to_string(&v.reasons))?.into_iter())
        .texts("inputs", json(&rows, |v| serde_json::to_string(&v.inputs))?.into_iter())
        .texts("rivals", json(&rows, |v| serde_json::to_string(&v.rivals))?.into_iter())
        .noted(note)
        .write()
}

fn json(rows: &[&IndicatorValue], text: impl Fn(&IndicatorValue) -> serde_json::Result<String>) -> Result<Vec<String>> {
    rows.iter().map(|v| text(v).map_err(Error::damaged)).collect()
}

pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<IndicatorValue>> {
    let mut values = Vec::new();
    for batch in super::columns::read(bytes)? {
        for row in 0..batch.rows() {
            values.push(value(&batch, row)?);
        }
    }
    Ok(values)
}

fn value(batch: &Batch, row: usize) -> Result<IndicatorValue> {
    let carried = batch.option("carried_from", row)?;
    let source = batch.option("source", row)?;
    Ok(IndicatorValue {
        indicator: batch.parsed("indicator", row, IndicatorCode::parse)?,
        area: batch.parsed("area", row, AreaCode::parse)?,
        period: batch.parsed("period", row, Period::parse)?,
        breakdown: batch.parsed("breakdown", row, Breakdown::parse)?,
        value: batch.decimal("value", row)?,
        numerator: batch.decimal("numerator", row)?,
        denominator: batch.decimal("denominator", row)?,
        reasons: list(batch, "reasons", row)?,
        inputs: list(batch, "inputs", row)?,
        carried_from: carried.map(|text| code(&text, Period::parse(&text))).transpose()?,
        source: source.map(|text| code(&text, SourceCode::parse(&text))).transpose()?,
        rivals: list(batch, "rivals", row)?,
        obs_status: batch.text("obs_status", row)?,
        method: batch.text("method", row)?,
        defined_in: None,
        cases: None,
        compared: None,
    })
}

fn list<T: DeserializeOwned>(batch: &Batch, name: &str, row: usize) -> Result<Vec<T>> {
    serde_json::from_str(&batch.text(name, row)?).map_err(Error::damaged)
}
