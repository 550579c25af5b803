//! Proposals to change the catalogue 目录修订: made by one person, approved or rejected by another.

use heng_base::problem::{Problem, kinds};
use heng_plan::package::Files;
use heng_plan::package::amend::{self, Cells, RowChange, amend};
use heng_store::tables::packages::{self, Kind, NewPackage};
use heng_store::tables::proposals::{self, NewProposal, Proposal};
use serde::Deserialize;
use utoipa::ToSchema;

use super::amending::{bounded, catalogue_of, faults};
use super::dependents::Dependents;
use super::names::Names;
use super::packages::beside;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{AmendedRow, DecidedView, ProposalDetail, ProposalRow};

/// How often an approval looks again where another import came between.
const TRIES: usize = 5;

/// What is proposed, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Proposing {
    pub changes: Vec<AmendedRow>,
    pub reason: String,
}

/// Whether a proposal is approved, and why or why not.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Approving {
    pub approve: bool,
    pub reason: String,
}

/// Every proposal, newest first.
pub async fn list(app: &App, who: &Principal) -> Result<Vec<ProposalRow>> {
    app.require(who, "catalogue.read", Resource::Office)?;
    let names = Names::load(app, who).await?;
    proposals::list(app.store()).await?.iter().map(|proposal| row(app, who, proposal, &names)).collect()
}

fn row(app: &App, who: &Principal, held: &Proposal, names: &Names) -> Result<ProposalRow> {
    let request = &held.request;
    let what = Resource::Proposal { proposer: &request.proposed_by };
    let mut can = Vec::new();
    for verb in ["approve", "withdraw"] {
        if held.decision.is_none() && app.policy().permits(who, &format!("catalogue.{verb}"), what)? {
            can.push(verb.to_owned());
        }
    }
    let name = |change: &RowChange| {
        format!("{} {}", change.subject(), change.cells.get("name_zh").map_or("", String::as_str)).trim().to_owned()
    };
    let mut subjects: Vec<String> = held.changes()?.iter().map(name).collect();
    subjects.dedup();
    Ok(ProposalRow {
        id: request.id,
        catalogue: request.catalogue.clone(),
        state: held.state().to_owned(),
        subjects,
        reason: request.reason.clone(),
        proposed_by: names.of(&request.proposed_by),
        proposed_at: request.proposed_at.clone(),
        decision: held.decision.as_ref().map(|decision| DecidedView {
            by: names.of(&decision.actor),
            at: decision.at.clone(),
            reason: decision.reason.clone(),
            package: decision.package_id,
        }),
        can,
    })
}

pub(super) async fn found(app: &App, who: &Principal, id: i64) -> Result<Proposal> {
    app.require(who, "catalogue.read", Resource::Office)?;
    proposals::get(app.store(), id).await?.ok_or_else(|| Failure::absent("目录修订", "proposal", id))
}

/// The package that a proposal was made upon.
pub(super) async fn base(app: &App, proposal: &Proposal) -> Result<packages::Package> {
    let id = proposal.request.base_package;
    packages::get(app.store(), id).await?.ok_or_else(|| Failure::system(format!("package {id} is gone")))
}

/// What the changes are put upon: an open proposal's upon the catalogue in force, a settled one's upon what it was made on.
pub(super) async fn ground(app: &App, proposal: &Proposal) -> Result<packages::Package> {
    match proposal.decision {
        None => Ok(packages::required(app.store(), Kind::Catalogue, &proposal.request.catalogue).await?),
        Some(_) => base(app, proposal).await,
    }
}

pub async fn get(app: &App, who: &Principal, id: i64) -> Result<ProposalDetail> {
    let held = found(app, who, id).await?;
    detail(app, who, &held).await
}

async fn detail(app: &App, who: &Principal, held: &Proposal) -> Result<ProposalDetail> {
    let changes = held.changes()?;
    let before = base(app, held).await?.contents()?;
    let conflicts = match held.decision {
        None => amend::conflicts(&before, &ground(app, held).await?.contents()?, &changes),
        Some(_) => Vec::new(),
    };
    Ok(ProposalDetail {
        proposal: row(app, who, held, &Names::load(app, who).await?)?,
        before: changes.iter().map(|change| replaced(&before, change)).collect(),
        changes: changes.into_iter().map(AmendedRow::from).collect(),
        conflicts: conflicts.into_iter().map(|(file, code)| format!("{file} {code}")).collect(),
    })
}

fn replaced(files: &Files, change: &RowChange) -> Option<Cells> {
    amend::written(files, &change.table).into_iter().find(|row| change.is_before(row))
}

