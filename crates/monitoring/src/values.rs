//! All indicator values that a plan's monitoring reads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heng_base::breakdown::Breakdown;
use heng_base::codes::IndicatorCode;
use heng_base::period::Period;
use heng_plan::model::{Catalogue, Plan};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula::Formulas;
use heng_statistics::indicator::{Basis, IndicatorValue, compute};
use heng_statistics::observation::Subject;

/// Values by indicator, breakdown and period. A clone shares the values.
#[derive(Debug, Clone, Default)]
pub struct Values {
    by_key: BTreeMap<(IndicatorCode, Breakdown), BTreeMap<Period, Arc<IndicatorValue>>>,
}

impl Values {
    /// Computes every value that [`keys`] names.
    pub fn compute(plan: &Plan, catalogue: &Catalogue, data: &Dataset) -> Self {
        let formulas = Formulas::read(catalogue);
        let basis = Basis { catalogue, formulas: &formulas, data };
        let value = |(code, breakdown): (IndicatorCode, Breakdown)| {
            let indicator = catalogue.indicators.get(&code);
            let of = move |year| Some(compute(indicator?, basis, &plan.area, Period::year(year), &breakdown));
            (plan.base_year..=plan.end).filter_map(of)
        };
        Self::from_release(keys(plan, data).into_iter().flat_map(value).collect())
    }

    /// Values as a release froze them.
    pub fn from_release(values: Vec<IndicatorValue>) -> Self {
        let mut result = Self::default();
        values.into_iter().for_each(|value| result.put(Arc::new(value)));
        result
    }

    /// Puts a value in the place of the one that was held for its period.
    pub fn put(&mut self, value: Arc<IndicatorValue>) {
        let key = (value.indicator.clone(), value.breakdown.clone());
        self.by_key.entry(key).or_default().insert(value.period, value);
    }

    pub fn get(&self, indicator: &IndicatorCode, breakdown: &Breakdown, period: Period) -> Option<&IndicatorValue> {
        self.by_key.get(&(indicator.clone(), breakdown.clone()))?.get(&period).map(Arc::as_ref)
    }

    /// Whether the indicator is held in the breakdown.
    pub fn has(&self, indicator: &IndicatorCode, breakdown: &Breakdown) -> bool {
        self.by_key.contains_key(&(indicator.clone(), breakdown.clone()))
    }

    /// One series, oldest first, with the periods that have no value.
    pub fn series(&self, indicator: &IndicatorCode, breakdown: &Breakdown) -> impl Iterator<Item = &IndicatorValue> {
        let held = self.by_key.get(&(indicator.clone(), breakdown.clone()));
        held.into_iter().flat_map(BTreeMap::values).map(Arc::as_ref)
    }

    /// Breakdowns in which an indicator is held, the total first.
    pub fn breakdowns(&self, indicator: &IndicatorCode) -> Vec<&Breakdown> {
        let from = (indicator.clone(), Breakdown::total());
        let own = self.by_key.range(from..).take_while(|((code, _), _)| code == indicator);
        own.map(|((_, breakdown), _)| breakdown).collect()
    }

    pub fn all(&self) -> impl Iterator<Item = &IndicatorValue> {
        self.by_key.values().flat_map(BTreeMap::values).map(Arc::as_ref)
    }

    /// The last year, up to `until`, in which any indicator has a value of its own.
    pub fn latest_year(&self, until: i32) -> Option<i32> {
        self.all()
            .filter(|value| value.value.is_some() && value.carried_from.is_none() && value.period.year <= until)
            .map(|value| value.period.year)
            .max()
    }
}

/// What monitoring reads: the indicators of the plan's targets for the plan's area, in each breakdown that a target or an
/// observation of the indicator names, from the base year to the end.
pub fn keys(plan: &Plan, data: &Dataset) -> BTreeSet<(IndicatorCode, Breakdown)> {
    let mut keys: BTreeSet<(IndicatorCode, Breakdown)> = BTreeSet::new();
    for target in &plan.targets {
        if let Some(code) = &target.indicator {
            keys.insert((code.clone(), Breakdown::total()));
            keys.insert((code.clone(), target.breakdown.clone()));
        }
    }
    let named: BTreeSet<IndicatorCode> = keys.iter().map(|(code, _)| code.clone()).collect();
    for (subject, area, breakdown, _) in data.series() {
        if let Subject::Indicator(code) = subject
            && *area == plan.area
            && named.contains(code)
        {
            keys.insert((code.clone(), breakdown.clone()));
        }
    }
    keys
}
