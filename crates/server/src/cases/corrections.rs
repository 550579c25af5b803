//! Corrections of accepted forms, and where they are seen.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};
use heng_collection::submission::State;
use heng_statistics::observation::{Observation, Provenance, Subject};
use heng_store::release::{self, Release};
use heng_store::tables::corrections::{self, Correction};
use heng_store::tables::entries::Version;
use heng_store::tables::looks;
use heng_store::tables::observations::{self, Recorded};
use serde::Deserialize;
use utoipa::ToSchema;

use super::names::Names;
use super::reviews::own_unit;
use super::submissions::{Held, role};
use super::{releases, reviews, shown};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{
    ContentView, CorrectedFigureView, CorrectedView, CorrectionView, DecisionView, OpenedView, ReviewView,
};

/// Stands for a figure that the asker may not see.
const WITHHELD: &str = "不公布";

/// What a unit asks to correct.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Correcting {
    pub cells: Vec<String>,
    pub reason: String,
}

/// Whether a correction is granted, and why or why not.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Deciding {
    pub grant: bool,
    pub reason: String,
}

/// Why a correction is given up.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct Withdrawing {
    pub reason: String,
}

pub(super) async fn view(app: &App, who: &Principal, held: &Held, correction: &Correction) -> Result<CorrectionView> {
    let request = &correction.request;
    let cells: Vec<String> = correction.cells()?.iter().map(ToString::to_string).collect();
    let (state, of_unit) = (correction.state(), || Resource::Submission { unit: &held.submission.unit });
    let open = matches!(held.submission.state()?, State::Correcting | State::Returned);
    let mut can = Vec::new();
    if state == "asked" && app.policy().permits(who, "correction.decide", of_unit())? {
        can.push("decide".to_owned());
    }
    // Of what nobody has decided the unit alone says that it is not wanted: the bureau refuses it.
    let permitted = |action: &str| app.policy().permits(who, action, of_unit());
    if state == "asked" && permitted("correction.ask")?
        || state == "granted" && open && permitted("correction.withdraw")?
    {
        can.push("withdraw".to_owned());
    }
    let told = |(reason, by, at): (&str, &str, &str)| DecisionView {
        reason: reason.to_owned(),
        by: held.names.of(by),
        at: at.to_owned(),
    };
    let figures = opened(app, held, correction, &cells).await?;
    Ok(CorrectionView {
        id: request.id,
        submission: request.submission_id,
        unit_name: held.asked.unit_name(&held.submission.unit()?),
        cell_names: cells.iter().map(|cell| held.cell_name(cell)).collect(),
        cells,
        reason: request.reason.clone(),
        state: state.to_owned(),
        asked_by: held.names.of(&request.asked_by),
        asked_at: request.asked_at.clone(),
        decision: correction.decided().map(told),
        withdrawn: correction.withdrawn().map(told),
        figures,
        can,
    })
}

/// What stood in the opened cells when they were opened, and what stands there now or stood there when it was settled.
async fn opened(app: &App, held: &Held, correction: &Correction, cells: &[String]) -> Result<Vec<OpenedView>> {
    let Some((from, to)) = correction.span() else { return Ok(Vec::new()) };
    let versions = looks::versions(app.store(), held.submission.id).await?;
    let content = |cell: &String, until: Option<&str>| {
        let fits = |version: &&Version| {
            version.cell == *cell && until.is_none_or(|until| version.updated_at.as_str() <= until)
        };
        let version = versions.iter().rfind(fits);
        ContentView {
            value: version.and_then(|one| one.value.clone()),
            missing: version.and_then(|one| one.missing.clone()),
            note: version.and_then(|one| one.note.clone()),
        }
    };
    let told =
        |cell: &String| OpenedView { cell: cell.clone(), before: content(cell, Some(from)), now: content(cell, to) };
    Ok(cells.iter().map(told).collect())
}

/// Takes back a request, or gives up a correction under way.
pub async fn withdraw(app: &App, who: &Principal, id: i64, withdrawing: Withdrawing) -> Result<ReviewView> {
    let Some(request) = corrections::get(app.store(), id).await? else {
        app.require(who, "correction.withdraw", Resource::Submission { unit: own_unit(who) })?;
        return Err(Failure::absent("更正申请", "request for correction", id));
    };
    let mut held = Held::load(app, who, request.submission_id, "correction.withdraw").await?;
    let all = corrections::of_all(app.store(), &[request.submission_id]).await?;
    if all.iter().any(|one| one.request.id == id && one.state() == "asked") {
        app.require(who, "correction.ask", Resource::Submission { unit: &held.submission.unit })?;
    }
    let (store, actor, now) = (app.store(), who.actor(), app.now());
    held.submission = corrections::withdraw(store, &actor, &now, id, role(who)?, &withdrawing.reason).await?;
    held.correcting = false;
    reviews::view(app, who, &held).await
}

