//! What belongs to what: the items of an indicator, who reports them, in which domains it stands.

use std::collections::BTreeSet;

use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, UnitCode};
use heng_plan::model::{AskedOf, Catalogue, Indicator, IndicatorFormula, Plan, Target};
use heng_statistics::formula;

/// The items that an indicator is computed from, through other indicators too, each once.
pub(super) fn items(indicator: &Indicator, catalogue: &Catalogue) -> BTreeSet<ItemCode> {
    let (mut items, mut seen, mut left) = (BTreeSet::new(), BTreeSet::new(), vec![indicator]);
    while let Some(next) = left.pop() {
        if !seen.insert(&next.code) {
            continue;
        }
        for expr in texts(&next.formula).into_iter().filter_map(|text| formula::parse(text).ok()) {
            items.extend(formula::items(&expr).into_iter().map(|(item, _)| item));
            let others = formula::indicators(&expr);
            left.extend(others.iter().filter_map(|code| catalogue.indicators.get(code)));
        }
    }
    items
}

fn texts(formula: &IndicatorFormula) -> Vec<&String> {
    match formula {
        IndicatorFormula::Published => Vec::new(),
        IndicatorFormula::Expression { text } => vec![text],
        IndicatorFormula::Fraction { numerator, denominator, .. } => {
            std::iter::once(numerator).chain(denominator).collect()
        }
    }
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

/// The indicators of the plan's targets that are computed from an item.
pub(super) fn indicators_of(item: &ItemCode, plan: &Plan, catalogue: &Catalogue) -> BTreeSet<IndicatorCode> {
    let targeted: BTreeSet<_> = plan.targets.iter().filter_map(|target| target.indicator.as_ref()).collect();
    let held = targeted.into_iter().filter_map(|code| catalogue.indicators.get(code));
    held.filter(|indicator| items(indicator, catalogue).contains(item)).map(|one| one.code.clone()).collect()
}

/// The parts of the plan's area for which units report.
pub(super) fn parts(plan: &Plan) -> BTreeSet<&AreaCode> {
    plan.units.values().filter_map(|unit| unit.area.as_ref()).filter(|area| **area != plan.area).collect()
}
