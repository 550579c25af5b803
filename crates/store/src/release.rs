//! Releases 数据版本: accepted observations with the indicator values and judgements computed from them and the ratings given
//! by then, frozen under a number as Parquet files and a manifest of their hashes.
//!
//! The same content gives the same bytes: rows are sorted, and of the release itself nothing but `manifest.json` holds a time
//! or a name. A release is never written again; a later one names the one it supersedes.

pub mod columns;
mod judgements;
mod observations;
mod ratings;
mod values;

use std::collections::BTreeMap;

use heng_base::codes::PlanCode;
use heng_base::problem::{Problem, kinds};
use heng_monitoring::judgement::Judgement;
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::observation::Observation;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit::{self, Event};
use crate::engine::{Actor, Store, Write};
use crate::entities::{release, release_file};
use crate::error::{Error, Result};
use crate::tables::packages::Package;
use crate::tables::ratings::Rating;

pub use ratings::PublicRating;

pub type Release = release::Model;
pub type ReleaseFile = release_file::Model;

pub const MANIFEST: &str = "manifest.json";
const OBSERVATIONS: &str = "observations.parquet";
const VALUES: &str = "values.parquet";
const JUDGEMENTS: &str = "judgements.parquet";
const RATINGS: &str = "ratings.parquet";
const PACKAGES: &str = "packages.json";

/// What each row of a demo store's files says in `note`.
pub const INVENTED: &str = "演示数据，均为虚构";

/// Begins the names of the files that are for everybody: the same without what disclosure control withholds.
const PUBLIC: &str = "public-";
pub const PUBLIC_MANIFEST: &str = "public-manifest.json";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 初步.
    Preliminary,
    /// 正式.
    Final,
}

impl Status {
    pub fn code(self) -> &'static str {
        match self {
            Self::Preliminary => "preliminary",
            Self::Final => "final",
        }
    }
}

/// A judgement with the year it was made for.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedIn {
    pub year: i32,
    pub judgement: Judgement,
}

/// What is to be frozen. Values and judgements were computed by the caller from exactly these observations.
#[derive(Debug, Clone)]
pub struct Content {
    pub plan: PlanCode,
    pub status: Status,
    pub observations: Vec<Observation>,
    pub values: Vec<IndicatorValue>,
    pub judgements: Vec<JudgedIn>,
    /// All that were given of the plan's objectives.
    pub ratings: Vec<Rating>,
    /// The same as everybody may see it.
    pub public: Public,
    /// The plan and its catalogue, as they were in force.
    pub packages: Vec<Package>,
    /// All figures are invented.
    pub demo: bool,
    pub heng_version: String,
}

/// What is published: observations without what disclosure control withholds, and what was computed from those alone.
#[derive(Debug, Clone, Default)]
pub struct Public {
    pub observations: Vec<Observation>,
    pub values: Vec<IndicatorValue>,
    pub judgements: Vec<JudgedIn>,
}

/// `public-manifest.json`. It holds no hash of a file that is not public: with that, guesses at a withheld figure could be
/// tried until one fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicManifest {
    pub plan: String,
    pub status: Status,
    pub heng: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    pub last_observation: i64,
    pub packages: Vec<ManifestPackage>,
    pub files: BTreeMap<String, ManifestFile>,
}

/// Whether a file of a release is for everybody.
pub fn is_public(name: &str) -> bool {
    name.starts_with(PUBLIC) || name == PACKAGES
}

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub release: i64,
    pub plan: String,
    pub status: Status,
    pub supersedes: Option<i64>,
    pub created_by: String,
    pub created_at: String,
    pub heng: String,
    /// 演示: all figures are invented. Absent in the manifest of a real release.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
    /// Observations after this id are not in it.
    pub last_observation: i64,
    pub packages: Vec<ManifestPackage>,
    pub audit: ManifestAudit,
    pub files: BTreeMap<String, ManifestFile>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestPackage {
    pub kind: String,
    pub code: String,
    pub version: String,
    pub sha256: String,
}

