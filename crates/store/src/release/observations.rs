//! `observations.parquet`: a row an observation, by id.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode, UnitCode};
use heng_base::period::Period;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};

use super::columns::{Batch, Table, code};
use crate::error::{Error, Result};
use crate::tables::observations::kind;

pub(super) fn write(observations: &[Observation]) -> Result<Vec<u8>> {
    let mut rows: Vec<&Observation> = observations.iter().collect();
    rows.sort_by_key(|o| o.id);
    let from = |o: &Observation| match &o.provenance {
        Provenance::Submission { submission, unit } => ("submission", *submission, Some(unit.to_string())),
        Provenance::Import { import } => ("import", *import, None),
    };
    Table::default()
        .numbers("id", rows.iter().map(|o| Some(o.id)))
        .texts("subject_kind", rows.iter().map(|o| kind(&o.key.subject).to_owned()))
        .texts("subject", rows.iter().map(|o| o.key.subject.code().to_owned()))
        .texts("area", rows.iter().map(|o| o.key.area.to_string()))
        .texts("period", rows.iter().map(|o| o.key.period.to_string()))
        .texts("breakdown", rows.iter().map(|o| o.key.breakdown.to_string()))
        .decimals("value", "value_f64", rows.iter().map(|o| o.value).collect())
        .options("missing", rows.iter().map(|o| o.missing.clone()))
        .texts("obs_status", rows.iter().map(|o| o.obs_status.clone()))
        .texts("conf_status", rows.iter().map(|o| o.conf_status.clone()))
        .texts("source", rows.iter().map(|o| o.source.to_string()))
        .texts("from", rows.iter().map(|o| from(o).0.to_owned()))
        .numbers("from_id", rows.iter().map(|o| Some(from(o).1)))
        .options("unit", rows.iter().map(|o| from(o).2))
        .numbers("revision", rows.iter().map(|o| Some(i64::from(o.revision))))
        .write()
}

pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Observation>> {
    let mut observations = Vec::new();
    for batch in super::columns::read(bytes)? {
        for row in 0..batch.rows() {
            observations.push(observation(&batch, row)?);
        }
    }
    Ok(observations)
}

fn observation(batch: &Batch, row: usize) -> Result<Observation> {
    let subject = match batch.text("subject_kind", row)?.as_str() {
        "item" => Subject::Item(batch.parsed("subject", row, ItemCode::parse)?),
        _ => Subject::Indicator(batch.parsed("subject", row, IndicatorCode::parse)?),
    };
    let from_id = batch.integer("from_id", row)?;
    let provenance = match batch.text("from", row)?.as_str() {
        "submission" => {
            Provenance::Submission { submission: from_id, unit: batch.parsed("unit", row, UnitCode::parse)? }
        }
        "import" => Provenance::Import { import: from_id },
        other => return Err(Error::damaged(format!("“{other}” in a release"))),
    };
    Ok(Observation {
        id: batch.integer("id", row)?,
        key: Key {
            subject,
            area: batch.parsed("area", row, AreaCode::parse)?,
            period: batch.parsed("period", row, Period::parse)?,
            breakdown: batch.parsed("breakdown", row, Breakdown::parse)?,
        },
        value: batch.decimal("value", row)?,
        missing: batch.option("missing", row)?,
        obs_status: batch.text("obs_status", row)?,
        conf_status: batch.text("conf_status", row)?,
        source: batch.parsed("source", row, SourceCode::parse)?,
        provenance,
        revision: code("revision", u32::try_from(batch.integer("revision", row)?))?,
    })
}
