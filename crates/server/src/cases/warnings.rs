//! Early warning 预警: computed when figures, packages or rounds have moved on or a day begins, listed, and taken note of.

mod facts;
mod past;
mod query;
mod told;

use std::collections::BTreeMap;

use heng_base::codes::{PlanCode, UnitCode};
use heng_base::text::Lang;
use heng_monitoring::judgement::Judgement;
use heng_monitoring::warnings::rounds::Rounds;
use heng_monitoring::warnings::{Finding, Grounds, Subject, assess};
use heng_plan::model::{WarningKind, WarningSeverity};
use heng_store::engine::Actor;
use heng_store::tables::exports;
use heng_store::tables::packages::{self, Kind};
use heng_store::tables::warnings::{self, Basis, Computed, Warning, WarningEvent};

pub use query::WarningQuery;
use told::Told;

use super::conditions;
use super::names::Names;
use super::shown;
use crate::app::{App, code};
use crate::clock;
use crate::csv_file::{CsvFile, text};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{WarningCounts, WarningEventView, WarningNote, WarningPage, WarningRow, WarningUnit, WarningView};

/// In whose name warnings are written.
const SYSTEM: &str = "系统";

/// Brings what is withheld and the warnings of every plan up to date, so that nobody who looks waits for it.
pub async fn refresh_all(app: &App) -> Result<()> {
    for plan in packages::codes(app.store(), Kind::Plan).await? {
        let plan = code(&plan)?;
        // What is wrong with one plan keeps no other from being looked after.
        if let Err(failure) = mask(app, &plan).await {
            tracing::error!("disclosure control of {plan}: {failure:?}");
        }
        if let Err(failure) = refresh(app, &plan).await {
            tracing::error!("warnings of {plan}: {failure:?}");
        }
    }
    Ok(())
}

async fn mask(app: &App, plan: &PlanCode) -> Result<()> {
    app.mask(&app.figures(plan).await?).await.map(drop)
}

/// Brings a plan's warnings up to date; nothing where they are.
pub async fn refresh(app: &App, plan: &PlanCode) -> Result<()> {
    if current(app, plan).await?.is_none() {
        return Ok(());
    }
    let _turn = app.turn_to_warn().await;
    let Some((figures, basis)) = current(app, plan).await? else { return Ok(()) };
    let rounds = facts::of(app, &figures).await?;
    let held = figures.clone();
    let until = figures.latest_year;
    // Many series against many rules: not on a thread that answers others.
    let found = tokio::task::spawn_blocking(move || find(&held, &rounds, until)).await.map_err(Failure::system)?;
    let computed = Computed { basis, findings: &found, rules: &figures.plan.warnings };
    warnings::record(app.store(), &Actor(SYSTEM.to_owned()), &app.now(), &computed).await?;
    Ok(())
}

/// What warnings are to be computed from; none where they were.
async fn current(app: &App, plan: &PlanCode) -> Result<Option<(std::sync::Arc<Figures>, Basis)>> {
    let step = warnings::last_step(app.store()).await?;
    let figures = app.figures(plan).await?;
    let basis = Basis {
        plan: plan.to_string(),
        package: figures.stamp.0,
        observation: figures.stamp.1,
        step,
        day: clock::local_day(&app.now()),
        computed_at: app.now(),
    };
    let last = warnings::basis(app.store(), plan).await?;
    let newer = last.is_none_or(|last| warnings::newer(&basis, &last));
    Ok(newer.then_some((figures, basis)))
}

fn find(figures: &Figures, rounds: &Rounds, until: Option<i32>) -> Vec<Finding> {
    let plan = &figures.plan;
    let judged: BTreeMap<i32, Vec<Judgement>> = (plan.start..=until.unwrap_or(plan.start - 1))
        .map(|year| {
            let all = [figures.judgements(year), figures.judgements_of_measures(year)];
            (year, all.iter().flat_map(|judged| judged.iter().cloned()).collect())
        })
        .collect();
    assess(&Grounds {
        plan,
        catalogue: &figures.catalogue,
        formulas: &figures.formulas,
        data: &figures.data,
        values: &figures.values,
        judged: &judged,
        rounds,
        year: until,
    })
}

/// What the rules find in the figures up to a year, nothing written.
pub async fn found(app: &App, figures: &Figures, year: i32) -> Result<Vec<Finding>> {
    let rounds = facts::of(app, figures).await?;
    Ok(find(figures, &rounds, figures.latest_year.map(|latest| latest.min(year))))
}

