//! The command line as a user meets it.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

fn heng(arguments: &[&str]) -> Output {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    Command::new(env!("CARGO_BIN_EXE_heng")).current_dir(root).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The national outline in its last year. The final monitoring report (国家统计局, 2021-12) says the same of each target
/// that both judge: 孕产妇死亡率, 学前教育毛入园率 and 九年义务教育巩固率 met, 村委会成员女性比例 short of 30 %.
#[test]
fn national_line() {
    let output = heng(&["monitor", "--package", "plans/national-women-2011", "--year", "2020"]);
    assert!(output.status.success(), "{}", stderr(&output));
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn monitor_json_keeps_the_contract() {
    let output = heng(&["monitor", "--package", "plans/national-women-2011", "--year", "2020", "--format", "json"]);
    let judgements: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = &judgements[0];
    for name in ["domain", "objective", "indicator", "breakdown", "target", "base", "latest", "state", "evidence"] {
        assert!(first.get(name).is_some(), "{name}");
    }
    assert_eq!(first["latest"]["value"], "80.88");
    assert_eq!(first["forecast"], serde_json::Value::Null);
}

#[test]
fn a_plan_without_data_has_no_data_and_no_verdict() {
    let output = heng(&["monitor", "--package", "plans/kaiping-women-2021", "--year", "2026", "--format", "json"]);
    let judgements: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let states = ["no_data", "qualitative", "undetermined", "not_judged"];
    assert!(judgements.len() > 100);
    assert!(judgements.iter().all(|j| states.contains(&j["state"].as_str().unwrap())));
}

#[test]
fn reads_a_plan_document() {
    let file = "tests/cases/plans/kaiping_women_2021.txt";
    let output = heng(&["plan", "read", file, "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(plan["domains"].as_array().unwrap().len(), 8);
    assert_eq!(plan["projects"].as_array().unwrap().len(), 8);
}

#[test]
fn a_draft_is_a_package_and_never_overwrites() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("draft");
    let arguments = ["plan", "draft", "tests/cases/plans/kaiping_women_2021.txt", "-o", target.to_str().unwrap()];
    assert!(heng(&arguments).status.success());
    assert!(target.join("targets.csv").exists());
    let again = heng(&arguments);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("文件已经存在"));
}

/// Every fault of a package at once, each with file, line and what would be right.
#[test]
fn a_broken_package_names_every_fault() {
    let dir = tempfile::tempdir().unwrap();
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../plans"));
    for name in ["catalogue", "kaiping-women-2021"] {
        copy(&root.join(name), &dir.path().join(name));
    }
    let targets = dir.path().join("kaiping-women-2021/targets.csv");
    let text = std::fs::read_to_string(&targets).unwrap();
    std::fs::write(&targets, text.replacen(",H03,", ",H033,", 1).replacen(",91,", ",九十一,", 1)).unwrap();
    let output = heng(&["plan", "check", dir.path().join("kaiping-women-2021").to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("targets.csv:4 indicator") && said.contains("H03"), "{said}");
    assert!(said.contains("九十一"), "{said}");
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn input_that_is_not_there_or_no_text_is_told() {
    let missing = heng(&["plan", "read", "nowhere.txt"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).starts_with("nowhere.txt: 读不出文件"));
    let year = heng(&["monitor", "--package", "plans/national-women-2011", "--year", "1999"]);
    assert_eq!(year.status.code(), Some(1));
    assert!(stderr(&year).contains("2010—2020"));
}

#[test]
fn unknown_commands_and_flags_exit_2_with_a_hint() {
    for arguments in [["plann", "read"], ["plan", "--nope"]] {
        let output = heng(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("Usage"));
    }
}
