//! Imports: files of figures that the bureau brings in; accepted on import, with file and user as provenance.

use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, EntityTrait, QueryOrder, Set};
use serde_json::json;

use super::observations::{self, Figure, Origin};
use super::said;
use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::import::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Import = crate::entities::import::Model;

#[derive(Debug, Clone)]
pub struct NewImport {
    pub file_name: String,
    /// Of the file as it came.
    pub sha256: String,
    /// What the bureau calls the source of the file.
    pub source: String,
    pub figures: Vec<Figure>,
    /// Why known figures are revised; needed only where some are.
    pub reason: Option<String>,
}

/// Records all figures of a file, or none. Figures equal to what their source last said are skipped and counted.
pub async fn import(store: &Store, who: &Actor, now: &str, new: NewImport) -> Result<Import> {
    let reason = new.reason.as_deref().map(said).transpose()?;
    let write = store.begin(who, now).await?;
    let given = new.figures.len();
    let fresh = observations::fresh(&write, new.figures, reason.as_deref()).await?;
    let (recorded, skipped) = (fresh.len() as i64, (given - fresh.len()) as i64);
    let row = ActiveModel {
        id: NotSet,
        file_name: Set(new.file_name),
        sha256: Set(new.sha256),
        source: Set(new.source),
        recorded: Set(recorded),
        skipped: Set(skipped),
        imported_by: Set(write.who.clone()),
        imported_at: Set(write.now.clone()),
    };
    let import = row.insert(write.on()).await?;
    observations::record(&write, fresh, &Origin::Import(import.id), reason.as_deref()).await?;
    let details = json!({
        "file": import.file_name, "sha256": import.sha256, "source": import.source, "recorded": recorded,
        "skipped": skipped, "reason": reason,
    });
    write.commit(Event::new("data.import", import.id, details)).await?;
    Ok(import)
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Import>> {
    Ok(Entity::find_by_id(id).one(store.reader()).await?)
}

/// Newest first.
pub async fn list(store: &Store) -> Result<Vec<Import>> {
    Ok(Entity::find().order_by_desc(Column::Id).all(store.reader()).await?)
}
