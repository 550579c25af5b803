//! Checks 审核规则: those that hold with a plan, and what they find over a round.

use std::collections::BTreeMap;

use heng_base::codes::{FormCode, UnitCode};
use heng_base::problem::Problem;
use heng_base::text::Lang;
use heng_collection::entry::Entry;
use heng_collection::form::{CellId, Form, rows_asked};
use heng_collection::rules::round::{Break, Reported, check_round, missing_units};
use heng_collection::rules::{Described, Known, described, stated};
use heng_collection::submission::State;
use heng_plan::model::{AskedOf, Catalogue, Status};
use heng_plan::package::Package;
use heng_store::tables::entries;
use heng_store::tables::rounds;
use heng_store::tables::submissions::{self, Filter, Scope, Submission};

use super::asked::Asked;
use super::form_views::checked;
use super::submissions::{Within, entries_of};
use super::{names::Names, shown, word};
use crate::app::App;
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::{Principal, Resource};
use crate::views::{BreakView, CheckFormView, CheckView, RoundBreaks};

/// What is wrong with the checks of a package.
pub fn faults(package: &Package, catalogue: Option<&Catalogue>) -> Vec<Problem> {
    match package {
        Package::Catalogue(held) => {
            let formulas = heng_statistics::formula::faults(held);
            formulas.into_iter().chain(stated::faults(&held.checks, None, Some(held))).collect()
        }
        Package::Plan(held) => stated::faults(&held.checks, Some(held), catalogue),
    }
}

/// All checks that hold with a plan.
pub async fn list(app: &App, who: &Principal, plan: &str) -> Result<Vec<CheckView>> {
    let figures = app.plan(who, plan).await?;
    let rows = rows_asked(&figures.plan, &figures.catalogue);
    let forms = |check: &Described| {
        let codes = figures.checks.forms_of(&check.code, &rows)?;
        Some(codes.into_iter().map(|form| form_view(form, &figures)).collect::<Vec<_>>())
    };
    Ok(described([&*figures.checks]).into_iter().map(|check| view(forms(&check), check)).collect())
}

fn view(forms: Option<Vec<CheckFormView>>, check: Described) -> CheckView {
    CheckView {
        code: check.code,
        name: check.name.zh,
        name_en: check.name.en,
        severity: word(check.severity),
        scope: word(check.scope),
        words: check.words.zh,
        words_en: check.words.en,
        example: check.example.zh,
        example_en: check.example.en,
        expression: check.expression,
        cells: check.cells,
        proposed: check.status == Status::Proposed,
        forms,
    }
}

/// A form by the unit that answers it, or by its title where several do.
fn form_view(form: &FormCode, figures: &Figures) -> CheckFormView {
    let plan = &figures.plan;
    let title = match plan.form_items.iter().find(|asked| asked.form == *form).map(|asked| &asked.of) {
        Some(AskedOf::Unit(unit)) => shown::unit_name(unit, plan),
        _ => plan.head_of(form).map_or_else(|| form.to_string(), |head| head.title.zh.clone()),
    };
    CheckFormView { code: form.to_string(), title }
}

/// A submission with what stands in its cells.
struct Filed {
    submission: Submission,
    state: State,
    form: Form,
    entries: Vec<Entry>,
}

impl Filed {
    /// Handed in, and not sent back since.
    fn handed_in(&self) -> bool {
        !matches!(self.state, State::Draft | State::Returned | State::Correcting)
    }

    fn reported<'a>(&'a self, plans: &'a [Known<'a>], entries: &'a [Entry]) -> Reported<'a> {
        Reported { form: &self.form, entries, handed_in: self.handed_in(), plans }
    }
}

/// How many forms and cells are looked at, and what is broken there by what is known. Those that are `seen` are looked at,
/// and held against those that are `settled`.
fn looked_at(
    all: &[Filed],
    asked: &Asked,
    seen: impl Fn(&Filed) -> bool,
    settled: impl Fn(&Filed) -> bool,
    bureau: bool,
) -> ((usize, usize), Vec<Break>) {
    let plans: Vec<_> = all.iter().map(|filed| asked.known_of(&filed.form.unit)).collect();
    // Of what others reported one is told no more than is on record for them.
    let entries = |filed: &Filed| match asked.told {
        Some(_) if !seen(filed) => asked.recorded(&filed.form, &filed.entries),
        _ => filed.entries.clone(),
    };
    let entries: Vec<_> = all.iter().map(entries).collect();
    let filed = || all.iter().zip(&plans).zip(&entries).map(|((one, plans), at)| (one, one.reported(plans, at)));
    let own: Vec<_> = filed().filter(|(one, _)| seen(one)).map(|(_, reported)| reported).collect();
    let others: Vec<_> = filed().filter(|(one, _)| settled(one)).map(|(_, reported)| reported).collect();
    let mut broken = match asked.since {
        // Years side by side: each form by itself, year by year.
        Some(_) => own.iter().flat_map(|one| one.breaks(checked(one.form, asked, one.entries))).collect(),
        None => check_round(&own, &others),
    };
    if bureau {
        for figures in asked.all() {
            for found in missing_units(&figures.plan, asked.period.year, &own) {
                if !broken.contains(&found) {
                    broken.push(found);
                }
            }
        }
    }
    ((own.len(), own.iter().map(|reported| reported.form.cells().count()).sum()), broken)
}

