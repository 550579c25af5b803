//! Second factors: the secret that a user's device makes codes from. It is read to check a code and for nothing else: no
//! event, log or view holds it. Codes are checked by the caller, who has the clock.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter, Set};
use serde_json::json;

use super::{absent, users};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::second_factor::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Factor = crate::entities::second_factor::Model;

pub async fn get(store: &Store, user: i64) -> Result<Option<Factor>> {
    Ok(Entity::find_by_id(user).one(store.reader()).await?)
}

/// The users who have one in use.
pub async fn active(store: &Store) -> Result<BTreeSet<i64>> {
    let rows = Entity::find().filter(Column::Active.eq(true)).all(store.reader()).await?;
    Ok(rows.into_iter().map(|factor| factor.user_id).collect())
}

/// Keeps a new secret until a first code confirms it; one that is in use is not replaced.
pub async fn begin(store: &Store, who: &Actor, now: &str, user: i64, secret: &str) -> Result<()> {
    let write = store.begin(who, now).await?;
    let name = users::held(&write, user).await?.name;
    if let Some(held) = Entity::find_by_id(user).one(write.on()).await? {
        if held.active {
            return Err(Problem::new(&kinds::FACTOR_ACTIVE).into());
        }
        held.delete(write.on()).await?;
    }
    let row = ActiveModel {
        user_id: Set(user),
        secret: Set(secret.to_owned()),
        active: Set(false),
        last_step: Set(0),
        failed_attempts: Set(0),
        locked_until: Set(None),
        created_at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    write.commit(Event::new("user.begin_factor", name, json!({"id": user}))).await.map(drop)
}

/// Takes the code of a time step, once; the first one puts the factor in use.
pub async fn take(store: &Store, who: &Actor, now: &str, user: i64, step: i64) -> Result<()> {
    let write = store.begin(who, now).await?;
    let factor = held(&write, user).await?;
    if factor.last_step >= step {
        return Err(Problem::new(&kinds::FACTOR_CODE).field("code").into());
    }
    let begun = !factor.active;
    let mut row = factor.into_active_model();
    row.active = Set(true);
    row.last_step = Set(step);
    row.failed_attempts = Set(0);
    row.locked_until = Set(None);
    row.update(write.on()).await?;
    if !begun {
        // What the code was given for has an event of its own.
        return write.commit_entries().await;
    }
    let name = users::held(&write, user).await?.name;
    write.commit(Event::new("user.confirm_factor", name, json!({"id": user}))).await.map(drop)
}

/// A wrong code. `locked_until` is what the caller's rule says of this many in a row; returns how many.
pub async fn refuse(
    store: &Store,
    who: &Actor,
    now: &str,
    user: i64,
    locked_until: impl Fn(i64) -> Option<String>,
) -> Result<i64> {
    let write = store.begin(who, now).await?;
    let factor = held(&write, user).await?;
    let over = factor.locked_until.as_ref().is_some_and(|until| *until <= write.now);
    let count = if over { 1 } else { factor.failed_attempts + 1 };
    let mut row = factor.into_active_model();
    row.failed_attempts = Set(count);
    row.locked_until = Set(locked_until(count));
    row.update(write.on()).await?;
    let name = users::held(&write, user).await?.name;
    write.commit(Event::new("user.refuse_factor", name, json!({"id": user, "failures": count}))).await?;
    Ok(count)
}

/// Takes a second factor away, as when the device is lost; the user sets up another.
pub async fn reset(store: &Store, who: &Actor, now: &str, user: i64, reason: &str) -> Result<()> {
    let reason = super::said(reason)?;
    let write = store.begin(who, now).await?;
    let name = users::held(&write, user).await?.name;
    held(&write, user).await?.delete(write.on()).await?;
    write.commit(Event::new("user.reset_factor", name, json!({"id": user, "reason": reason}))).await.map(drop)
}

async fn held(write: &Write, user: i64) -> Result<Factor> {
    let found = Entity::find_by_id(user).one(write.on()).await?;
    found.ok_or_else(|| absent("第二重验证", "second factor", user))
}
