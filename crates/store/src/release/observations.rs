//! `observations.parquet`: a row an observation, by id.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode, UnitCode};
use heng_base::period::Period;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};

use super::columns::{Batch, Seen, Table, code};
use crate::error::{Error, Result};
use crate::tables::observations::kind;

pub(super) fn write(observations: &[Observation], note: Option<&str>) -> Result<Vec<u8>> {
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
        .noted(note)
        .write()
}

pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Observation>> {
    let mut observations = Vec::new();
    let mut known = Known::default();
    for batch in super::columns::read(bytes)? {
        known.batch(&batch, &mut observations)?;
    }
    Ok(observations)
}

#[derive(Default)]
struct Known {
    items: Seen<ItemCode>,
    indicators: Seen<IndicatorCode>,
    areas: Seen<AreaCode>,
    periods: Seen<Period>,
    breakdowns: Seen<Breakdown>,
    sources: Seen<SourceCode>,
    units: Seen<UnitCode>,
}

impl Known {
    fn batch(&mut self, batch: &Batch, observations: &mut Vec<Observation>) -> Result<()> {
        let text = |name| batch.texts(name);
        let (kinds, subjects, areas, periods) =
            (text("subject_kind")?, text("subject")?, text("area")?, text("period")?);
        let (breakdowns, sources, froms, units) = (text("breakdown")?, text("source")?, text("from")?, text("unit")?);
        let (obs, conf) = (text("obs_status")?, text("conf_status")?);
        observations.reserve(batch.rows());
        for row in 0..batch.rows() {
            let subject = match kinds.value(row) {
                "item" => Subject::Item(self.items.read(subjects.value(row), ItemCode::parse)?),
                _ => Subject::Indicator(self.indicators.read(subjects.value(row), IndicatorCode::parse)?),
            };
            let from_id = batch.integer("from_id", row)?;
            let provenance = match froms.value(row) {
                "submission" => {
                    let unit = self.units.read(units.value(row), UnitCode::parse)?;
                    Provenance::Submission { submission: from_id, unit }
                }
                "import" => Provenance::Import { import: from_id },
                other => return Err(Error::damaged(format!("“{other}” in a release"))),
            };
            observations.push(Observation {
                id: batch.integer("id", row)?,
                key: Key {
                    subject,
                    area: self.areas.read(areas.value(row), AreaCode::parse)?,
                    period: self.periods.read(periods.value(row), Period::parse)?,
                    breakdown: self.breakdowns.read(breakdowns.value(row), Breakdown::parse)?,
                },
                value: batch.decimal("value", row)?,
                missing: batch.option("missing", row)?,
                obs_status: obs.value(row).to_owned(),
                conf_status: conf.value(row).to_owned(),
                source: self.sources.read(sources.value(row), SourceCode::parse)?,
                provenance,
                revision: code("revision", u32::try_from(batch.integer("revision", row)?))?,
            });
        }
        Ok(())
    }
}
