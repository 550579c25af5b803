//! A contact person 联络员 hands over: what is due goes to a successor of the same unit and role, the account is closed, the
//! name stays in the history.

use heng_base::problem::{Problem, kinds};
use heng_collection::submission::State;
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::users::{self, NewUser, User};
use super::{looks, rounds, said};
use crate::audit::{self, Event};
use crate::engine::{Actor, Store, Write};
use crate::entities::handover::{ActiveModel, Entity};
use crate::entities::{round, submission};
use crate::error::Result;

pub type Handover = crate::entities::handover::Model;

/// Who goes on.
#[derive(Debug, Clone)]
pub enum Successor {
    Held(i64),
    New(NewUser),
}

/// Hands over, all in one transaction. Both are active and of one unit and role, and are two people.
pub async fn hand_over(
    store: &Store,
    who: &Actor,
    now: &str,
    from: i64,
    to: Successor,
    reason: &str,
) -> Result<(Handover, User)> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let from = users::held(&write, from).await?;
    let to = match to {
        Successor::Held(id) => users::held(&write, id).await?,
        Successor::New(new) => {
            let made = users::insert(&write, new).await?;
            audit::append(&write, users::created(&made)).await?;
            made
        }
    };
    let unit = follows(&from, &to)?;
    let due = due(&write, &unit).await?;
    looks::hand_over(&write, &from.name, &to.name).await?;
    let row = ActiveModel {
        id: NotSet,
        from_user: Set(from.name.clone()),
        to_user: Set(to.name.clone()),
        unit: Set(unit),
        reason: Set(reason.clone()),
        submissions: Set(json!(due).to_string()),
        handed_by: Set(write.who.clone()),
        handed_at: Set(write.now.clone()),
    };
    let handed = row.insert(write.on()).await?;
    let details = json!({"id": from.id, "to": to.name, "reason": reason, "submissions": due});
    let event = Event::new("user.hand_over", &from.name, details);
    users::close(&write, from).await?;
    write.commit(event).await?;
    Ok((handed, to))
}

/// The unit of both.
fn follows(from: &User, to: &User) -> Result<String> {
    let fits = from.id != to.id && from.active && to.active && from.role == to.role && from.unit == to.unit;
    match &from.unit {
        Some(unit) if fits => Ok(unit.clone()),
        _ => Err(Problem::new(&kinds::USER_SUCCESSOR)
            .with("from", &from.name)
            .with("to", &to.name)
            .field("successor")
            .into()),
    }
}

/// What the unit has still to bring to its end in open rounds.
async fn due(write: &Write, unit: &str) -> Result<Vec<i64>> {
    let rows = submission::Entity::find()
        .inner_join(round::Entity)
        .filter(round::Column::State.eq(rounds::OPEN))
        .filter(submission::Column::Unit.eq(unit))
        .filter(submission::Column::State.ne(State::Accepted.code()))
        .order_by_asc(submission::Column::Id);
    Ok(rows.all(write.on()).await?.into_iter().map(|row| row.id).collect())
}

/// Oldest first.
pub async fn list(store: &Store) -> Result<Vec<Handover>> {
    Ok(Entity::find().order_by_asc(crate::entities::handover::Column::Id).all(store.reader()).await?)
}
