//! When somebody last looked a submission through: what changed since is shown to them as new. No state of the form, so
//! no link of the audit chain.

use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use crate::engine::{Actor, Store, Write};
use crate::entities::entry_history;
use crate::entities::look::{ActiveModel, Column, Entity};
use crate::error::Result;

/// When a user last looked; none where they never did.
pub async fn at(store: &Store, user: &str, submission: i64) -> Result<Option<String>> {
    let held = Entity::find().filter(Column::UserName.eq(user)).filter(Column::SubmissionId.eq(submission));
    Ok(held.one(store.reader()).await?.map(|look| look.at))
}

/// Notes that everything up to `seen` was looked at.
pub async fn note(store: &Store, who: &Actor, now: &str, submission: i64, seen: &str) -> Result<()> {
    let write = store.begin(who, now).await?;
    put(&write, &who.0, submission, seen).await?;
    write.commit_entries().await
}

async fn put(write: &Write, user: &str, submission: i64, seen: &str) -> Result<()> {
    let held = Entity::find().filter(Column::UserName.eq(user)).filter(Column::SubmissionId.eq(submission));
    match held.one(write.on()).await? {
        Some(look) if look.at.as_str() >= seen => {}
        Some(look) => {
            let mut look = look.into_active_model();
            look.at = Set(seen.to_owned());
            look.update(write.on()).await?;
        }
        None => {
            let look = ActiveModel {
                id: NotSet,
                user_name: Set(user.to_owned()),
                submission_id: Set(submission),
                at: Set(seen.to_owned()),
            };
            look.insert(write.on()).await?;
        }
    }
    Ok(())
}

/// A successor has seen what the one before has.
pub(super) async fn hand_over(write: &Write, from: &str, to: &str) -> Result<()> {
    for look in Entity::find().filter(Column::UserName.eq(from)).all(write.on()).await? {
        put(write, to, look.submission_id, &look.at).await?;
    }
    Ok(())
}

/// Every version of the cells of a submission, oldest first.
pub async fn versions(store: &Store, submission: i64) -> Result<Vec<entry_history::Model>> {
    let mut rows = entry_history::Entity::find()
        .filter(entry_history::Column::SubmissionId.eq(submission))
        .all(store.reader())
        .await?;
    rows.sort_by(|a, b| (&a.cell, a.version).cmp(&(&b.cell, b.version)));
    Ok(rows)
}
