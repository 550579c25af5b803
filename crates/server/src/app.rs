//! What every case works with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use heng_base::codes::PlanCode;
use heng_base::problem::{Problem, kinds};
use heng_store::engine::Store;
use heng_store::tables::settings::{self, Demo};
use heng_store::tables::{observations, packages};

use crate::clock;
use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::figures::{Figures, in_force};
use crate::policy::{Policy, Principal, Resource};

/// Begins the name of every file that leaves a demo store.
const DEMO_MARK: &str = "演示";
/// What everything that leaves a demo store says.
pub(crate) const INVENTED: &str = "演示数据，均为虚构";

/// The open store with policies and settings. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
    /// When everything done through this handle happens; none is when it is done.
    moment: Option<Arc<str>>,
}

struct Inner {
    store: Store,
    /// The store holds invented figures only, and everything that leaves it says so.
    demo: Option<Demo>,
    policy: Policy,
    config: Config,
    /// The figures of each plan as last computed; see [`App::figures`].
    figures: Mutex<BTreeMap<PlanCode, Arc<Figures>>>,
    signing_in: tokio::sync::Mutex<()>,
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
        let (figures, signing_in) = (Mutex::default(), Default::default());
        Ok(Self { inner: Arc::new(Inner { store, demo, policy, config, figures, signing_in }), moment: None })
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

    pub(crate) fn require(&self, who: &Principal, action: &str, what: Resource<'_>) -> Result<()> {
        self.policy().require(who, action, what)
    }

    /// Sign-ins take turns, so that guesses sent at once cannot all be tried before the first failures lock the account,
    /// nor take the memory that hashing each of them needs.
    pub(crate) async fn turn_to_sign_in(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.inner.signing_in.lock().await
    }

    /// The plan with all that is known of it now. Computed anew when another import or observation was committed, by
    /// this process or another; two ids tell.
    pub(crate) async fn figures(&self, plan: &PlanCode) -> Result<Arc<Figures>> {
        let stamp = (packages::last_id(self.store()).await?, observations::last_id(self.store()).await?);
        let held = self.held().get(plan).cloned();
        // Packages change seldom, and reading them takes longer than computing with them.
        let in_force = match held {
            Some(held) if held.stamp == stamp => return Ok(held),
            // Nobody looks at an invented past while it is made; see `forget_figures`.
            Some(held) if held.stamp.0 == stamp.0 && self.moment.is_some() => return Ok(held),
            Some(held) if held.stamp.0 == stamp.0 => held.in_force(),
            _ => in_force(self.store(), plan).await?,
        };
        let fresh = Arc::new(Figures::load(self.store(), in_force, stamp).await?);
        self.held().insert(plan.clone(), fresh.clone());
        Ok(fresh)
    }

    /// Has the next who asks compute figures anew, at whatever moment.
    pub(crate) fn forget_figures(&self) {
        self.held().clear();
    }

    /// The figures of a plan that the asker may see, or at least its text.
    pub(crate) async fn plan(&self, who: &Principal, plan: &str) -> Result<Arc<Figures>> {
        let figures = self.figures(&code(plan)?).await?;
        self.require(who, "plan.read", figures.resource())?;
        Ok(figures)
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
