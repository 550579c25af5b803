//! What is to be done, by who asks: forms, questions, corrections, findings.

use heng_collection::question::State as Standing;
use heng_store::tables::corrections::{self, Correction};
use heng_store::tables::questions::Thread;
use heng_store::tables::rounds::OPEN;
use heng_store::tables::submissions::{Filter, Submission};

use super::submissions::{Held, filled, held_all, rows_of, threads_of, within};
use super::{plans, receiving, reviews};
use crate::app::App;
use crate::failure::Result;
use crate::policy::{Principal, Resource};
use crate::views::{TaskFindingsView, TaskQuestionView, TasksView};

pub async fn get(app: &App, who: &Principal, plan: &str) -> Result<TasksView> {
    app.require(who, "task.read", Resource::Office)?;
    let figures = app.figures(&plans::known(app, plan).await?).await?;
    let filter = Filter { plan: Some(figures.plan.code.to_string()), ..Filter::default() };
    let all = within(app, who, figures.plan.units.keys(), &filter).await?;
    let open = within(app, who, figures.plan.units.keys(), &Filter { open: true, ..filter }).await?;
    let waits = |one: &Correction| matches!(one.state(), "asked" | "granted");
    let corrected = corrections::of_all(app.store(), &ids(&all)).await?.into_iter().filter(waits).collect::<Vec<_>>();
    // Of the forms of closed rounds, which grow with the years, only those with a correction under way.
    let (open, wished) = (ids(&open), corrected.iter().map(|one| one.request.submission_id).collect::<Vec<_>>());
    let concerned = all.into_iter().filter(|one| open.contains(&one.id) || wished.contains(&one.id)).collect();
    let (mut current, mut views) = (Vec::new(), Vec::new());
    for held in held_all(app, who, concerned).await? {
        let own = corrected.iter().filter(|one| one.request.submission_id == held.submission.id);
        for one in own {
            views.push(super::corrections::view(app, who, &held, one).await?);
        }
        if held.correcting || held.round.state == OPEN {
            current.push(held);
        }
    }
    Ok(TasksView {
        questions: unsettled(app, who, &current).await?,
        findings: findings(app, who, &current).await?,
        submissions: rows_of(app, who, &current).await?,
        corrections: views,
    })
}

fn ids(submissions: &[Submission]) -> Vec<i64> {
    submissions.iter().map(|submission| submission.id).collect()
}

/// The questions in these forms that are not settled.
async fn unsettled(app: &App, who: &Principal, current: &[Held]) -> Result<Vec<TaskQuestionView>> {
    let (threads, filled) = (threads_of(app, current).await?, filled(app, current).await?);
    let mut asked = Vec::new();
    for held in current {
        let own: Vec<&Thread> = threads.iter().filter(|one| one.question.submission_id == held.submission.id).collect();
        if own.is_empty() {
            continue;
        }
        let rows = filled.of(held);
        let unit_name = held.asked.unit_name(&held.submission.unit()?);
        for thread in own {
            if thread.state(rows)? != Standing::Settled {
                let question = reviews::question_view(app, who, held, thread, rows)?;
                asked.push(TaskQuestionView { unit_name: unit_name.clone(), question });
            }
        }
    }
    Ok(asked)
}

/// Of the forms that wait for one who receives forms.
async fn findings(app: &App, who: &Principal, current: &[Held]) -> Result<Vec<TaskFindingsView>> {
    if !app.policy().permits(who, "submission.accept_many", Resource::Office)? {
        return Ok(Vec::new());
    }
    let waiting = receiving::waiting(app, who, current).await?.into_iter();
    let told = waiting.filter(|one| one.stops + one.explained > 0).map(|one| TaskFindingsView {
        submission: one.submission.id,
        unit_name: one.submission.unit_name,
        stops: one.stops,
        explained: one.explained,
    });
    Ok(told.collect())
}
