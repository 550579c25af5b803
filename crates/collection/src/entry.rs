//! Entries: what stands in the cells of a submission, and the observations that become of them.

use heng_base::codes::AreaCode;
use heng_base::number;
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_plan::model::{Catalogue, MissingReason};
use heng_plan::package::outside_years;
use heng_statistics::observation::{Key, Subject};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::form::{CellId, Form};

/// The longest text that people write, in characters, as on the pages: notes, reasons, questions and answers.
pub const LONGEST: usize = 500;

/// 10¹⁵: no sum of money of a nation comes near it. What is as large has digits too many.
const LARGEST: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// The content of one cell. At most one of `value` and `missing` is present; neither is an empty cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub cell: CellId,
    pub value: Option<Decimal>,
    /// Code of `codes/missing`.
    pub missing: Option<String>,
    /// Explanation given by the reporter.
    pub note: Option<String>,
}

impl Entry {
    pub fn is_empty(&self) -> bool {
        self.value.is_none() && self.missing.is_none()
    }
}

/// An entry as typed or sent, before anything is known to be right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub cell: String,
    pub value: Option<String>,
    pub missing: Option<String>,
    pub note: Option<String>,
}

/// An observation to record when the submission is accepted; source and provenance are added by who records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    pub key: Key,
    pub value: Option<Decimal>,
    pub missing: Option<String>,
    pub obs_status: String,
    pub conf_status: String,
}

/// Reads one number of a cell as typed. The problem names the cell.
pub fn read_value(cell: &CellId, text: &str) -> Result<Decimal, Problem> {
    let bad = |_| Problem::new(&kinds::ENTRY_NUMBER).with("value", text.trim()).cell(cell.to_string());
    let value = number::read_typed(text).map(|n| n.normalize()).map_err(bad)?;
    if value.abs() >= LARGEST {
        return Err(Problem::new(&kinds::ENTRY_LARGE).with("value", text.trim()).cell(cell.to_string()));
    }
    Ok(value)
}

/// Reads what was typed into the form: the cell exists, the value is a number, the reason is known, not both are
/// given, the note is not too long. Blank counts as absent. All problems of the entry are returned.
pub fn read(typed: &Typed, form: &Form, catalogue: &Catalogue) -> Result<Entry, Vec<Problem>> {
    let missing = &catalogue.missing;
    let cell = CellId::parse(&typed.cell).ok();
    let Some(cell) = cell.clone().filter(|id| form.find(id).is_some()) else {
        return Err(unasked(&typed.cell, cell.as_ref(), form, catalogue));
    };
    let filled = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let (value, reason) = (filled(&typed.value), filled(&typed.missing));
    let mut problems = Vec::new();
    if value.is_some() && reason.is_some() {
        problems.push(Problem::new(&kinds::ENTRY_BOTH).cell(&typed.cell));
    }
    if let Some(code) = &reason
        && !missing.iter().any(|m| m.code == *code)
    {
        let known: Vec<_> = missing.iter().map(|m| format!("{}（{}）", m.code, m.name.zh)).collect();
        let problem = Problem::new(&kinds::ENTRY_REASON_UNKNOWN).with("value", code).with("known", known.join("、"));
        problems.push(problem.cell(&typed.cell));
    }
    let value = value.map(|text| read_value(&cell, &text)).transpose().unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let note = filled(&typed.note);
    let length = note.as_ref().map_or(0, |note| note.chars().count());
    if length > LONGEST {
        let problem = Problem::new(&kinds::ENTRY_NOTE_LONG).with("value", length).with("most", LONGEST);
        problems.push(problem.cell(&typed.cell));
    }
    match problems.is_empty() {
        true => Ok(Entry { cell, value, missing: reason, note }),
        false => Err(problems),
    }
}

/// Why a form has no such cell: its code does not hold in the period, or it was never asked.
fn unasked(typed: &str, cell: Option<&CellId>, form: &Form, catalogue: &Catalogue) -> Vec<Problem> {
    let year = |cell: &CellId| form.period_of(cell).year;
    let outside = cell.map(|cell| outside_years(catalogue, &cell.breakdown, year(cell))).unwrap_or_default();
    let told: Vec<Problem> = outside.into_iter().map(|problem| problem.cell(typed)).collect();
    if told.is_empty() {
        return vec![Problem::new(&kinds::ENTRY_CELL_UNKNOWN).with("value", typed).cell(typed)];
    }
    told
}

/// The observations of a form's entries, in the form's order, each of its cell's period. Empty cells give none, not even an absent one: nothing
/// was said of them. A reason gives an observation without value, with the SDMX codes that the reason stands for.
pub fn observations(
    form: &Form,
    entries: &[Entry],
    missing: &[MissingReason],
    area: &AreaCode,
    period: Period,
) -> Vec<Proposed> {
    let held = form.cells().filter_map(|cell| entries.iter().find(|e| e.cell == cell.id));
    held.filter(|entry| !entry.is_empty())
        .map(|entry| {
            let reason = missing.iter().find(|m| Some(&m.code) == entry.missing.as_ref());
            Proposed {
                key: Key {
                    subject: Subject::Item(entry.cell.item.clone()),
                    area: area.clone(),
                    period: entry.cell.period.unwrap_or(period),
                    breakdown: entry.cell.breakdown.clone(),
                },
                value: entry.value,
                missing: entry.missing.clone(),
                obs_status: status(entry, reason.map(|r| r.obs_status.as_str()), "A", "M"),
                conf_status: status(entry, reason.map(|r| r.conf_status.as_str()), "F", "F"),
            }
        })
        .collect()
}

