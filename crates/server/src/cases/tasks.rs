//! What is to be done, by who asks: forms, questions, corrections, findings.

use heng_collection::question::State as Standing;
use heng_store::tables::questions::{self, Thread};
use heng_store::tables::rounds::{self, OPEN};
use heng_store::tables::submissions::{Filter, Submission};
use heng_store::tables::{corrections, entries};

use super::names::Names;
use super::submissions::{Held, rows_of, within};
use super::{bulk, plans, reviews, shown};
use crate::app::App;
use crate::failure::Result;
use crate::policy::{Principal, Resource};
use crate::views::{CorrectionView, TaskFindingsView, TaskQuestionView, TasksView};

pub async fn get(app: &App, who: &Principal, plan: &str) -> Result<TasksView> {
    app.require(who, "task.read", Resource::Office)?;
    let figures = app.figures(&plans::known(app, plan).await?).await?;
    let names = Names::load(app, who).await?;
    let filter = Filter { plan: Some(figures.plan.code.to_string()), ..Filter::default() };
    let all = within(app, who, &figures, &filter).await?;
    let held = async |submission: &Submission| Held::of(app, figures.clone(), submission.clone(), names.clone()).await;
    let mut corrected: Vec<CorrectionView> = Vec::new();
    for one in corrections::of_all(app.store(), &ids(&all)).await? {
        let found = all.iter().find(|submission| submission.id == one.request.submission_id);
        if let (Some(submission), "asked" | "granted") = (found, one.state()) {
            corrected.push(super::corrections::view(app, who, &held(submission).await?, &one)?);
        }
    }
    let open: Vec<i64> = rounds::list(app.store(), Some(&figures.plan.code))
        .await?
        .into_iter()
        .filter(|r| r.state == OPEN)
        .map(|r| r.id)
        .collect();
    let at_work = |submission: &Submission| {
        open.contains(&submission.round_id)
            || corrected.iter().any(|one| one.submission == submission.id && one.state == "granted")
    };
    let current: Vec<Submission> = all.into_iter().filter(at_work).collect();
    let threads = questions::of_all(app.store(), &ids(&current)).await?;
    let mut asked = Vec::new();
    for submission in &current {
        let own: Vec<&Thread> = threads.iter().filter(|one| one.question.submission_id == submission.id).collect();
        if !own.is_empty() {
            asked.extend(unsettled(app, who, &held(submission).await?, &own).await?);
        }
    }
    Ok(TasksView {
        submissions: rows_of(app, who, &figures, current).await?,
        questions: asked,
        corrections: corrected,
        findings: findings(app, who, plan).await?,
    })
}

fn ids(submissions: &[Submission]) -> Vec<i64> {
    submissions.iter().map(|submission| submission.id).collect()
}

async fn unsettled(app: &App, who: &Principal, held: &Held, threads: &[&Thread]) -> Result<Vec<TaskQuestionView>> {
    let rows = entries::list(app.store(), held.submission.id).await?;
    let unit_name = shown::unit_name(&held.submission.unit()?, &held.figures.plan);
    let mut asked = Vec::new();
    for thread in threads {
        if thread.state(&rows)? != Standing::Settled {
            let question = reviews::question_view(app, who, held, thread, &rows)?;
            asked.push(TaskQuestionView { unit_name: unit_name.clone(), question });
        }
    }
    Ok(asked)
}

/// Of the forms that wait for one who receives forms.
async fn findings(app: &App, who: &Principal, plan: &str) -> Result<Vec<TaskFindingsView>> {
    if !app.policy().permits(who, "submission.accept_many", Resource::Office)? {
        return Ok(Vec::new());
    }
    let waiting = bulk::candidates(app, who, plan).await?.into_iter();
    let told = waiting.filter(|one| one.stops + one.explained > 0).map(|one| TaskFindingsView {
        submission: one.submission.id,
        unit_name: one.submission.unit_name,
        stops: one.stops,
        explained: one.explained,
    });
    Ok(told.collect())
}
