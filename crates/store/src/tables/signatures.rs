//! Signatures of units under their forms: a scanned sheet, or a name with a second factor. Each holds the digest of the
//! entries that were signed; once a cell changes it no longer fits, and is void.

use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use super::{entries, submissions};
use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::signature::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Signature = crate::entities::signature::Model;

/// The scan of a signed and stamped sheet.
#[derive(Debug, Clone)]
pub struct Scan {
    pub name: String,
    pub sha256: String,
    pub media_type: String,
    pub bytes: i64,
}

/// All signatures of a submission, oldest first.
pub async fn list(store: &Store, submission: i64) -> Result<Vec<Signature>> {
    of(store.reader(), submission).await
}

pub(super) async fn of(on: &impl ConnectionTrait, submission: i64) -> Result<Vec<Signature>> {
    Ok(Entity::find().filter(Column::SubmissionId.eq(submission)).order_by_asc(Column::Id).all(on).await?)
}

/// Notes that the unit signed its form as it stands; without a scan, by name and second factor. `fits` sees the digest of
/// the entries and refuses what was signed of others. The round must be open.
pub async fn add(
    store: &Store,
    who: &Actor,
    now: &str,
    submission: i64,
    signer: &str,
    scan: Option<Scan>,
    fits: impl FnOnce(&str) -> std::result::Result<(), heng_base::problem::Problem>,
) -> Result<Signature> {
    let write = store.begin(who, now).await?;
    let head = submissions::movable(&write, submission).await?;
    let digest = entries::digest(&entries::of(write.on(), head.id).await?);
    fits(&digest)?;
    let details = json!({
        "signer": signer, "entries": digest, "file": scan.as_ref().map(|scan| &scan.name),
        "sha256": scan.as_ref().map(|scan| &scan.sha256),
    });
    let kind = if scan.is_some() { "scan" } else { "factor" };
    let (mut file_name, mut file_sha256, mut media_type, mut bytes) = (None, None, None, None);
    if let Some(scan) = scan {
        (file_name, file_sha256) = (Some(scan.name), Some(scan.sha256));
        (media_type, bytes) = (Some(scan.media_type), Some(scan.bytes));
    }
    let row = ActiveModel {
        id: NotSet,
        submission_id: Set(submission),
        kind: Set(kind.to_owned()),
        entries_digest: Set(digest),
        signer: Set(signer.to_owned()),
        file_name: Set(file_name),
        file_sha256: Set(file_sha256),
        media_type: Set(media_type),
        bytes: Set(bytes),
        signed_by: Set(write.who.clone()),
        signed_at: Set(write.now.clone()),
    };
    let signature = row.insert(write.on()).await?;
    write.commit(Event::new("signature.add", submission, details)).await?;
    Ok(signature)
}

/// Puts on record that a scanned sheet was taken along.
pub async fn taken(store: &Store, who: &Actor, now: &str, signature: &Signature) -> Result<()> {
    let write = store.begin(who, now).await?;
    let details = json!({"signature": signature.id, "sha256": signature.file_sha256});
    write.commit(Event::new("signature.read", signature.submission_id, details)).await.map(drop)
}