/// The warnings of a plan that the asker may see.
struct Seen {
    figures: std::sync::Arc<Figures>,
    names: Names,
    told: Told,
    all: Vec<Warning>,
    /// The last note on each, taken since it was raised.
    notes: BTreeMap<i64, WarningEvent>,
}

impl Seen {
    /// `day`: as they stood at its end, else as they stand now.
    async fn load(app: &App, who: &Principal, plan: &str, day: Option<&str>) -> Result<Self> {
        let figures = app.plan(who, plan).await?;
        app.require(who, "figures.read", figures.resource())?;
        app.require(who, "warning.read", Resource::Office)?;
        // What stands in the store is shown all the same where it cannot be brought up to date.
        if let Err(failure) = refresh(app, &figures.plan.code).await {
            tracing::error!("warnings of {plan}: {failure:?}");
        }
        let until = clock::asked_day(day)?.map(clock::end_of);
        let (mut permitted, mut told) = (Permitted { app, who, units: BTreeMap::new() }, Told::new(&figures));
        let (mut list, mut all) = (warnings::list(app.store(), &figures.plan.code).await?, Vec::new());
        if let Some(until) = &until {
            told = told.of_the_past();
            list = past::stood(list, &warnings::events(app.store(), &figures.plan.code, until).await?);
        }
        for warning in list {
            if !told.conceals(&warning.subject) && permitted.sees(&warning)? {
                all.push(warning);
            }
        }
        let raised: BTreeMap<i64, String> = all.iter().map(|one| (one.id, one.raised_at.clone())).collect();
        let notes = warnings::acknowledgements(app.store(), &figures.plan.code).await?.into_iter();
        let by_then = |note: &WarningEvent| until.as_ref().is_none_or(|until| note.at < *until);
        let notes = notes.filter(|note| raised.get(&note.warning_id).is_some_and(|at| note.at >= *at) && by_then(note));
        let notes = notes.map(|note| (note.warning_id, note)).collect();
        Ok(Self { names: Names::load(app, who).await?, told, figures, all, notes })
    }

    fn row(&self, warning: &Warning) -> Result<WarningRow> {
        Ok(self.told.row(row(warning, self.notes.get(&warning.id), &self.figures, &self.names)?))
    }

    fn counts(&self) -> WarningCounts {
        let mut counts = WarningCounts::default();
        for one in self.all.iter().filter(|one| one.state == "raised") {
            match WarningSeverity::parse(&one.severity) {
                Some(WarningSeverity::High) => counts.high += 1,
                Some(WarningSeverity::Medium) => counts.medium += 1,
                _ => counts.low += 1,
            }
            counts.unnoted += usize::from(!self.notes.contains_key(&one.id));
        }
        counts
    }
}

/// Who asks, with what was decided for each unit: the empty one stands for what is no unit's.
struct Permitted<'a> {
    app: &'a App,
    who: &'a Principal,
    units: BTreeMap<String, bool>,
}

