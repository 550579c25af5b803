//! Reports, each from one release: the same release gives the same report.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::problem::{Problem, kinds};
use heng_monitoring::judgement::Judgement;
use heng_plan::model::{Catalogue, Plan};
use heng_plan::package::{self, Files, Package};
use heng_report::definition::{Definition, pick};
use heng_report::facts::{Facts, Frozen, Kind, Rating, ReleaseHead};
use heng_report::render::docx;
use heng_statistics::observation::{Observation, Provenance};
use heng_store::release::{self, PublicRating, Release, Status};
use heng_store::tables::reports::{self, NewReport, Report};
use rust_embed::RustEmbed;

use super::names::Names;
use super::{plans, releases, shown, word};
use crate::app::{App, INVENTED, code};
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::ReportView;
use crate::{clock, fonts};

/// The wording of reports, built into the program.
#[derive(RustEmbed)]
#[folder = "../../reports"]
struct Definitions;

const FORMAT: &str = "docx";

/// Reports of a plan, newest first.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<ReportView>> {
    app.require(who, "report.read", Resource::Office)?;
    let plan = plans::known(app, plan).await?;
    let names = Names::load(app, who).await?;
    let reports = reports::list(app.store(), plan.as_str()).await?;
    Ok(reports.into_iter().map(|report| view(app, report, &names)).collect())
}

fn file_name(app: &App, report: &Report) -> String {
    let Report { plan, kind, year, release_number, format, .. } = report;
    app.file_name(format!("{plan}-{kind}-{year}-r{release_number}.{format}"))
}

fn view(app: &App, report: Report, names: &Names) -> ReportView {
    ReportView {
        file_name: file_name(app, &report),
        id: report.id,
        plan: report.plan,
        kind: report.kind,
        year: report.year,
        release: report.release_number,
        format: report.format,
        bytes: report.bytes,
        sha256: report.sha256,
        created_by: names.of(&report.created_by),
        created_at: report.created_at,
    }
}

/// annual or final.
fn kind(text: &str) -> Result<Kind> {
    let known = [Kind::Annual, Kind::Final].into_iter().find(|kind| word(kind) == text);
    let problem = || Problem::input(text, "annual, final");
    known.ok_or_else(|| problem().field("kind").into())
}

/// Writes a report on a year from a release, the latest one where none is named, and keeps it.
pub async fn create(
    app: &App,
    who: &Principal,
    plan: &str,
    kind_text: &str,
    year: i32,
    number: Option<i64>,
) -> Result<ReportView> {
    app.require(who, "report.create", Resource::Office)?;
    let (plan, kind) = (plans::known(app, plan).await?, kind(kind_text)?);
    let release = match number {
        Some(number) => releases::find(app, who, number).await?,
        None => {
            let newest = release::list(app.store(), Some(&plan)).await?.into_iter().next();
            newest.ok_or_else(|| Problem::new(&kinds::RELEASE_NONE).with("plan", &plan))?
        }
    };
    if release.plan != plan.as_str() {
        return Err(Failure::absent("数据版本", "release", release.number));
    }
    let facts = facts(app, &release, kind, year).await?;
    let fonts = fonts::find(app.config())?;
    let word = word(kind);
    let demo = app.is_demo();
    let render = move || -> Result<Vec<u8>> {
        let (definition, problems) = Definition::read(&pick(&definitions(), &word));
        let mut document = heng_report::build(&definition.ok_or(problems)?, &facts)?;
        if demo {
            document.mark(INVENTED);
        }
        Ok(docx::render(&document, &fonts)?)
    };
    // Drawing takes seconds.
    let bytes = tokio::task::spawn_blocking(render).await.map_err(Failure::system)??;
    let new = NewReport {
        plan: plan.to_string(),
        kind: kind_text.to_owned(),
        year,
        release: release.number,
        format: FORMAT.to_owned(),
    };
    let report = reports::create(app.store(), &who.actor(), &app.now(), new, bytes).await?;
    Ok(view(app, report, &Names::load(app, who).await?))
}

