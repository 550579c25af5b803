//! Figures after new observations: what hangs on these is computed again, all else is taken over as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use heng_base::codes::IndicatorCode;
use heng_monitoring::values;
use heng_plan::model::Indicator;
use heng_statistics::engine::{Change, Engine};
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::observation::{Key, Observation, Subject};
use heng_statistics::total::wholes;
use heng_store::engine::Store;
use heng_store::tables::observations;

use super::{Figures, keys, put_series, rows, years};
use crate::failure::{Failure, Result};

impl Figures {
    /// Nothing will be added to these: what only helps with that is dropped.
    pub fn done_with(&self) {
        *self.engine.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The figures with what was committed since, up to the stamp, by the same packages.
    pub async fn after(self: Arc<Self>, store: &Store, stamp: (i64, i64)) -> Result<Self> {
        let engine = self.engine.lock().unwrap_or_else(PoisonError::into_inner).take();
        // An earlier attempt took the engine with it.
        let Some(engine) = engine else { return Self::load(store, self.in_force(), stamp).await };
        let new = observations::since(store, self.stamp.1, stamp.1).await?;
        tokio::task::spawn_blocking(move || self.with(engine, new, stamp)).await.map_err(Failure::system)
    }

    pub(super) fn with(&self, mut engine: Engine, new: Vec<Observation>, stamp: (i64, i64)) -> Self {
        let within = new.iter().filter(|o| self.catalogue.counts_into(&o.key.area, &self.plan.area));
        let published = within.into_iter().all(|o| self.published(o));
        let change = engine.observe(new);
        let mut figures = Self {
            plan: self.plan.clone(),
            catalogue: self.catalogue.clone(),
            formulas: self.formulas.clone(),
            checks: self.checks.clone(),
            uppers: self.uppers.clone(),
            boundaries: self.boundaries.clone(),
            packages: self.packages.clone(),
            data: engine.data().clone(),
            values: self.values.clone(),
            latest_year: None,
            rows: rows::Rows::default(),
            open: self.open && published,
            shown: self.shown.clone(),
            series: self.series.clone(),
            parts: self.parts.clone(),
            below: self.below.clone(),
            judged: Mutex::default(),
            engine: Mutex::default(),
            stamp,
        };
        let first = figures.take_values(&change, &mut engine);
        figures.latest_year = figures.values.latest_year(figures.plan.end);
        figures.judged = Mutex::new(self.judged_before(first));
        let keys = figures.take_series(&change, &mut engine);
        let as_before = (figures.open, figures.last_observed()) == (self.open, self.last_observed());
        figures.rows = if as_before { rows::again(&self.rows, &keys, &figures) } else { rows::all(&figures) };
        figures.engine = Mutex::new(Some(engine));
        figures
    }

    /// Puts the changed values in their places; the first year of which one changed.
    fn take_values(&mut self, change: &Change, engine: &mut Engine) -> Option<i32> {
        let mut first: Option<i32> = None;
        let mut saw = |year: i32| first = Some(first.map_or(year, |held| held.min(year)));
        for key in change.values.iter().filter(|key| key.area == self.plan.area) {
            let Some(value) = engine.value(key).filter(|value| self.values.has(&value.indicator, &value.breakdown))
            else {
                continue;
            };
            saw(key.period.year);
            self.values.put(value);
        }
        for (code, breakdown) in values::keys(&self.plan, engine.data()) {
            if !self.values.has(&code, &breakdown) {
                saw(self.plan.base_year);
                put_series(&mut self.values, engine, &self.plan, &code, &breakdown);
            }
        }
        first
    }

    /// The judgements of the years before a change: they look at nothing later.
    fn judged_before(&self, first: Option<i32>) -> BTreeMap<i32, super::Judged> {
        let held = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        let before = held.iter().filter(|(year, _)| first.is_none_or(|first| **year < first));
        before.map(|(year, judged)| (*year, judged.clone())).collect()
    }

    /// Puts the series of the changed indicators in their places; all keys whose rows may be others than before.
    fn take_series(&mut self, change: &Change, engine: &mut Engine) -> BTreeSet<Key> {
        let mut changed: BTreeSet<Key> = change.observed.iter().cloned().collect();
        changed.extend(change.observed.iter().flat_map(|key| wholes(key, &self.catalogue)));
        let indicators: BTreeSet<IndicatorCode> = change
            .values
            .iter()
            .chain(&change.observed)
            .filter(|key| key.area == self.plan.area)
            .filter_map(|key| match &key.subject {
                Subject::Indicator(code) => Some(code.clone()),
                Subject::Item(_) => None,
            })
            .collect();
        let observed = self.observed();
        let concerned = self.concerned(&observed);
        let of_years = years(&self.plan);
        let mut fresh = Vec::new();
        for indicator in concerned.iter().filter(|indicator| indicators.contains(&indicator.code)) {
            let series = self.computed(indicator, &observed, &of_years, |key| engine.value(&key));
            fresh.push((indicator.code.clone(), series));
        }
        let fresh_parts = self.fresh_parts(change, &concerned, &indicators, &observed, engine);
        let fresh_below = self.fresh_below(change, &concerned, engine);
        for (code, series) in fresh {
            let before = self.series.insert(code.clone(), series.clone()).unwrap_or_default();
            for (breakdown, _) in before.iter().chain(series.iter()) {
                changed.extend(keys(&self.plan, &code, breakdown, &of_years));
            }
        }
        for (code, series) in fresh_parts {
            let before = self.parts.insert(code, series.clone()).unwrap_or_default();
            changed
                .extend(before.iter().chain(series.iter()).flat_map(|(_, values)| values).map(|value| key_of(value)));
        }
        for (code, values) in fresh_below {
            let before = self.below.insert(code, values.clone()).unwrap_or_default();
            changed.extend(before.iter().chain(values.iter()).map(|value| key_of(value)));
        }
        changed
    }

    /// The series of parts of years that a change may have made: a first quarter was in nothing that was computed before.
    fn fresh_parts(
        &self,
        change: &Change,
        concerned: &[&Indicator],
        changed: &BTreeSet<IndicatorCode>,
        observed: &super::Observed,
        engine: &mut Engine,
    ) -> Vec<(IndicatorCode, Arc<[super::Series]>)> {
        let of_parts = self.parts_observed();
        if of_parts.is_empty() {
            return Vec::new();
        }
        let new: BTreeSet<&Subject> =
            change.observed.iter().filter(|key| !key.period.is_year()).map(|key| &key.subject).collect();
        let named = |indicator: &Indicator| {
            self.items(&indicator.code).iter().any(|item| new.contains(&Subject::Item(item.clone())))
                || new.contains(&Subject::Indicator(indicator.code.clone()))
        };
        let mut fresh = Vec::new();
        for indicator in concerned.iter().filter(|one| changed.contains(&one.code) || named(one)) {
            let periods = self.parts_of(indicator, &of_parts);
            if !periods.is_empty() {
                let series = self.computed(indicator, observed, &periods, |key| engine.value(&key));
                fresh.push((indicator.code.clone(), series));
            }
        }
        fresh
    }
}

fn key_of(value: &IndicatorValue) -> Key {
    Key {
        subject: Subject::Indicator(value.indicator.clone()),
        area: value.area.clone(),
        period: value.period,
        breakdown: value.breakdown.clone(),
    }
}

#[cfg(test)]
mod tests;
