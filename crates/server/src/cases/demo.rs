//! Making a demo store.

use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Demo, Plan};
use heng_plan::package::{DemoHead, Files, read_demo};
use heng_store::engine::Store;
use heng_store::tables::settings;

use super::{imports, users};
use crate::app::{App, code};
use crate::config::Config;
use crate::demo::calendar::moment;
use crate::demo::course::{Deed, course, founded};
use crate::demo::play::{Play, people};
use crate::failure::{Failure, Result};
use crate::figures::in_force;
use crate::password;
use crate::policy::Principal;

/// What a demo store is made from.
#[derive(Debug, Clone)]
pub struct Making {
    pub head: DemoHead,
    pub demo: Files,
    pub plan: Files,
    pub catalogue: Files,
    /// For all invented people; made up where none is given.
    pub password: Option<String>,
}

/// What was made.
#[derive(Debug, Clone)]
pub struct Made {
    pub people: usize,
    pub password: String,
}

/// The demo store that is there already; none where there is no store, or an empty one.
///
/// # Errors
/// `demo.store_used` for a real store, `demo.unfinished` for a demo store that was not finished.
pub async fn held(config: &Config) -> Result<bool> {
    let store = Store::open(&config.database, &config.data.join("files")).await?;
    let used = heng_store::audit::list(&store, 0, 1).await?.pop().is_some();
    match settings::demo(&store).await? {
        Some(demo) if demo.done => Ok(true),
        Some(_) => Err(Failure::new(&kinds::DEMO_UNFINISHED)),
        None if used => Err(Failure::new(&kinds::DEMO_STORE_USED)),
        None => Ok(false),
    }
}

/// Fills an empty store with the invented years. Everything in it happens at invented moments, in invented names.
pub async fn create(config: Config, making: Making, note: impl Fn(&str)) -> Result<Made> {
    let password = match making.password {
        Some(given) => given,
        None => password::one_time()?,
    };
    let (plan, read, problems) = read(&making.head, &making.demo, &making.plan, &making.catalogue)?;
    let problems: Vec<Problem> = problems.into_iter().chain(password::long_enough(&password).err()).collect();
    if !problems.is_empty() {
        return Err(problems.into());
    }
    let store = Store::open(&config.database, &config.data.join("files")).await?;
    let (who, began) = (Principal::Command(String::new()), moment(founded(&plan), 0));
    settings::mark_demo(&store, &who.actor(), &began, &read.seed).await?;
    let app = App::over(store, config).await?;
    let first = app.at(&began);
    for package in [&making.catalogue, &making.plan] {
        imports::package(&first, &who, package, None).await?;
    }
    let in_force = in_force(app.store(), &code(plan.code.as_str())?).await?;
    let steps = course(&read, &in_force.plan, &in_force.catalogue);
    let asked: Vec<_> = steps
        .iter()
        .filter_map(|step| if let Deed::Open { units, .. } = &step.deed { Some(units) } else { None })
        .flatten()
        .cloned()
        .collect();
    let hash = password::hash(password.clone()).await?;
    let mut made = 0;
    for joining in people(&in_force.plan, &asked) {
        users::create_known(&first, &who, joining, hash.clone()).await?;
        made += 1;
    }
    let mut play = Play::new(&app, &in_force.plan).await?;
    for step in &steps {
        if let Deed::Open { title, .. } = &step.deed {
            note(title);
        }
        play.step(step).await?;
    }
    let ended = steps.last().map_or(began, |step| step.at.clone());
    settings::finish_demo(app.store(), &who.actor(), &ended).await?;
    Ok(Made { people: made, password })
}

/// The plan with its demo package, and all that is wrong with the latter; faults of the plan are the import's to tell.
fn read(head: &DemoHead, demo: &Files, plan: &Files, catalogue: &Files) -> Result<(Plan, Demo, Vec<Problem>)> {
    use heng_plan::package::{Package, read};
    let (read_plan, mut faults) = read(plan);
    let (read_catalogue, more) = read(catalogue);
    faults.extend(more);
    match (read_plan, read_catalogue) {
        (Some(Package::Plan(plan)), Some(Package::Catalogue(catalogue))) => {
            let (demo, problems) = read_demo(head, demo, &plan, &catalogue);
            faults.extend(problems);
            Ok((*plan, demo, faults))
        }
        _ if faults.is_empty() => Err(Problem::new(&kinds::PACKAGE_NOT_IMPORTED).with("code", &head.plan).into()),
        _ => Err(faults.into()),
    }
}
