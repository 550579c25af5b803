//! Packages in the browser: those that are held, a document read and drafted, an archive checked and put in force.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use heng_plan::draft::draft;
use heng_plan::model::{Catalogue, Plan};
use heng_plan::package::{self, FileChange, Files, Package, archive, changes};
use heng_plan::read::{ReadPlan, ReadTarget, read_document};
use heng_store::tables::packages::{self, Kind};
use tokio::sync::Semaphore;

use super::names::Names;
use super::{checks, imports};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::policy::{Principal, Resource};
use crate::views::{
    FileChangeView, NoticeView, PackageCheck, PackageFacts, PackageImported, PackageRow, ReadDomainView, ReadEntryView,
    ReadTargetView, ReadingView, RowsView, TableCount, UnfitPlan,
};

/// Keys of rows that are told of a table.
const TOLD: usize = 30;

/// Every import, newest first.
pub async fn list(app: &App, who: &Principal) -> Result<Vec<PackageRow>> {
    app.require(who, "package.import", Resource::Office)?;
    let names = Names::load(app, who).await?;
    let mut newest = BTreeMap::new();
    let mut rows = Vec::new();
    for held in packages::all(app.store()).await? {
        let first = *newest.entry((held.kind.clone(), held.code.clone())).or_insert(held.id);
        rows.push(row(&held, first == held.id, &names)?);
    }
    Ok(rows)
}

fn row(held: &packages::Package, in_force: bool, names: &Names) -> Result<PackageRow> {
    let title = match package::read(&held.contents()?).0 {
        Some(Package::Plan(plan)) => Some(plan.title.zh),
        _ => None,
    };
    Ok(PackageRow {
        id: held.id,
        kind: held.kind.clone(),
        code: held.code.clone(),
        version: held.version.clone(),
        title,
        in_force,
        digest: held.digest.clone(),
        imported_by: names.of(&held.imported_by),
        imported_at: held.imported_at.clone(),
    })
}

/// A package as it was imported, as an archive with its name.
pub async fn file(app: &App, who: &Principal, id: i64) -> Result<(String, Vec<u8>)> {
    app.require(who, "package.import", Resource::Office)?;
    let held = packages::get(app.store(), id).await?.ok_or_else(|| Failure::absent("规划包", "package", id))?;
    let files = held.contents()?;
    let files = files.iter().map(|(name, content)| (name.as_str(), content.as_slice()));
    Ok((format!("{}-{}-{id}.zip", held.kind, held.code), archive::pack(files).map_err(Failure::system)?))
}

/// What a plan document says.
pub async fn read(app: &App, who: &Principal, name: String, bytes: Vec<u8>) -> Result<ReadingView> {
    app.require(who, "package.import", Resource::Office)?;
    Ok(reading(&read_whole(name, bytes).await?))
}

/// The beginning of a package made from a plan document, as an archive.
pub async fn begin(app: &App, who: &Principal, name: String, bytes: Vec<u8>) -> Result<Vec<u8>> {
    app.require(who, "package.import", Resource::Office)?;
    let files = draft(&read_whole(name, bytes).await?);
    let files = files.iter().map(|(name, content)| (name.as_str(), content.as_bytes()));
    archive::pack(files).map_err(Failure::system)
}

/// A long document takes seconds: beside the server's other work.
async fn read_whole(name: String, bytes: Vec<u8>) -> Result<ReadPlan> {
    let (read, name) = beside(move || (read_document(&bytes, &name), name)).await?;
    match read.unread() {
        Some(notice) => {
            let problem =
                Problem::new(&kinds::DOCUMENT_UNREAD).with("zh", &notice.message).with("en", &notice.message_en);
            Err(problem.file(name).into())
        }
        None => Ok(read),
    }
}

/// Work on a file that may need much memory: so many at a time, each beside the server's other work. Whoever asked may
/// hang up meanwhile; the work goes on, so it keeps its turn itself.
pub(super) async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    static TURNS: Semaphore = Semaphore::const_new(2);
    let turn = TURNS.acquire().await.map_err(Failure::system)?;
    beside(move || {
        let _turn = turn;
        work()
    })
    .await
}

/// Work that takes long, beside the server's other work.
pub(super) async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::system)
}

fn reading(read: &ReadPlan) -> ReadingView {
    let entry = |number: &str, text: &str, line: usize, targets: &[ReadTarget]| ReadEntryView {
        number: number.to_owned(),
        text: text.to_owned(),
        line,
        targets: targets.iter().map(target).collect(),
    };
    let domains: Vec<ReadDomainView> = read
        .domains
        .iter()
        .map(|domain| ReadDomainView {
            number: domain.number.clone(),
            title: domain.title.clone(),
            objectives: domain.objectives.iter().map(|o| entry(&o.number, &o.text, o.line, &o.targets)).collect(),
            measures: domain.measures.iter().map(|m| entry(&m.number, &m.text, m.line, &m.targets)).collect(),
        })
        .collect();
    let projects: Vec<ReadEntryView> =
        read.projects.iter().map(|p| entry(&p.number, &p.text, p.line, &p.targets)).collect();
    let entries = domains.iter().flat_map(|d| d.objectives.iter().chain(&d.measures)).chain(&projects);
    ReadingView {
        title: read.title.clone(),
        area: read.area.clone(),
        start: read.period.map(|period| period.start),
        end: read.period.map(|period| period.end),
        objectives: domains.iter().map(|domain| domain.objectives.len()).sum(),
        measures: domains.iter().map(|domain| domain.measures.len()).sum(),
        targets: entries.map(|entry| entry.targets.len()).sum(),
        notices: read.notices.iter().map(notice).collect(),
        domains,
        projects,
    }
}

