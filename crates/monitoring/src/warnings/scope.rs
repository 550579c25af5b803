//! What belongs to what: the items of an indicator, who reports them, in which domains it stands.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, UnitCode};
use heng_plan::model::{AskedOf, Indicator, Plan, Target};
use heng_statistics::formula::Formulas;

/// The items that an indicator is computed from, through other indicators too.
pub(super) fn items(indicator: &Indicator, formulas: &Formulas) -> BTreeSet<ItemCode> {
    formulas.depends_on(&indicator.code).0.into_iter().cloned().collect()
}

/// The units that report one of the items of an area.
pub(super) fn units<'i>(plan: &Plan, items: impl IntoIterator<Item = &'i ItemCode>, area: &AreaCode) -> Vec<UnitCode> {
    let mut found = BTreeSet::new();
    for item in items {
        for asked in plan.form_items.iter().filter(|asked| asked.item == *item) {
            let of = |code: &&UnitCode| match &asked.of {
                AskedOf::Unit(unit) => unit == *code,
                AskedOf::Type(sort) => plan.units[*code].unit_type == *sort,
            };
            found.extend(plan.units.keys().filter(of).filter(|code| plan.area_of(code) == area).cloned());
        }
    }
    found.into_iter().collect()
}

/// The domains of the objectives and measures whose targets name one of the indicators.
pub(super) fn domains<'i>(plan: &Plan, indicators: impl IntoIterator<Item = &'i IndicatorCode>) -> Vec<u32> {
    let mut found = BTreeSet::new();
    for code in indicators {
        let named = plan.targets.iter().filter(|target| target.indicator.as_ref() == Some(code));
        found.extend(named.filter_map(|target| domain(plan, target)));
    }
    found.into_iter().collect()
}

pub(super) fn domain(plan: &Plan, target: &Target) -> Option<u32> {
    let place = target.objective.as_deref().unwrap_or(&target.reference);
    let objective = plan.objectives.iter().find(|objective| objective.number == place);
    let measure = || plan.measures.iter().find(|measure| measure.number == place);
    objective.map(|objective| objective.domain).or_else(|| measure().map(|measure| measure.domain))
}

/// The indicators of the plan's targets by the items that they are computed from.
pub(super) struct ByItem(BTreeMap<ItemCode, BTreeSet<IndicatorCode>>);

impl ByItem {
    pub(super) fn of(plan: &Plan, formulas: &Formulas) -> Self {
        let mut held: BTreeMap<ItemCode, BTreeSet<IndicatorCode>> = BTreeMap::new();
        let targeted: BTreeSet<_> = plan.targets.iter().filter_map(|target| target.indicator.as_ref()).collect();
        for code in targeted {
            for item in formulas.depends_on(code).0 {
                held.entry(item.clone()).or_default().insert(code.clone());
            }
        }
        Self(held)
    }

    pub(super) fn get(&self, item: &ItemCode) -> BTreeSet<IndicatorCode> {
        self.0.get(item).cloned().unwrap_or_default()
    }
}

/// The parts of the plan's area for which units report.
pub(super) fn parts(plan: &Plan) -> BTreeSet<&AreaCode> {
    plan.units.values().filter_map(|unit| unit.area.as_ref()).filter(|area| **area != plan.area).collect()
}
