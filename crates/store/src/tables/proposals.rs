//! Proposals 目录修订: rows of a catalogue that somebody wants changed. Another person approves, which puts a new package in
//! force in the same transaction, or rejects; whoever made one may withdraw it.

use heng_base::problem::kinds;
use heng_plan::package::amend::RowChange;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set,
};
use serde_json::{Value, json};

use super::packages::{self, Kind, NewPackage, Package};
use super::{absent, refuse, said, stored};
use crate::audit::{self, Event};
use crate::engine::{Actor, Store, Write};
use crate::entities::{catalogue_decision, catalogue_proposal};
use crate::error::{Error, Result};

pub type Request = catalogue_proposal::Model;
pub type Decision = catalogue_decision::Model;

/// A proposal with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub request: Request,
    pub decision: Option<Decision>,
}

impl Proposal {
    /// `open`, `approved`, `rejected` or `withdrawn`.
    pub fn state(&self) -> &'static str {
        match self.decision.as_ref().map(|decision| decision.deed.as_str()) {
            None => "open",
            Some("approve") => "approved",
            Some("reject") => "rejected",
            Some(_) => "withdrawn",
        }
    }

    /// Refuses what is settled already.
    pub fn undecided(&self) -> Result<()> {
        match self.decision {
            None => Ok(()),
            Some(_) => Err(refuse(&kinds::PROPOSAL_DECIDED, "proposal", self.request.id)),
        }
    }

    pub fn changes(&self) -> Result<Vec<RowChange>> {
        stored(&self.request.changes, serde_json::from_str(&self.request.changes))
    }
}

/// What is proposed, upon the package in force.
#[derive(Debug, Clone)]
pub struct NewProposal<'a> {
    pub base: &'a Package,
    pub changes: &'a [RowChange],
    pub reason: &'a str,
}

/// The rows, as the audit chain names them.
fn rows(changes: &[RowChange]) -> Value {
    let name = |change: &RowChange| format!("{}:{}", change.table, change.subject());
    json!(changes.iter().map(name).collect::<Vec<_>>())
}

/// Keeps a proposal. That its changes leave the catalogue without faults is the caller's to see to.
pub async fn propose(store: &Store, who: &Actor, now: &str, new: NewProposal<'_>) -> Result<Proposal> {
    let reason = said(new.reason)?;
    let write = store.begin(who, now).await?;
    let row = catalogue_proposal::ActiveModel {
        id: NotSet,
        catalogue: Set(new.base.code.clone()),
        base_package: Set(new.base.id),
        changes: Set(serde_json::to_string(new.changes).map_err(Error::damaged)?),
        reason: Set(reason.clone()),
        proposed_by: Set(write.who.clone()),
        proposed_at: Set(write.now.clone()),
    };
    let request = row.insert(write.on()).await?;
    let details =
        json!({"catalogue": request.catalogue, "base": new.base.id, "rows": rows(new.changes), "reason": reason});
    write.commit(Event::new("catalogue.propose", request.id, details)).await?;
    Ok(Proposal { request, decision: None })
}

/// Proposals, newest first.
pub async fn list(store: &Store) -> Result<Vec<Proposal>> {
    let requests = catalogue_proposal::Entity::find().order_by_desc(catalogue_proposal::Column::Id);
    let requests = requests.all(store.reader()).await?;
    let decisions = catalogue_decision::Entity::find().all(store.reader()).await?;
    let whole = |request: Request| {
        let decision = decisions.iter().find(|decision| decision.proposal_id == request.id).cloned();
        Proposal { request, decision }
    };
    Ok(requests.into_iter().map(whole).collect())
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Proposal>> {
    held(store.reader(), id).await
}

async fn held(on: &impl ConnectionTrait, id: i64) -> Result<Option<Proposal>> {
    let Some(request) = catalogue_proposal::Entity::find_by_id(id).one(on).await? else { return Ok(None) };
    let decision = catalogue_decision::Entity::find().filter(catalogue_decision::Column::ProposalId.eq(id));
    Ok(Some(Proposal { request, decision: decision.one(on).await? }))
}

/// The proposal of a write, still open.
async fn open(write: &Write, id: i64) -> Result<Proposal> {
    let found = held(write.on(), id).await?.ok_or_else(|| absent("目录修订", "proposal", id))?;
    found.undecided()?;
    Ok(found)
}

async fn decide(write: &Write, id: i64, deed: &str, reason: &str, package: Option<i64>) -> Result<()> {
    let row = catalogue_decision::ActiveModel {
        id: NotSet,
        proposal_id: Set(id),
        deed: Set(deed.to_owned()),
        reason: Set(reason.to_owned()),
        package_id: Set(package),
        actor: Set(write.who.clone()),
        at: Set(write.now.clone()),
    };
    row.insert(write.on()).await?;
    Ok(())
}

/// Puts the catalogue with the changes in force: the package that came of it. None where `over`, on which the changes were
/// put, is not in force any more: the caller looks again.
pub async fn approve(
    store: &Store,
    who: &Actor,
    now: &str,
    id: i64,
    over: i64,
    new: NewPackage<'_>,
) -> Result<Option<Package>> {
    let reason = said(new.reason.as_deref().unwrap_or_default())?;
    let write = store.begin(who, now).await?;
    let proposal = open(&write, id).await?;
    let newest = packages::newest(write.on(), Kind::Catalogue, &new.code).await?;
    if newest.is_none_or(|newest| newest.id != over) {
        return Ok(None);
    }
    let (package, imported) = packages::put(&write, new).await?;
    decide(&write, id, "approve", &reason, Some(package.id)).await?;
    if let Some(event) = imported {
        audit::append(&write, event).await?;
    }
    let details = json!({
        "catalogue": package.code, "package": package.id, "rows": rows(&proposal.changes()?), "reason": reason,
        "proposed_by": proposal.request.proposed_by,
    });
    write.commit(Event::new("catalogue.approve", id, details)).await?;
    Ok(Some(package))
}

/// Settles a proposal without a change of the catalogue.
pub async fn reject(store: &Store, who: &Actor, now: &str, id: i64, reason: &str) -> Result<()> {
    settle(store, who, now, id, ("reject", "catalogue.reject"), reason).await
}

/// As [`reject`], by whoever made it.
pub async fn withdraw(store: &Store, who: &Actor, now: &str, id: i64, reason: &str) -> Result<()> {
    settle(store, who, now, id, ("withdraw", "catalogue.withdraw"), reason).await
}

async fn settle(
    store: &Store,
    who: &Actor,
    now: &str,
    id: i64,
    (deed, action): (&str, &'static str),
    reason: &str,
) -> Result<()> {
    let reason = said(reason)?;
    let write = store.begin(who, now).await?;
    let proposal = open(&write, id).await?;
    decide(&write, id, deed, &reason, None).await?;
    let details = json!({"rows": rows(&proposal.changes()?), "reason": reason});
    write.commit(Event::new(action, id, details)).await?;
    Ok(())
}
