//! The package format of `docs/package-format.md`: files in, a catalogue or a plan out, and every problem found.
//!
//! One file a table: its columns, the reading of one row and the rules that its rows keep. `table` and `row` read
//! CSV for all of them, `descriptor` reads `datapackage.json`, `known` answers whether a code exists.

pub mod amend;
pub mod archive;
mod areas;
mod boundaries;
mod catalogue;
mod changes;
mod checks;
mod codes;
mod demo;
mod descriptor;
mod disclosure;
mod document;
mod domains;
pub mod editable;
mod feeds;
mod form_heads;
mod forms;
mod formula;
mod indicators;
mod items;
mod known;
pub mod lists;
mod measures;
mod numbers;
mod objectives;
mod plan;
mod projects;
mod references;
mod responsibilities;
mod row;
mod rubric;
mod schemes;
mod series;
mod sources;
mod standards;
mod table;
mod targets;
mod translations;
mod units;
mod upper_codes;
mod uppers;
mod versions;
mod warnings;

use std::collections::BTreeMap;

use heng_base::problem::Problem;

use crate::model::{Catalogue, Plan};

pub use boundaries::read_boundaries;
pub use changes::{FileChange, changes};
pub use codes::outside_years;
pub use demo::{DemoHead, read_demo, read_demo_head};
pub use series::read_series;
pub use translations::translations;
pub use uppers::read_uppers;

/// The files of a package: path relative to its folder, `/` between parts, and content.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What a package holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Package {
    Catalogue(Box<Catalogue>),
    Plan(Box<Plan>),
}

/// Reads a package. It is there whenever `datapackage.json` says whole what it is; rows that cannot be read are left
/// out of it. Use it only when there are no problems, neither of reading nor of [`check`].
pub fn read(files: &Files) -> (Option<Package>, Vec<Problem>) {
    let mut problems = Vec::new();
    let package = descriptor::read(files, &mut problems).and_then(|head| match head {
        descriptor::Head::Catalogue(head) => {
            catalogue::read(head, files, &mut problems).map(|catalogue| Package::Catalogue(Box::new(catalogue)))
        }
        descriptor::Head::Plan(head) => {
            plan::read(head, files, &mut problems).map(|plan| Package::Plan(Box::new(plan)))
        }
    });
    sort(&mut problems);
    (package, problems)
}

/// Checks what holds between the rows and tables of a package: references, formulas, coverage, quotes. `files` are
/// those that `package` was read from, so that each problem names file, line and column. A plan is held against its
/// catalogue; without one that is the problem. What [`read`] reports is not reported again.
pub fn check(package: &Package, catalogue: Option<&Catalogue>, files: &Files) -> Vec<Problem> {
    let mut problems = Vec::new();
    match package {
        Package::Catalogue(catalogue) => catalogue::check(catalogue, files, &mut problems),
        Package::Plan(plan) => plan::check(plan, catalogue, files, &mut problems),
    }
    sort(&mut problems);
    problems
}

/// As they stand in the files, `datapackage.json` first.
fn sort(problems: &mut [Problem]) {
    problems.sort_by_cached_key(|problem| {
        let place = &problem.place;
        (place.file.as_deref() != Some(descriptor::FILE), place.file.clone(), place.line)
    });
}
