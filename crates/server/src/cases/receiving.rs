//! Receiving many forms at once: those that nothing speaks against, each by itself, with what became of it.

use heng_base::problem::{Problem, kinds};
use heng_collection::question::State as Standing;
use heng_store::tables::entries::{self, Row};
use heng_store::tables::questions::{self, Thread};
use heng_store::tables::submissions::Filter;
use serde::Deserialize;
use utoipa::ToSchema;

use super::form_views::checked;
use super::plans;
use super::submissions::{
    self, Acting, Held, Rounds, entries_of, filled, held_all, line, permitted, threads_of, within,
};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{CandidateView, ExplanationView, OutcomeView};

/// Forms received by one request.
const MOST: usize = 200;

/// Forms to receive.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Receiving {
    pub submissions: Vec<Seen>,
}

/// A submission and the version that was seen.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct Seen {
    pub id: i64,
    pub seen: i64,
}

/// The forms of open rounds that wait for the asker to receive them or to pass them on.
pub async fn candidates(app: &App, who: &Principal, plan: &str) -> Result<Vec<CandidateView>> {
    app.require(who, "submission.accept_many", Resource::Office)?;
    let figures = app.figures(&plans::known(app, plan).await?).await?;
    let filter = Filter { plan: Some(figures.plan.code.to_string()), open: true, ..Filter::default() };
    let found = within(app, who, figures.plan.units.keys(), &filter).await?;
    waiting(app, who, &held_all(app, who, found).await?).await
}

/// Those of the submissions that wait for the asker.
pub(super) async fn waiting(app: &App, who: &Principal, found: &[Held]) -> Result<Vec<CandidateView>> {
    let (threads, filled) = (threads_of(app, found).await?, filled(app, found).await?);
    let mut waiting = Vec::new();
    for held in found {
        waiting.extend(candidate(app, who, held, filled.of(held), &threads).await?);
    }
    Ok(waiting)
}

async fn candidate(
    app: &App,
    who: &Principal,
    held: &Held,
    rows: &[Row],
    threads: &[Thread],
) -> Result<Option<CandidateView>> {
    let submission = line(app, who, held, rows, threads)?;
    let Some(action) = ["accept", "forward"].into_iter().find(|verb| submission.can.iter().any(|can| can == verb))
    else {
        return Ok(None);
    };
    let entries = entries_of(rows)?;
    let told = held.told(app, who).await?;
    let findings = checked(&held.form, told.as_ref().unwrap_or(&held.asked), &entries);
    let stops = findings.iter().filter(|finding| finding.stops()).count();
    let mut questions = 0;
    for thread in threads.iter().filter(|thread| thread.question.submission_id == submission.id) {
        questions += usize::from(thread.state(rows)? != Standing::Settled);
    }
    let explained: Vec<ExplanationView> = findings
        .iter()
        .filter(|finding| finding.explained && !finding.stops())
        .map(|finding| ExplanationView {
            cell: finding.cell.to_string(),
            cell_name: held.cell_name(&finding.cell.to_string()),
            message: finding.message.clone(),
            message_en: finding.message_en.clone(),
            note: entries
                .iter()
                .find(|entry| entry.cell == finding.cell)
                .and_then(|e| e.note.clone())
                .unwrap_or_default(),
        })
        .collect();
    Ok(Some(CandidateView {
        action: action.to_owned(),
        clean: stops == 0 && questions == 0,
        stops,
        explained: explained.len(),
        explanations: explained,
        questions,
        submission,
    }))
}

/// Receives or passes on each of the forms that is clean; one that is not, or that others have moved, stays as it is and is
/// told, and holds up none of the others.
pub async fn receive(app: &App, who: &Principal, receiving: Receiving) -> Result<Vec<OutcomeView>> {
    app.require(who, "submission.accept_many", Resource::Office)?;
    if receiving.submissions.is_empty() || receiving.submissions.len() > MOST {
        let expected = format!("选 1 到 {MOST} 份报表");
        return Err(Problem::expected(receiving.submissions.len(), expected, format!("choose 1 to {MOST} forms"))
            .field("submissions")
            .into());
    }
    // By what was known before the first of them: each that is received would have all figures computed anew.
    let (mut rounds, mut outcomes) = (Rounds::new(app, who).await?, Vec::new());
    for Seen { id, seen } in receiving.submissions {
        let (unit_name, done) = one(app, who, &mut rounds, id, seen).await?;
        let problems = done.err().unwrap_or_default();
        outcomes.push(OutcomeView { submission: id, unit_name, done: problems.is_empty(), problems });
    }
    Ok(outcomes)
}

type Done = std::result::Result<(), Vec<Problem>>;

async fn one(app: &App, who: &Principal, rounds: &mut Rounds, id: i64, seen: i64) -> Result<(String, Done)> {
    let held = match permitted(app, who, id, "submission.accept").await {
        Ok(submission) => rounds.held(app, submission).await?,
        Err(Failure::Refused(problems)) => return Ok((String::new(), Err(problems))),
        Err(other) => return Err(other),
    };
    let name = held.asked.unit_name(&held.submission.unit()?);
    let (rows, threads) = (entries::list(app.store(), id).await?, questions::list(app.store(), id).await?);
    let action = match candidate(app, who, &held, &rows, &threads).await? {
        Some(found) if found.clean => found.action,
        Some(_) => return Ok((name, Err(vec![Problem::new(&kinds::SUBMISSION_UNCLEAN)]))),
        // The act itself says why.
        None => "accept".to_owned(),
    };
    app.require(who, &format!("submission.{action}"), Resource::Submission { unit: &held.submission.unit })?;
    let acting = Acting { action, reason: None, cells: Vec::new(), seen };
    match submissions::act_on(app, who, &held, acting).await {
        Ok(_) => Ok((name, Ok(()))),
        Err(Failure::Refused(problems)) => Ok((name, Err(problems))),
        Err(other) => Err(other),
    }
}