fn target(target: &ReadTarget) -> ReadTargetView {
    ReadTargetView {
        indicator: target.indicator.clone(),
        operator: target.operator.as_str().to_owned(),
        value: target.value.map(|value| value.normalize().to_string()),
        unit: target.unit.clone(),
        year: target.year,
        standard: target.standard.clone(),
        quote: target.quote.clone(),
        line: target.line,
    }
}

fn notice(notice: &heng_plan::read::Notice) -> NoticeView {
    NoticeView { line: notice.line, message: notice.message.clone(), message_en: notice.message_en.clone() }
}

/// Everything that is wrong with an archive's package, and what it would change; nothing is written.
pub async fn check(app: &App, who: &Principal, bytes: Vec<u8>) -> Result<PackageCheck> {
    app.require(who, "package.import", Resource::Office)?;
    let files = unpack(bytes).await?;
    let (read, problems) = imports::checked(app, &files).await?;
    let Some(read) = read else {
        return Ok(PackageCheck {
            problems,
            package: None,
            replaces: None,
            changes: Vec::new(),
            unfit_plans: Vec::new(),
        });
    };
    let (kind, code, _) = imports::identity(&read);
    let held = packages::in_force(app.store(), kind, &code).await?;
    let before = held.as_ref().map(packages::Package::contents).transpose()?.unwrap_or_default();
    let replaces = match &held {
        Some(held) => Some(row(held, true, &Names::load(app, who).await?)?),
        None => None,
    };
    Ok(PackageCheck {
        problems,
        unfit_plans: unfit(app, &read).await?,
        package: Some(facts(&read)),
        replaces,
        changes: changes(&before, &files).into_iter().map(change).collect(),
    })
}

/// Puts an archive's package in force.
pub async fn import(app: &App, who: &Principal, reason: &str, bytes: Vec<u8>) -> Result<PackageImported> {
    app.require(who, "package.import", Resource::Office)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Problem::new(&kinds::REASON_MISSING).field("reason").into());
    }
    let done = imports::package(app, who, &unpack(bytes).await?, Some(reason.to_owned())).await?;
    let imports::Imported { kind, code, version, title, fresh } = done;
    Ok(PackageImported { kind: kind.code().to_owned(), code, version, title, fresh })
}

async fn unpack(bytes: Vec<u8>) -> Result<Files> {
    Ok(beside(move || archive::unpack(&bytes)).await??)
}

fn facts(read: &Package) -> PackageFacts {
    let (kind, code, version) = imports::identity(read);
    let (title, counts) = match read {
        Package::Plan(plan) => (Some(plan.title.zh.clone()), of_plan(plan)),
        Package::Catalogue(catalogue) => (None, of_catalogue(catalogue)),
    };
    let counts = counts.into_iter().map(|(table, count)| TableCount { table: table.to_owned(), count });
    PackageFacts { kind: kind.code().to_owned(), code, version, title, counts: counts.collect() }
}

fn of_plan(plan: &Plan) -> Vec<(&'static str, usize)> {
    vec![
        ("domains", plan.domains.len()),
        ("objectives", plan.objectives.len()),
        ("measures", plan.measures.len()),
        ("projects", plan.projects.len()),
        ("targets", plan.targets.len()),
        ("units", plan.units.len()),
        ("responsibilities", plan.responsibilities.len()),
        ("forms", plan.form_items.len()),
        ("series", plan.series.len()),
        ("checks", plan.checks.len()),
    ]
}

fn of_catalogue(catalogue: &Catalogue) -> Vec<(&'static str, usize)> {
    vec![
        ("items", catalogue.items.len()),
        ("indicators", catalogue.indicators.len()),
        ("areas", catalogue.areas.len()),
        ("sources", catalogue.sources.len()),
        ("references", catalogue.references.len()),
        ("standards", catalogue.standards.len()),
        ("checks", catalogue.checks.len()),
    ]
}

fn change(change: FileChange) -> FileChangeView {
    let state = if change.new {
        "new"
    } else if change.gone {
        "gone"
    } else {
        "changed"
    };
    let rows = |mut keys: Vec<String>| {
        let count = keys.len();
        keys.truncate(TOLD);
        RowsView { count, first: keys }
    };
    FileChangeView {
        path: change.path,
        state: state.to_owned(),
        added: rows(change.added),
        removed: rows(change.removed),
        changed: rows(change.changed),
    }
}

/// The plans in force that name this catalogue and have faults with it: it is of another version, or lacks what they use.
pub(super) async fn unfit(app: &App, read: &Package) -> Result<Vec<UnfitPlan>> {
    let Package::Catalogue(catalogue) = read else { return Ok(Vec::new()) };
    let mut unfit = Vec::new();
    for held in packages::list(app.store(), Kind::Plan).await? {
        let files = held.contents()?;
        let (Some(read), _) = package::read(&files) else { continue };
        let Package::Plan(plan) = &read else { continue };
        let mut faults = package::check(&read, Some(catalogue), &files);
        faults.extend(checks::faults(&read, Some(catalogue)));
        if plan.catalogue == catalogue.code && !faults.is_empty() {
            let title = plan.title.zh.clone();
            unfit.push(UnfitPlan { title, faults: faults.len(), first: faults.into_iter().next() });
        }
    }
    Ok(unfit)
}
