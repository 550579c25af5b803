//! The package format: files in, a catalogue or a plan and every problem out.

mod catalogue;
mod check;
mod plan;
pub mod series;
pub mod table;

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};
use serde::Deserialize;

use crate::model::{Catalogue, Level, Plan};

pub use check::check;

/// The files of a package: path relative to its folder, `/` between parts, and content.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a package holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Package {
    Catalogue(Box<Catalogue>),
    Plan(Box<Plan>),
}

/// The object `heng` of `datapackage.json`.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Head {
    Catalogue { code: String, version: String },
    Plan(Box<PlanHead>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanHead {
    code: heng_base::codes::PlanCode,
    title: String,
    title_en: Option<String>,
    area: heng_base::codes::AreaCode,
    level: Level,
    start: i32,
    end: i32,
    base_year: i32,
    catalogue: String,
    catalogue_version: String,
    nearly_tolerance: Option<rust_decimal::Decimal>,
    text_held: String,
    text_note: Option<String>,
}

#[derive(Deserialize)]
struct Descriptor {
    heng: Option<Head>,
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    encoding: Option<String>,
}

const DESCRIPTOR: &str = "datapackage.json";

/// Reads a package. The package is there whenever its head can be read, the problems are all that were found; it may
/// be used only when there are none.
pub fn read(files: &Files) -> (Option<Package>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(bytes) = files.get(DESCRIPTOR) else {
        problems.push(missing(DESCRIPTOR, "规划包或指标目录的文件夹里应有它"));
        return (None, problems);
    };
    let descriptor: Descriptor = match serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) {
        Ok(descriptor) => descriptor,
        Err(error) => {
            let line = u64::try_from(error.line()).unwrap_or(0);
            problems.push(Problem::new(&kinds::TABLE_UNREADABLE).with("error", &error).file(DESCRIPTOR).line(line));
            return (None, problems);
        }
    };
    resources(&descriptor.resources, files, &mut problems);
    let package = match descriptor.heng {
        Some(Head::Catalogue { code, version }) => {
            Package::Catalogue(Box::new(catalogue::read(code, version, files, &mut problems)))
        }
        Some(Head::Plan(head)) => Package::Plan(Box::new(plan::read(*head, files, &mut problems))),
        None => {
            let expected = "datapackage.json 中应有对象 heng,写明 kind、code 等";
            problems.push(missing("heng", expected).file(DESCRIPTOR));
            return (None, problems);
        }
    };
    (Some(package), problems)
}

fn missing(name: &str, expected: &str) -> Problem {
    Problem::new(&kinds::PACKAGE_FILE_MISSING).with("value", name).with("expected", expected)
}

/// The list of resources and the files are the same.
fn resources(list: &[Resource], files: &Files, problems: &mut Vec<Problem>) {
    for resource in list {
        if !files.contains_key(&resource.path) {
            problems.push(missing(&resource.path, "datapackage.json 列出了它;补上文件或去掉这一项").file(DESCRIPTOR));
        }
        if resource.path.ends_with(".csv") && resource.encoding.as_deref() != Some("utf-8") {
            problems.push(
                Problem::new(&kinds::PACKAGE_RULE)
                    .with("what", format!("{} 的 encoding 不是 utf-8", resource.path))
                    .with("expected", "写 \"encoding\": \"utf-8\"")
                    .file(DESCRIPTOR),
            );
        }
    }
    for name in files.keys().filter(|name| name.ends_with(".csv")) {
        if !list.iter().any(|resource| resource.path == *name) {
            problems.push(
                Problem::new(&kinds::PACKAGE_RULE)
                    .with("what", format!("{name} 没有列在 resources 中"))
                    .with("expected", "在 datapackage.json 的 resources 里加上它")
                    .file(DESCRIPTOR),
            );
        }
    }
}

/// Reads one table of the package: `None` where the file is missing, which is a problem when `required`.
fn table(
    files: &Files,
    name: &str,
    columns: &[table::Column],
    required: bool,
    problems: &mut Vec<Problem>,
) -> Vec<table::Row> {
    match files.get(name) {
        Some(bytes) => table::rows(name, bytes, columns, problems),
        None => {
            if required {
                problems.push(missing(name, "这张表必须有;没有内容时只写表头"));
            }
            Vec::new()
        }
    }
}

/// Reports rows whose key stood before.
fn unique(rows: &[table::Row], column: &str, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        match seen.get(row.text(column)) {
            Some(first) => problems.push(row.problem(&kinds::TABLE_DUPLICATE, column).with("first", first)),
            None => {
                seen.insert(row.text(column), row.line);
            }
        }
    }
}
