//! Warnings 预警: written by one computation at a time, each once; what becomes of one is kept for good.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, PlanCode, RuleCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_monitoring::warnings::reconcile::{Deed, Event as Happening, Held, Moved, State, reconcile};
use heng_monitoring::warnings::{Finding, Identity, Subject};
use heng_plan::model::{WarningKind, WarningRule, WarningSeverity};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, Set,
};
use serde_json::json;

use super::{absent, said, stored};
use crate::audit::Event;
use crate::engine::{Actor, Store, Write};
use crate::entities::{audit_event, warning, warning_basis, warning_event};
use crate::error::Result;

pub type Warning = warning::Model;
pub type WarningEvent = warning_event::Model;
pub type Basis = warning_basis::Model;

/// The deed of a person who took note.
pub const ACKNOWLEDGE: &str = "acknowledge";

/// A computation: what was found, by which rules, from what.
pub struct Computed<'a> {
    pub basis: Basis,
    pub findings: &'a [Finding],
    pub rules: &'a [WarningRule],
}

/// How many of each deed a computation brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub raised: usize,
    pub kept: usize,
    pub resolved: usize,
    pub withdrawn: usize,
}

impl Warning {
    pub fn identity(&self) -> Result<Identity> {
        Ok(Identity {
            kind: stored(&self.kind, WarningKind::parse(&self.kind).ok_or(()))?,
            subject: stored(&self.subject, Subject::parse(&self.subject).ok_or(()))?,
            area: stored(&self.area, AreaCode::parse(&self.area))?,
            breakdown: stored(&self.breakdown, Breakdown::parse(&self.breakdown))?,
            period: stored(&self.period, Period::parse(&self.period))?,
        })
    }

    fn held(&self) -> Result<Held> {
        let finding = Finding {
            identity: self.identity()?,
            rule: stored(&self.rule, RuleCode::parse(&self.rule))?,
            severity: stored(&self.severity, WarningSeverity::parse(&self.severity).ok_or(()))?,
            since: stored(&self.since, Period::parse(&self.since))?,
            reason: Text::new(self.reason.clone(), Some(self.reason_en.clone()).filter(|en| !en.is_empty())),
            numbers: self.numbers()?,
            indicator: self.indicator.as_ref().map(|code| stored(code, IndicatorCode::parse(code))).transpose()?,
            target: self.target.clone(),
            domains: self.domains()?,
            units: self.units()?.iter().map(|unit| stored(unit, UnitCode::parse(unit))).collect::<Result<_>>()?,
        };
        Ok(Held { state: stored(&self.state, State::parse(&self.state).ok_or(()))?, finding })
    }

    pub fn numbers(&self) -> Result<Vec<(String, String)>> {
        stored(&self.numbers, serde_json::from_str(&self.numbers))
    }

    pub fn domains(&self) -> Result<Vec<u32>> {
        stored(&self.domains, serde_json::from_str(&self.domains))
    }

    pub fn units(&self) -> Result<Vec<String>> {
        stored(&self.units, serde_json::from_str(&self.units))
    }
}

/// What a plan's warnings were last computed from; none where they never were.
pub async fn basis(store: &Store, plan: &PlanCode) -> Result<Option<Basis>> {
    Ok(warning_basis::Entity::find_by_id(plan.to_string()).one(store.reader()).await?)
}

/// What rounds and submissions go through; each leaves an event in the audit chain.
const STEPS: [&str; 15] = [
    "correction.grant",
    "correction.withdraw",
    "round.open",
    "round.set_days",
    "round.set_due",
    "round.add_units",
    "round.pause",
    "round.resume",
    "round.grant",
    "round.close",
    "submission.submit",
    "submission.review",
    "submission.forward",
    "submission.return",
    "submission.accept",
];

/// The last step of any round or submission; rounds say nothing new to warnings before the next.
pub async fn last_step(store: &Store) -> Result<i64> {
    use audit_event::{Column, Entity};
    let last: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Sequence)
        .filter(Column::Action.is_in(STEPS))
        .order_by_desc(Column::Sequence)
        .limit(1)
        .into_tuple()
        .one(store.reader())
        .await?;
    Ok(last.unwrap_or(0))
}

