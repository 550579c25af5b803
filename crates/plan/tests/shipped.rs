//! The shipped packages: free of faults, and as far as a document was drafted, equal to the draft.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use heng_plan::draft::draft;
use heng_plan::model::{AskedOf, Catalogue, ObjectiveKind};
use heng_plan::package::amend::{RowChange, amend, conflicts, written};
use heng_plan::package::{Files, Package, check, lists, read};
use heng_plan::read::read_plan;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn files(dir: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            self::files(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

fn package(name: &str) -> Files {
    let mut result = Files::new();
    files(&root().join("plans").join(name), "", &mut result);
    result
}

fn catalogue() -> Catalogue {
    let files = package("catalogue");
    let (read, problems) = read(&files);
    let Some(Package::Catalogue(catalogue)) = read else { panic!("no catalogue") };
    assert!(problems.is_empty(), "{problems:#?}");
    assert_eq!(check(&Package::Catalogue(catalogue.clone()), None, &files), []);
    *catalogue
}

#[test]
fn shipped_packages_have_no_faults() {
    let catalogue = catalogue();
    for entry in std::fs::read_dir(root().join("plans")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name == "catalogue" {
            continue;
        }
        let files = package(&name);
        let (read, problems) = read(&files);
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        let faults = check(&read.unwrap(), Some(&catalogue), &files);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
    }
}

/// Every objective of the county's plan reaches an indicator or asks for evidence, and nothing is counted twice.
#[test]
fn every_objective_is_reached() {
    let (Some(Package::Plan(plan)), _) = read(&package("kaiping-women-2021")) else { panic!("no plan") };
    assert_eq!((plan.domains.len(), plan.objectives.len(), plan.measures.len(), plan.projects.len()), (8, 84, 93, 8));
    for objective in &plan.objectives {
        let of = plan.targets.iter().filter(|t| t.objective.as_deref() == Some(objective.number.as_str()));
        let reached = of.filter(|t| t.indicator.is_some()).count() > 0;
        let evidence = objective.kind == ObjectiveKind::Qualitative && !objective.evidence.is_empty();
        assert!(reached || evidence, "objective {}", objective.number);
    }
}

/// Every unit of the county's plan is asked something, each town for its own area; the towns' figures of an item stand
/// beside the county's, they do not take its place.
#[test]
fn every_unit_is_asked() {
    let (Some(Package::Plan(plan)), _) = read(&package("kaiping-women-2021")) else { panic!("no plan") };
    let towns: Vec<_> = plan.units.values().filter(|unit| unit.unit_type == "town").collect();
    assert_eq!((plan.units.len(), towns.len()), (44, 15));
    for unit in plan.units.values() {
        assert!(plan.asked_of(&unit.code).next().is_some(), "{}", unit.code);
    }
    let areas: BTreeSet<_> = towns.iter().map(|town| plan.area_of(&town.code)).collect();
    assert!(areas.len() == 15 && !areas.contains(&plan.area), "{areas:?}");
    let of_county = |item| plan.form_items.iter().any(|asked| asked.item == item && asked.of != town());
    for asked in plan.form_items.iter().filter(|asked| asked.of == town()) {
        assert!(of_county(asked.item.clone()), "{}: no unit is asked for the county's figure", asked.item);
    }
}

fn town() -> AskedOf {
    AskedOf::Type("town".to_owned())
}

type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// Rows by their first cell.
fn rows(csv: &[u8]) -> Rows {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::Reader::from_reader(csv);
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let cells = |record: csv::StringRecord| {
        let row: BTreeMap<_, _> = header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        (record[0].to_owned(), row)
    };
    reader.records().map(|record| cells(record.unwrap())).collect()
}

/// Lists each difference between the shipped package and the draft of its document: what people decided. The columns
/// that a draft leaves empty (indicator, its confirmation, evidence, English titles) are not listed.
#[test]
fn shipped_package_equals_the_draft() {
    let text = std::fs::read_to_string(root().join("tests/cases/plans/kaiping_women_2021.txt")).unwrap();
    let shipped = package("kaiping-women-2021");
    let decided = ["indicator", "indicator_status", "evidence", "title_en"];
    let mut list = String::new();
    for (name, content) in draft(&read_plan(&text)) {
        if name == "document.txt" {
            assert_eq!(String::from_utf8_lossy(&shipped[&name]), content, "document.txt");
        }
        if !name.ends_with(".csv") {
            continue;
        }
        let (ours, drafted) = (rows(&shipped[&name]), rows(content.as_bytes()));
        // A table that people fill from nothing.
        if drafted.is_empty() {
            continue;
        }
        for (key, row) in &drafted {
            let Some(our) = ours.get(key) else {
                writeln!(list, "{name} {key}: missing").unwrap();
                continue;
            };
            for (column, cell) in
                row.iter().filter(|(column, cell)| our[*column] != **cell && !decided.contains(&column.as_str()))
            {
                writeln!(list, "{name} {key} {column}: “{cell}” → “{}”", our[column]).unwrap();
            }
        }
        for (key, row) in ours.iter().filter(|(key, _)| !drafted.contains_key(*key)) {
            writeln!(list, "{name} {key}: added, {}", row.get("status").map_or("", String::as_str)).unwrap();
        }
    }
    insta::assert_snapshot!(list);
}

fn row(table: &str, cells: &[(&str, &str)]) -> RowChange {
    let cells: BTreeMap<_, _> = cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect();
    RowChange { table: table.to_owned(), replaces: None, cells, removed: false }
}

fn new_list() -> [RowChange; 4] {
    [
        row(lists::TABLE, &[("code", "marriage"), ("name_zh", "婚姻状况"), ("name_en", "Marital status")]),
        row("codes.marriage", &[("code", "_T"), ("name_zh", "合计")]),
        row("codes.marriage", &[("code", "M"), ("name_zh", "已婚"), ("parent", "_T")]),
        row("codes.marriage.groups", &[("group", "_T"), ("code", "M")]),
    ]
}

#[test]
fn a_new_list_is_a_table_and_its_entry_in_the_list_of_resources() {
    let before = package("catalogue");
    let after = amend(&before, &new_list()).unwrap();
    let (Some(read), problems) = read(&after) else { panic!() };
    assert_eq!((problems, check(&read, None, &after)), (vec![], vec![]));
    let Package::Catalogue(catalogue) = read else { panic!() };
    assert_eq!(catalogue.codes["marriage"].len(), 2);
    assert_eq!(lists::lacking(&new_list()), []);
    let held = written(&after, lists::TABLE);
    assert!(held.iter().any(|list| list["code"] == "marriage" && list["name_en"] == "Marital status"), "{held:?}");
    assert_eq!(held.len(), written(&before, lists::TABLE).len() + 1);
    let told = conflicts(&before, &after, &new_list());
    assert_eq!(told[0], ("datapackage.json".to_owned(), "marriage".to_owned()), "made by another meanwhile");
    assert_eq!(conflicts(&before, &before, &new_list()), []);
}

#[test]
fn what_is_wrong_with_a_new_list_is_told_at_its_field() {
    let files = package("catalogue");
    for code in ["", "Marriage", "1a", "a-b", "area", "sex"] {
        let told = amend(&files, &[row(lists::TABLE, &[("code", code)])]).unwrap_err();
        let fields: Vec<_> = told.iter().filter_map(|one| one.place.field.as_deref()).collect();
        assert_eq!(fields, ["changes[0].code", "changes[0].name_zh", "changes[0].code"], "{code}");
    }
    let gone = RowChange { removed: true, replaces: Some(String::new()), ..row(lists::TABLE, &[("code", "sex")]) };
    assert!(amend(&files, &[gone]).is_err());
}
