//! Exports 导出: figures and audit events that somebody took along.

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

/// Puts on record that events of the audit chain were taken along.
pub async fn record_audit(store: &Store, who: &Actor, now: &str, rows: usize) -> Result<()> {
    let write = store.begin(who, now).await?;
    write.commit(Event::new("audit.export", "audit", json!({"rows": rows}))).await?;
    Ok(())
}

/// Puts on record that a submission's form was taken along as a template.
pub async fn record_template(store: &Store, who: &Actor, now: &str, submission: i64) -> Result<()> {
    let write = store.begin(who, now).await?;
    write.commit(Event::new("submission.export", submission, json!({"as": "xlsx"}))).await?;
    Ok(())
}

/// Puts on record that a report of the upper level was filled and taken along.
pub async fn record_upper(
    store: &Store,
    who: &Actor,
    now: &str,
    plan: &PlanCode,
    report: &str,
    year: i32,
    cells: usize,
) -> Result<()> {
    let write = store.begin(who, now).await?;
    write.commit(Event::new("data.export", plan, json!({"upper": report, "year": year, "cells": cells}))).await?;
    Ok(())
}
