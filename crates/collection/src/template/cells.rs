//! What stands in the cells of one cell of the form: its value, the reason for having none, its note.

use heng_base::problem::{Problem, kinds};
use heng_plan::model::{MissingReason, ValueType};
use rust_decimal::Decimal;

use super::address::Address;
use super::number::{self, Reading};
use super::read::at;
use super::workbook::{Cell, Content, Sheet};
use super::write::{Part, Shown};
use crate::entry::LONGEST;

/// Content, and what is to be said of it; `true` where it is wrong.
pub struct Found {
    pub shown: Shown,
    pub said: Vec<(Part, bool, Problem)>,
}

pub fn read(
    sheet: &Sheet,
    kind: ValueType,
    value: Address,
    reason: Option<Address>,
    note: Option<Address>,
    missing: &[MissingReason],
) -> Found {
    let mut found = Found { shown: Shown::default(), said: Vec::new() };
    if let Some(cell) = sheet.cells.get(&value) {
        found.value(sheet, value, cell, kind, missing);
    }
    if let Some((place, text)) = reason.and_then(|place| Some((place, sheet.text(place)?))) {
        found.reason(sheet, place, &text, missing);
    }
    if let Some((place, text)) = note.and_then(|place| Some((place, sheet.text(place)?))) {
        let length = text.chars().count();
        if length > LONGEST {
            let problem = Problem::new(&kinds::TEMPLATE_NOTE_LONG).with("value", length);
            found.said.push((Part::Note, true, at(problem, sheet, place)));
        }
        found.shown.note = Some(text);
    }
    found
}

impl Found {
    fn value(&mut self, sheet: &Sheet, place: Address, cell: &Cell, kind: ValueType, missing: &[MissingReason]) {
        let read = match &cell.content {
            Content::Empty => Ok(None),
            Content::Number(float) => {
                number::of_float(*float).map(Some).ok_or_else(|| not_number(&float.to_string(), missing))
            }
            Content::Text(text) => self.text(sheet, place, text.trim(), missing),
            Content::Bool(value) if kind == ValueType::Boolean => Ok(Some(Decimal::from(u8::from(*value)))),
            Content::Bool(value) => {
                Err(Problem::new(&kinds::TEMPLATE_LOGICAL).with("value", if *value { "TRUE" } else { "FALSE" }))
            }
            Content::Date(_) => Err(Problem::new(&kinds::TEMPLATE_DATE)),
            Content::Percent(float) => {
                let shown = number::percent(*float).unwrap_or_else(|| float.to_string());
                Err(Problem::new(&kinds::TEMPLATE_PERCENT).with("value", shown))
            }
            Content::Error(text) => Err(Problem::new(&kinds::TEMPLATE_ERROR).with("value", text)),
        };
        match (read, &cell.formula) {
            (Ok(None), Some(formula)) if self.shown.missing.is_none() => {
                self.refuse(sheet, place, Problem::new(&kinds::TEMPLATE_FORMULA_EMPTY).with("value", formula));
            }
            (Ok(Some(value)), formula) => {
                if let Some(formula) = formula {
                    let taken = number::show(value);
                    let problem = Problem::new(&kinds::TEMPLATE_FORMULA_TAKEN).with("value", formula);
                    self.said.push((Part::Value, false, at(problem.with("taken", taken), sheet, place)));
                }
                self.shown.value = Some(value.normalize());
            }
            (Ok(None), _) => {}
            (Err(problem), _) => self.refuse(sheet, place, problem),
        }
    }

    fn refuse(&mut self, sheet: &Sheet, place: Address, problem: Problem) {
        // Whatever stands there, it is not an empty cell.
        let formula = sheet.cells.get(&place).and_then(|cell| cell.formula.as_ref());
        self.shown.unread = sheet.text(place).or_else(|| formula.map(|formula| format!("={formula}")));
        self.said.push((Part::Value, true, at(problem, sheet, place)));
    }

    /// A text where a number should stand: a reason, a number in other signs, or neither.
    fn text(
        &mut self,
        sheet: &Sheet,
        place: Address,
        text: &str,
        missing: &[MissingReason],
    ) -> Result<Option<Decimal>, Problem> {
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(reason) = named(text, missing) {
            self.shown.missing = Some(reason.code.clone());
            return Ok(None);
        }
        match number::read(text) {
            Reading::Plain(value) | Reading::Formed(value) => {
                let problem = Problem::new(&kinds::TEMPLATE_READ_AS).with("value", text);
                let problem = problem.with("taken", number::show(value));
                self.said.push((Part::Value, false, at(problem, sheet, place)));
                Ok(Some(value))
            }
            Reading::Foreign(meant) => {
                let problem = Problem::new(&kinds::TEMPLATE_FOREIGN).with("value", text);
                Err(problem.with("meant", number::show(meant)))
            }
            Reading::Percent => Err(Problem::new(&kinds::TEMPLATE_PERCENT).with("value", text)),
            Reading::Not => Err(not_number(text, missing)),
        }
    }

    fn reason(&mut self, sheet: &Sheet, place: Address, text: &str, missing: &[MissingReason]) {
        let Some(reason) = named(text, missing) else {
            let problem = Problem::new(&kinds::TEMPLATE_REASON).with("value", text).with("known", names(missing));
            self.said.push((Part::Reason, true, at(problem, sheet, place)));
            return;
        };
        let other = self.shown.missing.as_ref().is_some_and(|held| *held != reason.code);
        if self.shown.value.is_some() || self.shown.unread.is_some() || other {
            self.said.push((Part::Reason, true, at(Problem::new(&kinds::ENTRY_BOTH), sheet, place)));
        }
        self.shown.missing = Some(reason.code.clone());
    }
}

/// The reason that a text names, by its name or code.
pub fn named<'a>(text: &str, missing: &'a [MissingReason]) -> Option<&'a MissingReason> {
    missing
        .iter()
        .find(|reason| reason.name.zh == text || reason.code == text || reason.name.en.as_deref() == Some(text))
}

pub fn names(missing: &[MissingReason]) -> String {
    missing.iter().map(|reason| reason.name.zh.as_str()).collect::<Vec<_>>().join("、")
}

fn not_number(text: &str, missing: &[MissingReason]) -> Problem {
    Problem::new(&kinds::TEMPLATE_NOT_NUMBER).with("value", text).with("known", names(missing))
}
