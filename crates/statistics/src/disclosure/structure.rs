//! How places are parts of one another: the tree of areas, the code lists of the dimensions and the parts of a year.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, ItemCode};
use heng_base::period::Period;
use heng_plan::model::{Annual, Catalogue};

use crate::total::months;

/// Where a figure stands within its item and [`span`].
pub(super) type Place = (AreaCode, Breakdown, Period);

/// The periods whose figures of an item are one table: a year with its parts where it is their sum, else each by itself.
pub(super) fn span(item: &ItemCode, period: Period, catalogue: &Catalogue) -> Period {
    if added_up(item, catalogue).is_some() { Period::year(period.year) } else { period }
}

/// The length of the parts of which longer periods of an item are the sum.
fn added_up(item: &ItemCode, catalogue: &Catalogue) -> Option<u8> {
    let item = catalogue.items.get(item).filter(|item| item.annual == Some(Annual::Sum))?;
    months(item.frequency)
}

const TOTAL: &str = "_T";

/// Parents and children of areas and of the codes of each dimension; `_T` is the total.
#[derive(Debug, Clone, Default)]
pub(super) struct Structure {
    area_parent: BTreeMap<AreaCode, AreaCode>,
    area_children: BTreeMap<AreaCode, Vec<AreaCode>>,
    /// Each as it is from a year on, the first year last.
    dimensions: BTreeMap<String, Vec<(i32, Dimension)>>,
    /// By item, in months.
    parts: BTreeMap<ItemCode, u8>,
}

/// As it is for one item.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfItem<'a> {
    structure: &'a Structure,
    parts: Option<u8>,
}

#[derive(Debug, Clone, Default)]
struct Dimension {
    /// A code has several where a grouping stands beside the tree.
    parents: BTreeMap<String, Vec<String>>,
    children: BTreeMap<String, Vec<String>>,
}

impl Structure {
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut structure = Self::default();
        for area in catalogue.areas.values() {
            if let Some(parent) = area.parent.as_ref().filter(|parent| !catalogue.lies_in(parent, &area.code)) {
                structure.area_parent.insert(area.code.clone(), parent.clone());
                structure.area_children.entry(parent.clone()).or_default().push(area.code.clone());
            }
        }
        let dimensions = catalogue.codes.keys().map(|name| (name.clone(), eras(name, catalogue)));
        structure.dimensions = dimensions.collect();
        let parts = catalogue.items.keys().filter_map(|item| Some((item.clone(), added_up(item, catalogue)?)));
        structure.parts = parts.collect();
        structure
    }

    fn dimension(&self, name: &str, year: i32) -> Option<&Dimension> {
        self.dimensions.get(name)?.iter().find(|(since, _)| *since <= year).map(|(_, dimension)| dimension)
    }

    pub fn of_item(&self, item: &ItemCode) -> OfItem<'_> {
        OfItem { structure: self, parts: self.parts.get(item).copied() }
    }
}

impl OfItem<'_> {
    /// The places that one is a part of, one step up in one direction each.
    pub fn wholes(&self, (area, breakdown, period): &Place) -> Vec<Place> {
        let Structure { area_parent, .. } = self.structure;
        let up = area_parent.get(area).map(|parent| (parent.clone(), breakdown.clone(), *period));
        let merged = breakdown.iter().flat_map(|(dimension, code)| {
            let known = self.structure.dimension(dimension, period.year).and_then(|known| known.parents.get(code));
            let parents = known.into_iter().flatten();
            parents.map(move |parent| (area.clone(), breakdown.clone().with(dimension, parent), *period))
        });
        let part = self.parts == Some(period.months());
        let longer = period.longer().filter(|_| part).map(|longer| (area.clone(), breakdown.clone(), longer));
        up.into_iter().chain(merged).chain(longer).collect()
    }

    /// The parts of a place: by areas, by each of the dimensions, and by time.
    pub fn splits(&self, (area, breakdown, period): &Place, dimensions: &BTreeSet<&str>) -> Vec<Vec<Place>> {
        let Structure { area_children, .. } = self.structure;
        let mut splits = Vec::new();
        if let Some(children) = area_children.get(area) {
            splits.push(children.iter().map(|child| (child.clone(), breakdown.clone(), *period)).collect());
        }
        for dimension in dimensions {
            let code = breakdown.get(dimension).unwrap_or(TOTAL);
            let known = self.structure.dimension(dimension, period.year);
            if let Some(children) = known.and_then(|known| known.children.get(code)) {
                let part = |child: &String| (area.clone(), breakdown.clone().with(dimension, child), *period);
                splits.push(children.iter().map(part).collect());
            }
        }
        let parts = self.parts.map(|months| period.parts(months)).unwrap_or_default();
        if !parts.is_empty() {
            splits.push(parts.into_iter().map(|part| (area.clone(), breakdown.clone(), part)).collect());
        }
        splits
    }
}

/// A dimension from each year on in which codes or groups begin to hold, or hold no more, the last first.
fn eras(name: &str, catalogue: &Catalogue) -> Vec<(i32, Dimension)> {
    let codes = catalogue.codes.get(name).into_iter().flatten().map(|entry| (entry.valid_from, entry.valid_to));
    let groups = catalogue.groupings.get(name).into_iter().flat_map(BTreeMap::values).flatten();
    let bounds = codes.chain(groups.map(|part| (part.valid_from, part.valid_to)));
    let begins = bounds.flat_map(|(from, to)| [from, to.map(|last| last.saturating_add(1))]).flatten();
    let begins: BTreeSet<i32> = begins.chain([i32::MIN]).collect();
    begins.into_iter().rev().map(|year| (year, Dimension::of(name, catalogue, year))).collect()
}

impl Dimension {
    /// As totals are made: level by level and by groupings; what is not applicable is no part of anything.
    fn of(name: &str, catalogue: &Catalogue, year: i32) -> Self {
        let mut dimension = Self::default();
        let codes = catalogue.codes.get(name).into_iter().flatten().map(|entry| entry.code.as_str());
        for code in codes.filter(|code| *code != TOTAL).chain([TOTAL]) {
            let parts = catalogue.parts_of_code(name, code, year);
            for part in &parts {
                dimension.parents.entry((*part).to_owned()).or_default().push(code.to_owned());
            }
            if !parts.is_empty() {
                dimension.children.insert(code.to_owned(), parts.into_iter().map(str::to_owned).collect());
            }
        }
        dimension
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{area, catalogue};

    #[test]
    fn a_total_is_made_of_the_codes_that_hold_in_its_year() {
        let mut catalogue = catalogue(Vec::new());
        catalogue.codes.get_mut("sex").unwrap()[1].valid_to = Some(2019);
        let structure = Structure::of(&catalogue);
        let item = structure.of_item(catalogue.items.keys().next().unwrap());
        let place = |by: &str, year: i32| (area(), Breakdown::parse(by).unwrap(), Period::year(year));
        let parts = |year: i32| {
            let splits = item.splits(&place("", year), &BTreeSet::from(["sex"]));
            splits.concat().iter().map(|(_, by, _)| by.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(parts(2019), ["sex=F", "sex=M"]);
        assert_eq!(parts(2020), ["sex=F"]);
        assert_eq!(item.wholes(&place("sex=M", 2019)).len(), 1);
        assert_eq!(item.wholes(&place("sex=M", 2020)), []);
    }
}
