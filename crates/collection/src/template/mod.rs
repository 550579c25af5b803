//! Templates 填报模板: a form as a .xlsx to fill in away from the network, and what comes back.
//!
//! Out: [`write::write`]. In: [`workbook::read`] takes the file apart within bounds, [`read::read`] says what it answers of
//! each cell and what is wrong, [`compare::compare`] what it would change. Applying is the server's, after people confirmed.

pub mod address;
pub mod cells;
pub mod compare;
pub mod container;
mod hints;
pub mod identity;
mod layout;
pub mod long;
pub mod long_sample;
mod looks;
pub mod number;
mod pages;
mod parquet;
pub mod patch;
pub mod read;
mod section;
mod sheet;
pub mod workbook;
pub mod write;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use heng_base::problem::Problem;
use heng_base::text::Lang;

use crate::form::CellId;
use crate::rules::{Finding, Severity};
use read::Filled;
use write::{Line, Mark, Marks, Part, Shown};

/// What is to be said of a template that came back, as colours, comments and a list: what could not be read, and what the
/// checks find in the form as it would be.
pub fn marks(filled: &Filled, findings: &[Finding], name: impl Fn(&CellId) -> String) -> Marks {
    let mut told = Marks::default();
    for remark in &filled.remarks {
        let (message, hint) = (remark.problem.message(Lang::Zh), remark.problem.hint(Lang::Zh));
        if let Some(cell) = &remark.cell {
            let text = if hint.is_empty() { message.clone() } else { format!("{message}。{hint}") };
            told.marks.push(Mark { cell: cell.to_string(), part: remark.part, wrong: remark.wrong, text });
        }
        told.lines.push(Line {
            place: place(&remark.problem, remark.cell.as_ref().map(&name)),
            wrong: remark.wrong,
            message,
            hint,
        });
    }
    for finding in findings.iter().filter(|finding| !finding.explained) {
        let wrong = finding.severity == Severity::Error;
        let hint = if wrong { "改正" } else { "核对后改正，或在说明中写明原因" };
        let (cell, text) = (finding.cell.to_string(), format!("{}。{hint}", finding.message));
        told.marks.push(Mark { cell, part: Part::Value, wrong, text });
        let (message, hint) = (finding.message.clone(), hint.to_owned());
        told.lines.push(Line { place: name(&finding.cell), wrong, message, hint });
    }
    told
}

/// Sheet and address in the file that came, with the name of the cell.
fn place(problem: &Problem, name: Option<String>) -> String {
    let at = problem.place.to_string();
    match name {
        Some(name) if at.is_empty() => name,
        Some(name) => format!("{at} {name}"),
        None => at,
    }
}

/// What the marked copy shows: what came, and what stands now in cells of which the file said nothing and in those that are
/// closed, where it could not be put right.
pub fn shown(
    filled: &Filled,
    now: &BTreeMap<CellId, compare::Version>,
    open: Option<&BTreeSet<CellId>>,
) -> BTreeMap<String, Shown> {
    let mut shown: BTreeMap<String, Shown> =
        now.iter().map(|(cell, held)| (cell.to_string(), Shown::from(&held.entry))).collect();
    let came = filled.answers.iter().filter(|answer| compare::is_open(open, &answer.cell));
    shown.extend(came.map(|answer| (answer.cell.to_string(), answer.shown.clone())));
    shown
}

#[cfg(test)]
mod tests;