/// Head of the audit chain under which the release was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestAudit {
    pub sequence: i64,
    pub hash: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestFile {
    pub sha256: String,
    pub bytes: i64,
}

/// One file of a release, hashed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub name: String,
    pub ok: bool,
    pub expected: String,
    /// None when the file is gone.
    pub found: Option<String>,
}

/// Freezes the content under the next number. A content without observations is refused.
pub async fn create(store: &Store, who: &Actor, now: &str, content: Content) -> Result<Release> {
    let last_observation = content.observations.iter().map(|o| o.id).max();
    let last_observation =
        last_observation.ok_or_else(|| Problem::new(&kinds::RELEASE_EMPTY).with("plan", &content.plan))?;
    let mut files = BTreeMap::new();
    for (name, bytes) in encoded(&content)? {
        files.insert(name, kept(store, bytes).await?);
    }
    let public = serde_json::to_vec_pretty(&public_manifest(&content, last_observation, &files));
    files.insert(PUBLIC_MANIFEST.to_owned(), kept(store, public.map_err(Error::damaged)?).await?);
    let write = store.begin(who, now).await?;
    let manifest = manifest(&write, &content, last_observation, files).await?;
    let text = serde_json::to_vec_pretty(&manifest).map_err(Error::damaged)?;
    let size = text.len() as i64;
    let manifest_sha256 = store.files.put(text).await?;
    let release = row(&manifest, &content, &manifest_sha256).insert(write.on()).await?;
    let own = ManifestFile { sha256: manifest_sha256.clone(), bytes: size };
    for (name, file) in manifest.files.iter().chain([(&MANIFEST.to_owned(), &own)]) {
        let row = release_file::ActiveModel {
            release_number: Set(release.number),
            name: Set(name.clone()),
            sha256: Set(file.sha256.clone()),
            bytes: Set(file.bytes),
        };
        row.insert(write.on()).await?;
    }
    let details = json!({
        "plan": release.plan, "status": release.status, "manifest": manifest_sha256,
        "last_observation": last_observation, "supersedes": release.supersedes,
    });
    write.commit(Event::new("release.create", release.number, details)).await?;
    Ok(release)
}

async fn kept(store: &Store, bytes: Vec<u8>) -> Result<ManifestFile> {
    let size = bytes.len() as i64;
    Ok(ManifestFile { sha256: store.files.put(bytes).await?, bytes: size })
}

fn encoded(content: &Content) -> Result<Vec<(String, Vec<u8>)>> {
    let packages: Vec<_> = content.packages.iter().map(package).collect::<Result<_>>()?;
    let Content { observations, values, judgements, ratings, public, .. } = content;
    let note = content.demo.then_some(INVENTED);
    Ok(vec![
        (OBSERVATIONS.to_owned(), observations::write(observations, note)?),
        (VALUES.to_owned(), values::write(values, note)?),
        (JUDGEMENTS.to_owned(), judgements::write(judgements, note)?),
        (RATINGS.to_owned(), ratings::write(ratings, note)?),
        (format!("{PUBLIC}{OBSERVATIONS}"), observations::write(&public.observations, note)?),
        (format!("{PUBLIC}{VALUES}"), values::write(&public.values, note)?),
        (format!("{PUBLIC}{JUDGEMENTS}"), judgements::write(&public.judgements, note)?),
        (format!("{PUBLIC}{RATINGS}"), ratings::write_public(ratings, note)?),
        (PACKAGES.to_owned(), serde_json::to_vec_pretty(&packages).map_err(Error::damaged)?),
    ])
}

fn public_manifest(content: &Content, last_observation: i64, files: &BTreeMap<String, ManifestFile>) -> PublicManifest {
    let public = files.iter().filter(|(name, _)| is_public(name));
    PublicManifest {
        plan: content.plan.to_string(),
        status: content.status,
        heng: content.heng_version.clone(),
        demo: content.demo,
        last_observation,
        packages: content.packages.iter().map(manifest_package).collect(),
        files: public.map(|(name, file)| (name.clone(), file.clone())).collect(),
    }
}