/// Asks for cells of an accepted form to be opened; all that is wrong with the request at once.
pub async fn ask(app: &App, who: &Principal, id: i64, asked: Correcting) -> Result<ReviewView> {
    let held = Held::load(app, who, id, "correction.ask").await?;
    let (mut cells, mut problems) = (Vec::new(), Vec::new());
    for cell in &asked.cells {
        match held.cell(cell) {
            Ok(cell) => cells.push(cell),
            Err(Failure::Refused(found)) => problems.extend(found),
            Err(other) => return Err(other),
        }
    }
    problems.extend(asked.cells.is_empty().then(|| Problem::new(&kinds::CORRECTION_CELLS).field("cells")));
    if asked.reason.trim().is_empty() {
        problems.push(Problem::new(&kinds::REASON_MISSING).field("reason"));
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    corrections::ask(app.store(), &who.actor(), &app.now(), id, &cells, &asked.reason).await?;
    reviews::view(app, who, &held).await
}

/// Grants or refuses a request; granted, the form is open for its cells.
pub async fn decide(app: &App, who: &Principal, id: i64, deciding: Deciding) -> Result<ReviewView> {
    let Some(request) = corrections::get(app.store(), id).await? else {
        app.require(who, "correction.decide", Resource::Submission { unit: own_unit(who) })?;
        return Err(Failure::absent("更正申请", "request for correction", id));
    };
    let mut held = Held::load(app, who, request.submission_id, "correction.decide").await?;
    let Deciding { grant, reason } = deciding;
    held.submission =
        corrections::decide(app.store(), &who.actor(), &app.now(), id, role(who)?, grant, &reason).await?;
    reviews::view(app, who, &held).await
}

/// What has been corrected since a release was made.
pub async fn since(app: &App, who: &Principal, number: i64) -> Result<CorrectedView> {
    let release = releases::find(app, who, number).await?;
    corrected(app, who, Some(release)).await
}

/// What has been corrected since the last release of a plan.
pub async fn since_last(app: &App, who: &Principal, plan: &str) -> Result<CorrectedView> {
    app.require(who, "release.read", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let last = release::list(app.store(), Some(&figures.plan.code)).await?.into_iter().next();
    corrected(app, who, last).await
}

async fn corrected(app: &App, who: &Principal, release: Option<Release>) -> Result<CorrectedView> {
    let Some(release) = release else {
        return Ok(CorrectedView { release: None, figures: Vec::new(), indicators: Vec::new() });
    };
    let figures = app.plan(who, &release.plan).await?;
    // What a release holds: the plan's area and those within it.
    let mut revised = observations::revised_since(app.store(), release.last_observation).await?;
    revised.retain(|(_, now)| figures.catalogue.lies_in(&now.observation.key.area, &figures.plan.area));
    if figures.shown.is_some() {
        for pair in &mut revised {
            *pair = masked(app, &figures, pair).await?;
        }
    }
    let names = Names::load(app, who).await?;
    let ids: BTreeSet<i64> = revised.iter().map(|(_, now)| now.observation.id).collect();
    Ok(CorrectedView {
        release: Some(release.number),
        figures: revised.iter().map(|(before, now)| figure(&figures, &names, before, now)).collect(),
        indicators: users(&figures, &ids),
    })
}

/// Two revisions of a figure as they are shown, with all that came between.
async fn masked(app: &App, figures: &Figures, (before, now): &(Recorded, Recorded)) -> Result<(Recorded, Recorded)> {
    let Observation { key, source, .. } = &now.observation;
    let mut all = observations::revisions(app.store(), key, source).await?;
    Recorded::mask(&mut all, |held| figures.as_told(held));
    let of = |held: &Recorded| {
        let found = all.iter().find(|one| one.observation.id == held.observation.id).cloned();
        found.ok_or_else(|| Failure::absent("观测值", "observation", held.observation.id))
    };
    Ok((of(before)?, of(now)?))
}

/// The indicators whose values use one of these observations.
fn users(figures: &Figures, ids: &BTreeSet<i64>) -> Vec<String> {
    let uses = |indicator: &&heng_plan::model::Indicator| {
        let series = figures.series(indicator);
        series.iter().flat_map(|(_, values)| values).any(|value| value.inputs.iter().any(|id| ids.contains(id)))
    };
    figures.indicators().filter(uses).map(|indicator| indicator.code.to_string()).collect()
}

fn figure(figures: &Figures, names: &Names, before: &Recorded, now: &Recorded) -> CorrectedFigureView {
    let (key, catalogue) = (&now.observation.key, &figures.catalogue);
    let name = match &key.subject {
        Subject::Item(code) => catalogue.items.get(code).map(|item| item.name.zh.clone()),
        Subject::Indicator(code) => catalogue.indicators.get(code).map(|indicator| indicator.name.zh.clone()),
    };
    let name = name.unwrap_or_else(|| key.subject.code().to_owned());
    let said = |recorded: &Recorded| {
        let observation = &recorded.observation;
        let missing = observation.missing.as_ref();
        let reason = catalogue.missing.iter().find(|reason| Some(&reason.code) == missing);
        match (observation.value, reason) {
            (None, _) if observation.is_confidential() => WITHHELD.to_owned(),
            (Some(value), _) => value.normalize().to_string(),
            (None, Some(reason)) => reason.name.zh.clone(),
            (None, None) => missing.cloned().unwrap_or_default(),
        }
    };
    CorrectedFigureView {
        observation: now.observation.id,
        name: match catalogue.areas.get(&key.area).filter(|_| key.area != figures.plan.area) {
            Some(area) => format!("{name}（{}）", area.name.zh),
            None => name,
        },
        period: key.period.to_string(),
        breakdown_label: shown::breakdown_label(&key.breakdown, catalogue),
        before: said(before),
        now: said(now),
        reason: now.reason.clone(),
        by: names.of(&now.recorded_by),
        at: now.recorded_at.clone(),
        submission: match now.observation.provenance {
            Provenance::Submission { submission, .. } => Some(submission),
            Provenance::Import { .. } => None,
        },
    }
}