fn definitions() -> BTreeMap<String, Vec<u8>> {
    let files =
        Definitions::iter().filter_map(|path| Some((path.to_string(), Definitions::get(&path)?.data.into_owned())));
    files.collect()
}

/// What the release says of a year, by the plan and catalogue that it froze.
async fn facts(app: &App, release: &Release, kind: Kind, year: i32) -> Result<Facts> {
    let (plan, catalogue) = frozen(app, release).await?;
    if kind == Kind::Final && year < plan.end {
        let problem = Problem::new(&kinds::REPORT_EARLY).with("year", year).with("end", plan.end);
        return Err(problem.field("year").into());
    }
    // A report is for everybody.
    let public = release::read_public(app.store(), release).await?;
    let unprotected = || Problem::new(&kinds::RELEASE_UNPROTECTED).with("release", release.number);
    let public = public.ok_or_else(unprotected)?;
    let manifest = release::public_manifests(app.store(), &[release.number]).await?.remove(&release.number);
    let judged = public.judgements;
    let years: BTreeSet<i32> = judged.iter().map(|judged| judged.year).collect();
    if !years.contains(&year) {
        let known = years.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        let problem = Problem::new(&kinds::REPORT_YEAR).with("release", release.number).with("year", year);
        return Err(problem.with("known", known).field("year").into());
    }
    let judgements: Vec<Judgement> = judged.into_iter().filter(|j| j.year == year).map(|j| j.judgement).collect();
    let head = ReleaseHead {
        number: release.number,
        is_final: release.status == Status::Final.code(),
        created_at: release.created_at.clone(),
        created_on: clock::local_day(&release.created_at),
        manifest_sha256: manifest.ok_or_else(unprotected)?,
        supersedes: release.supersedes,
        issuer: app.config().issuer.clone(),
        origins: public.observations.iter().map(|observation| (observation.id, origin(observation, &plan))).collect(),
    };
    let held = release::read_ratings(app.store(), release).await?;
    let ratings: Option<Vec<Rating>> = held.map(|held| held.into_iter().map(rating).collect());
    let frozen = Frozen {
        plan: &plan,
        catalogue: &catalogue,
        values: &public.values,
        judgements: &judgements,
        ratings: ratings.as_deref(),
    };
    Ok(Facts::from_release(frozen, head, kind, year))
}

fn rating(held: PublicRating) -> Rating {
    let PublicRating { objective, year, level_name, evidence, role, .. } = held;
    Rating { objective, year, level: level_name, evidence, role }
}

fn origin(observation: &Observation, plan: &Plan) -> String {
    match &observation.provenance {
        Provenance::Submission { submission, unit } => format!("{}报送第{submission}号", shown::unit_name(unit, plan)),
        Provenance::Import { import } => format!("导入第{import}号"),
    }
}

async fn frozen(app: &App, release: &Release) -> Result<(Plan, Catalogue)> {
    let (mut plan, mut catalogue) = (None, None);
    for held in release::read_packages(app.store(), release).await? {
        let files: Files = held.files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        match package::read(&files).0 {
            Some(Package::Plan(read)) => plan = Some(*read),
            Some(Package::Catalogue(read)) => catalogue = Some(*read),
            None => {}
        }
    }
    plan.zip(catalogue).ok_or_else(|| Failure::system(format!("release {} lacks its packages", release.number)))
}

/// The bytes of a report and the name to keep them under.
pub async fn file(app: &App, who: &Principal, id: i64) -> Result<(String, Vec<u8>)> {
    app.require(who, "report.read", Resource::Office)?;
    let report = reports::get(app.store(), id).await?.ok_or_else(|| Failure::absent("报告", "report", id))?;
    let release = release::get(app.store(), report.release_number).await?;
    let release = release.ok_or_else(|| Failure::absent("数据版本", "release", report.release_number))?;
    if !release::has_public(app.store(), &release).await? {
        // It was written before anything was withheld from reports.
        let figures = app.figures(&code(&report.plan)?).await?;
        app.require(who, "figures.read_confidential", figures.resource())?;
    }
    Ok((file_name(app, &report), app.store().files.get(&report.sha256).await?))
}
