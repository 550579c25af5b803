//! Sessions of signed-in browsers. The web framework's data is kept as it gives it; nothing here is audited, signing in
//! and out is (see `users`).

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::engine::Store;
use crate::entities::session::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Session = crate::entities::session::Model;

fn row(session: Session) -> ActiveModel {
    ActiveModel {
        id: Set(session.id),
        user_id: Set(session.user_id),
        data: Set(session.data),
        expires_at: Set(session.expires_at),
    }
}

/// Keeps a new session; `false` when the id is taken.
pub async fn create(store: &Store, session: Session) -> Result<bool> {
    let insert = Entity::insert(row(session)).on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned());
    Ok(insert.exec_without_returning(store.loose()).await? == 1)
}

/// Keeps a session in place of the one with its id. One that was ended meanwhile stays ended: a request that was under
/// way when a password changed does not bring its session back.
pub async fn save(store: &Store, session: Session) -> Result<()> {
    let held = Entity::update_many().set(row(session.clone())).filter(Column::Id.eq(&session.id));
    held.exec(store.loose()).await?;
    Ok(())
}

/// The session, if it has not expired at `now`.
pub async fn load(store: &Store, id: &str, now: &str) -> Result<Option<Session>> {
    Ok(Entity::find_by_id(id).filter(Column::ExpiresAt.gt(now)).one(store.reader()).await?)
}

pub async fn delete(store: &Store, id: &str) -> Result<()> {
    Entity::delete_by_id(id).exec(store.loose()).await?;
    Ok(())
}

/// Drops what has expired; returns how many.
pub async fn expire(store: &Store, now: &str) -> Result<u64> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(now)).exec(store.loose()).await?.rows_affected)
}
