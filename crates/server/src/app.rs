//! What every case works with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use heng_base::codes::PlanCode;
use heng_base::problem::{Problem, kinds};
use heng_base::workday::Calendar;
use heng_monitoring::warnings::rounds::Broken;
use heng_store::engine::Store;
pub(crate) use heng_store::release::INVENTED;
use heng_store::tables::settings::{self, Demo};
use heng_store::tables::{observations, packages};

use crate::calendar;
use crate::cases::effects::{EffectStamp, Whole};
use crate::clock;
use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::figures::{Figures, in_force};
use crate::policy::{Policy, Principal, Resource};
use crate::protection::{self, Protections};

/// Begins the name of every file that leaves a demo store.
const DEMO_MARK: &str = "演示";

/// The open store with policies and settings. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    /// When everything done through this handle happens; none is when it is done.
    moment: Option<Arc<str>>,
}

/// Past days whose figures are kept: each takes as much memory as today's.
const PAST_DAYS: usize = 3;

struct Inner {
    store: Store,
    /// The store holds invented figures only, and everything that leaves it says so.
    demo: Option<Demo>,
    policy: Policy,
    config: Config,
    calendar: Calendar,
    /// The figures of each plan as last computed; see [`App::figures`].
    figures: Mutex<BTreeMap<PlanCode, Arc<Figures>>>,
    computing: tokio::sync::Mutex<()>,
    protections: Protections,
    warning: tokio::sync::Mutex<()>,
    /// Broken checks by round, as last found; see [`App::breaks_of`].
    breaks: Mutex<BTreeMap<i64, Breaks>>,
    /// The effect of a proposal that was asked for last.
    effect: Mutex<Option<(EffectStamp, Arc<Whole>)>>,
    /// The figures of past days that were asked for last, the newest first.
    past: tokio::sync::Mutex<Vec<Arc<Figures>>>,
    signing_in: tokio::sync::Mutex<()>,
}

/// Broken checks of a round, with the last import of a package and the last step of its forms that they were found from.
type Breaks = ((i64, i64, i64), Arc<Vec<Broken>>);

/// What is held computed of a plan.
enum Held {
    /// Up to what is committed now.
    Current(Arc<Figures>),
    /// What is committed now, and what was computed before that.
    Older((i64, i64), Option<Arc<Figures>>),
}

impl App {
    /// Opens the store, making it where it is absent.
    pub async fn open(config: Config) -> Result<Self> {
        let store = Store::open(&config.database, &config.data.join("files")).await?;
        Self::over(store, config).await
    }

    /// Over a store that is open already.
    pub(crate) async fn over(store: Store, config: Config) -> Result<Self> {
        let (demo, policy) = (settings::demo(&store).await?, Policy::load()?);
        let calendar = calendar::load(&config.data)?;
        let (figures, computing, protections, past, warning, breaks, effect, signing_in) = Default::default();
        let inner = Inner {
            store,
            demo,
            policy,
            config,
            calendar,
            figures,
            computing,
            protections,
            past,
            warning,
            breaks,
            effect,
            signing_in,
        };
        Ok(Self { inner: Arc::new(inner), moment: None })
    }

    /// The same store at a moment of the past, `2026-03-31T08:00:00.000Z`: only a demo store has an invented past.
    pub(crate) fn at(&self, moment: &str) -> Self {
        Self { moment: self.is_demo().then(|| moment.into()), ..self.clone() }
    }

    /// The moment at which what is asked for happens.
    pub(crate) fn now(&self) -> String {
        self.moment.as_ref().map_or_else(clock::now, ToString::to_string)
    }

    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The working days.
    pub(crate) fn calendar(&self) -> &Calendar {
        &self.inner.calendar
    }

    /// Whether all figures of the store are invented; everything that leaves it then says so.
    pub fn is_demo(&self) -> bool {
        self.inner.demo.is_some()
    }

    /// The name of a file that leaves the store.
    pub(crate) fn file_name(&self, name: String) -> String {
        if self.is_demo() { format!("{DEMO_MARK}-{name}") } else { name }
    }

    /// What the store was made a demo store with.
    pub fn demo(&self) -> Option<&Demo> {
        self.inner.demo.as_ref()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    pub(crate) fn protections(&self) -> &Protections {
        &self.inner.protections
    }

    pub(crate) fn require(&self, who: &Principal, action: &str, what: Resource<'_>) -> Result<()> {
        self.policy().require(who, action, what)
    }

    /// Sign-ins take turns, so that guesses sent at once cannot all be tried before the first failures lock the account,
    /// nor take the memory that hashing each of them needs.
    pub(crate) async fn turn_to_sign_in(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.inner.signing_in.lock().await
    }

    /// Warnings are computed one after another: who waits finds them done.
    pub(crate) async fn turn_to_warn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.inner.warning.lock().await
    }

    /// The broken checks of a round, where they were found from as much.
    pub(crate) fn breaks_of(&self, round: i64, stamp: (i64, i64, i64)) -> Option<Arc<Vec<Broken>>> {
        let held = self.inner.breaks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.get(&round).filter(|(of, _)| *of == stamp).map(|(_, found)| found.clone())
    }

    pub(crate) fn hold_breaks(&self, round: i64, stamp: (i64, i64, i64), found: Arc<Vec<Broken>>) {
        let mut held = self.inner.breaks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.insert(round, (stamp, found));
    }

