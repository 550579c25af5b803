//! What the subjects of audit events are called, and to which plan they belong.

use std::collections::HashMap;
use std::sync::Arc;

use heng_base::codes::UnitCode;
use heng_store::release;
use heng_store::tables::packages::{self, Kind};
use heng_store::tables::{imports, reports, rounds, submissions, warnings};

use super::names::Names;
use super::shown;
use crate::app::{App, code};
use crate::failure::Result;
use crate::figures::Figures;

/// What is told of a subject.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub name: Option<String>,
    pub plan: Option<String>,
}

/// Each subject is looked up once.
pub struct Subjects<'a> {
    app: &'a App,
    names: &'a Names,
    known: HashMap<(String, String), Told>,
}

impl<'a> Subjects<'a> {
    pub fn new(app: &'a App, names: &'a Names) -> Self {
        Self { app, names, known: HashMap::new() }
    }

    pub async fn of(&mut self, action: &str, subject: &str) -> Result<Told> {
        let noun = action.split('.').next().unwrap_or_default();
        let key = (noun.to_owned(), subject.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let told = self.look_up(noun, subject).await?;
        self.known.insert(key, told.clone());
        Ok(told)
    }

    async fn look_up(&self, noun: &str, subject: &str) -> Result<Told> {
        let store = self.app.store();
        let number = subject.parse::<i64>().unwrap_or_default();
        let of_plan = |plan: String, name: Option<String>| Told { name, plan: Some(plan) };
        Ok(match noun {
            "user" | "session" => {
                let name = self.names.of(subject);
                Told { name: Some(name).filter(|name| name != subject), plan: None }
            }
            "round" => rounds::get(store, number).await?.map(|r| of_plan(r.plan, Some(r.title))).unwrap_or_default(),
            "release" => release::get(store, number).await?.map(|r| of_plan(r.plan, None)).unwrap_or_default(),
            "report" => reports::get(store, number).await?.map(|r| of_plan(r.plan, None)).unwrap_or_default(),
            // An import by its number, an export by its plan.
            "data" => match imports::get(store, number).await? {
                Some(import) => Told { name: Some(import.file_name), plan: None },
                None => self.titled(subject).await?,
            },
            // What is asked, corrected or signed is told by its submission.
            "submission" | "question" | "correction" | "signature" => match submissions::get(store, number).await? {
                Some(held) => self.unit(&held.plan, &held.unit).await?,
                None => Told::default(),
            },
            "unit" => match subject.split_once(':') {
                Some((plan, unit)) => self.unit(plan, unit).await?,
                None => Told::default(),
            },
            "objective" => match subject.split_once(':') {
                Some((plan, number)) => of_plan(plan.to_owned(), Some(number.to_owned())),
                None => Told::default(),
            },
            "warning" => match warnings::get(store, number).await? {
                Some(held) => of_plan(held.plan, None),
                None => self.titled(subject).await?,
            },
            "package" => match subject.split_once(':') {
                Some(("plan", plan)) => self.titled(plan).await?,
                _ => Told::default(),
            },
            _ => Told::default(),
        })
    }

    async fn unit(&self, plan: &str, unit: &str) -> Result<Told> {
        let named = match (self.plan(plan).await?, UnitCode::parse(unit)) {
            (Some(figures), Ok(unit)) => Some(shown::unit_name(&unit, &figures.plan)),
            _ => None,
        };
        Ok(Told { name: named, plan: Some(plan.to_owned()) })
    }

    async fn titled(&self, plan: &str) -> Result<Told> {
        let figures = self.plan(plan).await?;
        Ok(Told { name: figures.map(|figures| figures.plan.title.zh.clone()), plan: Some(plan.to_owned()) })
    }

    /// A plan in force.
    async fn plan(&self, plan: &str) -> Result<Option<Arc<Figures>>> {
        match packages::in_force(self.app.store(), Kind::Plan, plan).await? {
            Some(_) => Ok(Some(self.app.figures(&code(plan)?).await?)),
            None => Ok(None),
        }
    }
}
