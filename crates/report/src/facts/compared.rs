//! Own figures beside those that the catalogue holds as published of the areas above: nation, province, prefecture.

use heng_base::number::publish;
use heng_plan::model::{Catalogue, Indicator, Plan, Reference};

use super::figures::Figures;
use super::{ComparedFacts, TargetFacts, words};

/// Of each area above the published figure of the year of `target`'s latest figure, else the last before it. An area
/// without one stays out.
pub fn compared(
    target: &TargetFacts,
    year: i32,
    (indicator, breakdown): (&Indicator, &heng_base::breakdown::Breakdown),
    (plan, catalogue): (&Plan, &Catalogue),
    figures: &mut Figures<'_>,
) -> Vec<ComparedFacts> {
    let Some(own) = &target.latest else { return Vec::new() };
    let of = |held: &&Reference| {
        held.indicator == indicator.code
            && held.breakdown == *breakdown
            && held.period.is_year()
            && held.period.year <= year
            && held.area != plan.area
            && catalogue.lies_in(&plan.area, &held.area)
    };
    let held: Vec<&Reference> = catalogue.references.iter().filter(of).collect();
    // In the order of the tree, the nation first.
    let areas = catalogue.areas.values().filter_map(|area| {
        let of_area = held.iter().filter(|reference| reference.area == area.code);
        // Of two sources of one year the better.
        let rank = |held: &Reference| catalogue.sources.get(&held.source).map_or(u32::MAX, |source| source.rank);
        let last = of_area.max_by_key(|held| (held.period, std::cmp::Reverse(rank(held))))?;
        Some((area, *last))
    });
    let chosen: Vec<_> = areas.collect();
    let mut compared = Vec::new();
    for (area, reference) in chosen {
        let places = indicator.decimals.max(reference.value.normalize().scale());
        compared.push(ComparedFacts {
            name: target.name.clone(),
            own: own.clone(),
            area: area.name.zh.clone(),
            text: words::with_unit(&publish(reference.value, places), &indicator.unit),
            period: reference.period.in_words(),
            source: figures.source(&reference.source),
        });
    }
    compared
}
