//! Disclosure control 统计保密 applied: a plan's figures as those are shown them who may not see confidential ones.
//!
//! They get figures that were computed anew from the observations without those that are withheld, and so nothing that
//! could not be computed from what they are shown. What is withheld is decided once for all plans of a catalogue, and again
//! when an observation or a package is new; while that goes on, everything is withheld that a rule is of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use heng_base::codes::PlanCode;
use heng_statistics::dataset::{Dataset, rank};
use heng_statistics::disclosure::{Release, Rounding, Withheld, covered, without_figure};
use heng_statistics::observation::{Key, Observation, Subject};
use heng_store::engine::{Actor, Store};
use heng_store::tables::observations;
use heng_store::tables::withholdings::{self, Withholding};
use rust_decimal::Decimal;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::{Figures, InForce};
use crate::policy::Principal;

/// The right to see all figures.
const RIGHT: &str = "figures.read_confidential";
/// In whose name it is put on record what was withheld.
const SYSTEM: &str = "系统";

/// What was withheld from figures.
#[derive(Clone)]
pub struct Shown {
    pub withheld: Arc<Withheld>,
    /// It is not decided yet: all that a rule is of.
    pub pending: bool,
}

/// What is held decided; see [`App::shown_to`].
#[derive(Default)]
pub(crate) struct Protections {
    /// By catalogue.
    withheld: Mutex<BTreeMap<String, Decided>>,
    shown: Mutex<BTreeMap<PlanCode, Arc<Figures>>>,
    closed: Mutex<BTreeMap<PlanCode, Arc<Figures>>>,
    deciding: tokio::sync::Mutex<()>,
    masking: tokio::sync::Mutex<()>,
}

/// With the import of the catalogue's package and the last observation that it was decided by.
type Decided = ((i64, i64), Arc<Withheld>);

type Held = Mutex<BTreeMap<PlanCode, Arc<Figures>>>;

impl Protections {
    fn decided(&self, figures: &Figures) -> Option<Arc<Withheld>> {
        let held = self.withheld.lock().unwrap_or_else(PoisonError::into_inner);
        let (stamp, withheld) = held.get(figures.catalogue_code())?;
        (*stamp == basis(figures)).then(|| withheld.clone())
    }
}

fn basis(figures: &Figures) -> (i64, i64) {
    (figures.packages[0].id, figures.stamp.1)
}

fn held(of: &Held, figures: &Figures) -> Option<Arc<Figures>> {
    let held = of.lock().unwrap_or_else(PoisonError::into_inner);
    held.get(&figures.plan.code).filter(|held| held.stamp == figures.stamp).cloned()
}

/// One who took long does not put back what is newer.
fn hold(of: &Held, figures: &Arc<Figures>) {
    let mut held = of.lock().unwrap_or_else(PoisonError::into_inner);
    if held.get(&figures.plan.code).is_none_or(|held| held.stamp <= figures.stamp) {
        held.insert(figures.plan.code.clone(), figures.clone());
    }
}

impl App {
    /// Whether the asker sees all figures of a plan.
    pub(crate) fn sees_all(&self, who: &Principal, figures: &Figures) -> Result<bool> {
        self.policy().permits(who, RIGHT, figures.resource())
    }

    /// Current figures as the asker may see them. One who may read no figures at all is shown none by any case.
    pub(crate) async fn shown_to(&self, who: &Principal, full: Arc<Figures>) -> Result<Arc<Figures>> {
        if self.sees_all(who, &full)? || !self.policy().permits(who, "figures.read", full.resource())? {
            return Ok(full);
        }
        self.protected(&full).await
    }

    /// Current figures without what is withheld; where that takes long to decide, without all that may be.
    pub(crate) async fn protected(&self, full: &Arc<Figures>) -> Result<Arc<Figures>> {
        if let Some(shown) = held(&self.protections().shown, full) {
            return Ok(shown);
        }
        // It goes on where the answer does not wait for it, so that a later one finds it done.
        let (app, figures) = (self.clone(), full.clone());
        let deciding = tokio::spawn(async move { app.mask(&figures).await });
        match tokio::time::timeout(self.config().patience, deciding).await {
            Ok(decided) => decided.map_err(Failure::system)?,
            Err(_) => self.closed(full).await,
        }
    }

    /// Waits until it is decided.
    pub(crate) async fn mask(&self, full: &Arc<Figures>) -> Result<Arc<Figures>> {
        let withheld = self.withheld(full).await?;
        let _turn = self.protections().masking.lock().await;
        if let Some(shown) = held(&self.protections().shown, full) {
            return Ok(shown);
        }
        let shown = masked(full, Shown { withheld, pending: false }).await?;
        hold(&self.protections().shown, &shown);
        let mut closed = self.protections().closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.remove(&full.plan.code);
        Ok(shown)
    }

