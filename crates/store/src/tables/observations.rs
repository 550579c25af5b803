//! Observations: never changed, a correction is the next revision with its reason.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode, UnitCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_collection::entry::Proposed;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use rust_decimal::Decimal;
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::stored;
use crate::engine::{Store, Write};
use crate::entities::observation::{ActiveModel, Column, Entity, Model};
use crate::error::{Error, Result};

/// Rows put in by one statement; 17 columns each, and SQLite takes 32,766 parameters.
const BATCH: usize = 1000;

/// A figure to record: what is said, and by which source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub key: Key,
    /// Absent exactly when `missing` is present.
    pub value: Option<Decimal>,
    pub missing: Option<String>,
    pub obs_status: String,
    pub conf_status: String,
    pub source: SourceCode,
}

impl Figure {
    pub fn new(proposed: Proposed, source: SourceCode) -> Self {
        let Proposed { key, value, missing, obs_status, conf_status } = proposed;
        Self { key, value, missing, obs_status, conf_status, source }
    }
}

/// An observation with when, by whom and why it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub observation: Observation,
    pub reason: Option<String>,
    pub recorded_by: String,
    pub recorded_at: String,
}

impl Recorded {
    /// Takes observations, the oldest first, as they may be shown, each with whether that is all of it. Words given for a figure that may not be are not shown
    /// either, nor those of the revision after it: they tell what was revised.
    pub fn mask(all: &mut [Self], shown: impl Fn(&Observation) -> (Observation, bool)) {
        let mut last: BTreeMap<(Key, SourceCode), bool> = BTreeMap::new();
        for one in all {
            let (masked, whole) = shown(&one.observation);
            let before = last.insert((masked.key.clone(), masked.source.clone()), whole);
            if !whole || before == Some(false) {
                one.reason = None;
            }
            one.observation = masked;
        }
    }
}

pub(super) enum Origin {
    Submission { submission: i64, unit: String },
    Import(i64),
}

/// A figure that says something new, with the revision that it becomes.
pub(super) struct Fresh {
    figure: Figure,
    revision: u32,
}

/// Those figures that say something new. A figure that differs from its source's last one needs a reason; without one
/// all such figures are refused together. The same figure twice in one lot counts once, two different ones as a
/// revision.
pub(super) async fn fresh(write: &Write, figures: Vec<Figure>, reason: Option<&str>) -> Result<Vec<Fresh>> {
    let mut last = last(write, &figures).await?;
    let (mut fresh, mut problems) = (Vec::new(), Vec::new());
    for figure in figures {
        let slot = (figure.key.clone(), figure.source.clone());
        let held = last.get(&slot);
        if held.is_some_and(|(held, _)| held.says_same(&figure)) {
            continue;
        }
        if let (Some((held, _)), None) = (held, reason) {
            problems.push(unexplained(&figure, held));
        }
        let revision = held.map_or(0, |(_, revision)| *revision) + 1;
        last.insert(slot, (Said::of(&figure), revision));
        fresh.push(Fresh { figure, revision });
    }
    if problems.is_empty() { Ok(fresh) } else { Err(problems.into()) }
}

/// What a source last said of a key.
#[derive(PartialEq)]
struct Said {
    value: Option<Decimal>,
    missing: Option<String>,
    obs_status: String,
    conf_status: String,
}

impl Said {
    fn of(figure: &Figure) -> Self {
        let Figure { value, missing, obs_status, conf_status, .. } = figure.clone();
        Self { value, missing, obs_status, conf_status }
    }

    fn says_same(&self, figure: &Figure) -> bool {
        *self == Self::of(figure)
    }
}

type Last = BTreeMap<(Key, SourceCode), (Said, u32)>;

/// The last revision of every figure that the sources of these figures have given.
async fn last(write: &Write, figures: &[Figure]) -> Result<Last> {
    let sources: std::collections::BTreeSet<&str> = figures.iter().map(|f| f.source.as_str()).collect();
    let mut last = Last::new();
    for source in sources {
        let rows = Entity::find().filter(Column::Source.eq(source)).order_by_asc(Column::Id).all(write.on()).await?;
        for row in rows {
            let observation = read(row)?.observation;
            let Observation { key, value, missing, obs_status, conf_status, source, revision, .. } = observation;
            last.insert((key, source), (Said { value, missing, obs_status, conf_status }, revision));
        }
    }
    Ok(last)
}