/// What the checks find in a round on the forms that the asker may see. Figures of other units are compared with when they
/// are handed in; for one who may not see those forms, when they are accepted and so known to everybody.
pub async fn of_round(app: &App, who: &Principal, id: i64) -> Result<RoundBreaks> {
    let bureau = app.policy().permits(who, "round.read", Resource::Office)?;
    let round = rounds::get(app.store(), id).await?;
    let Some(round) = round.filter(|_| who.person().is_some() || bureau) else {
        app.require(who, "round.read", Resource::Office)?;
        return Err(Failure::absent("填报批次", "round", id));
    };
    let within = Within::of(app, id).await?;
    let asked = within.asked.clone();
    let units: Vec<String> = asked.units().into_iter().map(|unit| unit.code.to_string()).collect();
    let scope = app.policy().scope(who, &units)?;
    let everyone = Scope { units };
    let names = Names::load(app, who).await?;
    let filter = Filter { round: Some(id), ..Filter::default() };
    let mut all = Vec::new();
    let found = submissions::list(app.store(), &everyone, &filter).await?;
    let mut filled = entries::of_all(app.store(), &found.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    for submission in found {
        let held = within.held(submission, names.clone())?;
        let entries = entries_of(&filled.remove(&held.submission.id).unwrap_or_default())?;
        all.push(Filed { state: held.submission.state()?, submission: held.submission, form: held.form, entries });
    }
    let seen = move |filed: &Filed| scope.units.contains(&filed.submission.unit);
    if !bureau && !all.iter().any(&seen) {
        app.require(who, "round.read", Resource::Office)?;
    }
    let own: Vec<UnitCode> = all.iter().filter(|filed| seen(filed)).map(|filed| filed.form.unit.clone()).collect();
    let (held, tellable) = (asked.clone(), asked.told(app, who, &own).await?);
    // Many forms against many checks: not on a thread that answers others.
    let looked = tokio::task::spawn_blocking(move || {
        let settled = |one: &Filed| if bureau { one.handed_in() } else { one.state == State::Accepted };
        let (count, broken) = looked_at(&all, tellable.as_ref().unwrap_or(&held), seen, settled, bureau);
        (count, broken, all)
    });
    let ((forms, cells), broken, all) = looked.await.map_err(Failure::system)?;
    let described: BTreeMap<String, Described> = described(asked.all().map(|figures| &*figures.checks))
        .into_iter()
        .map(|check| (check.code.clone(), check))
        .collect();
    let filed: BTreeMap<&str, &Filed> = all.iter().map(|filed| (filed.submission.unit.as_str(), filed)).collect();
    let told = |found: Break| told(&found, filed.get(found.unit.as_str()).copied(), &described, &asked);
    Ok(RoundBreaks {
        round: round.id,
        title: round.title,
        plan: round.plan,
        period: round.period,
        forms,
        cells,
        breaks: broken.into_iter().map(told).collect(),
    })
}

fn told(found: &Break, filed: Option<&Filed>, described: &BTreeMap<String, Described>, asked: &Asked) -> BreakView {
    let check = described.get(&found.check);
    let place = filed.zip(found.cell.as_ref()).and_then(|(filed, cell)| Some((filed, filed.form.find(cell)?)));
    let section = filed.zip(found.cell.as_ref()).and_then(|(filed, cell)| section_of(&filed.form, cell));
    let entry = filed.zip(found.cell.as_ref()).and_then(|(f, cell)| f.entries.iter().find(|e| e.cell == *cell));
    BreakView {
        check: found.check.clone(),
        check_name: check.map_or_else(|| found.check.clone(), |check| check.name.zh.clone()),
        check_name_en: check.and_then(|check| check.name.en.clone()),
        severity: word(found.severity),
        scope: check.map_or_else(|| "form".to_owned(), |check| word(check.scope)),
        unit: found.unit.to_string(),
        unit_name: asked.unit_name(&found.unit),
        submission: filed.map(|filed| filed.submission.id),
        state: filed.map(|filed| filed.state.code().to_owned()),
        state_name: filed.map(|filed| filed.state.name(Lang::Zh).to_owned()),
        form: section.map(|form| form_view(form, asked.figures_of(&found.unit))),
        cell: found.cell.as_ref().map(ToString::to_string),
        item_name: place.map(|(_, (row, _))| row.name.zh.clone()),
        label: place.map(|(_, (_, cell))| cell.label.zh.clone()),
        value: entry.and_then(|entry| entry.value).map(|value| value.normalize().to_string()),
        note: entry.and_then(|entry| entry.note.clone()),
        message: found.message.clone(),
        message_en: found.message_en.clone(),
        explained: found.explained,
        acts: acts(found, filed.map(|filed| filed.state)).to_owned(),
    }
}

fn section_of<'f>(form: &'f Form, cell: &CellId) -> Option<&'f FormCode> {
    let section = form.sections.iter().find(|section| section.rows.iter().any(|row| row.item == cell.item))?;
    Some(&section.form)
}

/// Whose turn it is: who holds the form, until a query that was explained is accepted with it.
fn acts(found: &Break, state: Option<State>) -> &'static str {
    match state {
        Some(State::Accepted) if found.explained => "",
        Some(State::Draft | State::Returned | State::Correcting) => "reporter",
        Some(State::Submitted) => "reviewer",
        _ => "bureau",
    }
}
