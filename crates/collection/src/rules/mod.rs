//! Checks 审核规则 on what units report: those that hold for every form, one a file, and those that a package states.
//!
//! An `error` stops the submission, a `query` asks for an explanation (a note on the entry). Accounting checks hold for
//! counts only (value type integer): averages and amounts per head do not add up. A check whose inputs are missing is not
//! applicable: it says nothing, and nothing is passed by it.

mod change_from_last_year;
mod copied_from_last_year;
mod digit_slip;
mod female_within_total;
mod message;
pub(crate) mod other_than_known;
mod part_of_whole;
mod parts_to_total;
mod pattern;
mod range;
mod required;
pub mod round;
mod rows_shifted;
pub mod stated;
mod unit_missing;

use std::collections::BTreeMap;

use heng_base::period::Period;
use heng_base::text::{Lang, Text};
use heng_plan::model::{Catalogue, CheckScope, MissingReason, Plan, Status};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula::Formulas;
use heng_statistics::observation::{Key, Subject};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::form::{CellId, Form};

pub use heng_plan::model::Severity;
pub use stated::Checks;

/// What a check found in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub cell: CellId,
    /// Code of the check.
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

/// What the answers are held against.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    /// Those of the catalogue.
    pub formulas: &'a Formulas,
    /// Those of plan and catalogue, read.
    pub checks: &'a Checks,
    /// What is settled: the years before.
    pub data: &'a Dataset,
}

/// Figures of the year before, by cell; a cell without one is absent.
pub type LastYear = BTreeMap<CellId, Decimal>;

/// The entries by cell, with the reasons that a cell may give and the figures of the year before.
struct Answers<'a> {
    entries: BTreeMap<&'a CellId, &'a Entry>,
    missing: &'a [MissingReason],
    last_year: LastYear,
}

impl<'a> Answers<'a> {
    fn new(form: &Form, entries: &'a [Entry], known: &Known<'a>) -> Self {
        let area = known.plan.area_of(&form.unit);
        let before = |cell: &CellId| {
            let key = Key {
                subject: Subject::Item(cell.item.clone()),
                area: area.clone(),
                period: form.period.shifted(-1),
                breakdown: cell.breakdown.clone(),
            };
            known.data.best(&key)?.usable()
        };
        Self {
            entries: entries.iter().map(|e| (&e.cell, e)).collect(),
            missing: &known.catalogue.missing,
            last_year: form.cells().filter_map(|cell| Some((cell.id.clone(), before(&cell.id)?))).collect(),
        }
    }

    fn entry(&self, cell: &CellId) -> Option<&Entry> {
        self.entries.get(cell).copied()
    }

    fn value(&self, cell: &CellId) -> Option<Decimal> {
        self.entry(cell)?.value
    }

    /// Figures of this year and of the year before, where both are.
    fn pair(&self, cell: &CellId) -> Option<(Decimal, Decimal)> {
        Some((self.value(cell)?, *self.last_year.get(cell)?))
    }

    /// Whether the cell carries a note.
    fn noted(&self, cell: &CellId) -> bool {
        self.entry(cell).is_some_and(|e| e.note.as_deref().is_some_and(|note| !note.trim().is_empty()))
    }

    fn finding(&self, check: &str, cell: CellId, severity: Severity, text: Text) -> Finding {
        Finding {
            explained: severity == Severity::Query && self.noted(&cell),
            cell,
            check: check.to_owned(),
            severity,
            message_en: text.get(Lang::En).to_owned(),
            message: text.zh,
        }
    }
}

/// A text in both languages.
struct Said {
    zh: &'static str,
    en: &'static str,
}

/// A check of every form. Its code never changes its meaning.
struct Rule {
    code: &'static str,
    severity: Severity,
    name: Said,
    /// What it asks, in plain words.
    words: Said,
    example: Said,
    /// What it found, each with the text in both languages.
    check: fn(&Form, &Answers<'_>) -> Vec<(CellId, Text)>,
}

/// In the order in which their findings are shown.
static RULES: &[&Rule] = &[
    &required::RULE,
    &range::RULE,
    &parts_to_total::RULE,
    &female_within_total::RULE,
    &part_of_whole::RULE,
    &digit_slip::RULE,
    &change_from_last_year::RULE,
    &copied_from_last_year::RULE,
    &rows_shifted::RULE,
];

/// A check as people read it, wherever it is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Described {
    pub code: String,
    pub name: Text,
    pub severity: Severity,
    pub scope: CheckScope,
    /// What must hold, or what is asked.
    pub words: Text,
    pub example: Text,
    /// The condition as the package writes it; absent for those of every form.
    pub expression: Option<String>,
    /// The cells that it is asked of, as the package writes them; empty for all.
    pub cells: Vec<String>,
    pub status: Status,
}