    async fn closed(&self, full: &Arc<Figures>) -> Result<Arc<Figures>> {
        if let Some(closed) = held(&self.protections().closed, full) {
            return Ok(closed);
        }
        let figures = full.clone();
        let all = move || Withheld::all(figures.basis(), &open(&figures, &covered(figures.basis())));
        let withheld = Arc::new(tokio::task::spawn_blocking(all).await.map_err(Failure::system)?);
        let closed = masked(full, Shown { withheld, pending: true }).await?;
        hold(&self.protections().closed, &closed);
        Ok(closed)
    }

    /// What is withheld of current figures, decided where it was not, and put on record before anybody is shown the rest.
    async fn withheld(&self, full: &Arc<Figures>) -> Result<Arc<Withheld>> {
        if let Some(decided) = self.protections().decided(full) {
            return Ok(decided);
        }
        let _turn = self.protections().deciding.lock().await;
        if let Some(decided) = self.protections().decided(full) {
            return Ok(decided);
        }
        let withheld = Arc::new(self.decide(full).await?);
        let mut held = self.protections().withheld.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(full.catalogue_code().to_owned(), (basis(full), withheld.clone()));
        Ok(withheld)
    }

    async fn decide(&self, full: &Arc<Figures>) -> Result<Withheld> {
        let past = withholdings::list(self.store(), full.catalogue_code()).await?;
        let (package, observation) = basis(full);
        let known = past.iter().position(|made| (made.package, made.observation) == (package, observation));
        let figures = full.clone();
        if let Some(at) = known {
            let hidden: Vec<Key> = past[at].hidden.iter().map(|(key, _)| key.clone()).collect();
            let rounded = rounded_by(&past[..=at]);
            let again = move || Withheld::again(figures.basis(), hidden, rounded);
            return tokio::task::spawn_blocking(again).await.map_err(Failure::system);
        }
        let observed = observations::list(self.store(), Some(observation)).await?;
        let decided = tokio::task::spawn_blocking(move || {
            let begun = std::time::Instant::now();
            let before = before(&figures, &observed, &past);
            let (withheld, extent) = Withheld::of(figures.basis(), &before);
            tracing::debug!("disclosure control in {:?}, {} earlier: {extent:?}", begun.elapsed(), before.len());
            let value = |key: &Key| Some((key.clone(), figure(&figures, key)?));
            let hidden: Vec<(Key, Decimal)> = withheld.marks().keys().filter_map(value).collect();
            let rounded = changes(&rounded_by(&past), withheld.rounded());
            (withheld, hidden, rounded)
        });
        let (withheld, hidden, rounded) = decided.await.map_err(Failure::system)?;
        let made = Withholding { catalogue: full.catalogue_code().to_owned(), package, observation, hidden, rounded };
        withholdings::record(self.store(), &Actor(SYSTEM.to_owned()), &self.now(), &made).await?;
        Ok(withheld)
    }
}

/// What the last of some computations showed rounded.
fn rounded_by(made: &[Withholding]) -> BTreeMap<Key, Rounding> {
    let mut all = BTreeMap::new();
    made.iter().for_each(|made| apply(&mut all, made));
    all
}

fn apply(all: &mut BTreeMap<Key, Rounding>, made: &Withholding) {
    for (key, one) in &made.rounded {
        match one {
            Some(one) => all.insert(key.clone(), *one),
            None => all.remove(key),
        };
    }
}

/// What makes of the one the other.
fn changes(from: &BTreeMap<Key, Rounding>, to: &BTreeMap<Key, Rounding>) -> Vec<(Key, Option<Rounding>)> {
    let new = to.iter().filter(|(key, one)| from.get(key) != Some(one)).map(|(key, one)| (key.clone(), Some(*one)));
    let gone = from.keys().filter(|key| !to.contains_key(key)).map(|key| (key.clone(), None));
    new.chain(gone).collect()
}

async fn masked(full: &Arc<Figures>, shown: Shown) -> Result<Arc<Figures>> {
    let full = full.clone();
    let make = move || {
        let observed = full.data.observations().map(|one| shown.withheld.masked(one)).collect();
        Arc::new(Figures::without(full.in_force(), observed, full.stamp, shown))
    };
    tokio::task::spawn_blocking(make).await.map_err(Failure::system)
}

/// The figures of an earlier moment without what is withheld now; see [`past_of`].
pub(crate) async fn past(store: &Store, now: &Arc<Figures>, stamp: (i64, i64), shown: Shown) -> Result<Figures> {
    let observed = observations::list(store, Some(stamp.1)).await?;
    let (now, held): (_, InForce) = (now.clone(), now.in_force());
    let make = move || {
        let observed = observed.iter().map(|one| past_of(one, &shown.withheld, &now.data)).collect();
        Figures::without(held, observed, stamp, shown)
    };
    tokio::task::spawn_blocking(make).await.map_err(Failure::system)
}

