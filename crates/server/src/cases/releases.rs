//! Releases: what is known is frozen under a number.

use std::collections::BTreeSet;

use heng_base::problem::Problem;
use heng_statistics::observation::Observation;
use heng_store::release::{self, Content, JudgedIn, MANIFEST, Release, Status};
use heng_store::tables::observations;

use super::names::Names;
use super::plans;
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{CheckedFile, ReleaseDetail, ReleaseFileView, ReleaseView, VerificationView};

/// Releases of a plan, or of all, newest first.
pub async fn list(app: &App, who: &Principal, plan: Option<&str>) -> Result<Vec<ReleaseView>> {
    app.require(who, "release.read", Resource::Office)?;
    let plan = match plan {
        Some(plan) => Some(plans::known(app, plan).await?),
        None => None,
    };
    let names = Names::load(app, who).await?;
    let releases = release::list(app.store(), plan.as_ref()).await?;
    Ok(releases.into_iter().map(|release| view(release, &names)).collect())
}

fn view(release: Release, names: &Names) -> ReleaseView {
    ReleaseView {
        number: release.number,
        plan: release.plan,
        status: release.status,
        observations: release.observations,
        indicator_values: release.indicator_values,
        supersedes: release.supersedes,
        manifest_sha256: release.manifest_sha256,
        created_by: names.of(&release.created_by),
        created_at: release.created_at,
    }
}

/// preliminary or final.
fn status(text: &str) -> Result<Status> {
    let known = [Status::Preliminary, Status::Final].into_iter().find(|status| status.code() == text);
    let problem = || Problem::input(text, "preliminary, final");
    known.ok_or_else(|| problem().field("status").into())
}

/// Freezes what is accepted of a plan's area and of the areas in it, with everything computed for the plan's area and a
/// judgement for each year that has a figure of its own.
pub async fn create(app: &App, who: &Principal, plan: &str, status_text: &str) -> Result<ReleaseView> {
    app.require(who, "release.create", Resource::Office)?;
    let figures = app.plan(who, plan).await?;
    let status = status(status_text)?;
    let plan = &figures.plan;
    let within = |observation: &Observation| figures.catalogue.lies_in(&observation.key.area, &plan.area);
    let observed = observations::list(app.store(), Some(figures.stamp.1)).await?;
    let years: BTreeSet<i32> = figures
        .values
        .all()
        .filter(|value| value.value.is_some() && value.carried_from.is_none())
        .map(|value| value.period.year)
        .collect();
    let judged = |year: i32| {
        let judgements: Vec<_> = figures.judgements(year).iter().cloned().collect();
        judgements.into_iter().map(move |judgement| JudgedIn { year, judgement })
    };
    let content = Content {
        plan: plan.code.clone(),
        status,
        observations: observed.into_iter().filter(within).collect(),
        values: figures.values.all().cloned().collect(),
        judgements: years.into_iter().flat_map(judged).collect(),
        // Those that the values were computed from, though newer ones may be in force by now.
        packages: figures.packages.to_vec(),
        demo: app.is_demo(),
        heng_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let release = release::create(app.store(), &who.actor(), &app.now(), content).await?;
    Ok(view(release, &Names::load(app, who).await?))
}

/// A release that the asker may read.
pub(super) async fn find(app: &App, who: &Principal, number: i64) -> Result<Release> {
    app.require(who, "release.read", Resource::Office)?;
    release::get(app.store(), number).await?.ok_or_else(|| Failure::absent("数据版本", "release", number))
}

pub async fn get(app: &App, who: &Principal, number: i64) -> Result<ReleaseDetail> {
    let release = find(app, who, number).await?;
    let files = release::files(app.store(), number).await?;
    let manifest = release::read_file(app.store(), &release, MANIFEST).await?.unwrap_or_default();
    let years: BTreeSet<i32> = release::read_judgements(app.store(), &release).await?.iter().map(|j| j.year).collect();
    Ok(ReleaseDetail {
        years: years.into_iter().collect(),
        manifest: serde_json::from_slice(&manifest).map_err(Failure::system)?,
        files: files
            .into_iter()
            .map(|file| ReleaseFileView { name: file.name, sha256: file.sha256, bytes: file.bytes })
            .collect(),
        release: view(release, &Names::load(app, who).await?),
    })
}

/// Hashes every file of a release again.
pub async fn verify(app: &App, who: &Principal, number: i64) -> Result<VerificationView> {
    let release = find(app, who, number).await?;
    let checked = release::verify(app.store(), &release).await?;
    let files: Vec<CheckedFile> = checked
        .into_iter()
        .map(|file| CheckedFile { name: file.name, ok: file.ok, expected: file.expected, found: file.found })
        .collect();
    Ok(VerificationView { ok: files.iter().all(|file| file.ok), files })
}

/// A file of a release: the name to keep it under, and its bytes.
pub async fn file(app: &App, who: &Principal, number: i64, name: &str) -> Result<(String, Vec<u8>)> {
    let release = find(app, who, number).await?;
    let found = release::read_file(app.store(), &release, name).await?;
    let bytes = found.ok_or_else(|| Failure::absent("文件", "file", name))?;
    Ok((app.file_name(format!("release-{number}-{name}")), bytes))
}