/// All checks that hold with these plans, those of every form first; one that several plans have is told once.
pub fn described<'a>(plans: impl IntoIterator<Item = &'a Checks>) -> Vec<Described> {
    let general = RULES.iter().map(|rule| rule.described(CheckScope::Form));
    let mut all: Vec<_> = general
        .chain([other_than_known::RULE.described(CheckScope::Form), unit_missing::RULE.described(CheckScope::Round)])
        .collect();
    for check in plans.into_iter().flat_map(Checks::described) {
        if !all.iter().any(|held| held.code == check.code) {
            all.push(check);
        }
    }
    all
}

impl Rule {
    fn described(&self, scope: CheckScope) -> Described {
        Described {
            code: self.code.to_owned(),
            name: both(self.name.zh, self.name.en),
            severity: self.severity,
            scope,
            words: both(self.words.zh, self.words.en),
            example: both(self.example.zh, self.example.en),
            expression: None,
            cells: Vec::new(),
            status: Status::Confirmed,
        }
    }
}

/// Codes that a package may not give to a check of its own.
fn reserved() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.code).chain([other_than_known::RULE.code, unit_missing::RULE.code])
}

/// Runs every check on one unit's form. A check of several units' forms says nothing where the form alone does not tell
/// enough. Findings in the order of the form's cells, within a cell in the order of the checks.
pub fn check(form: &Form, entries: &[Entry], plans: &[Known<'_>]) -> Vec<Finding> {
    let own = plans.first().map_or_else(Vec::new, |known| round::observed(form, entries, known));
    let own = Dataset::new(own, |_| 1);
    let beside = Beside { answers: &own, periods: std::slice::from_ref(&form.period), before: &LastYear::new() };
    check_beside(form, entries, beside, plans)
}

/// What stands beside a form while it is checked.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// What formulas see of the periods asked about: the form's own answers, and those of other units or years.
    pub answers: &'a Dataset,
    pub periods: &'a [Period],
    /// Figures of the year before that stand before those that are settled.
    pub before: &'a LastYear,
}

/// Runs every check with what stands beside the form. Several plans may ask for the unit: each brings its checks, one that
/// several have is run once; by the first the rest is known.
pub fn check_beside(form: &Form, entries: &[Entry], beside: Beside<'_>, plans: &[Known<'_>]) -> Vec<Finding> {
    let Some(known) = plans.first() else { return Vec::new() };
    let mut answers = Answers::new(form, entries, known);
    answers.last_year.extend(beside.before.iter().map(|(cell, value)| (cell.clone(), *value)));
    let mut findings = Vec::new();
    for rule in RULES {
        let found = (rule.check)(form, &answers);
        findings.extend(found.into_iter().map(|(cell, text)| answers.finding(rule.code, cell, rule.severity, text)));
    }
    for (at, known) in plans.iter().enumerate() {
        let done = |code: &str| plans[..at].iter().any(|earlier| earlier.checks.has(code));
        let broken = known.checks.broken(form, beside, known).into_iter();
        let broken = broken.filter(|(check, ..)| !done(check.code.as_str()));
        findings
            .extend(broken.map(|(check, cell, text)| answers.finding(check.code.as_str(), cell, check.severity, text)));
    }
    let order: BTreeMap<_, _> = form.cells().enumerate().map(|(at, cell)| (&cell.id, at)).collect();
    findings.sort_by_key(|f| order.get(&f.cell).copied());
    findings
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text::new(zh, Some(en.into()))
}

#[cfg(test)]
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
        shown(&sample::checked(&entries, last_year))
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

    #[test]
    fn every_check_says_itself_in_both_languages() {
        let all = described([&Checks::default()]);
        assert_eq!(all.len(), RULES.len() + 2, "those of a form, of past years, of a round");
        for check in &all {
            for text in [&check.name, &check.words, &check.example] {
                assert!(!text.zh.is_empty() && text.en.as_ref().is_some_and(|en| en.is_ascii()), "{check:?}");
            }
        }
        let codes: std::collections::BTreeSet<_> = all.iter().map(|check| &check.code).collect();
        assert_eq!(codes.len(), all.len());
    }
}
