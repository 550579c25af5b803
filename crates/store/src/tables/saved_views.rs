//! Views of the database that people keep 保存的查询.

use heng_base::problem::kinds;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, Condition, EntityTrait, IntoActiveModel, ModelTrait,
    PaginatorTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::json;

use super::{absent, refuse};
use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::saved_view::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type SavedView = crate::entities::saved_view::Model;

#[derive(Debug, Clone)]
pub struct NewView {
    pub plan: String,
    pub title: String,
    pub query: String,
    pub shared: bool,
}

/// Keeps a view; one of the same title and owner is replaced. Nobody keeps more than `most` of a plan.
pub async fn save(store: &Store, who: &Actor, now: &str, new: NewView, most: u64) -> Result<SavedView> {
    let write = store.begin(who, now).await?;
    let details = json!({"plan": new.plan, "title": new.title, "shared": new.shared});
    let mut row = match of_title(&new.plan, &write.who, &new.title).one(write.on()).await? {
        Some(held) => held.into_active_model(),
        None if own(&new.plan, &write.who).count(write.on()).await? >= most => {
            return Err(refuse(&kinds::VIEWS_MANY, "most", most));
        }
        None => ActiveModel {
            id: NotSet,
            plan: Set(new.plan),
            owner: Set(write.who.clone()),
            title: Set(new.title),
            ..Default::default()
        },
    };
    row.query = Set(new.query);
    row.shared = Set(new.shared);
    row.saved_at = Set(write.now.clone());
    let saved = if row.id.is_not_set() { row.insert(write.on()).await? } else { row.update(write.on()).await? };
    write.commit(Event::new("view.save", saved.id, details)).await?;
    Ok(saved)
}

fn of_title(plan: &str, owner: &str, title: &str) -> sea_orm::Select<Entity> {
    own(plan, owner).filter(Column::Title.eq(title))
}

fn own(plan: &str, owner: &str) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::Plan.eq(plan)).filter(Column::Owner.eq(owner))
}

pub async fn get(store: &Store, id: i64) -> Result<Option<SavedView>> {
    Ok(Entity::find_by_id(id).one(store.reader()).await?)
}

/// Somebody's own of a plan, and those that others share, the oldest first.
pub async fn list(store: &Store, plan: &str, owner: &str) -> Result<Vec<SavedView>> {
    let seen = Condition::any().add(Column::Owner.eq(owner)).add(Column::Shared.eq(true));
    let found = Entity::find().filter(Column::Plan.eq(plan)).filter(seen).order_by_asc(Column::Id);
    Ok(found.all(store.reader()).await?)
}

/// Gives a view another title, which none of its owner's of the plan may have already; what it was called stays on record.
pub async fn rename(store: &Store, who: &Actor, now: &str, id: i64, title: String) -> Result<SavedView> {
    let write = store.begin(who, now).await?;
    let view = Entity::find_by_id(id).one(write.on()).await?.ok_or_else(|| absent("保存的查询", "saved view", id))?;
    if title == view.title {
        return Ok(view);
    }
    if of_title(&view.plan, &view.owner, &title).one(write.on()).await?.is_some() {
        return Err(refuse(&kinds::VIEW_TITLE_TAKEN, "title", title));
    }
    let details = json!({"plan": view.plan, "before": view.title, "title": title});
    let mut row = view.into_active_model();
    row.title = Set(title);
    let renamed = row.update(write.on()).await?;
    write.commit(Event::new("view.rename", id, details)).await?;
    Ok(renamed)
}

/// Takes a view away; that it was there stays on record.
pub async fn delete(store: &Store, who: &Actor, now: &str, id: i64) -> Result<()> {
    let write = store.begin(who, now).await?;
    let found = Entity::find_by_id(id).one(write.on()).await?;
    let view = found.ok_or_else(|| absent("保存的查询", "saved view", id))?;
    let details = json!({"plan": view.plan, "title": view.title, "owner": view.owner});
    view.delete(write.on()).await?;
    write.commit(Event::new("view.delete", id, details)).await?;
    Ok(())
}
