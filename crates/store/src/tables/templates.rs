//! What stood in the cells of a submission when a template was made of it.

use std::collections::BTreeMap;

use heng_collection::entry::Entry;
use heng_collection::form::CellId;
use rust_decimal::Decimal;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::stored;
use crate::engine::Store;
use crate::entities::entry_history::{Column, Entity};
use crate::error::Result;

/// The cells at the versions named; one of which there is no such version is left out.
pub async fn entries_at(store: &Store, submission: i64, versions: &BTreeMap<String, i64>) -> Result<Vec<Entry>> {
    let rows = Entity::find().filter(Column::SubmissionId.eq(submission)).all(store.reader()).await?;
    let meant = rows.into_iter().filter(|row| versions.get(&row.cell) == Some(&row.version));
    meant
        .map(|row| {
            let value = row.value.as_deref();
            Ok(Entry {
                cell: stored(&row.cell, CellId::parse(&row.cell))?,
                value: value.map(|text| stored(text, Decimal::from_str_exact(text))).transpose()?,
                missing: row.missing,
                note: row.note,
            })
        })
        .collect()
}
