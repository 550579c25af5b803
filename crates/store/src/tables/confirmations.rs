//! Units of a plan that the office has confirmed (拟定 → 已确认); only those can be asked in a round.

use heng_base::problem::kinds;
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::{refuse, said};
use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::entities::confirmation::{ActiveModel, Column, Entity};
use crate::error::Result;

pub type Confirmation = crate::entities::confirmation::Model;

/// Confirms a unit, once.
pub async fn confirm(
    store: &Store,
    who: &Actor,
    now: &str,
    plan: &str,
    unit: &str,
    reason: &str,
) -> Result<Confirmation> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let held = Entity::find().filter(Column::Plan.eq(plan)).filter(Column::Unit.eq(unit)).one(write.on()).await?;
    if held.is_some() {
        return Err(refuse(&kinds::UNIT_CONFIRMED, "unit", unit));
    }
    let row = ActiveModel {
        id: NotSet,
        plan: Set(plan.to_owned()),
        unit: Set(unit.to_owned()),
        confirmed_by: Set(write.who.clone()),
        confirmed_at: Set(write.now.clone()),
        reason: Set(reason.clone()),
    };
    let confirmation = row.insert(write.on()).await?;
    write.commit(Event::new("unit.confirm", format!("{plan}:{unit}"), json!({"reason": reason}))).await?;
    Ok(confirmation)
}

pub async fn list(store: &Store, plan: &str) -> Result<Vec<Confirmation>> {
    let rows = Entity::find().filter(Column::Plan.eq(plan)).order_by_asc(Column::Id);
    Ok(rows.all(store.reader()).await?)
}
