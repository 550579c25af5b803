//! The audit chain.

use heng_base::problem::{Problem, kinds};
use heng_store::audit::{self, Filter, Link, Verdict};
use heng_store::tables::exports;
use serde::Deserialize;
use utoipa::IntoParams;

use super::names::Names;
use super::subjects::Subjects;
use crate::app::App;
use crate::clock;
use crate::csv_file::{CsvFile, text};
use crate::failure::Result;
use crate::policy::{Principal, Resource};
use crate::views::{AuditEventView, AuditPage};

/// Events of a page, unless fewer are asked for.
const PAGE: u64 = 50;
const LONGEST: u64 = 500;

/// Events exported at a time.
const EXPORTED: u64 = 100_000;

/// Which events; what is left out does not narrow.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asking {
    /// Part of the name of who did it.
    pub actor: Option<String>,
    /// `noun.verb`.
    pub action: Option<String>,
    /// Part of what it was done to.
    pub subject: Option<String>,
    /// From this moment on, `2026-03-31T08:00:00.000Z`.
    pub from: Option<String>,
    /// Before this moment.
    pub to: Option<String>,
    /// Only events with a smaller number: the next page.
    pub before: Option<i64>,
    pub limit: Option<u64>,
}

/// Recomputes the whole chain.
pub async fn verify(app: &App, who: &Principal) -> Result<Verdict> {
    app.require(who, "audit.read", Resource::Office)?;
    Ok(audit::verify(app.store()).await?)
}

/// A page of events, newest first.
pub async fn list(app: &App, who: &Principal, asking: Asking) -> Result<AuditPage> {
    app.require(who, "audit.read", Resource::Office)?;
    let names = Names::load(app, who).await?;
    let filter = read(app, &asking, &names).await?;
    let limit = asking.limit.unwrap_or(PAGE).clamp(1, LONGEST);
    let mut links = audit::page(app.store(), &filter, asking.before, limit + 1).await?;
    let more = links.len() as u64 > limit;
    links.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut subjects = Subjects::new(app, &names);
    let mut events = Vec::new();
    for link in links {
        events.push(view(link, &names, &mut subjects).await?);
    }
    Ok(AuditPage { total: audit::count(app.store(), &filter).await?, events, more })
}

async fn view(link: Link, names: &Names, subjects: &mut Subjects<'_>) -> Result<AuditEventView> {
    let told = subjects.of(&link.action, &link.subject).await?;
    Ok(AuditEventView {
        actor_name: names.of(&link.actor),
        subject_name: told.name,
        plan: told.plan,
        details: serde_json::from_str(&link.details).unwrap_or(serde_json::Value::String(link.details)),
        sequence: link.sequence,
        at: link.at,
        actor: link.actor,
        action: link.action,
        subject: link.subject,
        previous_hash: link.previous_hash,
        hash: link.hash,
    })
}

/// What is asked as the store takes it: a name stands for everybody who is called so.
async fn read(app: &App, asking: &Asking, names: &Names) -> Result<Filter> {
    let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let mut problems = Vec::new();
    for (field, moment) in [("from", given(&asking.from)), ("to", given(&asking.to))] {
        if let Some(moment) = moment.filter(|moment| !clock::is_moment(moment)) {
            problems.push(
                Problem::expected(
                    moment,
                    "写法如 2026-03-31T08:00:00.000Z",
                    "a moment, such as 2026-03-31T08:00:00.000Z",
                )
                .field(field),
            );
        }
    }
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let actors = match given(&asking.actor) {
        None => None,
        Some(part) => {
            let called = |name: &String| name.contains(&part) || names.of(name).contains(&part);
            Some(audit::actors(app.store()).await?.into_iter().filter(called).collect())
        }
    };
    Ok(Filter {
        actors,
        action: given(&asking.action),
        subject: given(&asking.subject),
        from: given(&asking.from),
        to: given(&asking.to),
    })
}

/// The events as CSV that Excel opens as it is, newest first, and on record that they were taken along; `before` and `limit` do not narrow.
pub async fn export(app: &App, who: &Principal, asking: Asking) -> Result<Vec<u8>> {
    app.require(who, "audit.read", Resource::Office)?;
    let names = Names::load(app, who).await?;
    let filter = read(app, &asking, &names).await?;
    let count = audit::count(app.store(), &filter).await?;
    if count > EXPORTED {
        return Err(Problem::new(&kinds::AUDIT_MANY).with("count", count).with("most", EXPORTED).into());
    }
    let heads = ["sequence", "at", "actor", "actor_name", "action", "subject", "details", "previous_hash", "hash"];
    let mut file = CsvFile::new(app, &heads)?;
    let links = audit::page(app.store(), &filter, None, EXPORTED).await?;
    exports::record_audit(app.store(), &who.actor(), &app.now(), links.len()).await?;
    for link in links {
        let sequence = link.sequence.to_string();
        // Names of failed sign-ins are typed by anybody.
        let name = names.of(&link.actor);
        let told = [&link.actor, &name, &link.action, &link.subject, &link.details].map(|cell| text(cell));
        let [actor, name, action, subject, details] = &told;
        let stamps = [&link.previous_hash, &link.hash].map(String::as_str);
        let told = [actor, name, action, subject, details].map(AsRef::as_ref);
        file.row([&sequence, link.at.as_str()].into_iter().chain(told).chain(stamps))?;
    }
    file.done()
}