    /// The effect of a proposal, where it was computed of as much.
    pub(crate) fn effect_of(&self, stamp: &EffectStamp) -> Option<Arc<Whole>> {
        let held = self.inner.effect.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.as_ref().filter(|(of, _)| of == stamp).map(|(_, whole)| whole.clone())
    }

    pub(crate) fn hold_effect(&self, stamp: EffectStamp, whole: Arc<Whole>) {
        *self.inner.effect.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some((stamp, whole));
    }

    /// The plan with all that is known of it now. Computed anew when another import or observation was committed, by
    /// this process or another; two ids tell. Those who ask while it is computed wait for that one: each computing for
    /// itself, they would keep one another waiting much longer.
    pub(crate) async fn figures(&self, plan: &PlanCode) -> Result<Arc<Figures>> {
        if let Held::Current(held) = self.current(plan).await? {
            return Ok(held);
        }
        let _turn = self.inner.computing.lock().await;
        let (stamp, older) = match self.current(plan).await? {
            Held::Current(held) => return Ok(held),
            Held::Older(stamp, older) => (stamp, older),
        };
        // Packages change seldom, and reading them takes longer than computing with them; what was computed by the same
        // ones is computed again only as far as it hangs on what is new.
        let fresh = match older {
            Some(held) if held.stamp.0 == stamp.0 => held.after(self.store(), stamp).await?,
            _ => Figures::load(self.store(), in_force(self.store(), plan).await?, stamp).await?,
        };
        let fresh = Arc::new(fresh);
        self.held().insert(plan.clone(), fresh.clone());
        Ok(fresh)
    }

    /// Has the next who asks compute figures anew, at whatever moment.
    pub(crate) fn forget_figures(&self) {
        self.held().clear();
    }

    async fn current(&self, plan: &PlanCode) -> Result<Held> {
        let stamp = (packages::last_id(self.store()).await?, observations::last_id(self.store()).await?);
        Ok(match self.held().get(plan).cloned() {
            Some(held) if held.stamp == stamp => Held::Current(held),
            // Nobody looks at an invented past while it is made; see `forget_figures`.
            Some(held) if held.stamp.0 == stamp.0 && self.moment.is_some() => Held::Current(held),
            older => Held::Older(stamp, older),
        })
    }

    /// The figures of a plan as the asker may see them, or at least its text.
    pub(crate) async fn plan(&self, who: &Principal, plan: &str) -> Result<Arc<Figures>> {
        let figures = self.figures(&code(plan)?).await?;
        self.require(who, "plan.read", figures.resource())?;
        self.shown_to(who, figures).await
    }

    /// The same by what was known at the end of a day, `2026-06-01`, with the packages that are in force now; without a day
    /// by what is known.
    pub(crate) async fn plan_as_of(&self, who: &Principal, plan: &str, day: Option<&str>) -> Result<Arc<Figures>> {
        let now = self.plan(who, plan).await?;
        let Some(day) = clock::asked_day(day)? else { return Ok(now) };
        // Before anything is computed for whoever may not see it.
        self.require(who, "figures.read", now.resource())?;
        let last = observations::last_before(self.store(), &clock::end_of(day)).await?;
        let stamp = (now.stamp.0, last.min(now.stamp.1));
        if stamp == now.stamp {
            return Ok(now);
        }
        // One at a time, and the last few are kept: whoever looks at a past day turns its pages.
        let mut past = self.inner.past.lock().await;
        let same = |held: &&Arc<Figures>| held.stamp == stamp && held.plan.code == now.plan.code && held.like(&now);
        if let Some(held) = past.iter().find(same) {
            return Ok(held.clone());
        }
        let then = match now.shown.clone() {
            Some(shown) => protection::past(self.store(), &now, stamp, shown).await?,
            None => Figures::load(self.store(), now.in_force(), stamp).await?,
        };
        let then = Arc::new(then);
        then.done_with();
        past.truncate(PAST_DAYS - 1);
        past.insert(0, then.clone());
        Ok(then)
    }

    fn held(&self) -> std::sync::MutexGuard<'_, BTreeMap<PlanCode, Arc<Figures>>> {
        // A panic while inserting leaves the map whole.
        self.inner.figures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A plan's code as it stands in an address; one that is none cannot have been imported.
pub(crate) fn code(plan: &str) -> Result<PlanCode> {
    PlanCode::parse(plan).map_err(|_| Failure::from(Problem::new(&kinds::PACKAGE_NOT_IMPORTED).with("code", plan)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::imports;
    use crate::sample::files;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn asked_for_at_once_figures_are_computed_once() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::embedded(folder.path().to_owned())).await.unwrap();
        let who = Principal::Command("tester".to_owned());
        for package in ["catalogue", "national-women-2011"] {
            imports::package(&app, &who, &files(&format!("plans/{package}")), None).await.unwrap();
        }
        let asking: Vec<_> = (0..10)
            .map(|_| {
                let app = app.clone();
                tokio::spawn(async move { app.figures(&code("national-women-2011").unwrap()).await.unwrap() })
            })
            .collect();
        let mut answers = Vec::new();
        for asked in asking {
            answers.push(asked.await.unwrap());
        }
        assert!(answers.iter().all(|answer| Arc::ptr_eq(answer, &answers[0])));
    }
}
