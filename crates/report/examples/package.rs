//! A report on the published figures of a plan package, as a Word file:
//!
//!     cargo run -p heng-report --example package -- plans/national-women-2011 2020 final FONT OUT.docx
//!
//! FONT is a TrueType or OpenType font with Chinese characters.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use heng_base::codes::SourceCode;
use heng_monitoring::monitor;
use heng_monitoring::values::Values;
use heng_plan::model::{Catalogue, Plan};
use heng_plan::package::{self, Package};
use heng_report::definition::{Definition, pick};
use heng_report::facts::{Facts, Kind, ReleaseHead};
use heng_report::render::{Fonts, docx};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, year, kind, font, out] = args.as_slice() else {
        return Err("usage: package FOLDER YEAR annual|final FONT OUT".into());
    };
    let (year, folder) = (year.parse()?, Path::new(folder));
    let (plan, catalogue) = read(folder)?;
    let values = Values::compute(&plan, &catalogue, &dataset(&plan, &catalogue));
    let judgements = monitor(&plan, &catalogue, &values, year);
    let values: Vec<_> = values.all().cloned().collect();
    let head = ReleaseHead {
        number: 1,
        created_on: "2021-12-21".to_owned(),
        manifest_sha256: "(公布数直接成稿,未入库)".to_owned(),
        ..ReleaseHead::default()
    };
    let which = if kind == "final" { Kind::Final } else { Kind::Annual };
    let facts = Facts::from_release(&plan, &catalogue, &values, &judgements, head, which, year);
    let (definition, problems) = Definition::read(&pick(&files(Path::new("reports"))?, kind));
    let definition = definition.ok_or_else(|| format!("{problems:#?}"))?;
    let document = heng_report::build(&definition, &facts).map_err(|problems| format!("{problems:#?}"))?;
    std::fs::write(out, docx::render(&document, &Fonts { regular: std::fs::read(font)? })?)?;
    Ok(())
}

fn read(folder: &Path) -> Result<(Plan, Catalogue), Box<dyn Error>> {
    let beside = folder.parent().unwrap_or(Path::new(".")).join("catalogue");
    match (package::read(&files(folder)?), package::read(&files(&beside)?)) {
        ((Some(Package::Plan(plan)), _), (Some(Package::Catalogue(catalogue)), _)) => Ok((*plan, *catalogue)),
        ((_, problems), _) => Err(format!("no plan with a catalogue beside it: {problems:#?}").into()),
    }
}

/// All files below a folder, by their path in it.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Box<dyn Error>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// The package's published values as observations, numbered by their row.
fn dataset(plan: &Plan, catalogue: &Catalogue) -> Dataset {
    let rows = (1..).zip(&plan.series).filter_map(|(id, row)| {
        let subject = row.indicator.clone().map(Subject::Indicator).or(row.item.clone().map(Subject::Item))?;
        let key = Key { subject, area: row.area.clone(), period: row.period, breakdown: row.breakdown.clone() };
        Some(Observation {
            id,
            key,
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
