//! Broken packages: every fault is told at once, and no bytes make the reader panic.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use heng_plan::package::{Files, check, read};
use proptest::prelude::*;

/// The files of a shipped package that lie in its folder itself.
fn shipped(name: &str) -> Files {
    let dir = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plans")).join(name);
    let mut files = Files::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            files.insert(entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn told(files: &Files) -> Vec<String> {
    let (package, mut problems) = read(files);
    if let Some(package) = package {
        problems.extend(check(&package, None, files));
    }
    problems.iter().map(ToString::to_string).collect()
}

fn change(files: &mut Files, name: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {name}");
    files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
}

#[test]
fn faults_of_several_tables_are_told_together() {
    let mut files = shipped("national-women-2011");
    change(&mut files, "domains.csv", "title_zh", "title");
    change(&mut files, "objectives.csv", "numeric", "number");
    change(&mut files, "targets.csv", "20,1/10万", "二十,1/10万");
    change(&mut files, "series.csv", "2016", "16");
    files.remove("units.csv");
    let told = told(&files);
    for file in ["domains.csv", "objectives.csv", "targets.csv", "series.csv", "units.csv"] {
        assert!(told.iter().any(|line| line.contains(file)), "{file} in {told:#?}");
    }
}

#[test]
fn a_package_without_a_head_says_so() {
    assert!(told(&Files::new()).iter().any(|line| line.contains("datapackage.json")));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(table in 0usize..6, bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut files = shipped("national-women-2011");
        let names = ["domains.csv", "objectives.csv", "targets.csv", "series.csv", "units.csv", "datapackage.json"];
        files.insert(names[table].to_owned(), bytes);
        let _ = told(&files);
    }
}
