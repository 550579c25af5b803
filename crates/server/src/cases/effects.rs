//! What a proposal would do to the figures that are known now: each that would be another, the states of targets, and
//! where such figures are used and published.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heng_base::codes::{IndicatorCode, PlanCode};
use heng_base::number::publish;
use heng_base::text::Text;
use heng_monitoring::effect::{self, Figure, FigureChange, StateChange};
use heng_plan::model::Catalogue;
use heng_plan::package::amend::{RowChange, amend};
use heng_plan::package::{self, Files, Package};
use heng_statistics::observation::{Key, Subject};
use heng_statistics::reason::Reason;
use heng_store::audit;
use heng_store::release;
use heng_store::tables::packages::{self, Kind};
use heng_store::tables::{reports, warnings};
use rust_decimal::Decimal;
use serde::Deserialize;
use utoipa::IntoParams;

use super::data::absence;
use super::packages::{in_turn, unfit};
use super::proposals::{found, ground};
use super::{code_lists, shown, uses};
use crate::app::{self, App};
use crate::csv_file::{CsvFile, text};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::figures::rows::Says;
use crate::policy::{Principal, Resource};
use crate::views::{
    EffectPage, FigureChangeView, FigureView, PlanEffect, PublishedIn, StateChangeView, UnfitPlan, UseView,
};

const PER_PAGE: usize = 100;
/// Releases of a plan that are looked through, the newest.
const RELEASES: usize = 20;

const HEADS: [&str; 12] = [
    "规划 plan",
    "代码 code",
    "名称 name",
    "计量单位 unit",
    "地区代码 area",
    "地区 area name",
    "时期 period",
    "分组代码 breakdown",
    "分组 breakdown name",
    "修订前 before",
    "修订后 after",
    "差 difference",
];

/// A page of a list, from 1.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfPage {
    pub page: Option<usize>,
}

/// The whole effect, as it is held while nothing happens; see [`App::effect_of`].
pub(crate) struct Whole {
    plans: Vec<PlanEffect>,
    figures: Vec<FigureChangeView>,
    unfit: Vec<UnfitPlan>,
}

/// The effect with a page of the figures that would be others.
pub async fn of(app: &App, who: &Principal, id: i64, page: usize) -> Result<EffectPage> {
    let whole = held(app, who, id).await?;
    let page = page.max(1);
    Ok(EffectPage {
        plans: whole.plans.clone(),
        unfit_plans: whole.unfit.clone(),
        total: whole.figures.len(),
        page,
        per_page: PER_PAGE,
        figures: whole.figures.iter().skip((page - 1).saturating_mul(PER_PAGE)).take(PER_PAGE).cloned().collect(),
    })
}

/// All figures that would be others, as a CSV file with its name.
pub async fn file(app: &App, who: &Principal, id: i64) -> Result<(String, Vec<u8>)> {
    let whole = held(app, who, id).await?;
    let mut file = CsvFile::new(app, &HEADS)?;
    for figure in &whole.figures {
        let [before, after, difference] = [&figure.before.value, &figure.after.value, &figure.difference]
            .map(|value| value.as_deref().unwrap_or_default());
        let texts = [
            &figure.plan,
            &figure.code,
            &figure.name,
            &figure.unit,
            &figure.area,
            &figure.area_name,
            &figure.period,
            &figure.breakdown,
            &figure.label,
        ];
        let texts: Vec<_> = texts.into_iter().map(|cell| text(cell)).collect();
        let numbers = [before, after, difference];
        file.row(texts.iter().map(AsRef::as_ref).chain(numbers))?;
    }
    Ok((app.file_name(format!("proposal-{id}-effect.csv")), file.done()?))
}

