//! Saves that happen once, however often they are sent: each has an id that its client made, and the answer is kept.

use heng_base::problem::{Problem, kinds};
use heng_collection::submission::Role;
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

use super::entries::{self, Edit, Row};
use super::stored;
use crate::engine::{Actor, Store, Write};
use crate::entities::save::{ActiveModel, Column, Entity, Model};
use crate::error::Result;

/// A save as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Made by the client, unlike any other.
    pub save_id: String,
    pub submission: i64,
    /// SHA-256 of what was sent; the same id with another content is refused.
    pub digest: String,
}

/// What a save did, as it was answered the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub save_id: String,
    /// When it was made.
    pub at: String,
    /// Its cells, each with the version that it had afterwards.
    pub cells: Vec<(String, i64)>,
}

/// The receipt of a save that was made before.
///
/// # Errors
/// `save.reused` where somebody else made it, or it said something else.
pub async fn receipt(store: &Store, who: &Actor, asked: &Asked) -> Result<Option<Receipt>> {
    found(store.reader(), &who.0, asked).await
}

async fn found(on: &impl ConnectionTrait, who: &str, asked: &Asked) -> Result<Option<Receipt>> {
    let Some(row) = Entity::find().filter(Column::SaveId.eq(&asked.save_id)).one(on).await? else { return Ok(None) };
    let same = row.made_by == who && row.submission_id == asked.submission && row.request_digest == asked.digest;
    if !same {
        return Err(Problem::new(&kinds::SAVE_REUSED).with("save_id", &asked.save_id).field("save_id").into());
    }
    Ok(Some(read(row)?))
}

fn read(row: Model) -> Result<Receipt> {
    let cells = stored(&row.cells, serde_json::from_str(&row.cells))?;
    Ok(Receipt { save_id: row.save_id, at: row.made_at, cells })
}

/// Writes cells as [`entries::save`] does, and keeps the receipt in the same transaction. One that was made before
/// changes nothing and has its first receipt again, whatever has become of the submission since.
pub async fn save(
    store: &Store,
    who: &Actor,
    now: &str,
    role: Role,
    asked: &Asked,
    edits: &[Edit],
) -> Result<(Vec<Row>, Receipt)> {
    let write = store.begin(who, now).await?;
    if let Some(receipt) = found(write.on(), &write.who, asked).await? {
        return Ok((entries::of(write.on(), asked.submission).await?, receipt));
    }
    let rows = entries::write(&write, asked.submission, role, edits).await?;
    let receipt = keep(&write, asked, edits, &rows).await?;
    write.commit_entries().await?;
    Ok((rows, receipt))
}

async fn keep(write: &Write, asked: &Asked, edits: &[Edit], rows: &[Row]) -> Result<Receipt> {
    let version = |cell: &str| rows.iter().find(|row| row.cell == cell).map_or(0, |row| row.version);
    let cells: Vec<_> = edits.iter().map(|edit| edit.entry.cell.to_string()).collect();
    let cells: Vec<(String, i64)> = cells.into_iter().map(|cell| (cell.clone(), version(&cell))).collect();
    let row = ActiveModel {
        id: NotSet,
        save_id: Set(asked.save_id.clone()),
        submission_id: Set(asked.submission),
        request_digest: Set(asked.digest.clone()),
        cells: Set(serde_json::json!(cells).to_string()),
        made_at: Set(write.now.clone()),
        made_by: Set(write.who.clone()),
    };
    read(row.insert(write.on()).await?)
}
