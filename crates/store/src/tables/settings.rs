//! What a store is. One setting so far: whether it is a demo store, all of whose figures are invented. It is written into
//! an empty store and by the table's triggers never changed or taken out.

use heng_base::problem::{Problem, kinds};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::json;

use crate::audit::{self, Event};
use crate::engine::{Actor, Store, Write};
use crate::entities::setting::{ActiveModel, Entity};
use crate::error::Result;

/// Holds the seed of the invented figures.
const DEMO: &str = "demo";
/// Written when all invented figures are in.
const DEMO_DONE: &str = "demo_done";

/// A store of invented figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// What the figures were made from.
    pub seed: String,
    /// Every figure is in.
    pub done: bool,
}

/// None for a real store.
pub async fn demo(store: &Store) -> Result<Option<Demo>> {
    let held = async |name: &str| Entity::find_by_id(name.to_owned()).one(store.reader()).await;
    let Some(seed) = held(DEMO).await? else { return Ok(None) };
    Ok(Some(Demo { seed: seed.value, done: held(DEMO_DONE).await?.is_some() }))
}

/// Makes an empty store a demo store for good. One in which anything was done is refused.
pub async fn mark_demo(store: &Store, who: &Actor, now: &str, seed: &str) -> Result<()> {
    let write = store.begin(who, now).await?;
    // Everything that is ever written leaves a link in the chain.
    if audit::head(&write).await?.0 > 0 {
        return Err(Problem::new(&kinds::DEMO_STORE_USED).into());
    }
    set(write, DEMO, seed).await
}

/// Notes that the demo store is whole.
pub async fn finish_demo(store: &Store, who: &Actor, now: &str) -> Result<()> {
    set(store.begin(who, now).await?, DEMO_DONE, "true").await
}

async fn set(write: Write, name: &str, value: &str) -> Result<()> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value.to_owned()),
        set_by: Set(write.who.clone()),
        set_at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    write.commit(Event::new("setting.set", name, json!({"value": value}))).await.map(drop)
}