fn manifest_package(package: &Package) -> ManifestPackage {
    ManifestPackage {
        kind: package.kind.clone(),
        code: package.code.clone(),
        version: package.version.clone(),
        sha256: package.digest.clone(),
    }
}

fn package(package: &Package) -> Result<serde_json::Value> {
    let files: BTreeMap<String, String> = serde_json::from_str(&package.files).map_err(Error::damaged)?;
    Ok(json!({"kind": package.kind, "code": package.code, "version": package.version, "files": files}))
}

async fn manifest(
    write: &Write,
    content: &Content,
    last_observation: i64,
    files: BTreeMap<String, ManifestFile>,
) -> Result<Manifest> {
    let last = release::Entity::find().order_by_desc(release::Column::Number).one(write.on()).await?;
    let of_plan = release::Entity::find()
        .filter(release::Column::Plan.eq(content.plan.as_str()))
        .order_by_desc(release::Column::Number)
        .one(write.on())
        .await?;
    let (sequence, hash) = audit::head(write).await?;
    Ok(Manifest {
        release: last.map_or(0, |r| r.number) + 1,
        plan: content.plan.to_string(),
        status: content.status,
        supersedes: of_plan.map(|r| r.number),
        created_by: write.who.clone(),
        created_at: write.now.clone(),
        heng: content.heng_version.clone(),
        demo: content.demo,
        last_observation,
        packages: content.packages.iter().map(manifest_package).collect(),
        audit: ManifestAudit { sequence, hash },
        files,
    })
}

fn row(manifest: &Manifest, content: &Content, manifest_sha256: &str) -> release::ActiveModel {
    release::ActiveModel {
        number: Set(manifest.release),
        plan: Set(manifest.plan.clone()),
        status: Set(manifest.status.code().to_owned()),
        observations: Set(content.observations.len() as i64),
        indicator_values: Set(content.values.len() as i64),
        last_observation: Set(manifest.last_observation),
        supersedes: Set(manifest.supersedes),
        manifest_sha256: Set(manifest_sha256.to_owned()),
        audit_sequence: Set(manifest.audit.sequence),
        audit_hash: Set(manifest.audit.hash.clone()),
        created_by: Set(manifest.created_by.clone()),
        created_at: Set(manifest.created_at.clone()),
    }
}

pub async fn get(store: &Store, number: i64) -> Result<Option<Release>> {
    Ok(release::Entity::find_by_id(number).one(store.reader()).await?)
}

/// Releases, of one plan or all, newest first.
pub async fn list(store: &Store, plan: Option<&PlanCode>) -> Result<Vec<Release>> {
    let mut rows = release::Entity::find().order_by_desc(release::Column::Number);
    if let Some(plan) = plan {
        rows = rows.filter(release::Column::Plan.eq(plan.as_str()));
    }
    Ok(rows.all(store.reader()).await?)
}

/// Files of a release by name, the manifest among them.
pub async fn files(store: &Store, number: i64) -> Result<Vec<ReleaseFile>> {
    let rows = release_file::Entity::find().filter(release_file::Column::ReleaseNumber.eq(number));
    let mut rows = rows.all(store.reader()).await?;
    rows.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(rows)
}

/// Hash of the manifest that everybody may fetch, by release; none of those made before there was one.
pub async fn public_manifests(store: &Store, numbers: &[i64]) -> Result<BTreeMap<i64, String>> {
    let rows = release_file::Entity::find()
        .filter(release_file::Column::Name.eq(PUBLIC_MANIFEST))
        .filter(release_file::Column::ReleaseNumber.is_in(numbers.iter().copied()));
    Ok(rows.all(store.reader()).await?.into_iter().map(|file| (file.release_number, file.sha256)).collect())
}

/// The manifest, from the file whose hash the release holds.
pub async fn read_manifest(store: &Store, release: &Release) -> Result<Manifest> {
    let bytes = store.files.get(&release.manifest_sha256).await?;
    serde_json::from_slice(&bytes).map_err(Error::damaged)
}

