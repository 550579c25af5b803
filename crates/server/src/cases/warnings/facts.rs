//! What the rounds of a plan say to its rules of warning.

use std::sync::Arc;

use heng_base::codes::{CheckCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::{Lang, Text};
use heng_collection::form::CellId;
use heng_collection::submission::State;
use heng_monitoring::warnings::rounds::{Broken, Overdue, Rounds};
use heng_plan::model::WarningKind;
use heng_store::tables::courses;
use heng_store::tables::rounds::{self, OPEN, Round};
use heng_store::tables::submissions::{self, Filter, Scope, Submission};

use crate::app::App;
use crate::cases::checks;
use crate::clock;
use crate::failure::Result;
use crate::figures::Figures;
use crate::policy::Principal;
use crate::views::BreakView;

pub async fn of(app: &App, figures: &Figures) -> Result<Rounds> {
    let plan = &figures.plan;
    let all = rounds::list(app.store(), Some(&plan.code)).await?;
    let today = clock::local_day(&app.now());
    let contradictions = plan.warnings.iter().any(|rule| rule.kind == WarningKind::Contradiction);
    let mut facts = Rounds::default();
    for round in &all {
        let period = round.period()?;
        let last = facts.due_until.unwrap_or(plan.start - 1);
        facts.due_until = Some(if round.due < today { last.max(period.year) } else { last });
        if round.state == OPEN && round.paused_at.is_none() && round.due < today {
            facts.overdue.extend(overdue(app, figures, round, &today).await?);
        }
        if contradictions {
            facts.broken.extend(broken(app, round, period, figures.stamp).await?.iter().cloned());
        }
    }
    Ok(facts)
}

async fn overdue(app: &App, figures: &Figures, round: &Round, today: &str) -> Result<Vec<Overdue>> {
    let leaves = courses::leaves(app.store(), round.id).await?;
    let mut found = Vec::new();
    for submission in submissions_of(app, figures, round).await? {
        let state = submission.state()?;
        let leave = leaves.iter().rfind(|leave| leave.unit == submission.unit).map(|leave| leave.until.as_str());
        let due = leave.filter(|until| *until > round.due.as_str()).unwrap_or(&round.due);
        if !matches!(state, State::Draft | State::Returned) || due >= today {
            continue;
        }
        let days = clock::day(due).zip(clock::day(today)).and_then(|(due, today)| (today - due).get_days().into());
        found.push(Overdue {
            unit: submission.unit()?,
            period: submission.period()?,
            title: round.title.clone(),
            due: due.to_owned(),
            days: days.map_or(0, i64::from),
            state: Text::new(state.name(Lang::Zh), Some(state.name(Lang::En).to_owned())),
        });
    }
    Ok(found)
}

async fn submissions_of(app: &App, figures: &Figures, round: &Round) -> Result<Vec<Submission>> {
    let everyone = Scope { units: figures.plan.units.keys().map(ToString::to_string).collect() };
    let filter = Filter { round: Some(round.id), ..Filter::default() };
    Ok(submissions::list(app.store(), &everyone, &filter).await?)
}

/// Checks that are broken in a round. Running them takes long, and says the same until a form of the round has taken
/// another step, or packages or figures have changed.
async fn broken(
    app: &App,
    round: &Round,
    period: Period,
    (package, observation): (i64, i64),
) -> Result<Arc<Vec<Broken>>> {
    let last = submissions::changes_in(app.store(), round.id).await?.iter().map(|change| change.id).max();
    let stamp = (package, observation, last.unwrap_or(0));
    if let Some(held) = app.breaks_of(round.id, stamp) {
        return Ok(held);
    }
    let found = match last {
        // Nobody has handed anything in.
        None => Vec::new(),
        Some(_) => {
            let all = checks::of_round(app, &Principal::Command(String::new()), round.id).await?;
            all.breaks.iter().filter(|found| handed_in(found)).filter_map(|found| read(found, period)).collect()
        }
    };
    let found = Arc::new(found);
    app.hold_breaks(round.id, stamp, found.clone());
    Ok(found)
}

/// Whether it is of a form that was handed in and not sent back since.
fn handed_in(found: &BreakView) -> bool {
    found
        .state
        .as_deref()
        .and_then(State::parse)
        .is_some_and(|state| !matches!(state, State::Draft | State::Returned | State::Correcting))
}

fn read(found: &BreakView, period: Period) -> Option<Broken> {
    let cell = found.cell.as_deref().map(CellId::parse).transpose().ok()?;
    let english = |en: &Option<String>| en.clone().filter(|en| !en.is_empty());
    Some(Broken {
        check: CheckCode::parse(&found.check).ok()?,
        scope: found.scope.clone(),
        name: Text::new(found.check_name.clone(), english(&found.check_name_en)),
        unit: UnitCode::parse(&found.unit).ok()?,
        item: cell.as_ref().map(|cell| cell.item.clone()),
        breakdown: cell.as_ref().map(|cell| cell.breakdown.clone()).unwrap_or_default(),
        period: cell.and_then(|cell| cell.period).unwrap_or(period),
        message: Text::new(found.message.clone(), Some(found.message_en.clone()).filter(|en| !en.is_empty())),
        explained: found.explained,
    })
}
