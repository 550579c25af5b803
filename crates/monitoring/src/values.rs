//! All indicator values that a plan's monitoring reads.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::breakdown::Breakdown;
use heng_base::codes::IndicatorCode;
use heng_base::period::Period;
use heng_plan::model::{Catalogue, Plan};
use heng_statistics::dataset::Dataset;
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::indicator::compute;
use heng_statistics::observation::Subject;

/// Values by indicator, breakdown and period.
#[derive(Debug, Clone, Default)]
pub struct Values {
    by_key: BTreeMap<(IndicatorCode, Breakdown), BTreeMap<Period, IndicatorValue>>,
}

impl Values {
    /// Computes every indicator of the plan's targets for the plan's area, from its base year to its end, in each
    /// breakdown that a target or an observation of the indicator names.
    pub fn compute(plan: &Plan, catalogue: &Catalogue, data: &Dataset) -> Self {
        let mut keys: BTreeSet<(IndicatorCode, Breakdown)> = BTreeSet::new();
        for target in &plan.targets {
            if let Some(code) = &target.indicator {
                keys.insert((code.clone(), Breakdown::total()));
                keys.insert((code.clone(), target.breakdown.clone()));
            }
        }
        let named: BTreeSet<IndicatorCode> = keys.iter().map(|(code, _)| code.clone()).collect();
        for key in data.observations().iter().map(|o| &o.key).filter(|key| key.area == plan.area) {
            if let Subject::Indicator(code) = &key.subject
                && named.contains(code)
            {
                keys.insert((code.clone(), key.breakdown.clone()));
            }
        }
        let mut values = Vec::new();
        for (code, breakdown) in &keys {
            let Some(indicator) = catalogue.indicators.get(code) else { continue };
            for year in plan.base_year..=plan.end {
                values.push(compute(indicator, catalogue, data, &plan.area, Period::year(year), breakdown));
            }
        }
        Self::from_release(values)
    }

    /// Values as a release froze them.
    pub fn from_release(values: Vec<IndicatorValue>) -> Self {
        let mut result = Self::default();
        for value in values {
            let key = (value.indicator.clone(), value.breakdown.clone());
            result.by_key.entry(key).or_default().insert(value.period, value);
        }
        result
    }

    pub fn get(&self, indicator: &IndicatorCode, breakdown: &Breakdown, period: Period) -> Option<&IndicatorValue> {
        self.by_key.get(&(indicator.clone(), breakdown.clone()))?.get(&period)
    }

    /// One series, oldest first, with the periods that have no value.
    pub fn series(&self, indicator: &IndicatorCode, breakdown: &Breakdown) -> impl Iterator<Item = &IndicatorValue> {
        self.by_key.get(&(indicator.clone(), breakdown.clone())).into_iter().flat_map(BTreeMap::values)
    }

    /// Breakdowns in which an indicator is held, the total first.
    pub fn breakdowns(&self, indicator: &IndicatorCode) -> Vec<&Breakdown> {
        self.by_key.keys().filter(|(code, _)| code == indicator).map(|(_, breakdown)| breakdown).collect()
    }

    pub fn all(&self) -> impl Iterator<Item = &IndicatorValue> {
        self.by_key.values().flat_map(BTreeMap::values)
    }

    /// The last year, up to `until`, in which any indicator has a value of its own.
    pub fn latest_year(&self, until: i32) -> Option<i32> {
        self.all()
            .filter(|value| value.value.is_some() && value.carried_from.is_none() && value.period.year <= until)
            .map(|value| value.period.year)
            .max()
    }
}
