//! What every case works with.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use heng_base::codes::PlanCode;
use heng_base::problem::{Problem, kinds};
use heng_store::engine::Store;
use heng_store::tables::{observations, packages};

use crate::config::Config;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Policy, Principal, Resource};

/// The open store with policies and settings. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
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
        let policy = Policy::load()?;
        Ok(Self(Arc::new(Inner { store, policy, config, figures: Mutex::default(), signing_in: Default::default() })))
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.0.policy
    }

    pub(crate) fn require(&self, who: &Principal, action: &str, what: Resource<'_>) -> Result<()> {
        self.policy().require(who, action, what)
    }

    /// Sign-ins take turns, so that guesses sent at once cannot all be tried before the first failures lock the account,
    /// nor take the memory that hashing each of them needs.
    pub(crate) async fn turn_to_sign_in(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.0.signing_in.lock().await
    }

    /// The plan with all that is known of it now. Computed anew when another import or observation was committed, by
    /// this process or another; two ids tell.
    pub(crate) async fn figures(&self, plan: &PlanCode) -> Result<Arc<Figures>> {
        let stamp = (packages::last_id(self.store()).await?, observations::last_id(self.store()).await?);
        let held = self.held().get(plan).filter(|held| held.stamp == stamp).cloned();
        if let Some(held) = held {
            return Ok(held);
        }
        let fresh = Arc::new(Figures::load(self.store(), plan, stamp).await?);
        self.held().insert(plan.clone(), fresh.clone());
        Ok(fresh)
    }

    /// The figures of a plan that the asker may see, or at least its text.
    pub(crate) async fn plan(&self, who: &Principal, plan: &str) -> Result<Arc<Figures>> {
        let figures = self.figures(&code(plan)?).await?;
        self.require(who, "plan.read", figures.resource())?;
        Ok(figures)
    }

    fn held(&self) -> std::sync::MutexGuard<'_, BTreeMap<PlanCode, Arc<Figures>>> {
        // A panic while inserting leaves the map whole.
        self.0.figures.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A plan's code as it stands in an address; one that is none cannot have been imported.
pub(crate) fn code(plan: &str) -> Result<PlanCode> {
    PlanCode::parse(plan).map_err(|_| Failure::from(Problem::new(&kinds::PACKAGE_NOT_IMPORTED).with("code", plan)))
}
