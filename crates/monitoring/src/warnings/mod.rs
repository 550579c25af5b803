//! Early warning 预警: what a plan's rules find in figures, judgements and rounds, and what becomes of it from one
//! computation to the next. A kind a file.
//!
//! Invariants: day and year are handed in; the same grounds give the same findings in the same order, no two with one
//! identity; a warning never changes a figure or a state.

pub mod attach;
mod contradiction;
mod course;
mod finding;
mod late;
mod missing;
mod outlier;
pub mod reconcile;
pub mod rounds;
mod scope;
mod sources;
mod volatility;
mod words;

use std::collections::BTreeMap;

use heng_plan::model::{Catalogue, Plan, WarningKind, WarningRule};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula::Formulas;

pub use finding::{Finding, Identity, Subject};

use crate::judgement::Judgement;
use crate::values::Values;
use rounds::Rounds;

/// All that rules look at.
#[derive(Clone, Copy)]
pub struct Grounds<'a> {
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    /// Those of the catalogue.
    pub formulas: &'a Formulas,
    pub data: &'a Dataset,
    pub values: &'a Values,
    /// Judgements by year, of objectives and measures, none after `year`.
    pub judged: &'a BTreeMap<i32, Vec<Judgement>>,
    pub rounds: &'a Rounds,
    /// The last year whose figures are looked at; none where the plan has no figure.
    pub year: Option<i32>,
}

/// Everything that the plan's rules find, the gravest first. Of several rules that find the same thing the gravest tells it.
pub fn assess(grounds: &Grounds<'_>) -> Vec<Finding> {
    let mut found: BTreeMap<Identity, Finding> = BTreeMap::new();
    for finding in grounds.plan.warnings.iter().flat_map(|rule| by(rule, grounds)) {
        match found.get(&finding.identity) {
            Some(held) if held.severity >= finding.severity => {}
            _ => {
                found.insert(finding.identity.clone(), finding);
            }
        }
    }
    let mut all = volatility::once(found.into_values().collect(), grounds);
    all.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.identity.cmp(&b.identity)));
    all
}

fn by(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    match rule.kind {
        WarningKind::Missed | WarningKind::OffCourse | WarningKind::AtRisk => course::find(rule, grounds),
        WarningKind::Volatility | WarningKind::LevelShift => volatility::find(rule, grounds),
        WarningKind::Outlier => outlier::find(rule, grounds),
        WarningKind::Contradiction => contradiction::find(rule, grounds),
        WarningKind::Sources => sources::find(rule, grounds),
        WarningKind::Missing => missing::find(rule, grounds),
        WarningKind::Late => late::find(rule, grounds),
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