/// Pages and the file of an effect that was computed once. Whatever it hangs on - packages, figures, warnings, releases,
/// reports, the decision - leaves a link in the audit chain.
async fn held(app: &App, who: &Principal, id: i64) -> Result<Arc<Whole>> {
    app.require(who, "catalogue.read", Resource::Office)?;
    let stamp =
        EffectStamp { proposal: id, link: audit::last_number(app.store()).await?, plans: readable(app, who).await? };
    if let Some(whole) = app.effect_of(&stamp) {
        return Ok(whole);
    }
    let computed = Arc::new(whole(app, who, id, &stamp.plans).await?);
    app.hold_effect(stamp, computed.clone());
    Ok(computed)
}

/// Of what an effect was computed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EffectStamp {
    proposal: i64,
    /// The last link of the audit chain.
    link: i64,
    /// Whose figures the asker may see.
    plans: Vec<PlanCode>,
}

/// The plans of which the asker may see all figures.
async fn readable(app: &App, who: &Principal) -> Result<Vec<PlanCode>> {
    let mut plans = Vec::new();
    for code in packages::codes(app.store(), Kind::Plan).await? {
        let figures = app.figures(&app::code(&code)?).await?;
        if app.policy().permits(who, "figures.read", figures.resource())? {
            // What changes is computed from all figures there are.
            app.require(who, "figures.read_confidential", figures.resource())?;
            plans.push(figures.plan.code.clone());
        }
    }
    Ok(plans)
}

async fn whole(app: &App, who: &Principal, id: i64, plans: &[PlanCode]) -> Result<Whole> {
    let proposal = found(app, who, id).await?;
    let ground = ground(app, &proposal).await?;
    let (files, changes) = (ground.contents()?, proposal.changes()?);
    // What somebody else took out meanwhile is told as a conflict; nothing can be computed with it.
    let Ok(amended) = amend(&files, &changes) else {
        return Ok(Whole { plans: Vec::new(), figures: Vec::new(), unfit: Vec::new() });
    };
    let after = catalogue(&amended)?;
    let mut effect = Whole {
        plans: Vec::new(),
        figures: Vec::new(),
        unfit: unfit(app, &Package::Catalogue(Box::new(after.clone()))).await?,
    };
    for code in plans {
        let figures = app.figures(code).await?;
        if figures.catalogue.code != after.code {
            continue;
        }
        let of_ground = (figures.packages[0].id != ground.id).then(|| catalogue(&files)).transpose()?;
        let (later, own) = (after.clone(), changes.clone());
        let compared = in_turn(move || compare(figures, of_ground, later, &own)).await?;
        effect.plans.push(plan_effect(app, &compared).await?);
        let absent = [absent(&compared.before), absent(&compared.after)];
        effect.figures.extend(compared.figures.iter().map(|change| figure_view(change, &compared, &absent)));
    }
    Ok(effect)
}

fn catalogue(files: &Files) -> Result<Catalogue> {
    match package::read(files).0 {
        Some(Package::Catalogue(catalogue)) => Ok(*catalogue),
        _ => Err(Failure::system("the changed package holds no catalogue")),
    }
}

/// A plan under both catalogues.
struct Compared {
    before: Arc<Figures>,
    after: Figures,
    figures: Vec<FigureChange>,
    states: Vec<StateChange>,
    used_by: Vec<UseView>,
}

fn compare(held: Arc<Figures>, of_ground: Option<Catalogue>, after: Catalogue, changes: &[RowChange]) -> Compared {
    let before = of_ground.map_or_else(|| held.clone(), |catalogue| Arc::new(held.under(catalogue)));
    let after = before.under(after);
    let figures = effect::figures(&published(&before), &published(&after));
    let states = |year: i32| {
        let objectives = effect::states(year, &before.judgements(year), &after.judgements(year));
        let measures = effect::states(year, &before.judgements_of_measures(year), &after.judgements_of_measures(year));
        objectives.into_iter().chain(measures)
    };
    let years = before.plan.base_year..=before.default_year().max(after.default_year());
    let states = years.flat_map(states).collect();
    let used_by = used_by(&before, changes);
    Compared { before, after, figures, states, used_by }
}

