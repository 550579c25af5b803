//! The statistical database 妇女发展统计监测数据库: every figure of a plan, chosen, sorted, exported.

mod choices;
mod columns;
mod csv;
mod parquet;
mod pivot;
mod query;
mod table;
mod xlsx;

use std::sync::Arc;

use heng_base::number::publish;
use heng_base::text::Lang;
use heng_plan::model::Catalogue;
use heng_statistics::observation::{Observation, Subject};
use heng_statistics::reason::{Reason, not_applicable};
use heng_statistics::total::{Difference, Over};
use heng_store::tables::exports;

pub use pivot::PivotQuery;
pub use query::DataQuery;

use super::{comparison, shown};
use crate::app::{App, INVENTED};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::figures::rows::{self, Row, Says};
use crate::policy::{Principal, Resource};
use crate::views::{DataChoices, DataPage, DataRow, DifferentTotal, PivotView, SeriesPoint};

/// The code of the reason of a figure that may not be shown.
const CONFIDENTIAL: &str = "confidential";

/// The figures that the asker may see of a plan whose figures they may read.
pub(super) struct Seen {
    published: bool,
    unpublished: bool,
}

impl Seen {
    pub(super) fn new(app: &App, who: &Principal, figures: &Figures) -> Result<Self> {
        app.require(who, "figures.read", figures.resource())?;
        // Of an observation the policies know only whether it is published: two questions answer for all rows.
        let may = |published| app.policy().permits(who, "observation.read", Resource::Observation { id: 0, published });
        Ok(Self { published: may(true)?, unpublished: may(false)? })
    }

    pub(super) fn rows<'a>(&'a self, figures: &'a Figures) -> impl Iterator<Item = &'a Row> {
        figures.rows.iter().map(Arc::as_ref).filter(|row| self.sees(row))
    }

    /// Those of the subjects that are asked for.
    fn asked<'a>(&'a self, figures: &'a Figures, asked: &query::Asked) -> impl Iterator<Item = &'a Row> {
        figures.rows.of(asked.subjects()).into_iter().filter(|row| self.sees(row))
    }

    fn sees(&self, row: &Row) -> bool {
        if row.published { self.published } else { self.unpublished }
    }
}

/// Rows by conditions, a page of them.
pub async fn list(app: &App, who: &Principal, plan: &str, query: DataQuery) -> Result<DataPage> {
    let figures = app.plan_as_of(who, plan, query.as_of.as_deref()).await?;
    let seen = Seen::new(app, who, &figures)?;
    let asked = query.read(&figures)?;
    let found = asked.select(seen.asked(&figures, &asked));
    let (shown, series) = asked.page(&found);
    Ok(DataPage {
        rows: shown.into_iter().map(|row| view(row, &figures)).collect(),
        page: asked.page,
        per_page: asked.per_page,
        total: found.len(),
        series,
        held: seen.rows(&figures).filter(|row| row.standing).count(),
        protection: shown::protection(&figures).to_owned(),
    })
}

/// A cross table of the rows by conditions, a page of its lines.
pub async fn pivot(app: &App, who: &Principal, plan: &str, axes: PivotQuery, query: DataQuery) -> Result<PivotView> {
    let figures = app.plan_as_of(who, plan, query.as_of.as_deref()).await?;
    cross(app, who, &figures, axes, query, |_| {})
}

fn cross(
    app: &App,
    who: &Principal,
    figures: &Figures,
    axes: PivotQuery,
    query: DataQuery,
    change: impl FnOnce(&mut query::Asked),
) -> Result<PivotView> {
    let seen = Seen::new(app, who, figures)?;
    let (mut asked, layout) = match (query.read(figures), axes.read(figures)) {
        (Ok(asked), Ok(layout)) => (asked, layout),
        (asked, layout) => {
            let faults = [asked.err(), layout.err()].into_iter().flatten().flatten().collect::<Vec<_>>();
            return Err(faults.into());
        }
    };
    change(&mut asked);
    let found: Vec<&Row> = seen.asked(figures, &asked).filter(|row| asked.wants(row)).collect();
    Ok(pivot::of(&found, layout, figures, asked.page, asked.per_page)?)
}

/// What there is to choose from.
pub async fn choices(app: &App, who: &Principal, plan: &str) -> Result<DataChoices> {
    let figures = app.plan(who, plan).await?;
    let seen = Seen::new(app, who, &figures)?;
    let rows: Vec<&Row> = seen.rows(&figures).collect();
    Ok(choices::of(&rows, &figures))
}

