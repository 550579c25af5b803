//! Ratings 评定 of qualitative objectives: each is kept, the last of a year counts.

use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::rating::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Rating = crate::entities::rating::Model;

/// What is said of an objective in a year.
#[derive(Debug, Clone)]
pub struct NewRating<'a> {
    pub plan: &'a str,
    pub objective: &'a str,
    pub year: i32,
    pub level: &'a str,
    pub level_name: &'a str,
    pub evidence: &'a str,
    /// Role of whoever gives it.
    pub role: &'a str,
}

/// Puts a rating on record. That objective, year and level exist is the caller's to see to.
pub async fn rate(store: &Store, who: &Actor, now: &str, new: NewRating<'_>) -> Result<Rating> {
    let write = store.begin(who, now).await?;
    let row = ActiveModel {
        id: NotSet,
        plan: Set(new.plan.to_owned()),
        objective: Set(new.objective.to_owned()),
        year: Set(i64::from(new.year)),
        level: Set(new.level.to_owned()),
        level_name: Set(new.level_name.to_owned()),
        evidence: Set(new.evidence.to_owned()),
        rated_by: Set(write.who.clone()),
        rated_at: Set(write.now.clone()),
        role: Set(Some(new.role.to_owned())),
    };
    let rating = row.insert(write.on()).await?;
    let details = json!({"year": rating.year, "level": rating.level, "evidence": rating.evidence});
    write.commit(Event::new("objective.rate", format!("{}:{}", new.plan, new.objective), details)).await?;
    Ok(rating)
}

/// All ratings of a plan, oldest first.
pub async fn list(store: &Store, plan: &str) -> Result<Vec<Rating>> {
    let rows = Entity::find().filter(Column::Plan.eq(plan)).order_by_asc(Column::Id);
    Ok(rows.all(store.reader()).await?)
}
