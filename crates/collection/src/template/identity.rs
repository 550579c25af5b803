//! The hidden sheet of a template: what it is a template of, and what stood in which cell when it was made.

use std::collections::BTreeMap;

use heng_base::problem::{Problem, kinds};

use super::address::Address;
use super::workbook::{Sheet, Workbook};

/// The format that is written. A change of what keys mean is a new number; what changes for the reader alone is none.
pub const FORMAT: u32 = 1;
/// Formats that are read, the oldest first.
const READ: std::ops::RangeInclusive<u32> = 1..=FORMAT;

/// Stands above everything on the hidden sheet, with the format beside it.
pub const MARK: &str = "heng-template";
/// Stands where keys of rows and columns meet, on each sheet to fill in.
pub const ROWS_MARK: &str = "heng-rows";
/// Name of the hidden sheet.
pub const SHEET: &str = "_heng";
/// Column of the table of cells on it: sheet, address, cell, version.
pub const TABLE: u32 = 3;

/// Whose template it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Of the installation.
    pub store: String,
    pub plan: String,
    pub round: i64,
    pub round_title: String,
    pub submission: i64,
    pub unit: String,
    pub unit_name: String,
    pub period: String,
    /// Version of the submission.
    pub version: i64,
    pub made_at: String,
}

impl Identity {
    /// Name and value of each fact, as the hidden sheet holds them.
    pub(super) fn facts(&self) -> [(&'static str, String); 10] {
        [
            ("store", self.store.clone()),
            ("plan", self.plan.clone()),
            ("round", self.round.to_string()),
            ("round_title", self.round_title.clone()),
            ("submission", self.submission.to_string()),
            ("unit", self.unit.clone()),
            ("unit_name", self.unit_name.clone()),
            ("period", self.period.clone()),
            ("version", self.version.to_string()),
            ("made_at", self.made_at.clone()),
        ]
    }

    /// In words, for one who has to tell two templates apart.
    pub fn told(&self) -> String {
        format!("“{}”{}（{}）", self.unit_name, self.round_title, self.period)
    }

    /// Whether the template belongs to the submission of another identity; else which of the two it is of.
    pub fn fits(&self, here: &Self) -> Result<(), Problem> {
        if self.store != here.store {
            return Err(Problem::new(&kinds::TEMPLATE_OTHER_STORE));
        }
        let same = (&self.plan, self.round, self.submission, &self.unit, &self.period)
            == (&here.plan, here.round, here.submission, &here.unit, &here.period);
        match same {
            true => Ok(()),
            false => Err(Problem::new(&kinds::TEMPLATE_OTHER).with("of", self.told()).with("here", here.told())),
        }
    }
}

/// What the hidden sheet says: the identity, and the version of each cell when the template was made.
pub fn find(book: &Workbook) -> Result<(Identity, BTreeMap<String, i64>), Problem> {
    let none = || Problem::new(&kinds::TEMPLATE_IDENTITY);
    let (sheet, mark) = book.sheets.iter().find_map(|sheet| Some((sheet, sheet.find(MARK)?))).ok_or_else(none)?;
    let at = |row: u32, column: u32| sheet.text(Address::new(mark.row + row, mark.column + column));
    let format = at(0, 1).and_then(|text| text.parse().ok()).ok_or_else(none)?;
    if !READ.contains(&format) {
        let kind = if format > FORMAT { &kinds::TEMPLATE_NEWER } else { &kinds::TEMPLATE_OLDER };
        return Err(Problem::new(kind).with("value", format).with("known", FORMAT));
    }
    let facts: BTreeMap<String, String> =
        (1..).map_while(|row| at(row, 0).map(|name| (name, at(row, 1).unwrap_or_default()))).collect();
    let identity = identity(&facts).ok_or_else(none)?;
    Ok((identity, versions(sheet, mark)))
}

fn identity(facts: &BTreeMap<String, String>) -> Option<Identity> {
    let text = |name: &str| facts.get(name).cloned();
    let number = |name: &str| facts.get(name)?.parse().ok();
    Some(Identity {
        store: text("store")?,
        plan: text("plan")?,
        round: number("round")?,
        round_title: text("round_title")?,
        submission: number("submission")?,
        unit: text("unit")?,
        unit_name: text("unit_name")?,
        period: text("period")?,
        version: number("version")?,
        made_at: text("made_at")?,
    })
}

fn versions(sheet: &Sheet, mark: Address) -> BTreeMap<String, i64> {
    let at = |row: u32, column: u32| sheet.text(Address::new(mark.row + row, mark.column + TABLE + column));
    (1..)
        .map_while(|row| at(row, 2).map(|cell| (cell, at(row, 3).and_then(|v| v.parse().ok()).unwrap_or_default())))
        .collect()
}
