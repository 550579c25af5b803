//! What the bureau brings in: packages, and files of published figures.

use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Plan, SeriesRow};
use heng_plan::package::{self, Files, Package, read_series};
use heng_statistics::observation::{Key, Subject};
use heng_store::files::sha256;
use heng_store::tables::imports::{self, Import, NewImport};
use heng_store::tables::observations::Figure;
use heng_store::tables::packages::{self, Kind, NewPackage};

use crate::app::App;
use crate::clock;
use crate::failure::{Failure, Result};
use crate::figures::in_force;
use crate::policy::{Principal, Resource};

use super::{checks, plans};

/// A package that was taken in, and whether it says anything new.
#[derive(Debug, Clone)]
pub struct Imported {
    pub kind: Kind,
    pub code: String,
    pub version: String,
    pub title: Option<String>,
    pub fresh: bool,
}

/// A package that was read, and all its faults. A plan is held against the catalogue in force.
pub(super) async fn checked(app: &App, files: &Files) -> Result<(Option<Package>, Vec<Problem>)> {
    let (read, mut problems) = package::read(files);
    let Some(read) = read else { return Ok((None, problems)) };
    let catalogue = match &read {
        Package::Plan(plan) => match catalogue_for(app, plan).await {
            Ok(catalogue) => Some(catalogue),
            // Without the catalogue nothing can be said of what refers to it.
            Err(Failure::Refused(absent)) => {
                problems.extend(absent);
                return Ok((Some(read), problems));
            }
            Err(other) => return Err(other),
        },
        Package::Catalogue(_) => None,
    };
    problems.extend(package::check(&read, catalogue.as_ref(), files));
    problems.extend(checks::faults(&read, catalogue.as_ref()));
    Ok((Some(read), problems))
}

/// Kind, code and version of a package.
pub(super) fn identity(package: &Package) -> (Kind, String, String) {
    match package {
        Package::Catalogue(held) => (Kind::Catalogue, held.code.clone(), held.version.clone()),
        Package::Plan(held) => (Kind::Plan, held.code.to_string(), held.catalogue_version.clone()),
    }
}

/// Puts a package in force: all faults at once, else it is kept with why.
pub async fn package(app: &App, who: &Principal, files: &Files, reason: Option<String>) -> Result<Imported> {
    app.require(who, "package.import", Resource::Office)?;
    let (read, problems) = checked(app, files).await?;
    let Some(read) = read.filter(|_| problems.is_empty()) else { return Err(problems.into()) };
    let (kind, code, version) = identity(&read);
    let title = match &read {
        Package::Catalogue(_) => None,
        Package::Plan(held) => Some(held.title.zh.clone()),
    };
    let new = NewPackage { kind, code: code.clone(), version: version.clone(), files, reason };
    let (_, fresh) = packages::import(app.store(), &who.actor(), &app.now(), new).await?;
    Ok(Imported { kind, code, version, title, fresh })
}

pub(super) async fn catalogue_for(app: &App, plan: &Plan) -> Result<heng_plan::model::Catalogue> {
    let held = packages::required(app.store(), Kind::Catalogue, &plan.catalogue).await?;
    match package::read(&held.contents()?) {
        (Some(Package::Catalogue(catalogue)), _) => Ok(*catalogue),
        _ => Err(Failure::system(format!("package {} holds no catalogue", held.id))),
    }
}

/// A file of figures as it came.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    /// Where the bureau has the file from.
    pub source: String,
    /// Why known figures are revised; needed only where some are.
    pub reason: Option<String>,
}

/// Records the figures of a CSV file with the columns of `series.csv`; `plan` says by whose catalogue it is read. Figures
/// known already are skipped; all faults at once, else all figures are recorded.
pub async fn figures(app: &App, who: &Principal, plan: Option<&str>, file: File) -> Result<Import> {
    app.require(who, "data.import", Resource::Office)?;
    if app.is_demo() {
        return Err(Problem::new(&kinds::DEMO_ONLY).into());
    }
    if file.source.trim().is_empty() {
        return Err(Problem::new(&kinds::REASON_MISSING).field("source").into());
    }
    let catalogue = in_force(app.store(), &plan_of(app, plan).await?).await?.catalogue;
    let this_year = clock::day(&clock::local_day(&app.now())).map_or(i32::MAX, |day| i32::from(day.year()));
    let (rows, problems) = read_series(&file.name, &file.bytes, &catalogue, this_year);
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let new = NewImport {
        sha256: sha256(&file.bytes),
        file_name: file.name,
        source: file.source.trim().to_owned(),
        figures: rows.into_iter().filter_map(figure).collect(),
        reason: file.reason,
    };
    Ok(imports::import(app.store(), &who.actor(), &app.now(), new).await?)
}

/// The plan named, else any: plans of one catalogue read a file alike.
async fn plan_of(app: &App, plan: Option<&str>) -> Result<heng_base::codes::PlanCode> {
    match plan {
        Some(plan) => plans::known(app, plan).await,
        None => match packages::codes(app.store(), Kind::Plan).await?.first() {
            Some(plan) => plans::known(app, plan).await,
            None => Err(Problem::new(&kinds::PACKAGE_NOT_IMPORTED).with("code", "plan").into()),
        },
    }
}

fn figure(row: SeriesRow) -> Option<Figure> {
    let subject = row.indicator.map(Subject::Indicator).or(row.item.map(Subject::Item))?;
    Some(Figure {
        key: Key { subject, area: row.area, period: row.period, breakdown: row.breakdown },
        value: Some(row.value),
        missing: None,
        obs_status: row.obs_status.unwrap_or_else(|| "A".to_owned()),
        conf_status: "F".to_owned(),
        source: row.source,
    })
}