/// Every figure that is used, as it is published.
fn published(figures: &Figures) -> BTreeMap<Key, Figure> {
    let shown = figures.rows.iter().filter(|row| row.standing && !matches!(row.says, Says::Reference(_)));
    let shown = shown.filter_map(|row| {
        let value = row.value?;
        Some((row.key.clone(), Figure { display: display(value, &row.key.subject, &figures.catalogue), value }))
    });
    shown.collect()
}

fn display(value: Decimal, subject: &Subject, catalogue: &Catalogue) -> String {
    match subject {
        Subject::Indicator(code) => {
            publish(value, catalogue.indicators.get(code).map_or(0, |indicator| indicator.decimals))
        }
        Subject::Item(_) => value.normalize().to_string(),
    }
}

/// What uses the rows: each is told once.
fn used_by(figures: &Figures, changes: &[RowChange]) -> Vec<UseView> {
    let mut found: Vec<UseView> = Vec::new();
    let mut add = |one: UseView| {
        if !found.iter().any(|held| (&held.kind, &held.code) == (&one.kind, &one.code)) {
            found.push(one);
        }
    };
    for change in changes {
        if change.table == "indicators" {
            let held = figures.catalogue.indicators.values().find(|one| one.code.as_str() == change.code());
            held.into_iter().flat_map(|indicator| uses::used_by(indicator, figures)).for_each(&mut add);
            continue;
        }
        if change.table != "items" {
            code_lists::used_by(&change.table, figures).into_iter().for_each(&mut add);
            continue;
        }
        let Some(item) = figures.catalogue.items.keys().find(|code| code.as_str() == change.code()) else { continue };
        let direct: Vec<&IndicatorCode> = figures.formulas.of_item(item).collect();
        for indicator in direct.into_iter().filter_map(|code| figures.catalogue.indicators.get(code)) {
            add(uses::view("indicator", indicator.code.as_str(), Some(&indicator.name), 1));
            uses::used_by(indicator, figures).into_iter().for_each(&mut add);
        }
        for asked in figures.plan.form_items.iter().filter(|asked| asked.item == *item) {
            let title = figures.plan.head_of(&asked.form).map(|head| &head.title);
            add(uses::view("form", asked.form.as_str(), title, 1));
        }
    }
    found
}

async fn plan_effect(app: &App, compared: &Compared) -> Result<PlanEffect> {
    let plan = &compared.before.plan;
    let changed: BTreeSet<&Key> = compared.figures.iter().map(|change| &change.key).collect();
    let indicators: BTreeSet<&str> = changed.iter().map(|key| key.subject.code()).collect();
    let raised = warnings::list(app.store(), &plan.code).await?.into_iter().filter(|warning| {
        warning.state == "raised" && warning.indicator.as_deref().is_some_and(|code| indicators.contains(code))
    });
    let warning = |warning: warnings::Warning| {
        let words = Text::new(warning.reason, Some(warning.reason_en));
        uses::view("warning", &warning.id.to_string(), Some(&words), 1)
    };
    let (releases, releases_seen) = published_in(app, compared, &changed).await?;
    Ok(PlanEffect {
        plan: plan.code.to_string(),
        title: plan.title.zh.clone(),
        title_en: plan.title.en.clone(),
        figures: compared.figures.len(),
        states: compared.states.iter().map(|change| state_view(change, compared)).collect(),
        used_by: compared.used_by.clone(),
        warnings: raised.map(warning).collect(),
        releases,
        releases_seen,
    })
}