/// Hashes every file again: the manifest against the hash the release holds, the others against the manifest.
pub async fn verify(store: &Store, release: &Release) -> Result<Vec<Checked>> {
    let mut expected = BTreeMap::from([(MANIFEST.to_owned(), release.manifest_sha256.clone())]);
    match read_manifest(store, release).await {
        Ok(manifest) => expected.extend(manifest.files.into_iter().map(|(name, file)| (name, file.sha256))),
        // The manifest is not what it was: its own line says so, the others are held to the database.
        Err(_) => {
            expected.extend(files(store, release.number).await?.into_iter().map(|file| (file.name, file.sha256)));
        }
    }
    let mut checked = Vec::new();
    for (name, expected) in expected {
        let found = store.files.rehash(&expected).await?;
        checked.push(Checked { ok: found.as_ref() == Some(&expected), name, expected, found });
    }
    Ok(checked)
}

/// The bytes of a file of a release; a file that is no longer what the manifest says is `Error::Damaged`.
pub async fn read_file(store: &Store, release: &Release, name: &str) -> Result<Option<Vec<u8>>> {
    if name == MANIFEST {
        return store.files.get(&release.manifest_sha256).await.map(Some);
    }
    match read_manifest(store, release).await?.files.get(name) {
        Some(file) => store.files.get(&file.sha256).await.map(Some),
        None => Ok(None),
    }
}

async fn own(store: &Store, release: &Release, name: &str) -> Result<Vec<u8>> {
    let held = read_file(store, release, name).await?;
    held.ok_or_else(|| Error::damaged(format!("release {} has no {name}", release.number)))
}

pub async fn read_observations(store: &Store, release: &Release) -> Result<Vec<Observation>> {
    observations::read(own(store, release, OBSERVATIONS).await?)
}

/// The observations of a release's `observations.parquet`, from its bytes; and those bytes from observations.
pub fn decode_observations(bytes: Vec<u8>) -> Result<Vec<Observation>> {
    observations::read(bytes)
}

pub fn encode_observations(observations: &[Observation]) -> Result<Vec<u8>> {
    observations::write(observations, None)
}

pub async fn read_values(store: &Store, release: &Release) -> Result<Vec<IndicatorValue>> {
    values::read(own(store, release, VALUES).await?)
}

/// Whether a release was made with what is for everybody.
pub async fn has_public(store: &Store, release: &Release) -> Result<bool> {
    Ok(read_manifest(store, release).await?.files.contains_key(PUBLIC_MANIFEST))
}

/// What a release holds for everybody; none where it was made before there was any of that.
pub async fn read_public(store: &Store, release: &Release) -> Result<Option<Public>> {
    let file = async |name: &str| read_file(store, release, &format!("{PUBLIC}{name}")).await;
    let (Some(observations), Some(values), Some(judgements)) =
        (file(OBSERVATIONS).await?, file(VALUES).await?, file(JUDGEMENTS).await?)
    else {
        return Ok(None);
    };
    Ok(Some(Public {
        observations: observations::read(observations)?,
        values: values::read(values)?,
        judgements: judgements::read(judgements)?,
    }))
}

pub async fn read_judgements(store: &Store, release: &Release) -> Result<Vec<JudgedIn>> {
    judgements::read(own(store, release, JUDGEMENTS).await?)
}

/// Of each objective and year the rating that counted when the release was made; none where it was made before ratings were
/// frozen.
pub async fn read_ratings(store: &Store, release: &Release) -> Result<Option<Vec<PublicRating>>> {
    let held = read_file(store, release, &format!("{PUBLIC}{RATINGS}")).await?;
    held.map(ratings::read_public).transpose()
}

/// Files of the plan and catalogue that were in force, by kind and code.
pub async fn read_packages(store: &Store, release: &Release) -> Result<Vec<PackageFiles>> {
    serde_json::from_slice(&own(store, release, PACKAGES).await?).map_err(Error::damaged)
}

/// A package as a release holds it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PackageFiles {
    pub kind: String,
    pub code: String,
    pub version: String,
    /// Path → text.
    pub files: BTreeMap<String, String>,
}
