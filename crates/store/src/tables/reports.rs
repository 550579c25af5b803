//! Reports that were made, each from a release, with their files.

use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::absent;
use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::release;
use crate::entities::report::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Report = crate::entities::report::Model;

#[derive(Debug, Clone)]
pub struct NewReport {
    pub plan: String,
    /// `annual`, `midterm` or `final`.
    pub kind: String,
    pub year: i32,
    pub release: i64,
    pub format: String,
}

/// Keeps a report and its file.
pub async fn create(store: &Store, who: &Actor, now: &str, new: NewReport, file: Vec<u8>) -> Result<Report> {
    let bytes = file.len() as i64;
    let sha256 = store.files.put(file).await?;
    let write = store.begin(who, now).await?;
    if release::Entity::find_by_id(new.release).one(write.on()).await?.is_none() {
        return Err(absent("数据版本", "release", new.release));
    }
    let row = ActiveModel {
        id: NotSet,
        plan: Set(new.plan),
        kind: Set(new.kind),
        year: Set(new.year),
        release_number: Set(new.release),
        format: Set(new.format),
        sha256: Set(sha256),
        bytes: Set(bytes),
        created_by: Set(write.who.clone()),
        created_at: Set(write.now.clone()),
    };
    let report = row.insert(write.on()).await?;
    let details = json!({
        "plan": report.plan, "kind": report.kind, "year": report.year, "release": report.release_number,
        "format": report.format, "sha256": report.sha256,
    });
    write.commit(Event::new("report.create", report.id, details)).await?;
    Ok(report)
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Report>> {
    Ok(Entity::find_by_id(id).one(store.reader()).await?)
}

/// Reports of a plan, newest first.
pub async fn list(store: &Store, plan: &str) -> Result<Vec<Report>> {
    Ok(Entity::find().filter(Column::Plan.eq(plan)).order_by_desc(Column::Id).all(store.reader()).await?)
}
