//! How places are parts of one another: the tree of areas and the code lists of the dimensions.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_plan::model::Catalogue;

/// Where a figure stands within its item and period.
pub(super) type Place = (AreaCode, Breakdown);

const TOTAL: &str = "_T";

/// Parents and children of areas and of the codes of each dimension; `_T` is the total.
#[derive(Debug, Clone, Default)]
pub(super) struct Structure {
    area_parent: BTreeMap<AreaCode, AreaCode>,
    area_children: BTreeMap<AreaCode, Vec<AreaCode>>,
    dimensions: BTreeMap<String, Dimension>,
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
        let dimensions = catalogue.codes.keys().map(|name| (name.clone(), Dimension::of(name, catalogue)));
        structure.dimensions = dimensions.collect();
        structure
    }

    /// The places that one is a part of, one step up in one direction each.
    pub fn wholes(&self, (area, breakdown): &Place) -> Vec<Place> {
        let up = self.area_parent.get(area).map(|parent| (parent.clone(), breakdown.clone()));
        let merged = breakdown.0.iter().flat_map(|(dimension, code)| {
            let known = self.dimensions.get(dimension).and_then(|known| known.parents.get(code));
            let parents = known.into_iter().flatten();
            parents.map(move |parent| (area.clone(), breakdown.clone().with(dimension, parent)))
        });
        up.into_iter().chain(merged).collect()
    }

    /// The parts of a place: by areas, and by each of the dimensions.
    pub fn splits(&self, (area, breakdown): &Place, dimensions: &BTreeSet<&str>) -> Vec<Vec<Place>> {
        let mut splits = Vec::new();
        if let Some(children) = self.area_children.get(area) {
            splits.push(children.iter().map(|child| (child.clone(), breakdown.clone())).collect());
        }
        for dimension in dimensions {
            let code = breakdown.get(dimension).unwrap_or(TOTAL);
            if let Some(children) = self.dimensions.get(*dimension).and_then(|known| known.children.get(code)) {
                let part = |child: &String| (area.clone(), breakdown.clone().with(dimension, child));
                splits.push(children.iter().map(part).collect());
            }
        }
        splits
    }
}

impl Dimension {
    /// As totals are made: level by level and by groupings; what is not applicable is no part of anything.
    fn of(name: &str, catalogue: &Catalogue) -> Self {
        let mut dimension = Self::default();
        let codes = catalogue.codes.get(name).into_iter().flatten().map(|entry| entry.code.as_str());
        for code in codes.filter(|code| *code != TOTAL).chain([TOTAL]) {
            let parts = catalogue.parts_of_code(name, code);
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
