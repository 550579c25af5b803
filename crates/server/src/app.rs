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
    computing: tokio::sync::Mutex<()>,
    signing_in: tokio::sync::Mutex<()>,
}

impl App {
    /// Opens the store, making it where it is absent.
    pub async fn open(config: Config) -> Result<Self> {
        let store = Store::open(&config.database, &config.data.join("files")).await?;
        let policy = Policy::load()?;
        let (figures, computing, signing_in) = Default::default();
        Ok(Self(Arc::new(Inner { store, policy, config, figures, computing, signing_in })))
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
    /// this process or another; two ids tell. Those who ask while it is computed wait for that one: each computing for
    /// itself, they would keep one another waiting much longer.
    pub(crate) async fn figures(&self, plan: &PlanCode) -> Result<Arc<Figures>> {
        if let (_, Some(held)) = self.current(plan).await? {
            return Ok(held);
        }
        let _turn = self.0.computing.lock().await;
        let (stamp, held) = self.current(plan).await?;
        if let Some(held) = held {
            return Ok(held);
        }
        let fresh = Arc::new(Figures::load(self.store(), plan, stamp).await?);
        self.held().insert(plan.clone(), fresh.clone());
        Ok(fresh)
    }

    /// Up to what is committed now, and what is held computed up to there.
    async fn current(&self, plan: &PlanCode) -> Result<((i64, i64), Option<Arc<Figures>>)> {
        let stamp = (packages::last_id(self.store()).await?, observations::last_id(self.store()).await?);
        let held = self.held().get(plan).filter(|held| held.stamp == stamp).cloned();
        Ok((stamp, held))
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use heng_plan::package::Files;

    use super::*;
    use crate::cases::imports;

    fn files(package: &str) -> Files {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans").join(package);
        let mut files = Files::new();
        for below in ["", "codes/"] {
            let entries = std::fs::read_dir(folder.join(below)).into_iter().flatten();
            for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
                let name = path.file_name().unwrap().to_str().unwrap();
                files.insert(format!("{below}{name}"), std::fs::read(&path).unwrap());
            }
        }
        files
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn asked_for_at_once_figures_are_computed_once() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::embedded(folder.path().to_owned())).await.unwrap();
        let who = Principal::Command("tester".to_owned());
        for package in ["catalogue", "national-women-2011"] {
            imports::package(&app, &who, &files(package)).await.unwrap();
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