/// Where the areas lie, as the catalogue has it.
pub async fn boundaries(app: &App, who: &Principal, plan: &str) -> Result<Vec<u8>> {
    let figures = app.plan(who, plan).await?;
    app.require(who, "figures.read", figures.resource())?;
    let held = figures.boundaries.as_ref().map(|held| held.geojson.clone());
    held.ok_or_else(|| Failure::absent("地界", "boundaries", plan))
}

/// What rows are exported as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Csv,
    Parquet,
    Xlsx,
}

/// All rows by conditions as a file. That somebody took it along is put on record.
pub async fn export(app: &App, who: &Principal, plan: &str, query: DataQuery, format: Format) -> Result<Vec<u8>> {
    let figures = app.plan_as_of(who, plan, query.as_of.as_deref()).await?;
    let seen = Seen::new(app, who, &figures)?;
    let as_of = day(&query);
    let asked = query.read(&figures)?;
    let rows = asked.select(seen.asked(&figures, &asked));
    let views: Vec<DataRow> = rows.iter().map(|row| view(row, &figures)).collect();
    let (count, mark) = (views.len(), app.is_demo().then_some(INVENTED));
    let bytes = match format {
        Format::Csv => csv::write(app, &views, as_of.as_deref().unwrap_or_default())?,
        Format::Parquet => parquet::write(&rows, &views, as_of.as_deref(), mark)?,
        Format::Xlsx => {
            let written = move || table::write(&views, as_of.as_deref().unwrap_or_default(), mark);
            tokio::task::spawn_blocking(written).await.map_err(Failure::system)??
        }
    };
    taken(app, who, &figures, count).await?;
    Ok(bytes)
}

/// A cross table with all its lines as a workbook. That somebody took it along is put on record.
pub async fn export_pivot(
    app: &App,
    who: &Principal,
    plan: &str,
    axes: PivotQuery,
    query: DataQuery,
) -> Result<Vec<u8>> {
    let figures = app.plan_as_of(who, plan, query.as_of.as_deref()).await?;
    let as_of = day(&query);
    let whole = cross(app, who, &figures, axes, query, |asked| (asked.page, asked.per_page) = (1, usize::MAX))?;
    let (count, demo, title) = (whole.figures, app.is_demo(), figures.plan.title.zh.clone());
    let about = xlsx::About { title, as_of, mark: demo.then_some(INVENTED) };
    let written = tokio::task::spawn_blocking(move || xlsx::write(&about, &whole)).await;
    let bytes = written.map_err(Failure::system)??;
    taken(app, who, &figures, count).await?;
    Ok(bytes)
}

/// The day of which it is asked what was known; none: now.
fn day(query: &DataQuery) -> Option<String> {
    query.as_of.as_deref().map(str::trim).filter(|day| !day.is_empty()).map(str::to_owned)
}

async fn taken(app: &App, who: &Principal, figures: &Figures, rows: usize) -> Result<()> {
    if who.person().is_some() {
        exports::record(app.store(), &who.actor(), &app.now(), &figures.plan.code, rows).await?;
    }
    Ok(())
}

fn view(row: &Row, figures: &Figures) -> DataRow {
    let catalogue = &figures.catalogue;
    let (kind, name, unit) = subject(&row.key.subject, catalogue);
    let area = catalogue.areas.get(&row.key.area);
    DataRow {
        kind: kind.to_owned(),
        subject: row.key.subject.code().to_owned(),
        name,
        name_en: rows::name(&row.key.subject, catalogue).and_then(|name| name.en.clone()),
        unit,
        domains: row.domains.clone(),
        area: row.key.area.to_string(),
        area_name: area.map_or_else(|| row.key.area.to_string(), |area| area.name.zh.clone()),
        area_name_en: area.and_then(|area| area.name.en.clone()),
        breakdown: row.key.breakdown.to_string(),
        breakdown_label: shown::breakdown_label(&row.key.breakdown, catalogue),
        breakdown_label_en: shown::breakdown_label_en(&row.key.breakdown, catalogue),
        series: row.series.clone(),
        statuses: row.statuses.clone(),
        obs_status: match &row.says {
            Says::Value(value) => value.obs_status.clone(),
            Says::Observation(observation) => observation.obs_status.clone(),
            Says::Total(total) => total.obs_status().to_owned(),
            Says::Reference(_) => "A".to_owned(),
        },
        conf_status: conf_status(row).to_owned(),
        revision: row.revision,
        standing: row.standing,
        reference: comparison::is_reference(row, figures),
        differences: row.differences.iter().map(|found| difference(found, catalogue)).collect(),
        point: point(row, figures),
    }
}

