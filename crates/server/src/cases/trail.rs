//! The way back from a figure to who reported it.

use std::sync::Arc;

use heng_plan::model::{Catalogue, Plan};
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use heng_store::tables::observations::{self, Recorded};
use heng_store::tables::packages::{self, Kind};
use heng_store::tables::{imports, rounds};

use super::names::Names;
use super::{form_views, shown};
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{ImportView, RevisionView, SubmissionTrail, TrailView};

/// An observation with every revision and its submission or import.
pub async fn get(app: &App, who: &Principal, id: i64) -> Result<TrailView> {
    let found = observations::get(app.store(), id).await?;
    let absent = || Failure::absent("观测值", "observation", id);
    let figures = context(app, found.as_ref()).await?.ok_or_else(absent)?;
    let (plan, catalogue) = (&figures.plan, &figures.catalogue);
    // A guest learns no more of a figure that is not there than of one that is not theirs to see.
    let published = found.as_ref().is_some_and(|found| figures.published(&found.observation));
    app.require(who, "observation.read", Resource::Observation { id, published })?;
    let mut recorded = found.ok_or_else(absent)?;
    let key = recorded.observation.key.clone();
    let mut revisions = observations::revisions(app.store(), &key, &recorded.observation.source).await?;
    let mut rounded_to = None;
    let whole = app.sees_all(who, &figures)?;
    if !whole {
        let shown = app.protected(&figures).await?;
        rounded_to = shown.rounded_to(&[id]);
        Recorded::mask(&mut revisions, |held| shown.as_told(held));
        recorded = revisions.iter().find(|one| one.observation.id == id).cloned().ok_or_else(absent)?;
    }
    let observation = &recorded.observation;
    let (name, unit) = named(&key, catalogue);
    // A guest is not told who works here.
    let names = Names::load(app, who).await?;
    let area = catalogue.areas.get(&key.area);
    Ok(TrailView {
        id,
        subject_kind: kind(&key.subject).to_owned(),
        subject: key.subject.code().to_owned(),
        name,
        unit,
        area_name: area.map_or_else(|| key.area.to_string(), |area| area.name.zh.clone()),
        period: key.period.to_string(),
        breakdown_label: shown::breakdown_label(&key.breakdown, catalogue),
        value: observation.value.map(|value| value.normalize().to_string()),
        rounded_to,
        missing: missing(observation, catalogue),
        obs_status: observation.obs_status.clone(),
        conf_status: observation.conf_status.clone(),
        source: shown::source(&observation.source, plan, catalogue),
        revision: observation.revision,
        reason: recorded.reason.clone(),
        recorded_by: names.of(&recorded.recorded_by),
        recorded_at: recorded.recorded_at.clone(),
        revisions: revisions.into_iter().map(|revision| revision_view(&names, revision, catalogue)).collect(),
        submission: submission(app, who, observation, plan, &names).await?,
        import: import(app, observation, &names, whole).await?,
    })
}

fn kind(subject: &Subject) -> &'static str {
    match subject {
        Subject::Item(_) => "item",
        Subject::Indicator(_) => "indicator",
    }
}

/// A plan with its catalogue by whose names an observation can be told: that of the smallest area it lies in, else any.
async fn context(app: &App, found: Option<&Recorded>) -> Result<Option<Arc<Figures>>> {
    let mut best: Option<Arc<Figures>> = None;
    for plan in packages::codes(app.store(), Kind::Plan).await? {
        let figures = app.figures(&code(&plan)?).await?;
        if best.as_ref().is_none_or(|best| nearer(&figures, best, found)) {
            best = Some(figures);
        }
    }
    Ok(best)
}

fn nearer(figures: &Figures, best: &Figures, found: Option<&Recorded>) -> bool {
    let Some(area) = found.map(|found| &found.observation.key.area) else { return false };
    let holds = |figures: &Figures| figures.catalogue.lies_in(area, &figures.plan.area);
    let within = figures.catalogue.lies_in(&figures.plan.area, &best.plan.area);
    holds(figures) && (!holds(best) || within)
}

fn named(key: &Key, catalogue: &Catalogue) -> (String, String) {
    let found = match &key.subject {
        Subject::Item(code) => catalogue.items.get(code).map(|item| (&item.name.zh, &item.unit)),
        Subject::Indicator(code) => {
            catalogue.indicators.get(code).map(|indicator| (&indicator.name.zh, &indicator.unit))
        }
    };
    found.map_or_else(|| (key.subject.code().to_owned(), String::new()), |(name, unit)| (name.clone(), unit.clone()))
}

fn missing(observation: &Observation, catalogue: &Catalogue) -> Option<String> {
    let code = observation.missing.as_ref()?;
    let known = catalogue.missing.iter().find(|reason| reason.code == *code);
    Some(known.map_or_else(|| code.clone(), |reason| reason.name.zh.clone()))
}

fn revision_view(names: &Names, recorded: Recorded, catalogue: &Catalogue) -> RevisionView {
    let observation = &recorded.observation;
    RevisionView {
        id: observation.id,
        revision: observation.revision,
        value: observation.value.map(|value| value.normalize().to_string()),
        missing: missing(observation, catalogue),
        reason: recorded.reason.clone(),
        recorded_by: names.of(&recorded.recorded_by),
        recorded_at: recorded.recorded_at,
    }
}

async fn submission(
    app: &App,
    who: &Principal,
    observation: &Observation,
    plan: &Plan,
    names: &Names,
) -> Result<Option<SubmissionTrail>> {
    let Provenance::Submission { submission, unit } = &observation.provenance else { return Ok(None) };
    let held = heng_store::tables::submissions::get(app.store(), *submission).await?;
    let held = held.ok_or_else(|| Failure::absent("报送", "submission", submission))?;
    let round = rounds::get(app.store(), held.round_id).await?;
    let resource = Resource::Submission { unit: unit.as_str() };
    let can_read = app.policy().permits(who, "submission.read", resource)?;
    let changes = if can_read { form_views::changes(app, names, *submission).await? } else { Vec::new() };
    Ok(Some(SubmissionTrail {
        id: *submission,
        round: held.round_id,
        history: round.as_ref().is_some_and(|round| round.since.is_some()),
        round_title: round.map(|round| round.title).unwrap_or_default(),
        unit: unit.to_string(),
        unit_name: shown::unit_name(unit, plan),
        can_read,
        changes,
    }))
}

/// `whole`: whether the asker sees all figures. Who does not is told no hash: figures of the file could be tried on it.
async fn import(app: &App, observation: &Observation, names: &Names, whole: bool) -> Result<Option<ImportView>> {
    let Provenance::Import { import } = observation.provenance else { return Ok(None) };
    let held = imports::get(app.store(), import).await?;
    let held = held.ok_or_else(|| Failure::absent("导入", "import", import))?;
    Ok(Some(ImportView {
        id: held.id,
        file_name: held.file_name,
        source: held.source,
        sha256: Some(held.sha256).filter(|_| whole),
        imported_by: names.of(&held.imported_by),
        imported_at: held.imported_at,
    }))
}
