//! The shipped national outline 2011–2020 with its catalogue and published figures.

use std::collections::BTreeMap;
use std::path::Path;

use heng_base::codes::SourceCode;
use heng_plan::model::{Catalogue, Plan};
use heng_plan::package::{self, Package};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};

fn files(folder: &str) -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../plans").join(folder);
    let mut files = BTreeMap::new();
    for below in ["", "codes"] {
        for entry in std::fs::read_dir(root.join(below)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

pub fn national() -> (Plan, Catalogue) {
    match (package::read(&files("national-women-2011")).0, package::read(&files("catalogue")).0) {
        (Some(Package::Plan(plan)), Some(Package::Catalogue(catalogue))) => (*plan, *catalogue),
        _ => panic!("the shipped packages cannot be read"),
    }
}

pub fn dataset(plan: &Plan, catalogue: &Catalogue) -> Dataset {
    let rows = (1..).zip(&plan.series).filter_map(|(id, row)| {
        let subject = row.indicator.clone().map(Subject::Indicator).or(row.item.clone().map(Subject::Item))?;
        Some(Observation {
            id,
            key: Key { subject, area: row.area.clone(), period: row.period, breakdown: row.breakdown.clone() },
            value: Some(row.value),
            missing: None,
            obs_status: row.obs_status.clone().unwrap_or_else(|| "A".to_owned()),
            conf_status: "F".to_owned(),
            source: row.source.clone(),
            provenance: Provenance::Import { import: 0 },
            revision: 1,
        })
    });
    Dataset::new(rows.collect(), |source: &SourceCode| catalogue.sources.get(source).map_or(u32::MAX, |s| s.rank))
}
