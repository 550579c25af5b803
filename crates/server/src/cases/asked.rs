//! What a round asks, with the plans that it asks for.

use std::sync::Arc;

use heng_base::codes::{AreaCode, FormCode, PlanCode, UnitCode};
use heng_base::period::Period;
use heng_collection::asking::Asking;
use heng_collection::entry::Entry;
use heng_collection::form::{CellId, Form};
use heng_collection::rules::Known;
use heng_plan::model::{FormHead, Unit};
use heng_statistics::dataset::{Dataset, rank};
use heng_statistics::disclosure::without_figure;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use heng_store::tables::rounds::{self, Round};
use rust_decimal::Decimal;

use crate::app::{App, code};
use crate::failure::{Failure, Result};
use crate::figures::Figures;
use crate::policy::Principal;

/// The plans of a round, the leading one first, and what is asked of them.
#[derive(Clone)]
pub(super) struct Asked {
    pub lead: Arc<Figures>,
    pub others: Vec<Arc<Figures>>,
    pub period: Period,
    /// The first of several years.
    pub since: Option<Period>,
    /// All where none is named.
    pub forms: Vec<(PlanCode, FormCode)>,
    /// What is read in place of all figures; see [`Asked::told`].
    pub told: Option<Arc<Dataset>>,
}

impl Asked {
    /// What a round asks that is there already.
    pub async fn of(app: &App, round: &Round) -> Result<Self> {
        let mut others = Vec::new();
        for plan in rounds::plans(app.store(), round.id).await? {
            if plan.as_str() != round.plan {
                others.push(app.figures(&plan).await?);
            }
        }
        let lead = app.figures(&code(&round.plan)?).await?;
        Ok(Self { lead, others, period: round.period()?, since: round.since()?, forms: round.forms()?, told: None })
    }

    /// The same with what the asker may be told who reports for some units: what disclosure control leaves, and what these
    /// units reported themselves. None where they may be told all.
    pub async fn told(&self, app: &App, who: &Principal, units: &[UnitCode]) -> Result<Option<Self>> {
        if app.sees_all(who, &self.lead)? {
            return Ok(None);
        }
        let shown = app.protected(&self.lead).await?;
        let (full, units) = (self.lead.clone(), units.to_vec());
        let make = move || {
            let own = |one: &Observation| match &one.provenance {
                Provenance::Submission { unit, .. } => units.contains(unit),
                Provenance::Import { .. } => false,
            };
            // What is rounded is left out: a form is no place for it, and a finding that says the same by it would tell it exact.
            let told = |one: &Observation| match shown.rounded_to(&[one.id]) {
                Some(_) => without_figure(one),
                None => shown.as_shown(one),
            };
            let observed = full.data.observations().map(|one| if own(one) { one.clone() } else { told(one) });
            Dataset::new(observed.collect(), |source| rank(&full.catalogue, source))
        };
        let told = tokio::task::spawn_blocking(make).await.map_err(Failure::system)?;
        Ok(Some(Self { told: Some(Arc::new(told)), ..self.clone() }))
    }

    pub fn data(&self) -> &Dataset {
        self.told.as_deref().unwrap_or(&self.lead.data)
    }

    /// What stands in a form, as far as it is on record there.
    pub fn recorded(&self, form: &Form, entries: &[Entry]) -> Vec<Entry> {
        let area = self.area_of(&form.unit);
        let on_record = |entry: &&Entry| {
            let key = key(&entry.cell, area, form.period_of(&entry.cell));
            entry.value.is_none() || self.data().all_of(&key).iter().any(|one| one.usable() == entry.value)
        };
        entries.iter().filter(on_record).cloned().collect()
    }

    pub fn all(&self) -> impl Iterator<Item = &Arc<Figures>> {
        std::iter::once(&self.lead).chain(&self.others)
    }

    pub fn asking(&self) -> Asking<'_> {
        Asking {
            plans: self.all().map(|figures| &*figures.plan).collect(),
            catalogue: &self.lead.catalogue,
            formulas: &self.lead.formulas,
            period: self.period,
            since: self.since,
            forms: &self.forms,
        }
    }

    /// The form of a unit. Where years stand side by side, a cell whose figure is on record need not be filled in again.
    pub fn form(&self, unit: &UnitCode) -> Form {
        let mut form = self.asking().form(unit);
        if form.is_history() {
            let (own, unit) = (form.period, form.unit.clone());
            for cell in form.sections.iter_mut().flat_map(|s| &mut s.rows).flat_map(|row| &mut row.cells) {
                let period = cell.id.period.unwrap_or(own);
                cell.required &= self.on_record(&unit, &cell.id, period).is_none();
            }
        }
        form
    }

    /// The figure of a cell of a unit for a period, from whatever source ranks first.
    pub fn on_record(&self, unit: &UnitCode, cell: &CellId, period: Period) -> Option<Decimal> {
        self.data().best(&key(cell, self.area_of(unit), period))?.usable()
    }

    /// The units of all plans, each once.
    pub fn units(&self) -> Vec<&Unit> {
        let mut units: Vec<&Unit> = Vec::new();
        for unit in self.all().flat_map(|figures| figures.plan.units.values()) {
            if !units.iter().any(|held| held.code == unit.code) {
                units.push(unit);
            }
        }
        units
    }

    /// A unit, as the first plan has it that has it.
    pub fn unit(&self, unit: &UnitCode) -> Option<&Unit> {
        self.all().find_map(|figures| figures.plan.units.get(unit))
    }

    /// The unit's name; its code where no plan has such a unit any more.
    pub fn unit_name(&self, unit: &UnitCode) -> String {
        self.unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.zh.clone())
    }

    /// The first plan that has a unit, with its figures.
    pub fn figures_of(&self, unit: &UnitCode) -> &Arc<Figures> {
        self.all().find(|figures| figures.plan.units.contains_key(unit)).unwrap_or(&self.lead)
    }

    /// The plans that ask for a unit as its checks know them, the first one leading.
    pub fn known_of(&self, unit: &UnitCode) -> Vec<Known<'_>> {
        let asking = self.all().filter(|figures| figures.plan.units.contains_key(unit));
        let all: Vec<_> = asking.map(|figures| self.known(figures)).collect();
        if all.is_empty() { vec![self.known(&self.lead)] } else { all }
    }

    fn known<'a>(&'a self, figures: &'a Figures) -> Known<'a> {
        Known { data: self.told.as_deref().unwrap_or(&figures.data), ..figures.known() }
    }

    /// The area that a unit's figures are of.
    pub fn area_of(&self, unit: &UnitCode) -> &AreaCode {
        self.figures_of(unit).plan.area_of(unit)
    }

    /// What stands above and below a form, as the first plan says that says it.
    pub fn head_of(&self, form: &FormCode) -> Option<&FormHead> {
        self.all().find_map(|figures| figures.plan.head_of(form))
    }
}

fn key(cell: &CellId, area: &AreaCode, period: Period) -> Key {
    Key { subject: Subject::Item(cell.item.clone()), area: area.clone(), period, breakdown: cell.breakdown.clone() }
}
