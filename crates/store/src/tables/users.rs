//! Who may sign in. Password hashes are opaque here.

use heng_base::problem::kinds;
use heng_collection::submission::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, Set,
};
use serde_json::json;

use super::{absent, refuse, said};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::session;
use crate::entities::user::{ActiveModel, Column, Entity};
use crate::error::{Error, Result};

pub type User = crate::entities::user::Model;

impl User {
    pub fn role(&self) -> Result<Role> {
        Role::parse(&self.role).ok_or_else(|| Error::damaged(format!("role “{}” of user {}", self.role, self.id)))
    }
}

#[derive(Debug, Clone)]
pub struct NewUser {
    pub name: String,
    pub display_name: String,
    pub password_hash: String,
    pub role: Role,
    /// Of a reporter and a reviewer; none for an administrator.
    pub unit: Option<String>,
    pub must_change_password: bool,
}

pub async fn create(store: &Store, who: &Actor, now: &str, new: NewUser) -> Result<User> {
    if new.unit.is_none() != (new.role == Role::Administrator) {
        return Err(refuse(&kinds::USER_UNIT, "name", &new.name));
    }
    let write = store.begin(who, now).await?;
    if Entity::find().filter(Column::Name.eq(&new.name)).one(write.on()).await?.is_some() {
        return Err(refuse(&kinds::USER_NAME_TAKEN, "name", &new.name));
    }
    let row = ActiveModel {
        id: NotSet,
        name: Set(new.name),
        display_name: Set(new.display_name),
        password_hash: Set(new.password_hash),
        role: Set(new.role.code().to_owned()),
        unit: Set(new.unit),
        active: Set(true),
        must_change_password: Set(new.must_change_password),
        failed_attempts: Set(0),
        locked_until: Set(None),
        last_sign_in: Set(None),
        created_at: Set(write.now.clone()),
    };
    let user = row.insert(write.on()).await?;
    let details = json!({"id": user.id, "role": user.role, "unit": user.unit});
    write.commit(Event::new("user.create", &user.name, details)).await?;
    Ok(user)
}

pub async fn get(store: &Store, id: i64) -> Result<Option<User>> {
    Ok(Entity::find_by_id(id).one(store.reader()).await?)
}

pub async fn by_name(store: &Store, name: &str) -> Result<Option<User>> {
    Ok(Entity::find().filter(Column::Name.eq(name)).one(store.reader()).await?)
}

pub async fn list(store: &Store) -> Result<Vec<User>> {
    Ok(Entity::find().order_by_asc(Column::Id).all(store.reader()).await?)
}

pub async fn count(store: &Store) -> Result<u64> {
    Ok(Entity::find().count(store.reader()).await?)
}

async fn held(write: &Write, id: i64) -> Result<User> {
    Entity::find_by_id(id).one(write.on()).await?.ok_or_else(|| absent("用户", "user", id))
}

/// Ends every session of a user but one.
async fn end_sessions(write: &Write, id: i64, except: Option<&str>) -> Result<()> {
    let mut ended = session::Entity::delete_many().filter(session::Column::UserId.eq(id));
    if let Some(kept) = except {
        ended = ended.filter(session::Column::Id.ne(kept));
    }
    ended.exec(write.on()).await?;
    Ok(())
}

/// A new password: `reset` is the administrator's, to be changed at the next sign-in. The lock is lifted, the user's
/// other sessions end; `session` is the one that goes on.
pub async fn set_password(
    store: &Store,
    who: &Actor,
    now: &str,
    id: i64,
    password_hash: &str,
    reset: bool,
    session: Option<&str>,
) -> Result<User> {
    let write = store.begin(who, now).await?;
    let mut user = held(&write, id).await?.into_active_model();
    user.password_hash = Set(password_hash.to_owned());
    user.must_change_password = Set(reset);
    user.failed_attempts = Set(0);
    user.locked_until = Set(None);
    let user = user.update(write.on()).await?;
    end_sessions(&write, id, session).await?;
    let action = if reset { "user.reset" } else { "user.change_password" };
    write.commit(Event::new(action, &user.name, json!({"id": id}))).await?;
    Ok(user)
}

/// The user can no longer sign in, and is signed out. The last active administrator is kept.
pub async fn deactivate(store: &Store, who: &Actor, now: &str, id: i64, reason: &str) -> Result<User> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let user = held(&write, id).await?;
    let others = Entity::find()
        .filter(Column::Role.eq(Role::Administrator.code()))
        .filter(Column::Active.eq(true))
        .filter(Column::Id.ne(id));
    if user.role == Role::Administrator.code() && others.count(write.on()).await? == 0 {
        return Err(refuse(&kinds::USER_LAST_ADMINISTRATOR, "name", &user.name));
    }
    let mut user = user.into_active_model();
    user.active = Set(false);
    let user = user.update(write.on()).await?;
    end_sessions(&write, id, None).await?;
    write.commit(Event::new("user.deactivate", &user.name, json!({"id": id, "reason": reason}))).await?;
    Ok(user)
}

/// Someone signed in.
pub async fn signed_in(store: &Store, now: &str, id: i64) -> Result<User> {
    let name = get(store, id).await?.ok_or_else(|| absent("用户", "user", id))?.name;
    let write = store.begin(&Actor(name.clone()), now).await?;
    let mut user = held(&write, id).await?.into_active_model();
    user.failed_attempts = Set(0);
    user.locked_until = Set(None);
    user.last_sign_in = Set(Some(write.now.clone()));
    let user = user.update(write.on()).await?;
    write.commit(Event::new("session.create", name, json!({"id": id}))).await?;
    Ok(user)
}

/// Someone signed out.
pub async fn signed_out(store: &Store, now: &str, name: &str) -> Result<()> {
    let write = store.begin(&Actor(name.to_owned()), now).await?;
    write.commit(Event::new("session.delete", name, json!({}))).await?;
    Ok(())
}

/// A wrong password, or a name that nobody has. `locked_until` is what the caller's rule says of this many failures in
/// a row. Returns the failures in a row; 0 for an unknown name.
pub async fn refused(
    store: &Store,
    now: &str,
    name: &str,
    locked_until: impl Fn(i64) -> Option<String>,
) -> Result<i64> {
    let write = store.begin(&Actor(String::new()), now).await?;
    let found = Entity::find().filter(Column::Name.eq(name)).one(write.on()).await?;
    let mut failures = 0;
    if let Some(user) = found {
        // Once a lock is over the count begins anew; else a single slip would lock again.
        let over = user.locked_until.as_ref().is_some_and(|until| *until <= write.now);
        failures = if over { 1 } else { user.failed_attempts + 1 };
        let mut user = user.into_active_model();
        user.failed_attempts = Set(failures);
        user.locked_until = Set(locked_until(failures));
        user.update(write.on()).await?;
    }
    write.commit(Event::new("session.refuse", name, json!({"failures": failures}))).await?;
    Ok(failures)
}
