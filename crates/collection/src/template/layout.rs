//! Where the cells of a form stand in its workbook: a sheet a section, a row an item, a column the total and each breakdown.
//!
//! A cell of the form is named by its row's key (the item) and its column's key (what its id says beyond the item); both
//! stand in a hidden column and a hidden row of the sheet, so that a cell is known wherever it is moved to.

use heng_base::breakdown::Breakdown;
use heng_base::period::Period;

use super::address::Address;
use crate::form::{Cell, Form, Row, Section};

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
/// Begins the keys of the columns of reasons, which are those of the totals.
pub const REASON_KEY: &str = "reason";
/// Head of the column of items, by which the row of the heads is known.
pub const NAME_HEAD: &str = "数据项";
/// Stands where nothing is asked for.
pub const DASH: &str = "—";

/// Names of sheets hold no more signs, and none of `FORBIDDEN`.
const NAME_LENGTH: usize = 31;
const FORBIDDEN: &[char] = &['[', ']', ':', '*', '?', '/', '\\', '\''];

pub struct Layout<'a> {
    pub sheets: Vec<SheetPlan<'a>>,
}

pub struct SheetPlan<'a> {
    pub name: String,
    pub section: &'a Section,
    /// Those of values.
    pub columns: Vec<Column>,
}

pub struct Column {
    /// What the ids of its cells say beyond the item.
    pub key: String,
    pub label: String,
    /// Holds totals, whose reasons have a column of their own.
    pub total: bool,
}

/// What the id of a cell says beyond its item: ``, `[sex=F]`.
pub fn suffix<'a>(row: &Row, id: &'a str) -> &'a str {
    id.strip_prefix(row.item.as_str()).unwrap_or(id)
}

impl<'a> Layout<'a> {
    pub fn of(form: &'a Form) -> Self {
        let sheets = form.sections.iter().enumerate();
        let plan = |(at, section): (usize, &'a Section)| SheetPlan::of(form, section, name(at, &section.title));
        Self { sheets: sheets.map(plan).collect() }
    }

    /// Sheet and address of a cell's value.
    pub fn place(&self, id: &str) -> Option<(&SheetPlan<'a>, Address)> {
        self.sheets.iter().find_map(|sheet| sheet.place(id).map(|at| (sheet, at)))
    }
}

impl<'a> SheetPlan<'a> {
    fn of(form: &Form, section: &'a Section, name: String) -> Self {
        let mut breakdowns: Vec<&Breakdown> = Vec::new();
        let mut columns: Vec<((usize, Period), Column)> = Vec::new();
        for (row, cell) in section.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
            let key = suffix(row, &cell.id.to_string()).to_owned();
            if columns.iter().any(|(_, held)| held.key == key) {
                continue;
            }
            let breakdown = &cell.id.breakdown;
            let place = breakdowns.iter().position(|known| *known == breakdown).unwrap_or(breakdowns.len());
            if place == breakdowns.len() {
                breakdowns.push(breakdown);
            }
            let column = Column { key, label: form.label(cell), total: breakdown.is_total() };
            columns.push(((place, form.period_of(&cell.id)), column));
        }
        // Earliest first, also where an item is asked for from a later year on than those below it.
        columns.sort_by_key(|(place, _)| *place);
        Self { name, section, columns: columns.into_iter().map(|(_, column)| column).collect() }
    }

    fn place(&self, id: &str) -> Option<Address> {
        let held = |row: &Row| row.cells.iter().any(|cell| cell.id.to_string() == id);
        let at = self.section.rows.iter().position(held)?;
        let key = suffix(&self.section.rows[at], id);
        let column = self.columns.iter().position(|held| held.key == key)?;
        Some(Address::new(FIRST_ROW + at as u32, self.value(column)))
    }

    /// The cell of a row in a value column.
    pub fn cell<'r>(&self, row: &'r Row, column: usize) -> Option<&'r Cell> {
        row.cells.iter().find(|cell| suffix(row, &cell.id.to_string()) == self.columns[column].key)
    }

    pub fn value(&self, column: usize) -> u32 {
        FIRST_VALUE + column as u32
    }

    /// Where the reasons of a column stand; `None` where they stand in its cells.
    pub fn reason(&self, column: usize) -> Option<u32> {
        let before = self.columns[..column].iter().filter(|held| held.total).count();
        self.columns[column].total.then(|| self.value(self.columns.len() + before))
    }

    pub fn note(&self, column: usize) -> u32 {
        let reasons = self.columns.iter().filter(|held| held.total).count();
        self.value(self.columns.len() + reasons + column)
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
    fn years_stand_side_by_side_with_their_reasons() {
        let mut form = sample::history();
        // The first item is asked for from the second year on.
        form.sections[1].rows[0].cells.remove(0);
        let layout = Layout::of(&form);
        let sheet = &layout.sheets[1];
        let told: Vec<_> = sheet.columns.iter().map(|held| (held.key.as_str(), held.label.as_str())).collect();
        assert_eq!(told, [("@2020", "2020年 合计"), ("@2021", "2021年 合计"), ("", "2022年 合计")]);
        assert_eq!([0, 1, 2].map(|at| sheet.reason(at)), [Some(7), Some(8), Some(9)]);
        assert_eq!((sheet.note(0), sheet.last_year(0), sheet.definition()), (10, 13, 16));
        let people = &layout.sheets[0];
        assert_eq!((people.columns[3].label.as_str(), people.reason(3)), ("2020年 女", None));
    }

    #[test]
    fn names_of_sheets_are_allowed() {
        assert_eq!(name(0, "人口/户籍：[一]"), "1 人口·户籍：·一·");
        assert_eq!(name(1, &"长".repeat(60)).chars().count(), NAME_LENGTH);
    }
}
