//! Exports 导出: figures that somebody took along.

use heng_base::codes::PlanCode;
use serde_json::json;

use crate::audit::Event;
use crate::engine::{Actor, Store};
use crate::error::Result;

/// Puts on record that rows of a plan's figures were taken along.
pub async fn record(store: &Store, who: &Actor, now: &str, plan: &PlanCode, rows: usize) -> Result<()> {
    let write = store.begin(who, now).await?;
    write.commit(Event::new("data.export", plan, json!({"rows": rows}))).await?;
    Ok(())
}
