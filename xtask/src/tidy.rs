//! The house rules of ARCHITECTURE.md that a machine can hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde_json::Value;

/// The whole dependency table: a crate may use those named and no others of ours.
const EDGES: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("plan", &["base"]),
    ("statistics", &["base", "plan"]),
    ("monitoring", &["base", "plan", "statistics"]),
    ("collection", &["base", "plan", "statistics"]),
    ("store", &["base", "plan", "statistics", "monitoring", "collection"]),
    ("report", &["base", "plan", "statistics", "monitoring"]),
    ("server", &["base", "plan", "statistics", "monitoring", "collection", "report", "store"]),
    ("heng", &["base", "plan", "monitoring", "server"]),
];

/// Values in, values out: no I/O, clock or randomness.
const PURE: &[&str] = &["base", "plan", "statistics", "monitoring", "collection", "report"];

/// What a pure crate may not name.
const IMPURE: &[&str] =
    &["std::fs", "std::net", "std::env", "SystemTime", "Instant::now", "Utc::now", "Zoned::now", "rand::"];

const LONGEST: usize = 600;

pub fn run() -> ExitCode {
    let mut faults = Vec::new();
    edges(&mut faults);
    let files = tracked();
    for file in &files {
        if let Ok(text) = std::fs::read_to_string(file) {
            length(file, &text, &mut faults);
            purity(file, &text, &mut faults);
            names(file, &text, &mut faults);
            links(file, &text, &mut faults);
        }
    }
    map(&mut faults);
    for fault in &faults {
        println!("{fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What a document leads to lies there: pages beside it, pictures.
fn links(file: &Path, text: &str, faults: &mut Vec<String>) {
    if file.extension().is_none_or(|kind| kind != "md") {
        return;
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    for target in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
        let elsewhere = target.is_empty() || target.contains(':') || target.contains(char::is_whitespace);
        if !elsewhere && !folder.join(target).exists() {
            faults.push(format!("{}: {target} is not there", file.display()));
        }
    }
}

fn edges(faults: &mut Vec<String>) {
    let allowed: BTreeMap<_, _> = EDGES.iter().copied().collect();
    let packages = packages();
    if packages.is_empty() {
        faults.push("cargo metadata names no packages".to_owned());
    }
    for package in packages.iter().filter(|package| package["name"] != "xtask") {
        let name = package["name"].as_str().unwrap_or_default().trim_start_matches("heng-");
        let Some(may) = allowed.get(name) else {
            faults.push(format!("crates/{name}: not in the table of edges (xtask/src/tidy.rs, ARCHITECTURE.md)"));
            continue;
        };
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        for dependency in dependencies.filter(|dependency| dependency["kind"].is_null()) {
            if let Some(ours) = dependency["name"].as_str().and_then(|name| name.strip_prefix("heng-"))
                && !may.contains(&ours)
            {
                faults.push(format!("crates/{name}: may not depend on {ours}"));
            }
        }
    }
}

/// The packages of the workspace. The crate cargo_metadata would switch on features of serde_json, and so build half of
/// the dependencies twice, once for the program and once for the tests.
fn packages() -> Vec<Value> {
    let output = Command::new("cargo").args(["metadata", "--no-deps", "--format-version", "1"]).output();
    let mut metadata: Value = output.ok().and_then(|o| serde_json::from_slice(&o.stdout).ok()).unwrap_or_default();
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        _ => Vec::new(),
    }
}

/// Files git knows or would add, relative to the workspace.
fn tracked() -> Vec<PathBuf> {
    let output = Command::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]).output();
    let bytes = output.map(|o| o.stdout).unwrap_or_default();
    String::from_utf8_lossy(&bytes).split('\0').filter(|p| !p.is_empty()).map(PathBuf::from).collect()
}

fn is_code(file: &Path) -> bool {
    matches!(file.extension().and_then(|e| e.to_str()), Some("rs" | "ts" | "vue" | "mjs"))
}

fn length(file: &Path, text: &str, faults: &mut Vec<String>) {
    let generated = file.ends_with("schema.d.ts");
    let lines = text.lines().count();
    if is_code(file) && !generated && lines > LONGEST {
        faults.push(format!("{}: {lines} lines, more than {LONGEST}; split it by concept", file.display()));
    }
}

/// Product code of a Rust file: what stands before its test module.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn purity(file: &Path, text: &str, faults: &mut Vec<String>) {
    // A module of tests alone.
    if file
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name == "tests.rs" || name.ends_with("_tests.rs"))
    {
        return;
    }
    if !PURE.iter().any(|name| file.starts_with(format!("crates/{name}/src"))) {
        return;
    }
    for word in IMPURE.iter().filter(|word| product(text).contains(**word)) {
        faults.push(format!("{}: a pure crate names {word}", file.display()));
    }
}

/// No code names a place or a domain of a shipped package: the plan is data.
fn names(file: &Path, text: &str, faults: &mut Vec<String>) {
    let in_product = (file.starts_with("crates") && file.components().any(|c| c.as_os_str() == "src")
        || file.starts_with("web/src"))
        && is_code(file)
        && file.file_stem().is_none_or(|stem| stem != "tests" && !stem.to_string_lossy().ends_with(".test"));
    if !in_product {
        return;
    }
    for name in package_names() {
        if product(text).contains(&name) {
            faults.push(format!("{}: names “{name}”; a place or domain belongs in a package", file.display()));
        }
    }
}

/// Titles of domains, and names of areas below the nation, of all packages.
fn package_names() -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir("plans").into_iter().flatten().flatten() {
        for (table, column) in [("domains.csv", 1), ("areas.csv", 1)] {
            let text = std::fs::read_to_string(entry.path().join(table)).unwrap_or_default();
            let cells = text.lines().skip(1).filter_map(|line| line.split(',').nth(column));
            names.extend(cells.filter(|c| c.chars().count() >= 3).map(str::to_owned));
        }
    }
    names.retain(|name| name != "全国");
    names
}

/// The map names every crate.
fn map(faults: &mut Vec<String>) {
    let text = std::fs::read_to_string("ARCHITECTURE.md").unwrap_or_default();
    for (name, _) in EDGES.iter().filter(|(name, _)| !text.contains(&format!("crates/{name}"))) {
        faults.push(format!("ARCHITECTURE.md: does not name crates/{name}"));
    }
}