/// The releases of the plan in which any of the figures stands.
async fn published_in(app: &App, compared: &Compared, changed: &BTreeSet<&Key>) -> Result<(Vec<PublishedIn>, usize)> {
    let plan = &compared.before.plan.code;
    if changed.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let written = reports::list(app.store(), plan.as_str()).await?;
    let (mut found, mut seen) = (Vec::new(), 0);
    for held in release::list(app.store(), Some(plan)).await?.into_iter().take(RELEASES) {
        seen += 1;
        let values = release::read_values(app.store(), &held).await?.into_iter().filter(|value| value.value.is_some());
        let key = |value: heng_statistics::indicator::IndicatorValue| Key {
            subject: Subject::Indicator(value.indicator),
            area: value.area,
            period: value.period,
            breakdown: value.breakdown,
        };
        let figures = values.map(key).filter(|key| changed.contains(key)).count();
        if figures > 0 {
            let reports = written.iter().filter(|report| report.release_number == held.number);
            found.push(PublishedIn {
                release: held.number,
                reports: reports.map(|report| report.id).collect(),
                status: held.status,
                created_at: held.created_at,
                figures,
            });
        }
    }
    Ok((found, seen))
}

/// Of each side why a figure is absent that is there on the other.
type Absent<'a> = [BTreeMap<&'a Key, Vec<Reason>>; 2];

fn figure_view(change: &FigureChange, compared: &Compared, [before, after]: &Absent<'_>) -> FigureChangeView {
    let Key { subject, area, period, breakdown } = &change.key;
    // One that is new is known to the changed catalogue alone.
    let (now, later) = (&compared.before.catalogue, &compared.after.catalogue);
    let (kind, named) = match subject {
        Subject::Indicator(code) => (
            "indicator",
            later.indicators.get(code).or_else(|| now.indicators.get(code)).map(|held| (&held.name, &held.unit)),
        ),
        Subject::Item(code) => {
            ("item", later.items.get(code).or_else(|| now.items.get(code)).map(|held| (&held.name, &held.unit)))
        }
    };
    let difference = change.difference().map(|difference| display(difference, subject, later));
    FigureChangeView {
        plan: compared.before.plan.code.to_string(),
        kind: kind.to_owned(),
        code: subject.code().to_owned(),
        name: named.map_or_else(String::new, |(name, _)| name.zh.clone()),
        name_en: named.and_then(|(name, _)| name.en.clone()),
        unit: named.map_or_else(String::new, |(_, unit)| unit.clone()),
        area: area.to_string(),
        area_name: later.areas.get(area).map_or_else(|| area.to_string(), |area| area.name.zh.clone()),
        period: period.to_string(),
        breakdown: breakdown.to_string(),
        label: shown::breakdown_label(breakdown, later),
        before: side(change.before.as_ref(), &change.key, before),
        after: side(change.after.as_ref(), &change.key, after),
        difference,
    }
}

/// Why there is no figure, of all that are used and have none.
fn absent(figures: &Figures) -> BTreeMap<&Key, Vec<Reason>> {
    let rows = figures.rows.iter().filter(|row| row.standing && row.value.is_none());
    let said = rows.map(|row| match &row.says {
        Says::Value(value) => (&row.key, value.reasons.clone()),
        Says::Observation(observation) => (&row.key, absence(observation).into_iter().collect()),
        Says::Total(_) | Says::Reference(_) => (&row.key, Vec::new()),
    });
    said.collect()
}

/// One side of a change, or why there is no figure on it.
fn side(figure: Option<&Figure>, key: &Key, absent: &BTreeMap<&Key, Vec<Reason>>) -> FigureView {
    match figure {
        Some(figure) => shown::figure(Some(figure.display.clone()), &[]),
        None => shown::figure(None, absent.get(key).map_or(&[], Vec::as_slice)),
    }
}

fn state_view(change: &StateChange, compared: &Compared) -> StateChangeView {
    let figures = &compared.before;
    let target = figures.plan.targets.iter().find(|target| Some(&target.id) == change.target.as_ref());
    StateChangeView {
        year: change.year,
        objective: change.objective.clone(),
        target: change.target.clone(),
        indicator: target.and_then(|target| target.indicator.as_ref()).map(ToString::to_string),
        name: target.map_or_else(|| change.objective.clone(), |target| shown::target(target, figures, None).name),
        before: change.before.map(|state| state.code().to_owned()),
        after: change.after.map(|state| state.code().to_owned()),
    }
}
