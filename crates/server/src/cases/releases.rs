//! Releases: what is known is frozen under a number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heng_base::problem::Problem;
use heng_statistics::observation::Observation;
use heng_store::release::{self, Content, JudgedIn, MANIFEST, PUBLIC_MANIFEST, Release, Status};
use heng_store::tables::{observations, ratings};

use super::names::Names;
use super::plans;
use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
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
    let numbers: Vec<i64> = releases.iter().map(|release| release.number).collect();
    let mut public = release::public_manifests(app.store(), &numbers).await?;
    let mut all_of: BTreeMap<String, bool> = BTreeMap::new();
    for release in &releases {
        if !all_of.contains_key(&release.plan) {
            all_of.insert(release.plan.clone(), sees_all(app, who, release).await?);
        }
    }
    let told = |release: Release| {
        let manifest = told_manifest(&release, all_of.get(&release.plan) == Some(&true), &mut public);
        view(release, manifest, &names)
    };
    Ok(releases.into_iter().map(told).collect())
}

fn view(release: Release, manifest_sha256: Option<String>, names: &Names) -> ReleaseView {
    ReleaseView {
        manifest_sha256,
        number: release.number,
        plan: release.plan,
        status: release.status,
        observations: release.observations,
        indicator_values: release.indicator_values,
        supersedes: release.supersedes,
        created_by: names.of(&release.created_by),
        created_at: release.created_at,
    }
}

/// `all`: as those see it who may fetch every file of it.
async fn one(app: &App, who: &Principal, release: Release, all: bool) -> Result<ReleaseView> {
    let mut public = release::public_manifests(app.store(), &[release.number]).await?;
    let manifest = told_manifest(&release, all, &mut public);
    Ok(view(release, manifest, &Names::load(app, who).await?))
}

/// Hash of the manifest that the asker may fetch. The full one holds the hashes of files with all figures, so that by its
/// own hash too guesses at a withheld figure could be tried.
fn told_manifest(release: &Release, all: bool, public: &mut BTreeMap<i64, String>) -> Option<String> {
    if all { Some(release.manifest_sha256.clone()) } else { public.remove(&release.number) }
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
    // What is frozen is all there is, beside what is for everybody.
    app.require(who, "figures.read_confidential", figures.resource())?;
    let status = status(status_text)?;
    let plan = &figures.plan;
    let within = |observation: &Observation| figures.catalogue.lies_in(&observation.key.area, &plan.area);
    let mut observed = observations::list(app.store(), Some(figures.stamp.1)).await?;
    observed.retain(within);
    let years: BTreeSet<i32> = figures
        .values
        .all()
        .filter(|value| value.value.is_some() && value.carried_from.is_none())
        .map(|value| value.period.year)
        .collect();
    let content = Content {
        plan: plan.code.clone(),
        status,
        public: public(app, &figures, &observed, &years).await?,
        observations: observed,
        values: figures.values.all().cloned().collect(),
        judgements: judged(&figures, &years),
        ratings: ratings::list(app.store(), plan.code.as_str()).await?,
        // Those that the values were computed from, though newer ones may be in force by now.
        packages: figures.packages.to_vec(),
        demo: app.is_demo(),
        heng_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let release = release::create(app.store(), &who.actor(), &app.now(), content).await?;
    one(app, who, release, true).await
}

fn judged(figures: &Figures, years: &BTreeSet<i32>) -> Vec<JudgedIn> {
    let of_year = |year: &i32| {
        let (year, judgements) = (*year, figures.judgements(*year).to_vec());
        judgements.into_iter().map(move |judgement| JudgedIn { year, judgement })
    };
    years.iter().flat_map(of_year).collect()
}

/// What of it is for everybody: of the same years, from what disclosure control leaves.
async fn public(
    app: &App,
    figures: &Arc<Figures>,
    observed: &[Observation],
    years: &BTreeSet<i32>,
) -> Result<release::Public> {
    let shown = app.mask(figures).await?;
    Ok(release::Public {
        observations: observed.iter().map(|one| shown.as_shown(one)).collect(),
        values: shown.values.all().cloned().collect(),
        judgements: judged(&shown, years),
    })
}

/// Whether the asker sees all files of a release, or those alone that are for everybody.
async fn sees_all(app: &App, who: &Principal, release: &Release) -> Result<bool> {
    let figures = app.figures(&code(&release.plan)?).await?;
    app.sees_all(who, &figures)
}

/// A release that the asker may read.
pub(super) async fn find(app: &App, who: &Principal, number: i64) -> Result<Release> {
    app.require(who, "release.read", Resource::Office)?;
    release::get(app.store(), number).await?.ok_or_else(|| Failure::absent("数据版本", "release", number))
}

pub async fn get(app: &App, who: &Principal, number: i64) -> Result<ReleaseDetail> {
    let release = find(app, who, number).await?;
    let all = sees_all(app, who, &release).await?;
    let mut files = release::files(app.store(), number).await?;
    files.retain(|file| all || release::is_public(&file.name));
    let name = if all { MANIFEST } else { PUBLIC_MANIFEST };
    let manifest = release::read_file(app.store(), &release, name).await?.unwrap_or_else(|| b"{}".to_vec());
    let years: BTreeSet<i32> = release::read_judgements(app.store(), &release).await?.iter().map(|j| j.year).collect();
    Ok(ReleaseDetail {
        years: years.into_iter().collect(),
        manifest: serde_json::from_slice(&manifest).map_err(Failure::system)?,
        files: files
            .into_iter()
            .map(|file| ReleaseFileView { name: file.name, sha256: file.sha256, bytes: file.bytes })
            .collect(),
        release: one(app, who, release, all).await?,
    })
}

/// Hashes every file of a release again.
pub async fn verify(app: &App, who: &Principal, number: i64) -> Result<VerificationView> {
    let release = find(app, who, number).await?;
    let mut checked = release::verify(app.store(), &release).await?;
    let all = sees_all(app, who, &release).await?;
    checked.retain(|file| all || release::is_public(&file.name));
    let files: Vec<CheckedFile> = checked
        .into_iter()
        .map(|file| CheckedFile { name: file.name, ok: file.ok, expected: file.expected, found: file.found })
        .collect();
    Ok(VerificationView { ok: files.iter().all(|file| file.ok), files })
}

/// A file of a release: the name to keep it under, and its bytes.
pub async fn file(app: &App, who: &Principal, number: i64, name: &str) -> Result<(String, Vec<u8>)> {
    let release = find(app, who, number).await?;
    if !release::is_public(name) {
        let figures = app.figures(&code(&release.plan)?).await?;
        app.require(who, "figures.read_confidential", figures.resource())?;
    }
    let found = release::read_file(app.store(), &release, name).await?;
    let bytes = found.ok_or_else(|| Failure::absent("文件", "file", name))?;
    Ok((app.file_name(format!("release-{number}-{name}")), bytes))
}