fn unexplained(figure: &Figure, held: &Said) -> Problem {
    let shown = |value: Option<Decimal>, missing: &Option<String>| {
        value.map_or_else(|| missing.clone().unwrap_or_default(), |v| v.to_string())
    };
    let breakdown = match figure.key.breakdown.is_total() {
        true => String::new(),
        false => format!("[{}]", figure.key.breakdown),
    };
    Problem::new(&kinds::OBSERVATION_REASON)
        .with("subject", format!("{}{breakdown}", figure.key.subject.code()))
        .with("period", figure.key.period)
        .with("old", shown(held.value, &held.missing))
        .with("new", shown(figure.value, &figure.missing))
}

/// Writes new revisions; returns their ids, ascending.
pub(super) async fn record(
    write: &Write,
    fresh: Vec<Fresh>,
    origin: &Origin,
    reason: Option<&str>,
) -> Result<Vec<i64>> {
    let before = greatest(write.on()).await?;
    let count = fresh.len();
    let rows: Vec<_> = fresh.into_iter().map(|f| row(write, f, origin, reason)).collect();
    for batch in rows.chunks(BATCH) {
        Entity::insert_many(batch.to_vec()).exec_without_returning(write.on()).await?;
    }
    let ids: Vec<i64> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Id.gt(before))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(write.on())
        .await?;
    if ids.len() != count {
        return Err(Error::damaged(format!("{count} observations written, {} found", ids.len())));
    }
    Ok(ids)
}

async fn greatest(on: &impl ConnectionTrait) -> Result<i64> {
    let last: Option<i64> =
        Entity::find().select_only().column(Column::Id).order_by_desc(Column::Id).into_tuple().one(on).await?;
    Ok(last.unwrap_or(0))
}

/// Id of the last observation, 0 where there is none: what was computed up to it is still whole.
pub async fn last_id(store: &Store) -> Result<i64> {
    greatest(store.reader()).await
}

fn row(write: &Write, fresh: Fresh, origin: &Origin, reason: Option<&str>) -> ActiveModel {
    let Fresh { figure, revision } = fresh;
    let (submission_id, unit, import_id) = match origin {
        Origin::Submission { submission, unit } => (Some(*submission), Some(unit.clone()), None),
        Origin::Import(import) => (None, None, Some(*import)),
    };
    ActiveModel {
        id: NotSet,
        subject_kind: Set(kind(&figure.key.subject).to_owned()),
        subject_code: Set(figure.key.subject.code().to_owned()),
        area: Set(figure.key.area.to_string()),
        period: Set(figure.key.period.to_string()),
        breakdown: Set(figure.key.breakdown.to_string()),
        value: Set(figure.value.map(|v| v.to_string())),
        missing: Set(figure.missing),
        obs_status: Set(figure.obs_status),
        conf_status: Set(figure.conf_status),
        source: Set(figure.source.to_string()),
        submission_id: Set(submission_id),
        unit: Set(unit),
        import_id: Set(import_id),
        revision: Set(i64::from(revision)),
        reason: Set(reason.filter(|_| revision > 1).map(str::to_owned)),
        recorded_by: Set(write.who.clone()),
        recorded_at: Set(write.now.clone()),
    }
}

pub(crate) fn kind(subject: &Subject) -> &'static str {
    match subject {
        Subject::Item(_) => "item",
        Subject::Indicator(_) => "indicator",
    }
}

fn read(row: Model) -> Result<Recorded> {
    let code = &row.subject_code;
    let subject = match row.subject_kind.as_str() {
        "item" => Subject::Item(stored(code, ItemCode::parse(code))?),
        _ => Subject::Indicator(stored(code, IndicatorCode::parse(code))?),
    };
    let provenance = match (row.submission_id, &row.unit, row.import_id) {
        (Some(submission), Some(unit), None) => {
            Provenance::Submission { submission, unit: stored(unit, UnitCode::parse(unit))? }
        }
        (None, None, Some(import)) => Provenance::Import { import },
        _ => return Err(Error::damaged(format!("observation {} has no origin", row.id))),
    };
    let value = row.value.as_deref();
    let observation = Observation {
        id: row.id,
        key: Key {
            subject,
            area: stored(&row.area, AreaCode::parse(&row.area))?,
            period: stored(&row.period, Period::parse(&row.period))?,
            breakdown: stored(&row.breakdown, Breakdown::parse(&row.breakdown))?,
        },
        value: value.map(|text| stored(text, Decimal::from_str_exact(text))).transpose()?,
        missing: row.missing,
        obs_status: row.obs_status,
        conf_status: row.conf_status,
        source: stored(&row.source, SourceCode::parse(&row.source))?,
        provenance,
        revision: stored("revision", u32::try_from(row.revision))?,
    };
    Ok(Recorded { observation, reason: row.reason, recorded_by: row.recorded_by, recorded_at: row.recorded_at })
}