/// An observation of any moment as it is shown now, with what is shown now. A past state of what a rule is of is shown as far
/// as it says the same as now: what was revised since could be held against it. Of what is rounded no past figure is shown:
/// whether one is still the same would tell how it was rounded.
pub(crate) fn past_of(observation: &Observation, withheld: &Withheld, now: &Dataset) -> Observation {
    let same = |held: &Observation| held.source == observation.source && held.value == observation.value;
    let stands = || observation.value.is_none() || now.all_of(&observation.key).iter().any(same);
    if observation.value.is_some() && withheld.rounds(&observation.key.subject) {
        let last = now.all_of(&observation.key).iter().any(|held| held.id == observation.id);
        return if last { withheld.masked(observation) } else { without_figure(observation) };
    }
    if observation.is_confidential() || withheld.covers(&observation.key.subject) && !stands() {
        return without_figure(observation);
    }
    withheld.masked(observation)
}

/// What anybody can look up elsewhere.
fn open(figures: &Figures, covered: &BTreeSet<heng_base::codes::ItemCode>) -> Release {
    let of_rule = |one: &&Observation| matches!(&one.key.subject, Subject::Item(item) if covered.contains(item));
    let mut open = Release { open: true, ..Release::default() };
    for one in figures.data.observations().filter(of_rule).filter(|one| figures.published(one)) {
        if let Some(value) = one.usable() {
            open.shown.entry(one.key.clone()).or_insert(value);
        }
    }
    open
}

/// What is said of a key, shown or not: an empty cell of a better source does not hide a confidential figure of another.
fn figure(figures: &Figures, key: &Key) -> Option<Decimal> {
    figures.data.all_of(key).iter().find_map(|one| one.value)
}

/// What was shown, rounded and hidden so far: what is published elsewhere; what has not changed since it was withheld or shown; and
/// for each earlier computation what has been revised since, as it then was.
fn before(figures: &Figures, observed: &[Observation], past: &[Withholding]) -> Vec<Release> {
    let covered = covered(figures.basis());
    let mut by_key: BTreeMap<&Key, Vec<&Observation>> = BTreeMap::new();
    for one in observed {
        if matches!(&one.key.subject, Subject::Item(item) if covered.contains(item)) {
            by_key.entry(&one.key).or_default().push(one);
        }
    }
    let (mut unchanged, mut revised, mut rounded) = (Release::default(), Vec::new(), BTreeMap::new());
    for made in past {
        let hidden: BTreeMap<&Key, Decimal> = made.hidden.iter().map(|(key, value)| (key, *value)).collect();
        let still = hidden.iter().filter(|(key, value)| figure(figures, key) == Some(**value));
        unchanged.hidden.extend(still.map(|(key, value)| ((*key).clone(), *value)));
        apply(&mut rounded, made);
        let mut release = Release::default();
        for (key, value, confidential) in then(figures, &by_key, made.observation) {
            let of = if figure(figures, key) == Some(value) { &mut unchanged } else { &mut release };
            let one = rounded.get(key);
            if let Some(one) = one.filter(|one| one.value == value && one.base > 1 && !confidential) {
                of.rounded.insert((key.clone(), *one));
                continue;
            }
            // Of a figure that another source publishes otherwise, ours is not shown.
            let beside = one.is_some_and(|one| one.value != value);
            let is_hidden = confidential || beside || hidden.contains_key(key);
            let side = if is_hidden { &mut of.hidden } else { &mut of.shown };
            if !side.contains_key(key) {
                side.insert(key.clone(), value);
            }
        }
        if !revised.contains(&release) {
            revised.push(release);
        }
    }
    let mut all = vec![open(figures, &covered), unchanged];
    all.extend(revised);
    all.retain(|release| !release.is_empty());
    all
}

/// The figures of keys as they stood when an observation was the last, and whether they were reported as confidential.
fn then<'a>(
    figures: &'a Figures,
    by_key: &'a BTreeMap<&Key, Vec<&Observation>>,
    last: i64,
) -> impl Iterator<Item = (&'a Key, Decimal, bool)> {
    by_key.iter().filter_map(move |(key, all)| {
        let said = |one: &Observation| Some((one.value?, one.is_confidential()));
        let known: Vec<&Observation> = all.iter().filter(|one| one.id <= last).copied().collect();
        let (value, confidential) = match known[..] {
            [only] => said(only)?,
            _ => {
                let of = Dataset::new(known.into_iter().cloned().collect(), |source| rank(&figures.catalogue, source));
                of.all_of(key).iter().find_map(said)?
            }
        };
        Some((*key, value, confidential))
    })
}
