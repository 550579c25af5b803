//! The national outline 2011–2020 through every year of its period, on published figures: what was said along the way,
//! and what its last year said of it.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use heng_base::codes::SourceCode;
use heng_monitoring::judgement::{Judgement, State};
use heng_monitoring::monitor;
use heng_monitoring::rate::{attainment_rate, percent};
use heng_monitoring::values::Values;
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

fn national() -> (Plan, Catalogue) {
    match (package::read(&files("national-women-2011")).0, package::read(&files("catalogue")).0) {
        (Some(Package::Plan(plan)), Some(Package::Catalogue(catalogue))) => (*plan, *catalogue),
        _ => panic!("the shipped packages cannot be read"),
    }
}

fn dataset(plan: &Plan, catalogue: &Catalogue) -> Dataset {
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

fn line(judgement: &Judgement) -> String {
    let latest = judgement.latest.as_ref().map_or_else(String::new, |latest| latest.value.to_string());
    let path = judgement.on_path.map_or("-", |on| if on { "on path" } else { "behind" });
    let method = judgement.method.as_ref().map_or("-", |method| &method.name);
    let evidence = judgement.evidence.map_or(String::new(), |mark| format!(" {mark:?}"));
    let why = judgement.reason.as_ref().map_or("", |reason| &reason.message);
    let id = judgement.target_id.as_deref().unwrap_or_default();
    format!("{id} {latest} {} [{method}, {path}{evidence}] {why}", judgement.state.code())
}

#[test]
fn every_year_of_the_outline() {
    let (plan, catalogue) = national();
    let values = Values::compute(&plan, &catalogue, &dataset(&plan, &catalogue));
    let mut lines = Vec::new();
    for year in plan.start..=plan.end {
        let judgements = monitor(&plan, &catalogue, &values, year);
        let rate = attainment_rate(&judgements);
        let share = percent(rate.attained, rate.monitorable).unwrap_or_default();
        lines.push(format!("{year}: {} of {} {share}%, no data {}", rate.attained, rate.monitorable, rate.no_data));
        let silent = [State::NoData, State::Qualitative];
        lines.extend(judgements.iter().filter(|j| !silent.contains(&j.state) && j.indicator.is_some()).map(line));
    }
    insta::assert_snapshot!(lines.join("\n"));
}