/// SDMX CL_CONF_STATUS: confidential where a reason says so, else free.
fn conf_status(row: &Row) -> &'static str {
    if row.statuses.iter().any(|status| status == CONFIDENTIAL) { "C" } else { "F" }
}

/// Kind, name and unit of measure.
fn subject(subject: &Subject, catalogue: &Catalogue) -> (&'static str, String, String) {
    let name = rows::name(subject, catalogue).map_or_else(|| subject.code().to_owned(), |name| name.zh.clone());
    let (kind, unit) = match subject {
        Subject::Item(code) => ("item", catalogue.items.get(code).map(|item| &item.unit)),
        Subject::Indicator(code) => ("indicator", catalogue.indicators.get(code).map(|indicator| &indicator.unit)),
    };
    (kind, name, unit.cloned().unwrap_or_default())
}

fn point(row: &Row, figures: &Figures) -> SeriesPoint {
    let (plan, catalogue) = (&figures.plan, &figures.catalogue);
    let indicator = match &row.key.subject {
        Subject::Indicator(code) => catalogue.indicators.get(code),
        Subject::Item(_) => None,
    };
    if let (Says::Value(value), Some(indicator)) = (&row.says, indicator) {
        return shown::point(value, indicator, figures);
    }
    let observation = match &row.says {
        Says::Observation(observation) => Some(observation),
        _ => None,
    };
    // A published figure keeps the places that it was published with.
    let display = |value: rust_decimal::Decimal| match indicator {
        Some(indicator) => publish(value, indicator.decimals.max(value.normalize().scale())),
        None => value.normalize().to_string(),
    };
    let (method, inputs) = match &row.says {
        Says::Total(total) => (total.method, total.inputs.clone()),
        _ if indicator.is_some() => ("published 1", observation.iter().map(|observation| observation.id).collect()),
        _ => ("observed", observation.iter().map(|observation| observation.id).collect()),
    };
    let status = match &row.says {
        Says::Total(total) => Some(total.obs_status()),
        _ => observation.map(|observation| observation.obs_status.as_str()),
    };
    let breaks = observation.is_some() && status == Some("B");
    let rounded_to = figures.rounded_to(&inputs).filter(|_| row.value.is_some());
    let reasons: Vec<Reason> = observation.and_then(absence).into_iter().collect();
    SeriesPoint {
        period: row.key.period.to_string(),
        value: row.value.map(|value| value.normalize().to_string()),
        display: row.value.map(display),
        numerator: None,
        denominator: None,
        carried_from: None,
        defined_in: None,
        estimated: rounded_to.is_none() && status == Some("E"),
        rounded_to,
        method: method.to_owned(),
        source: row.source.as_ref().map(|code| shown::source(code, plan, catalogue)),
        rivals: Vec::new(),
        reason: shown::absent(&reasons, catalogue, Lang::Zh),
        reason_en: shown::absent(&reasons, catalogue, Lang::En),
        inputs,
        confidential: conf_status(row) == "C",
        not_applicable: not_applicable(&reasons),
        break_note: breaks.then(|| "来源注明口径变动，与以前不可直接比较".to_owned()),
        break_note_en: breaks.then(|| "the source says that the series breaks here".to_owned()),
    }
}

fn difference(found: &Difference, catalogue: &Catalogue) -> DifferentTotal {
    let over = match &found.over {
        Over::Period => "period",
        Over::Area => "area",
        Over::Dimension(dimension) => dimension,
    };
    let code = found.key.breakdown.get(over).unwrap_or("_T");
    let parts = match &found.over {
        Over::Dimension(dimension) => catalogue.parts_of_code(dimension, code, found.key.period.year),
        Over::Period | Over::Area => Vec::new(),
    };
    let name =
        |code: &str| rows::code_name(over, code, catalogue).map_or_else(|| code.to_owned(), |name| name.zh.clone());
    DifferentTotal {
        over: over.to_owned(),
        parts: parts.into_iter().map(name).collect::<Vec<_>>().join("、"),
        reported: found.reported.normalize().to_string(),
        sum: found.sum.normalize().to_string(),
        inputs: found.inputs.clone(),
    }
}

/// Why an observation gives no number.
pub(super) fn absence(observation: &Observation) -> Option<Reason> {
    let key = observation.key.clone();
    match &observation.missing {
        Some(missing) => {
            Some(Reason::Missing { key, missing: missing.clone(), obs_status: observation.obs_status.clone() })
        }
        None => observation.is_confidential().then_some(Reason::Confidential { key }),
    }
}