impl Permitted<'_> {
    /// As [`may`], each unit asked about once.
    fn sees(&mut self, warning: &Warning) -> Result<bool> {
        let mut units = warning.units()?;
        if units.is_empty() {
            units.push(String::new());
        }
        for unit in units {
            let held = match self.units.get(&unit) {
                Some(held) => *held,
                None => self.app.policy().permits(self.who, "warning.read", Resource::Warning { unit: &unit })?,
            };
            self.units.insert(unit, held);
            if held {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Warnings by conditions, a page of them.
pub async fn list(app: &App, who: &Principal, plan: &str, query: WarningQuery) -> Result<WarningPage> {
    let day = query.as_of.clone();
    let seen = Seen::load(app, who, plan, day.as_deref()).await?;
    let asked = query.read(&seen.figures)?;
    let mut rows = seen.all.iter().map(|one| seen.row(one)).collect::<Result<Vec<_>>>()?;
    let counts = seen.counts();
    rows = asked.select(rows);
    let basis = warnings::basis(app.store(), &seen.figures.plan.code).await?;
    Ok(WarningPage {
        total: rows.len(),
        rows: conditions::page(rows, asked.page, asked.per_page),
        page: asked.page,
        per_page: asked.per_page,
        counts,
        held: seen.all.len(),
        computed_at: basis.map(|basis| basis.computed_at).filter(|_| day.is_none()),
    })
}

/// One warning with all that became of it.
pub async fn get(app: &App, who: &Principal, id: i64) -> Result<WarningView> {
    let (warning, figures) = held(app, who, id, "warning.read").await?;
    let names = Names::load(app, who).await?;
    let history = warnings::history(app.store(), id).await?;
    let note = history.iter().rfind(|event| event.deed == warnings::ACKNOWLEDGE && event.at >= warning.raised_at);
    let mut can = Vec::new();
    if may(app, who, &warning, "warning.acknowledge")? {
        can.push("acknowledge".to_owned());
    }
    let rule = figures.plan.warnings.iter().find(|rule| rule.code.as_str() == warning.rule);
    let limits = rule.map(|rule| rule.limits.iter().map(|(name, limit)| (name.clone(), limit.normalize().to_string())));
    let told = Told::new(&figures);
    Ok(told.view(WarningView {
        numbers: warning.numbers()?.into_iter().collect(),
        limits: limits.map(Iterator::collect).unwrap_or_default(),
        rule_note: rule.and_then(|rule| rule.note.clone()),
        history: history.iter().map(|event| event_view(event, &names)).collect(),
        can,
        warning: row(&warning, note, &figures, &names)?,
    }))
}

/// Puts on record that the asker has taken note, and what they say to it.
pub async fn acknowledge(app: &App, who: &Principal, id: i64, text: &str) -> Result<WarningView> {
    held(app, who, id, "warning.acknowledge").await?;
    warnings::acknowledge(app.store(), &who.actor(), &app.now(), id, text).await?;
    get(app, who, id).await
}

/// A warning that the asker may do something with, and its plan.
async fn held(app: &App, who: &Principal, id: i64, action: &str) -> Result<(Warning, std::sync::Arc<Figures>)> {
    app.require(who, "warning.read", Resource::Office)?;
    let absent = || Failure::absent("预警", "warning", id);
    let warning = warnings::get(app.store(), id).await?.ok_or_else(absent)?;
    let figures = app.plan(who, &warning.plan).await?;
    app.require(who, "figures.read", figures.resource())?;
    // One who may not read it is not told that it exists.
    if Told::new(&figures).conceals(&warning.subject) || !may(app, who, &warning, "warning.read")? {
        return Err(absent());
    }
    if !may(app, who, &warning, action)? {
        let unit = warning.units()?.into_iter().next().unwrap_or_default();
        app.require(who, action, Resource::Warning { unit: &unit })?;
    }
    Ok((warning, figures))
}

/// Whether it is permitted for one of the units that it is about.
fn may(app: &App, who: &Principal, warning: &Warning, action: &str) -> Result<bool> {
    let units = warning.units()?;
    let units: Vec<&str> = if units.is_empty() { vec![""] } else { units.iter().map(String::as_str).collect() };
    for unit in units {
        if app.policy().permits(who, action, Resource::Warning { unit })? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn event_view(event: &WarningEvent, names: &Names) -> WarningEventView {
    WarningEventView {
        deed: event.deed.clone(),
        severity: event.severity.clone(),
        reason: event.reason.clone(),
        reason_en: event.reason_en.clone(),
        note: event.note.clone(),
        actor_name: names.of(&event.actor),
        at: event.at.clone(),
    }
}

fn row(warning: &Warning, note: Option<&WarningEvent>, figures: &Figures, names: &Names) -> Result<WarningRow> {
    let (plan, catalogue) = (&figures.plan, &figures.catalogue);
    let identity = warning.identity()?;
    let units = warning.units()?.into_iter().filter_map(|unit| UnitCode::parse(&unit).ok());
    let target = plan.targets.iter().find(|target| warning.target.as_ref() == Some(&target.id));
    let area = catalogue.areas.get(&identity.area);
    let kind = |lang| WarningKind::parse(&warning.kind).map_or_else(String::new, |kind| kind.name(lang).to_owned());
    let name = |lang| name(&identity.subject, figures, lang);
    Ok(WarningRow {
        id: warning.id,
        kind: warning.kind.clone(),
        kind_name: kind(Lang::Zh),
        kind_name_en: kind(Lang::En),
        severity: warning.severity.clone(),
        state: warning.state.clone(),
        rule: warning.rule.clone(),
        subject: warning.subject.clone(),
        name: name(Lang::Zh),
        name_en: name(Lang::En),
        area: warning.area.clone(),
        area_name: area.map_or_else(|| warning.area.clone(), |area| area.name.zh.clone()),
        area_name_en: area.map_or_else(|| warning.area.clone(), |area| area.name.get(Lang::En).to_owned()),
        of_part: identity.area != plan.area,
        breakdown: warning.breakdown.clone(),
        breakdown_label: shown::breakdown_label(&identity.breakdown, catalogue),
        breakdown_label_en: shown::breakdown_label_en(&identity.breakdown, catalogue),
        period: warning.period.clone(),
        since: warning.since.clone(),
        reason: warning.reason.clone(),
        reason_en: warning.reason_en.clone(),
        indicator: warning.indicator.clone(),
        target: warning.target.clone(),
        objective: target.and_then(|target| target.objective.clone()),
        domains: warning.domains()?,
        units: units.map(|unit| WarningUnit { name: shown::unit_name(&unit, plan), code: unit.to_string() }).collect(),
        raised_at: warning.raised_at.clone(),
        changed_at: warning.changed_at.clone(),
        note: note.map(|note| WarningNote {
            actor_name: names.of(&note.actor),
            text: note.note.clone().unwrap_or_default(),
            at: note.at.clone(),
        }),
    })
}

/// What a warning is about, by name.
fn name(subject: &Subject, figures: &Figures, lang: Lang) -> String {
    let (plan, catalogue) = (&figures.plan, &figures.catalogue);
    let indicator = |code| catalogue.indicators.get(code).map(|one| one.name.get(lang).to_owned());
    let item = |code| catalogue.items.get(code).map(|one| one.name.get(lang).to_owned());
    let found = match subject {
        Subject::Indicator(code) => indicator(code),
        Subject::Item(code) => item(code),
        Subject::Target(id) => {
            let target = plan.targets.iter().find(|target| target.id == *id);
            target.and_then(|target| target.indicator.as_ref()).and_then(indicator)
        }
        Subject::Unit(code) => plan.units.get(code).map(|unit| unit.name.get(lang).to_owned()),
        Subject::Check(_, Some(code)) => item(code),
        Subject::Check(..) => None,
    };
    found.unwrap_or_else(|| subject.to_string())
}

const HEADS: [&str; 16] = [
    "编号 id",
    "种类 kind",
    "程度 severity",
    "状态 state",
    "对象 subject",
    "名称 name",
    "地区 area",
    "分组 breakdown",
    "时期 period",
    "起始 since",
    "理由 reason",
    "领域 domains",
    "责任单位 units",
    "发出时间 raised at",
    "变动时间 changed at",
    "处理说明 explanation",
];

/// All warnings by conditions as a CSV file. That somebody took it along is put on record.
pub async fn export(app: &App, who: &Principal, plan: &str, query: WarningQuery) -> Result<Vec<u8>> {
    let seen = Seen::load(app, who, plan, query.as_of.as_deref()).await?;
    let asked = query.read(&seen.figures)?;
    let rows = asked.select(seen.all.iter().map(|one| seen.row(one)).collect::<Result<Vec<_>>>()?);
    let mut file = CsvFile::new(app, &HEADS)?;
    for row in &rows {
        let severity = WarningSeverity::parse(&row.severity).map_or("", |severity| severity.name(Lang::Zh));
        let domains = row.domains.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        let units = row.units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
        let note = row.note.as_ref().map_or("", |note| &note.text);
        let id = row.id.to_string();
        let cells = [
            &id,
            &row.kind_name,
            severity,
            state_name(&row.state),
            &row.subject,
            &row.name,
            &row.area_name,
            &row.breakdown_label,
            &row.period,
            &row.since,
            &row.reason,
            &domains,
            &units,
            &row.raised_at,
            &row.changed_at,
            note,
        ];
        let cells: Vec<_> = cells.iter().map(|cell| text(cell)).collect();
        file.row(cells.iter().map(AsRef::as_ref))?;
    }
    if who.person().is_some() {
        exports::record(app.store(), &who.actor(), &app.now(), &seen.figures.plan.code, rows.len()).await?;
    }
    file.done()
}

fn state_name(state: &str) -> &'static str {
    match state {
        "raised" => "预警中",
        "resolved" => "已解除",
        _ => "已撤回",
    }
}
