//! Checks 审核规则 on the entries of a form, one a file.
//!
//! An `error` stops the submission, a `query` asks for an explanation (a note on the entry). Accounting checks hold for
//! counts only (value type integer): averages and amounts per head do not add up.

mod change_from_last_year;
mod female_within_total;
mod part_of_whole;
mod parts_to_total;
mod range;
mod required;

use std::collections::BTreeMap;

use heng_base::text::Text;
use heng_plan::model::MissingReason;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::form::{CellId, Form};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 强制性: stops.
    Error,
    /// 核实性: wants an explanation.
    Query,
}

/// What a check found in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub cell: CellId,
    /// Name of the check.
    pub check: String,
    pub severity: Severity,
    pub message: String,
    pub message_en: String,
    /// A query whose cell carries a note.
    pub explained: bool,
}

impl Finding {
    /// Whether the submission may not be handed in with it.
    pub fn stops(&self) -> bool {
        self.severity == Severity::Error || !self.explained
    }
}

/// Figures of the year before, by cell; a cell without one is absent.
pub type LastYear = BTreeMap<CellId, Decimal>;

/// The entries by cell, with the reasons that a cell may give and the figures of the year before.
pub struct Answers<'a> {
    entries: BTreeMap<&'a CellId, &'a Entry>,
    missing: &'a [MissingReason],
    last_year: &'a LastYear,
}

impl Answers<'_> {
    pub fn entry(&self, cell: &CellId) -> Option<&Entry> {
        self.entries.get(cell).copied()
    }

    pub fn value(&self, cell: &CellId) -> Option<Decimal> {
        self.entry(cell)?.value
    }
}

/// A check: what it found, each with severity and text in both languages.
type Check = fn(&Form, &Answers<'_>) -> Vec<(CellId, Severity, Text)>;

/// The checks by name, in the order in which their findings are shown.
const CHECKS: &[(&str, Check)] = &[
    ("required", required::check),
    ("range", range::check),
    ("parts_to_total", parts_to_total::check),
    ("female_within_total", female_within_total::check),
    ("part_of_whole", part_of_whole::check),
    ("change_from_last_year", change_from_last_year::check),
];

/// Runs every check. Findings in the order of the form's cells, within a cell in the order of the checks.
pub fn check(form: &Form, entries: &[Entry], missing: &[MissingReason], last_year: &LastYear) -> Vec<Finding> {
    let answers = Answers { entries: entries.iter().map(|e| (&e.cell, e)).collect(), missing, last_year };
    let mut findings = Vec::new();
    for (name, check) in CHECKS {
        for (cell, severity, text) in check(form, &answers) {
            let noted = answers.entry(&cell).is_some_and(|e| e.note.as_deref().is_some_and(|n| !n.trim().is_empty()));
            findings.push(Finding {
                cell,
                check: (*name).to_owned(),
                severity,
                message_en: text.en.unwrap_or_else(|| text.zh.clone()),
                message: text.zh,
                explained: severity == Severity::Query && noted,
            });
        }
    }
    let order: BTreeMap<_, _> = form.cells().enumerate().map(|(at, cell)| (&cell.id, at)).collect();
    findings.sort_by_key(|f| order.get(&f.cell).copied());
    findings
}

fn both(zh: String, en: String) -> Text {
    Text::new(zh, Some(en))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::sample;

    /// `cell check severity` of each finding on the sample form, where all that must be given is given.
    pub fn found(changed: &[(&str, &str)]) -> Vec<String> {
        found_after(changed, &[])
    }

    /// The same with figures of the year before.
    pub fn found_after(changed: &[(&str, &str)], last_year: &[(&str, &str)]) -> Vec<String> {
        let mut values = BTreeMap::from([("PEOPLE", "10"), ("PATENTS", "1")]);
        values.extend(changed.iter().copied());
        let entries: Vec<_> = values.iter().map(|(cell, value)| sample::entry(cell, Some(value), None)).collect();
        let last_year = last_year
            .iter()
            .map(|(cell, value)| (CellId::try_from((*cell).to_owned()).unwrap(), value.parse().unwrap()));
        shown(&check(&sample::form(), &entries, &sample::missing(), &last_year.collect()))
    }

    pub fn shown(findings: &[Finding]) -> Vec<String> {
        findings.iter().map(|f| format!("{} {} {:?}", f.cell, f.check, f.severity)).collect()
    }

    #[test]
    fn nothing_is_found_in_a_good_form() {
        let all = [("PEOPLE[sex=F]", "4"), ("PEOPLE[sex=M]", "6"), ("PEOPLE[urban_rural=U]", "7"), ("CENTRE", "1")];
        assert_eq!(found(&all), Vec::<String>::new());
    }

    #[test]
    fn findings_stand_in_the_order_of_the_form() {
        let wrong = [("CENTRE", "2"), ("PATENTS", "101"), ("PEOPLE[sex=F]", "11"), ("PEOPLE[sex=M]", "0.5")];
        assert_eq!(
            found(&wrong),
            [
                "PEOPLE parts_to_total Error",
                "PEOPLE[sex=F] female_within_total Error",
                "PEOPLE[sex=M] range Error",
                "PATENTS range Error",
                "CENTRE range Error"
            ]
        );
    }
}
