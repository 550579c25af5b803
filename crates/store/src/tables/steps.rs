//! What a step of a submission wants beside its checks, and what it settles.

use heng_base::problem::{Problem, kinds};
use heng_collection::question::{Deed, Kind, State};
use heng_collection::submission::{Action, Role};
use heng_collection::terms::{Signature, Terms};

use super::entries::Row;
use super::questions::{self, Thread};
use super::{corrections, entries, signatures};
use crate::engine::Write;
use crate::error::Result;

/// All that is wanting: to hand in, every returned cell changed or answered; to pass it in the unit, its signature.
pub(super) async fn wanting(
    write: &Write,
    submission: i64,
    action: Action,
    terms: Terms,
    rows: &[Row],
) -> Result<Vec<Problem>> {
    match action {
        Action::Submit => {
            let mut problems = returned(&questions::of(write.on(), &[submission]).await?, rows)?;
            problems.extend(corrections::emptied(write, submission, rows).await?);
            Ok(problems)
        }
        Action::Review if terms.signature == Signature::Required => {
            let digest = entries::digest(rows);
            let held = signatures::of(write.on(), submission).await?;
            if held.iter().any(|signature| signature.entries_digest == digest) {
                return Ok(Vec::new());
            }
            let kind = if held.is_empty() { &kinds::SIGNATURE_MISSING } else { &kinds::SIGNATURE_VOID };
            Ok(vec![Problem::new(kind)])
        }
        _ => Ok(Vec::new()),
    }
}

fn returned(threads: &[Thread], rows: &[Row]) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    for thread in threads {
        if thread.kind()? == Kind::Return && thread.state(rows)? == State::Open {
            problems.push(
                Problem::new(&kinds::RETURN_OPEN).with("reason", &thread.question.text).cell(&thread.question.cell),
            );
        }
    }
    Ok(problems)
}

/// Whoever moves a form on has seen what was answered; whoever receives it is content with the rest.
pub(super) async fn settle(write: &Write, submission: i64, action: Action, role: Role, rows: &[Row]) -> Result<()> {
    if !matches!(action, Action::Review | Action::Forward | Action::Accept | Action::Return) {
        return Ok(());
    }
    for thread in questions::of(write.on(), &[submission]).await? {
        let own = role != Role::Reviewer || thread.asked_role()? == Role::Reviewer;
        let settles = match thread.state(rows)? {
            State::Open => action == Action::Accept,
            State::Answered => own && (action != Action::Return || thread.kind()? == Kind::Return),
            State::Settled => false,
        };
        if settles {
            questions::event(write, thread.question.id, Deed::Settle, None).await?;
        }
    }
    Ok(())
}