pub async fn get(store: &Store, id: i64) -> Result<Option<Recorded>> {
    Entity::find_by_id(id).one(store.reader()).await?.map(read).transpose()
}

/// Every revision of a figure from one source, oldest first.
pub async fn revisions(store: &Store, key: &Key, source: &SourceCode) -> Result<Vec<Recorded>> {
    let rows = Entity::find()
        .filter(Column::SubjectKind.eq(kind(&key.subject)))
        .filter(Column::SubjectCode.eq(key.subject.code()))
        .filter(Column::Area.eq(key.area.as_str()))
        .filter(Column::Period.eq(key.period.to_string()))
        .filter(Column::Breakdown.eq(key.breakdown.to_string()))
        .filter(Column::Source.eq(source.as_str()))
        .order_by_asc(Column::Revision);
    rows.all(store.reader()).await?.into_iter().map(read).collect()
}

/// All observations by id, with every revision; up to an id for the state of an earlier moment.
pub async fn list(store: &Store, until: Option<i64>) -> Result<Vec<Observation>> {
    let mut rows = Entity::find().order_by_asc(Column::Id);
    if let Some(until) = until {
        rows = rows.filter(Column::Id.lte(until));
    }
    rows.all(store.reader()).await?.into_iter().map(|row| read(row).map(|r| r.observation)).collect()
}

/// Observations recorded after `last`, up to `until`, by id.
pub async fn since(store: &Store, last: i64, until: i64) -> Result<Vec<Observation>> {
    let rows = Entity::find().filter(Column::Id.gt(last)).filter(Column::Id.lte(until)).order_by_asc(Column::Id);
    rows.all(store.reader()).await?.into_iter().map(|row| read(row).map(|r| r.observation)).collect()
}

/// Id of the last observation that was recorded before a moment, 0 where there was none.
pub async fn last_before(store: &Store, moment: &str) -> Result<i64> {
    let rows = Entity::find().select_only().column(Column::Id).filter(Column::RecordedAt.lt(moment));
    let last: Option<i64> = rows.order_by_desc(Column::Id).into_tuple().one(store.reader()).await?;
    Ok(last.unwrap_or(0))
}

/// Every revision of the items and indicators with these codes, in all areas and periods, up to an id, by id.
pub async fn of_subjects(store: &Store, codes: &[&str], until: i64) -> Result<Vec<Recorded>> {
    let rows = Entity::find().filter(Column::SubjectCode.is_in(codes.iter().copied())).filter(Column::Id.lte(until));
    rows.order_by_asc(Column::Id).all(store.reader()).await?.into_iter().map(read).collect()
}

/// Figures that were known by the observation `last` and have been revised since, each as it then stood and
/// as it stands, in the order of their last revision.
pub async fn revised_since(store: &Store, last: i64) -> Result<Vec<(Recorded, Recorded)>> {
    let later = Entity::find().filter(Column::Id.gt(last)).filter(Column::Revision.gt(1)).order_by_asc(Column::Id);
    let mut revised: Vec<(Recorded, Recorded)> = Vec::new();
    for row in later.all(store.reader()).await? {
        let now = read(row)?;
        let Observation { key, source, .. } = &now.observation;
        let same = |pair: &(Recorded, Recorded)| (&pair.1.observation.key, &pair.1.observation.source) == (key, source);
        if let Some(at) = revised.iter().position(same) {
            revised[at].1 = now;
            continue;
        }
        let all = revisions(store, key, source).await?;
        let before = all.into_iter().rev().find(|revision| revision.observation.id <= last);
        revised.extend(before.map(|before| (before, now)));
    }
    Ok(revised)
}

/// What a submission has recorded figures or reasons of.
pub(super) async fn keys_of(on: &impl ConnectionTrait, submission: i64) -> Result<Vec<Key>> {
    let rows = Entity::find().filter(Column::SubmissionId.eq(submission)).all(on).await?;
    rows.into_iter().map(|row| read(row).map(|recorded| recorded.observation.key)).collect()
}

/// What came of a submission or an import, by id.
pub async fn of(store: &Store, origin: &Provenance) -> Result<Vec<Observation>> {
    let rows = match origin {
        Provenance::Submission { submission, .. } => Entity::find().filter(Column::SubmissionId.eq(*submission)),
        Provenance::Import { import } => Entity::find().filter(Column::ImportId.eq(*import)),
    };
    let rows = rows.order_by_asc(Column::Id).all(store.reader()).await?;
    rows.into_iter().map(|row| read(row).map(|r| r.observation)).collect()
}
