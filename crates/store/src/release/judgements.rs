//! `judgements.parquet`: a row a target and year. The columns are for reading and counting; `judgement` holds the whole
//! as JSON, in the shape that `heng monitor` prints, and is what Heng itself reads.

use serde_json::Value;

use super::JudgedIn;
use super::columns::{Table, code};
use crate::error::{Error, Result};

pub(super) fn write(judgements: &[JudgedIn], note: Option<&str>) -> Result<Vec<u8>> {
    let mut rows: Vec<&JudgedIn> = judgements.iter().collect();
    rows.sort_by_key(|r| r.year);
    let whole: Vec<Value> =
        rows.iter().map(|r| serde_json::to_value(&r.judgement).map_err(Error::damaged)).collect::<Result<_>>()?;
    let word = |value: &Value| value.as_str().map(str::to_owned);
    Table::default()
        .numbers("year", rows.iter().map(|r| Some(i64::from(r.year))))
        .numbers("domain", rows.iter().map(|r| Some(i64::from(r.judgement.domain))))
        .texts("objective", rows.iter().map(|r| r.judgement.objective.clone()))
        .options("target_id", rows.iter().map(|r| r.judgement.target_id.clone()))
        .options("indicator", rows.iter().map(|r| r.judgement.indicator.as_ref().map(ToString::to_string)))
        .texts("breakdown", rows.iter().map(|r| r.judgement.breakdown.to_string()))
        .options("set", whole.iter().map(|v| word(&v["target"]["set"])))
        .options("operator", whole.iter().map(|v| word(&v["target"]["operator"])))
        .decimals(
            "target_value",
            "target_value_f64",
            rows.iter().map(|r| r.judgement.target.as_ref().and_then(|t| t.value)).collect(),
        )
        .options("target_unit", whole.iter().map(|v| word(&v["target"]["unit"])))
        .numbers("target_year", whole.iter().map(|v| v["target"]["year"].as_i64()))
        .options("latest_period", whole.iter().map(|v| word(&v["latest"]["period"])))
        .decimals(
            "latest_value",
            "latest_value_f64",
            rows.iter().map(|r| r.judgement.latest.as_ref().map(|l| l.value)).collect(),
        )
        .texts("state", rows.iter().map(|r| r.judgement.state.code().to_owned()))
        .options("evidence", whole.iter().map(|v| word(&v["evidence"])))
        .texts("judgement", whole.iter().map(Value::to_string))
        .noted(note)
        .write()
}

pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<JudgedIn>> {
    let mut judgements = Vec::new();
    for batch in super::columns::read(bytes)? {
        for row in 0..batch.rows() {
            let year = code("year", i32::try_from(batch.integer("year", row)?))?;
            let judgement = serde_json::from_str(&batch.text("judgement", row)?).map_err(Error::damaged)?;
            judgements.push(JudgedIn { year, judgement });
        }
    }
    Ok(judgements)
}
