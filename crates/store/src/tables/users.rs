//! Who may sign in. Password hashes are opaque here.

use heng_base::problem::kinds;
use heng_collection::submission::Role;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};

use super::{absent, refuse, said, stored};
use crate::audit::{self, Event};
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
    /// Of a reporter and a reviewer; none for the others.
    pub unit: Option<String>,
    pub must_change_password: bool,
}

pub async fn create(store: &Store, who: &Actor, now: &str, new: NewUser) -> Result<User> {
    let write = store.begin(who, now).await?;
    let user = insert(&write, new).await?;
    let event = created(&user);
    write.commit(event).await?;
    Ok(user)
}

/// Makes a user within a write.
pub(super) async fn insert(write: &Write, new: NewUser) -> Result<User> {
    if new.unit.is_some() != new.role.of_unit() {
        return Err(refuse(&kinds::USER_UNIT, "name", &new.name));
    }
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
    Ok(row.insert(write.on()).await?)
}

pub(super) fn created(user: &User) -> Event {
    let details = json!({"id": user.id, "role": user.role, "unit": user.unit});
    Event::new("user.create", &user.name, details)
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

pub(super) async fn held(write: &Write, id: i64) -> Result<User> {
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
    let user = close(&write, user).await?;
    write.commit(Event::new("user.deactivate", &user.name, json!({"id": id, "reason": reason}))).await?;
    Ok(user)
}

/// Ends an account within a write.
pub(super) async fn close(write: &Write, user: User) -> Result<User> {
    let mut row = user.into_active_model();
    row.active = Set(false);
    let user = row.update(write.on()).await?;
    end_sessions(write, user.id, None).await?;
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

/// What the last failures of a name say: how many in a row, and until when it is locked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failures {
    pub count: i64,
    pub locked_until: Option<String>,
}

/// The failures of a name, whether or not somebody has it: nobody's are read off the audit chain, which holds them
/// anyway, so that an answer does not tell the two apart.
pub async fn failures(store: &Store, name: &str) -> Result<Failures> {
    failures_on(store.reader(), name).await
}

async fn failures_on(on: &impl ConnectionTrait, name: &str) -> Result<Failures> {
    if let Some(user) = Entity::find().filter(Column::Name.eq(name)).one(on).await? {
        return Ok(Failures { count: user.failed_attempts, locked_until: user.locked_until });
    }
    let Some(link) = audit::last(on, "session.refuse", name).await? else { return Ok(Failures::default()) };
    let details: Value = stored(&link.details, serde_json::from_str(&link.details))?;
    Ok(Failures {
        count: details["failures"].as_i64().unwrap_or_default(),
        locked_until: details["locked_until"].as_str().map(str::to_owned),
    })
}

/// A wrong password, or a name that nobody has; `who` is empty where nobody is signed in. `locked_until` is what the
/// caller's rule says of this many failures in a row. Returns the failures in a row.
pub async fn refused(
    store: &Store,
    who: &Actor,
    now: &str,
    name: &str,
    locked_until: impl Fn(i64) -> Option<String>,
) -> Result<i64> {
    let write = store.begin(who, now).await?;
    let before = failures_on(write.on(), name).await?;
    // Once a lock is over the count begins anew; else a single slip would lock again.
    let over = before.locked_until.as_ref().is_some_and(|until| *until <= write.now);
    let count = if over { 1 } else { before.count + 1 };
    let locked = locked_until(count);
    if let Some(user) = Entity::find().filter(Column::Name.eq(name)).one(write.on()).await? {
        let mut user = user.into_active_model();
        user.failed_attempts = Set(count);
        user.locked_until = Set(locked.clone());
        user.update(write.on()).await?;
    }
    let details = json!({"failures": count, "locked_until": locked});
    write.commit(Event::new("session.refuse", name, details)).await?;
    Ok(count)
}
