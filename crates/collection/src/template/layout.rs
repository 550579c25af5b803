//! Where the cells of a form stand in its workbook: a sheet a section, a row an item, a column the total and each breakdown.
//!
//! A cell of the form is named by its row's key (the item) and its column's key (what its id says beyond the item); both
//! stand in a hidden column and a hidden row of the sheet, so that a cell is known wherever it is moved to.

use crate::form::{Cell, Form, Row, Section};

use super::address::Address;

/// Hidden row of the keys, then title, facts, the two lines that every sheet says, the head.
pub const KEYS: u32 = 0;
pub const TITLE: u32 = 1;
pub const FACTS: u32 = 2;
pub const SAID: u32 = 3;
pub const HEAD: u32 = 4;
pub const FIRST_ROW: u32 = 5;

/// Hidden column of the keys, then number, item, unit of measure, the values.
pub const KEY: u32 = 0;
pub const NUMBER: u32 = 1;
pub const NAME: u32 = 2;
pub const UNIT: u32 = 3;
pub const FIRST_VALUE: u32 = 4;

/// Begins the keys of columns that are filled in; what the cell's id says beyond the item follows.
pub const VALUE_KEY: &str = "value";
pub const NOTE_KEY: &str = "note";
/// Key of the one column of reasons, which are those of the totals.
pub const REASON_KEY: &str = "reason";

/// Names of sheets hold no more signs, and none of `FORBIDDEN`.
const NAME_LENGTH: usize = 31;
const FORBIDDEN: &[char] = &['[', ']', ':', '*', '?', '/', '\\', '\''];

pub struct Layout<'a> {
    pub sheets: Vec<SheetPlan<'a>>,
}

pub struct SheetPlan<'a> {
    pub name: String,
    pub section: &'a Section,
    /// Value columns: what the ids of their cells say beyond the item, and the label.
    pub columns: Vec<(String, &'a str)>,
}

/// What the id of a cell says beyond its item: ``, `[sex=F]`.
pub fn suffix<'a>(row: &Row, id: &'a str) -> &'a str {
    id.strip_prefix(row.item.as_str()).unwrap_or(id)
}

impl<'a> Layout<'a> {
    pub fn of(form: &'a Form) -> Self {
        let sheets = form.sections.iter().enumerate();
        Self { sheets: sheets.map(|(at, section)| SheetPlan::of(section, name(at, &section.title))).collect() }
    }

    /// Sheet and address of a cell's value.
    pub fn place(&self, id: &str) -> Option<(&SheetPlan<'a>, Address)> {
        self.sheets.iter().find_map(|sheet| sheet.place(id).map(|at| (sheet, at)))
    }
}

impl<'a> SheetPlan<'a> {
    fn of(section: &'a Section, name: String) -> Self {
        let mut columns: Vec<(String, &str)> = Vec::new();
        for row in &section.rows {
            for cell in &row.cells {
                let id = cell.id.to_string();
                let key = suffix(row, &id);
                if !columns.iter().any(|(held, _)| held == key) {
                    columns.push((key.to_owned(), &cell.label.zh));
                }
            }
        }
        Self { name, section, columns }
    }

    fn place(&self, id: &str) -> Option<Address> {
        let held = |row: &Row| row.cells.iter().any(|cell| cell.id.to_string() == id);
        let at = self.section.rows.iter().position(held)?;
        let key = suffix(&self.section.rows[at], id);
        let column = self.columns.iter().position(|(held, _)| held == key)?;
        Some(Address::new(FIRST_ROW + at as u32, self.value(column)))
    }

    /// The cell of a row in a value column.
    pub fn cell<'r>(&self, row: &'r Row, column: usize) -> Option<&'r Cell> {
        row.cells.iter().find(|cell| suffix(row, &cell.id.to_string()) == self.columns[column].0)
    }

    pub fn value(&self, column: usize) -> u32 {
        FIRST_VALUE + column as u32
    }

    pub fn reason(&self) -> u32 {
        FIRST_VALUE + self.columns.len() as u32
    }

    pub fn note(&self, column: usize) -> u32 {
        self.reason() + 1 + column as u32
    }

    pub fn last_year(&self, column: usize) -> u32 {
        self.note(self.columns.len()) + column as u32
    }

    pub fn definition(&self) -> u32 {
        self.last_year(self.columns.len())
    }
}

/// A name for a sheet, by its number its own, as near to the section's title as Excel allows.
fn name(at: usize, title: &str) -> String {
    let plain: String = title.chars().map(|c| if FORBIDDEN.contains(&c) { '·' } else { c }).collect();
    format!("{} {}", at + 1, plain.trim()).chars().take(NAME_LENGTH).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::sample;

    #[test]
    fn every_cell_has_a_place_of_its_own() {
        let form = sample::form();
        let layout = Layout::of(&form);
        let names: Vec<_> = layout.sheets.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["1 人口", "2 其他"]);
        let places: BTreeSet<_> = form
            .cells()
            .map(|cell| {
                let (sheet, at) = layout.place(&cell.id.to_string()).unwrap();
                format!("{}!{at}", sheet.name)
            })
            .collect();
        assert_eq!(places.len(), form.cells().count());
        assert!(places.contains("1 人口!F6"), "{places:?}");
        assert_eq!(layout.place("NOWHERE").map(|_| ()), None);
    }

    #[test]
    fn names_of_sheets_are_allowed() {
        assert_eq!(name(0, "人口/户籍：[一]"), "1 人口·户籍：·一·");
        assert_eq!(name(1, &"长".repeat(60)).chars().count(), NAME_LENGTH);
    }
}