/// Proposes changes of the catalogue that a plan uses. Refused with all faults that the catalogue would have.
pub async fn propose(app: &App, who: &Principal, plan: &str, asked: Proposing) -> Result<ProposalDetail> {
    app.require(who, "catalogue.propose", Resource::Office)?;
    let base = catalogue_of(app, who, plan).await?;
    let files = base.contents()?;
    let changes = bounded(asked.changes)?;
    let dependents = Dependents::of(app, &base.code).await?;
    let (kept, mut problems) = beside(move || judged(&files, changes, &dependents)).await?;
    if asked.reason.trim().is_empty() {
        problems.push(Problem::new(&kinds::REASON_MISSING).field("reason"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let new = NewProposal { base: &base, changes: &kept, reason: &asked.reason };
    let held = proposals::propose(app.store(), &who.actor(), &app.now(), new).await?;
    detail(app, who, &held).await
}

/// The changes that change anything, with their cells as they will be written; and all that is wrong with them.
fn judged(files: &Files, changes: Vec<RowChange>, dependents: &Dependents) -> (Vec<RowChange>, Vec<Problem>) {
    let problems = match amend(files, &changes) {
        Ok(amended) => faults(files, &amended, &changes, dependents).1,
        Err(problems) => problems,
    };
    let trimmed = |mut change: RowChange| {
        let cells = change.cells.into_iter().map(|(name, cell)| (name, cell.trim().to_owned()));
        change.cells = cells.filter(|(_, cell)| !cell.is_empty()).collect();
        let before = replaced(files, &change);
        match before {
            // What is taken out is kept whole, whatever of it was named.
            Some(row) if change.removed => Some(RowChange { cells: row, ..change }),
            Some(row) if row == change.cells => None,
            _ => Some(change),
        }
    };
    let kept: Vec<RowChange> = changes.into_iter().filter_map(trimmed).collect();
    if kept.is_empty() && problems.is_empty() {
        return (kept, vec![Problem::new(&kinds::PROPOSAL_EMPTY)]);
    }
    (kept, problems)
}

/// Approves a proposal of another person, which puts the changed catalogue in force, or rejects it.
pub async fn decide(app: &App, who: &Principal, id: i64, asked: Approving) -> Result<ProposalDetail> {
    let held = found(app, who, id).await?;
    let policy = app.policy();
    if !policy.permits(who, "catalogue.approve", Resource::Proposal { proposer: &held.request.proposed_by })? {
        // Who may approve what others propose is told that this is their own.
        policy.require(who, "catalogue.approve", Resource::Proposal { proposer: "" })?;
        return Err(Failure::new(&kinds::PROPOSAL_OWN));
    }
    held.undecided()?;
    if asked.approve {
        approve(app, who, &held, &asked.reason).await?;
    } else {
        proposals::reject(app.store(), &who.actor(), &app.now(), id, &asked.reason).await?;
    }
    detail(app, who, &found(app, who, id).await?).await
}

async fn approve(app: &App, who: &Principal, held: &Proposal, reason: &str) -> Result<()> {
    let (id, changes) = (held.request.id, held.changes()?);
    let base = base(app, held).await?.contents()?;
    for _ in 0..TRIES {
        let over = packages::required(app.store(), Kind::Catalogue, &held.request.catalogue).await?;
        let (now, own, base) = (over.contents()?, changes.clone(), base.clone());
        let dependents = Dependents::of(app, &over.code).await?;
        let amended = beside(move || upon(&base, &now, &own, &dependents)).await??;
        let new = NewPackage {
            kind: Kind::Catalogue,
            code: over.code.clone(),
            version: over.version.clone(),
            files: &amended,
            reason: Some(reason.to_owned()),
        };
        if proposals::approve(app.store(), &who.actor(), &app.now(), id, over.id, new).await?.is_some() {
            return Ok(());
        }
    }
    Err(Failure::Unavailable("the catalogue is imported again and again".to_owned()))
}

/// The catalogue in force with the changes in it; or the rows that others changed, or the faults that it would have.
fn upon(base: &Files, now: &Files, changes: &[RowChange], dependents: &Dependents) -> Result<Files> {
    let conflicts = amend::conflicts(base, now, changes).into_iter();
    let told =
        |(file, code): (String, String)| Problem::new(&kinds::PROPOSAL_CONFLICT).with("code", code).with("file", file);
    let mut problems: Vec<Problem> = conflicts.map(told).collect();
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let amended = amend(now, changes)?;
    problems.extend(faults(now, &amended, changes, dependents).1);
    if problems.is_empty() { Ok(amended) } else { Err(problems.into()) }
}

/// Gives up one's own proposal.
pub async fn withdraw(app: &App, who: &Principal, id: i64, reason: &str) -> Result<ProposalDetail> {
    let held = found(app, who, id).await?;
    app.require(who, "catalogue.withdraw", Resource::Proposal { proposer: &held.request.proposed_by })?;
    proposals::withdraw(app.store(), &who.actor(), &app.now(), id, reason).await?;
    detail(app, who, &found(app, who, id).await?).await
}
