//! `ratings.parquet`: a row a rating, by id, with who gave it. `public-ratings.parquet`: of each objective and year the
//! rating that counts, without name and time.

use std::collections::BTreeMap;

use super::columns::{Table, code};
use crate::error::Result;
use crate::tables::ratings::Rating;

/// The rating of an objective for a year that counts, as everybody may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicRating {
    pub objective: String,
    pub year: i32,
    /// Code of the level, and its name when it was given.
    pub level: String,
    pub level_name: String,
    pub evidence: String,
    /// Code of the role in which it was given; ratings of long ago have none.
    pub role: Option<String>,
}

pub(super) fn write(ratings: &[Rating], note: Option<&str>) -> Result<Vec<u8>> {
    let mut rows: Vec<&Rating> = ratings.iter().collect();
    rows.sort_by_key(|rating| rating.id);
    shared(Table::default().numbers("id", rows.iter().map(|rating| Some(rating.id))), &rows)
        .texts("rated_by", rows.iter().map(|rating| rating.rated_by.clone()))
        .texts("rated_at", rows.iter().map(|rating| rating.rated_at.clone()))
        .noted(note)
        .write()
}

pub(super) fn write_public(ratings: &[Rating], note: Option<&str>) -> Result<Vec<u8>> {
    let mut last: BTreeMap<(&str, i64), &Rating> = BTreeMap::new();
    for rating in ratings {
        let held = last.entry((&rating.objective, rating.year)).or_insert(rating);
        if held.id < rating.id {
            *held = rating;
        }
    }
    let rows: Vec<&Rating> = last.into_values().collect();
    shared(Table::default(), &rows).noted(note).write()
}

fn shared(table: Table, rows: &[&Rating]) -> Table {
    table
        .texts("objective", rows.iter().map(|rating| rating.objective.clone()))
        .numbers("year", rows.iter().map(|rating| Some(rating.year)))
        .texts("level", rows.iter().map(|rating| rating.level.clone()))
        .texts("level_name", rows.iter().map(|rating| rating.level_name.clone()))
        .texts("evidence", rows.iter().map(|rating| rating.evidence.clone()))
        .options("role", rows.iter().map(|rating| rating.role.clone()))
}

pub(super) fn read_public(bytes: Vec<u8>) -> Result<Vec<PublicRating>> {
    let mut ratings = Vec::new();
    for batch in super::columns::read(bytes)? {
        for row in 0..batch.rows() {
            ratings.push(PublicRating {
                objective: batch.text("objective", row)?,
                year: code("year", i32::try_from(batch.integer("year", row)?))?,
                level: batch.text("level", row)?,
                level_name: batch.text("level_name", row)?,
                evidence: batch.text("evidence", row)?,
                role: batch.option("role", row)?,
            });
        }
    }
    Ok(ratings)
}
