//! How places are parts of one another: the tree of areas and the code lists of the dimensions.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_plan::model::{Catalogue, CodeEntry};

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
    parent: BTreeMap<String, String>,
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
        let dimensions = catalogue.codes.iter().map(|(name, list)| (name.clone(), Dimension::of(list)));
        structure.dimensions = dimensions.collect();
        structure
    }

    /// The places that one is a part of, one step up in one direction each.
    pub fn wholes(&self, (area, breakdown): &Place) -> Vec<Place> {
        let up = self.area_parent.get(area).map(|parent| (parent.clone(), breakdown.clone()));
        let merged = breakdown.0.iter().filter_map(|(dimension, code)| {
            let parent = self.dimensions.get(dimension)?.parent.get(code)?;
            Some((area.clone(), breakdown.clone().with(dimension, parent)))
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
    fn of(list: &[CodeEntry]) -> Self {
        let mut dimension = Self::default();
        for entry in list.iter().filter(|entry| entry.code != TOTAL) {
            let parent = entry.parent.clone().unwrap_or_else(|| TOTAL.to_owned());
            dimension.parent.insert(entry.code.clone(), parent.clone());
            dimension.children.entry(parent).or_default().push(entry.code.clone());
        }
        dimension
    }
}
