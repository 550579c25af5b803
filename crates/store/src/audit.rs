//! The audit chain: one link a change of state, sign-in, export and change of rights. Each link holds the hash of the
//! one before it, so that a link cannot be changed, left out or put in without every later hash differing.
//!
//! The last links could still be cut off together; a release keeps the head it was made under, so `verify` also
//! looks for the heads that the releases name.

use sea_orm::sea_query::LikeExpr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::engine::{Store, Write};
use crate::entities::{audit_event, release};
use crate::error::Result;

pub type Link = audit_event::Model;

/// What the first link has before it.
const ORIGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Links read at a time while verifying.
const PAGE: u64 = 5000;

/// What happened: `noun.verb`, to what, with what details.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub action: &'static str,
    pub subject: String,
    pub details: Value,
}

impl Event {
    pub fn new(action: &'static str, subject: impl ToString, details: Value) -> Self {
        Self { action, subject: subject.to_string(), details }
    }
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub ok: bool,
    /// Links that are there.
    pub events: i64,
    /// Sequence number of the first link that is wrong or gone.
    pub first_bad: Option<i64>,
    /// Hash of the last link, to be kept elsewhere.
    pub head: String,
}

/// Appends a link within a write; the write's lock keeps the order.
pub(crate) async fn append(write: &Write, event: Event) -> Result<i64> {
    let (sequence, previous_hash) = head(write).await?;
    let mut link = Link {
        sequence: sequence + 1,
        at: write.now.clone(),
        actor: write.who.clone(),
        action: event.action.to_owned(),
        subject: event.subject,
        details: event.details.to_string(),
        previous_hash,
        hash: String::new(),
    };
    link.hash = hash(&link);
    let sequence = link.sequence;
    audit_event::ActiveModel {
        sequence: Set(link.sequence),
        at: Set(link.at),
        actor: Set(link.actor),
        action: Set(link.action),
        subject: Set(link.subject),
        details: Set(link.details),
        previous_hash: Set(link.previous_hash),
        hash: Set(link.hash),
    }
    .insert(write.on())
    .await?;
    Ok(sequence)
}

/// Number of the last link, 0 where there is none: all that is told of the store and was settled up to it still holds.
pub async fn last_number(store: &Store) -> Result<i64> {
    let last = audit_event::Entity::find().select_only().column(audit_event::Column::Sequence);
    let last: Option<i64> = last.order_by_desc(audit_event::Column::Sequence).into_tuple().one(store.reader()).await?;
    Ok(last.unwrap_or(0))
}

/// Number and hash of the last link.
pub(crate) async fn head(write: &Write) -> Result<(i64, String)> {
    let last = audit_event::Entity::find().order_by_desc(audit_event::Column::Sequence).one(write.on()).await?;
    Ok(last.map_or((0, ORIGIN.to_owned()), |link| (link.sequence, link.hash)))
}

/// SHA-256 over the link's fields as a JSON array: one text, no two links share it.
fn hash(link: &Link) -> String {
    let text = serde_json::json!([
        link.sequence,
        link.at,
        link.actor,
        link.action,
        link.subject,
        link.details,
        link.previous_hash
    ]);
    format!("{:x}", Sha256::digest(text.to_string()))
}

/// Recomputes the whole chain.
pub async fn verify(store: &Store) -> Result<Verdict> {
    let mut heads = release_heads(store).await?;
    let (mut events, mut first_bad) = (0, None);
    let (mut sequence, mut previous) = (0, ORIGIN.to_owned());
    loop {
        let links = list(store, sequence, PAGE).await?;
        if links.is_empty() {
            break;
        }
        for link in links {
            let follows = link.sequence == sequence + 1 && link.previous_hash == previous && link.hash == hash(&link);
            let named = heads.iter().all(|(at, hash)| *at != link.sequence || *hash == link.hash);
            if first_bad.is_none() && !(follows && named) {
                first_bad = Some(sequence + 1);
            }
            heads.retain(|(at, _)| *at != link.sequence);
            events += 1;
            (sequence, previous) = (link.sequence, link.hash);
        }
    }
    let gone = heads.iter().any(|(at, _)| *at > 0).then_some(sequence + 1);
    let first_bad = first_bad.or(gone);
    Ok(Verdict { ok: first_bad.is_none(), events, first_bad, head: previous })
}

/// Heads of the chain that releases were made under.
async fn release_heads(store: &Store) -> Result<Vec<(i64, String)>> {
    let releases = release::Entity::find().all(store.reader()).await?;
    Ok(releases.into_iter().map(|r| (r.audit_sequence, r.audit_hash)).collect())
}

/// Links after a number, oldest first.
pub async fn list(store: &Store, after: i64, limit: u64) -> Result<Vec<Link>> {
    let links = audit_event::Entity::find()
        .filter(audit_event::Column::Sequence.gt(after))
        .order_by_asc(audit_event::Column::Sequence)
        .limit(limit);
    Ok(links.all(store.reader()).await?)
}

/// Which links are asked for; what is left out does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Any of these names.
    pub actors: Option<Vec<String>>,
    pub action: Option<String>,
    /// Part of the subject.
    pub subject: Option<String>,
    /// From this moment on, before that one.
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Filter {
    fn condition(&self) -> Condition {
        use audit_event::Column;
        Condition::all()
            .add_option(self.actors.as_ref().map(|names| Column::Actor.is_in(names)))
            .add_option(self.action.as_ref().map(|action| Column::Action.eq(action)))
            .add_option(self.subject.as_ref().map(|part| Column::Subject.like(within(part))))
            .add_option(self.from.as_ref().map(|from| Column::At.gte(from)))
            .add_option(self.to.as_ref().map(|to| Column::At.lt(to)))
    }
}

/// A text anywhere in another, its own `%` and `_` taken as they are.
fn within(part: &str) -> LikeExpr {
    let plain = part.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{plain}%")).escape('\\')
}

/// Links before a number, or the last ones, newest first.
pub async fn page(store: &Store, filter: &Filter, before: Option<i64>, limit: u64) -> Result<Vec<Link>> {
    let mut links = audit_event::Entity::find().filter(filter.condition());
    if let Some(before) = before {
        links = links.filter(audit_event::Column::Sequence.lt(before));
    }
    Ok(links.order_by_desc(audit_event::Column::Sequence).limit(limit).all(store.reader()).await?)
}

/// How many links there are of a kind.
pub async fn count(store: &Store, filter: &Filter) -> Result<u64> {
    Ok(audit_event::Entity::find().filter(filter.condition()).count(store.reader()).await?)
}

/// Everybody who has done something, by the name on record.
pub async fn actors(store: &Store) -> Result<Vec<String>> {
    let names = audit_event::Entity::find().select_only().column(audit_event::Column::Actor).distinct();
    Ok(names.order_by_asc(audit_event::Column::Actor).into_tuple().all(store.reader()).await?)
}

/// The last link of an action on a subject.
pub(crate) async fn last(on: &impl ConnectionTrait, action: &str, subject: &str) -> Result<Option<Link>> {
    let links = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(subject))
        .filter(audit_event::Column::Action.eq(action));
    Ok(links.order_by_desc(audit_event::Column::Sequence).one(on).await?)
}
