//! Disclosure control 统计保密 applied: a plan's figures as those are shown them who may not see confidential ones.
//!
//! They get figures that were computed anew from the observations without those that are withheld, and so nothing that
//! could not be computed from what they are shown. What is withheld is decided once for all plans of a catalogue, and again
//! when an observation or a package is new; while that goes on, everything is withheld that a rule is of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use heng_base::codes::PlanCode;
use heng_statistics::dataset::{Dataset, rank};
use heng_statistics::disclosure::{Release, Withheld, covered, without_figure};
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

fn hold(of: &Held, figures: &Arc<Figures>) {
    of.lock().unwrap_or_else(PoisonError::into_inner).insert(figures.plan.code.clone(), figures.clone());
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
        Ok(shown)
    }

    async fn closed(&self, full: &Arc<Figures>) -> Result<Arc<Figures>> {
        if let Some(closed) = held(&self.protections().closed, full) {
            return Ok(closed);
        }
        let figures = full.clone();
        let all = move || Withheld::all(figures.basis(), &open(&figures, &covered(&figures.catalogue)));
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
        let known = past.iter().find(|made| (made.package, made.observation) == (package, observation)).cloned();
        let figures = full.clone();
        if let Some(made) = known {
            let again = move || Withheld::again(figures.basis(), made.hidden.into_iter().map(|(key, _)| key));
            return tokio::task::spawn_blocking(again).await.map_err(Failure::system);
        }
        let observed = observations::list(self.store(), Some(observation)).await?;
        let decided = tokio::task::spawn_blocking(move || {
            let begun = std::time::Instant::now();
            let before = before(&figures, &observed, &past);
            let (withheld, extent) = Withheld::of(figures.basis(), &before);
            tracing::info!("disclosure control in {:?}, {} earlier: {extent:?}", begun.elapsed(), before.len());
            let value = |key: &Key| Some((key.clone(), figures.data.best(key)?.value?));
            let hidden: Vec<(Key, Decimal)> = withheld.marks().keys().filter_map(value).collect();
            (withheld, hidden)
        });
        let (withheld, hidden) = decided.await.map_err(Failure::system)?;
        let made = Withholding { catalogue: full.catalogue_code().to_owned(), package, observation, hidden };
        withholdings::record(self.store(), &Actor(SYSTEM.to_owned()), &self.now(), &made).await?;
        Ok(withheld)
    }
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
/// as it says the same as now: what was revised since could be held against it.
pub(crate) fn past_of(observation: &Observation, withheld: &Withheld, now: &Dataset) -> Observation {
    let same = |held: &Observation| held.source == observation.source && held.value == observation.value;
    let stands = || observation.value.is_none() || now.all_of(&observation.key).iter().any(same);
    if withheld.covers(&observation.key.subject) && !stands() {
        return without_figure(observation);
    }
    withheld.masked(observation)
}

/// What anybody can look up elsewhere.
fn open(figures: &Figures, covered: &BTreeSet<heng_base::codes::ItemCode>) -> Release {
    let of_rule = |one: &&Observation| matches!(&one.key.subject, Subject::Item(item) if covered.contains(item));
    let mut open = Release::default();
    for one in figures.data.observations().filter(of_rule).filter(|one| figures.published(one)) {
        if let Some(value) = one.usable() {
            open.shown.entry(one.key.clone()).or_insert(value);
        }
    }
    open
}

/// What was shown and hidden so far: what is published elsewhere; what was withheld and has not changed; and for each
/// earlier computation what has been revised since, as it then was.
fn before(figures: &Figures, observed: &[Observation], past: &[Withholding]) -> Vec<Release> {
    let covered = covered(&figures.catalogue);
    let mut all = vec![open(figures, &covered)];
    let now = |key: &Key| figures.data.best(key).and_then(|one| one.value);
    let mut unchanged = Release::default();
    for (key, value) in past.iter().flat_map(|made| &made.hidden) {
        if now(key) == Some(*value) {
            unchanged.hidden.insert(key.clone(), *value);
        }
    }
    all.push(unchanged);
    let mut revised: BTreeMap<&Key, Vec<&Observation>> = BTreeMap::new();
    for one in observed {
        if matches!(&one.key.subject, Subject::Item(item) if covered.contains(item)) {
            revised.entry(&one.key).or_default().push(one);
        }
    }
    revised.retain(|_, all| all.len() > 1);
    for made in past {
        let then = revised.values().flatten().filter(|one| one.id <= made.observation).map(|one| (*one).clone());
        let then = Dataset::new(then.collect(), |source| rank(&figures.catalogue, source));
        let hidden: BTreeMap<&Key, Decimal> = made.hidden.iter().map(|(key, value)| (key, *value)).collect();
        let mut release = Release::default();
        for key in revised.keys() {
            let Some(value) = then.best(key).and_then(|one| one.value).filter(|value| now(key) != Some(*value)) else {
                continue;
            };
            let side = if hidden.get(key) == Some(&value) { &mut release.hidden } else { &mut release.shown };
            side.insert((*key).clone(), value);
        }
        if !all.contains(&release) {
            all.push(release);
        }
    }
    all.retain(|release| *release != Release::default());
    all
}