/// Writes what a computation changes, in one transaction; none where another has computed from as much or more meanwhile.
/// A computation that changes nothing leaves no link of the audit chain.
pub async fn record(store: &Store, who: &Actor, now: &str, computed: &Computed<'_>) -> Result<Option<Counts>> {
    let write = store.begin(who, now).await?;
    let basis = &computed.basis;
    let last = warning_basis::Entity::find_by_id(basis.plan.clone()).one(write.on()).await?;
    if last.as_ref().is_some_and(|last| !newer(basis, last)) {
        return Ok(None);
    }
    let moved = Moved {
        packages: last.as_ref().is_some_and(|last| last.package != basis.package),
        data: last.as_ref().is_none_or(|last| (last.observation, last.step) != (basis.observation, basis.step)),
    };
    let mut rows = BTreeMap::new();
    for row in warning::Entity::find().filter(warning::Column::Plan.eq(&basis.plan)).all(write.on()).await? {
        rows.insert(row.identity()?, row);
    }
    let held = rows.values().map(Warning::held).collect::<Result<Vec<_>>>()?;
    let happened = reconcile(&held, computed.findings, moved, computed.rules);
    let mut counts = Counts::default();
    for event in &happened {
        put(&write, &basis.plan, rows.remove(&event.identity), event).await?;
        match event.deed {
            Deed::Raise => counts.raised += 1,
            Deed::Keep => counts.kept += 1,
            Deed::Resolve => counts.resolved += 1,
            Deed::Withdraw => counts.withdrawn += 1,
        }
    }
    keep_basis(&write, last, basis.clone()).await?;
    if happened.is_empty() {
        write.commit_entries().await?;
        return Ok(Some(counts));
    }
    let details = json!({
        "raised": counts.raised, "kept": counts.kept, "resolved": counts.resolved, "withdrawn": counts.withdrawn,
        "package": basis.package, "observation": basis.observation, "day": basis.day,
    });
    write.commit(Event::new("warning.compute", &basis.plan, details)).await?;
    Ok(Some(counts))
}

/// Whether something is computed from that the last computation had not: never from less of anything.
pub fn newer(basis: &Basis, last: &Basis) -> bool {
    let counts = |basis: &Basis| [basis.package, basis.observation, basis.step];
    let (now, then) = (counts(basis), counts(last));
    let not_less = now.iter().zip(then).all(|(now, then)| *now >= then) && basis.day >= last.day;
    not_less && (now != then || basis.day != last.day)
}

async fn keep_basis(write: &Write, last: Option<Basis>, basis: Basis) -> Result<()> {
    let row = warning_basis::ActiveModel {
        plan: Set(basis.plan),
        package: Set(basis.package),
        observation: Set(basis.observation),
        step: Set(basis.step),
        day: Set(basis.day),
        computed_at: Set(write.now.clone()),
    };
    match last {
        Some(_) => row.update(write.on()).await?,
        None => row.insert(write.on()).await?,
    };
    Ok(())
}

async fn put(write: &Write, plan: &str, row: Option<Warning>, event: &Happening<'_>) -> Result<()> {
    let state = event.deed.leads_to().code().to_owned();
    let row = match (row, event.finding) {
        (Some(row), None) => {
            let mut row = row.into_active_model();
            (row.state, row.changed_at) = (Set(state), Set(write.now.clone()));
            row.update(write.on()).await?
        }
        (row, Some(finding)) => {
            let raised = row.as_ref().filter(|_| event.deed == Deed::Keep).map(|row| row.raised_at.clone());
            let id = row.as_ref().map(|row| row.id);
            let mut told = told(plan, finding);
            (told.state, told.changed_at) = (Set(state), Set(write.now.clone()));
            told.raised_at = Set(raised.unwrap_or_else(|| write.now.clone()));
            match id {
                Some(id) => {
                    told.id = Set(id);
                    told.update(write.on()).await?
                }
                None => told.insert(write.on()).await?,
            }
        }
        (None, None) => return Ok(()),
    };
    note(write, &row, event.deed.code(), None).await
}