/// The reason's code, or `given` for a value; `unknown` where the catalogue has since dropped the reason.
fn status(entry: &Entry, of_reason: Option<&str>, given: &str, unknown: &str) -> String {
    match entry.value {
        Some(_) => given.to_owned(),
        None => of_reason.unwrap_or(unknown).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn typed(cell: &str, value: Option<&str>, missing: Option<&str>) -> Typed {
        Typed {
            cell: cell.to_owned(),
            value: value.map(str::to_owned),
            missing: missing.map(str::to_owned),
            note: Some("  ".to_owned()),
        }
    }

    fn codes(typed: &Typed) -> Vec<&'static str> {
        let problems = read(typed, &sample::form(), &sample::plan().1).unwrap_err();
        assert!(problems.iter().all(|p| p.place.cell.as_deref() == Some(typed.cell.as_str())));
        problems.iter().map(|p| p.kind.code).collect()
    }

    #[test]
    fn a_number_of_too_many_digits_is_refused() {
        let cell = CellId::parse("PEOPLE").unwrap();
        assert_eq!(read_value(&cell, "999,999,999,999,999").unwrap().to_string(), "999999999999999");
        for text in ["1000000000000000", "-9999999999999999", "999999999999999999999999"] {
            assert_eq!(read_value(&cell, text).unwrap_err().kind.code, "entry.large", "{text}");
        }
    }

    #[test]
    fn reads_what_is_right() {
        let entry =
            read(&typed("PEOPLE[sex=F]", Some(" １,２00.50 "), None), &sample::form(), &sample::plan().1).unwrap();
        assert_eq!(entry, sample::entry("PEOPLE[sex=F]", Some("1200.5"), None));
        let entry = read(&typed("PEOPLE", Some(" "), Some("not_counted")), &sample::form(), &sample::plan().1).unwrap();
        assert_eq!(entry, sample::entry("PEOPLE", None, Some("not_counted")));
        assert!(read(&typed("PEOPLE", None, None), &sample::form(), &sample::plan().1).unwrap().is_empty());
    }

    #[test]
    fn a_code_that_does_not_hold_in_the_period_is_told_with_its_years() {
        let (plan, mut catalogue) = sample::plan();
        let town = catalogue.codes.get_mut("urban_rural").unwrap().iter_mut().find(|code| code.code == "U").unwrap();
        town.valid_from = Some(2030);
        let unit = heng_base::codes::UnitCode::parse("health").unwrap();
        let formulas = heng_statistics::formula::Formulas::read(&catalogue);
        let form = crate::form::generate(&plan, &catalogue, &formulas, &unit, Period::year(2025));
        let problems = read(&typed("PEOPLE[urban_rural=U]", Some("1"), None), &form, &catalogue).unwrap_err();
        assert_eq!((problems.len(), problems[0].kind.code), (1, "package.code_years"));
        let said = problems[0].line_for(heng_base::text::Lang::En);
        assert!(said.contains("does not hold in 2025; it holds in 2030—…; in 2025 there are: R"), "{said}");
    }

    #[test]
    fn names_every_fault() {
        assert_eq!(codes(&typed("NOWHERE", Some("1"), None)), ["entry.cell_unknown"]);
        assert_eq!(codes(&typed("PEOPLE[sex=X]", Some("1"), None)), ["entry.cell_unknown"]);
        assert_eq!(codes(&typed("PEOPLE", Some("12人"), None)), ["entry.number"]);
        assert_eq!(codes(&typed("PEOPLE", Some("1e9"), None)), ["entry.number"]);
        assert_eq!(codes(&typed("PEOPLE", Some("12,5"), None)), ["entry.number"]);
        assert_eq!(codes(&typed("PEOPLE", None, Some("lost"))), ["entry.reason_unknown"]);
        assert_eq!(
            codes(&typed("PEOPLE", Some("x"), Some("lost"))),
            ["entry.both", "entry.reason_unknown", "entry.number"]
        );
    }

    #[test]
    fn a_note_is_as_long_as_the_page_lets_it_be() {
        let noted = |length: usize| Typed { note: Some("长".repeat(length)), ..typed("PEOPLE", Some("1"), None) };
        assert_eq!(codes(&noted(LONGEST + 1)), ["entry.note_long"]);
        let entry = read(&noted(LONGEST), &sample::form(), &sample::plan().1).unwrap();
        assert_eq!(entry.note.map(|note| note.chars().count()), Some(LONGEST));
    }

    #[test]
    fn zero_is_a_value_and_a_reason_has_its_status() {
        let entries = [
            sample::entry("SPENT", None, Some("confidential")),
            sample::entry("PEOPLE", Some("0"), None),
            sample::entry("PATENTS", None, None),
        ];
        let area = AreaCode::parse("110000").unwrap();
        let found = observations(&sample::form(), &entries, &sample::missing(), &area, Period::year(2025));
        let shown: Vec<_> = found
            .iter()
            .map(|o| {
                (o.key.subject.code(), o.value.map(|v| v.to_string()), o.obs_status.as_str(), o.conf_status.as_str())
            })
            .collect();
        assert_eq!(shown, [("PEOPLE", Some("0".to_owned()), "A", "F"), ("SPENT", None, "Q", "C")]);
    }
}
