//! Does what the course says, through the same use cases as people do.

use std::collections::BTreeMap;

use heng_base::codes::UnitCode;
use heng_collection::submission::Role;
use heng_plan::model::Plan;
use heng_store::tables::users::{self, User};

use super::course::{By, Deed, Key, Step};
use crate::app::App;
use crate::cases::openings::Opening;
use crate::cases::submissions::{Acting, CellEdit};
use crate::cases::users::Joining;
use crate::cases::{openings, releases, rounds, submissions, units};
use crate::failure::{Failure, Result};
use crate::policy::Principal;
use crate::views::EntryView;

/// The invented people: the office, an evaluator, an auditor and a leader, then a reporter and a reviewer of each unit that is asked.
pub fn people<'a>(plan: &'a Plan, asked: &'a [UnitCode]) -> impl Iterator<Item = Joining> + 'a {
    let office = [
        (OFFICE, "妇儿工委办管理员", Role::Administrator),
        ("bureau", "统计局管理员", Role::Administrator),
        ("evaluator", "评估组成员", Role::Evaluator),
        ("auditor", "审计员", Role::Auditor),
        ("leader", "领导", Role::Leader),
    ];
    let office = office.into_iter().map(|(name, shown, role)| Joining {
        name: name.to_owned(),
        display_name: format!("演示·{shown}"),
        role: role.code().to_owned(),
        unit: None,
    });
    let of_units = plan.units.values().filter(|unit| asked.contains(&unit.code)).flat_map(|unit| {
        [(Role::Reporter, "填报员"), (Role::Reviewer, "审核员")].map(|(role, shown)| Joining {
            name: user_name(&unit.code, role),
            display_name: format!("演示·{}{shown}", unit.name.zh),
            role: role.code().to_owned(),
            unit: Some(unit.code.to_string()),
        })
    });
    office.chain(of_units)
}

/// Who opens and closes rounds, and receives what is handed in.
pub const OFFICE: &str = "office";

fn user_name(unit: &UnitCode, role: Role) -> String {
    format!("{unit}-{}", role.code())
}

/// The people, and what is under way.
pub struct Play<'a> {
    app: &'a App,
    plan: &'a Plan,
    people: BTreeMap<String, User>,
    rounds: BTreeMap<Key, i64>,
    /// Submissions by round and unit, each with its version.
    submissions: BTreeMap<(Key, UnitCode), (i64, i64)>,
    /// Versions of the cells of a submission.
    cells: BTreeMap<(i64, String), i64>,
}

impl<'a> Play<'a> {
    pub async fn new(app: &'a App, plan: &'a Plan) -> Result<Self> {
        let people = users::list(app.store()).await?.into_iter().map(|user| (user.name.clone(), user)).collect();
        let (rounds, submissions, cells) = Default::default();
        Ok(Self { app, plan, people, rounds, submissions, cells })
    }

    fn person(&self, name: &str) -> Result<Principal> {
        let found = self.people.get(name).cloned();
        found.map(|user| Principal::Person(Box::new(user))).ok_or_else(|| Failure::absent("用户", "user", name))
    }

    fn by(&self, by: By, unit: &UnitCode) -> Result<Principal> {
        match by {
            By::Office => self.person(OFFICE),
            By::Reporter => self.person(&user_name(unit, Role::Reporter)),
            By::Reviewer => self.person(&user_name(unit, Role::Reviewer)),
        }
    }

    pub async fn step(&mut self, step: &Step) -> Result<()> {
        let app = self.app.at(&step.at);
        let plan = self.plan.code.as_str();
        if let Deed::Open { .. } | Deed::Release { .. } = step.deed {
            app.forget_figures();
        }
        match &step.deed {
            Deed::Confirm(unit) => {
                let reason = "演示：视同已由妇儿工委办确认";
                units::confirm(&app, &self.person(OFFICE)?, plan, unit.as_str(), reason).await.map(drop)
            }
            Deed::Open { round, title, due, units } => {
                let units = units.iter().map(ToString::to_string).collect();
                let opening = Opening {
                    period: round.year.to_string(),
                    title: title.clone(),
                    due: due.to_string(),
                    units,
                    ..Opening::default()
                };
                self.open(&app, round, opening).await
            }
            Deed::Save { round, unit, typed } => {
                let (id, _) = self.submission(round, unit)?;
                let edits = typed.iter().map(|typed| CellEdit {
                    seen: self.cells.get(&(id, typed.cell.clone())).copied().unwrap_or_default(),
                    cell: typed.cell.clone(),
                    value: typed.value.clone(),
                    missing: typed.missing.clone(),
                    note: typed.note.clone(),
                });
                let saved =
                    submissions::save(&app, &self.by(By::Reporter, unit)?, id, edits.collect::<Vec<_>>()).await?;
                self.saw(id, &saved.entries);
                Ok(())
            }
            Deed::Act { round, unit, by, action, reason } => {
                let (id, seen) = self.submission(round, unit)?;
                let acting =
                    Acting { action: action.code().to_owned(), reason: reason.clone(), seen, cells: Vec::new() };
                let view = submissions::act(&app, &self.by(*by, unit)?, id, acting).await?;
                self.submissions.insert((round.clone(), unit.clone()), (id, view.submission.version));
                Ok(())
            }
            Deed::Close { round, reason } => {
                let id = self.rounds.get(round).copied().unwrap_or_default();
                rounds::close(&app, &self.person(OFFICE)?, id, reason).await.map(drop)
            }
            Deed::Release { status } => releases::create(&app, &self.person(OFFICE)?, plan, status).await.map(drop),
        }
    }

    async fn open(&mut self, app: &App, round: &Key, opening: Opening) -> Result<()> {
        let office = self.person(OFFICE)?;
        let id = openings::open(app, &office, self.plan.code.as_str(), opening).await?.id;
        self.rounds.insert(round.clone(), id);
        for row in rounds::get(app, &office, id).await?.submissions {
            if let Ok(unit) = UnitCode::parse(&row.unit) {
                self.submissions.insert((round.clone(), unit), (row.id, row.version));
            }
        }
        Ok(())
    }

    fn submission(&self, round: &Key, unit: &UnitCode) -> Result<(i64, i64)> {
        let found = self.submissions.get(&(round.clone(), unit.clone())).copied();
        found.ok_or_else(|| Failure::system(format!("the demo has no submission of {unit} for {}", round.year)))
    }

    fn saw(&mut self, id: i64, entries: &[EntryView]) {
        self.cells.extend(entries.iter().map(|entry| ((id, entry.cell.clone()), entry.version)));
    }
}