fn told(plan: &str, finding: &Finding) -> warning::ActiveModel {
    let of = &finding.identity;
    warning::ActiveModel {
        id: NotSet,
        plan: Set(plan.to_owned()),
        kind: Set(of.kind.code().to_owned()),
        subject: Set(of.subject.to_string()),
        area: Set(of.area.to_string()),
        breakdown: Set(of.breakdown.to_string()),
        period: Set(of.period.to_string()),
        rule: Set(finding.rule.to_string()),
        severity: Set(finding.severity.code().to_owned()),
        state: NotSet,
        since: Set(finding.since.to_string()),
        reason: Set(finding.reason.zh.clone()),
        reason_en: Set(finding.reason.en.clone().unwrap_or_default()),
        numbers: Set(json!(finding.numbers).to_string()),
        indicator: Set(finding.indicator.as_ref().map(ToString::to_string)),
        target: Set(finding.target.clone()),
        domains: Set(json!(finding.domains).to_string()),
        units: Set(json!(finding.units).to_string()),
        raised_at: NotSet,
        changed_at: NotSet,
    }
}

async fn note(write: &Write, of: &Warning, deed: &str, note: Option<String>) -> Result<()> {
    let row = warning_event::ActiveModel {
        id: NotSet,
        warning_id: Set(of.id),
        deed: Set(deed.to_owned()),
        severity: Set(of.severity.clone()),
        reason: Set(of.reason.clone()),
        reason_en: Set(of.reason_en.clone()),
        note: Set(note),
        actor: Set(write.who.clone()),
        at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    Ok(())
}

/// All warnings that a plan ever had, in the order in which they were first raised.
pub async fn list(store: &Store, plan: &PlanCode) -> Result<Vec<Warning>> {
    let rows = warning::Entity::find().filter(warning::Column::Plan.eq(plan.as_str()));
    Ok(rows.order_by_asc(warning::Column::Id).all(store.reader()).await?)
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Warning>> {
    Ok(warning::Entity::find_by_id(id).one(store.reader()).await?)
}

/// What became of a warning, oldest first.
pub async fn history(store: &Store, id: i64) -> Result<Vec<WarningEvent>> {
    let rows = warning_event::Entity::find().filter(warning_event::Column::WarningId.eq(id));
    Ok(rows.order_by_asc(warning_event::Column::Id).all(store.reader()).await?)
}

/// All that became of a plan's warnings until a moment, oldest first.
pub async fn events(store: &Store, plan: &PlanCode, until: &str) -> Result<Vec<WarningEvent>> {
    let before = warning_event::Column::At.lt(until);
    let rows = of_plan(plan).filter(before).order_by_asc(warning_event::Column::Id);
    Ok(rows.all(store.reader()).await?)
}

/// Everything by which people took note of a plan's warnings, oldest first.
pub async fn acknowledgements(store: &Store, plan: &PlanCode) -> Result<Vec<WarningEvent>> {
    let notes = of_plan(plan).filter(warning_event::Column::Deed.eq(ACKNOWLEDGE));
    Ok(notes.order_by_asc(warning_event::Column::Id).all(store.reader()).await?)
}

fn of_plan(plan: &PlanCode) -> Select<warning_event::Entity> {
    let of_plan = warning::Entity::find().select_only().column(warning::Column::Id);
    let of_plan = of_plan.filter(warning::Column::Plan.eq(plan.as_str())).into_query();
    warning_event::Entity::find().filter(warning_event::Column::WarningId.in_subquery(of_plan))
}

/// Puts on record that somebody has taken note of a warning, and what they say to it. It stands as it stood.
pub async fn acknowledge(store: &Store, who: &Actor, now: &str, id: i64, text: &str) -> Result<Warning> {
    let text = said(text)?;
    let write = store.begin(who, now).await?;
    let held = find(write.on(), id).await?;
    note(&write, &held, ACKNOWLEDGE, Some(text.clone())).await?;
    let details = json!({"plan": held.plan, "kind": held.kind, "subject": held.subject, "note": text});
    write.commit(Event::new("warning.acknowledge", id, details)).await?;
    Ok(held)
}

async fn find(on: &impl ConnectionTrait, id: i64) -> Result<Warning> {
    warning::Entity::find_by_id(id).one(on).await?.ok_or_else(|| absent("预警", "warning", id))
}
