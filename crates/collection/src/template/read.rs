//! A template that came back: what it says of each cell, and everything that is wrong with it.
//!
//! Cells are known by the keys of their row and column, wherever those have been moved to and whatever the sheet is called
//! now. Nothing is decided here: what differs from what is held is for [`super::compare`] to say, and for people to confirm.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::problem::{Problem, kinds};
use heng_plan::model::MissingReason;

use super::address::Address;
use super::cells::{self, Found};
use super::identity::{self, Identity, MARK, ROWS_MARK};
use super::layout::{DASH, Layout, NAME_HEAD, NOTE_KEY, REASON_KEY, VALUE_KEY, suffix};
use super::workbook::{Cell, Sheet, Workbook};
use super::write::{Part, Shown};
use crate::form::{CellId, Form, Row};

/// So many rows of one item are read: two, to tell whether they say the same.
const ROWS: usize = 2;
/// So many remarks that do not stop are kept.
const REMARKS: usize = 2_000;
/// So many signs of what belongs to no cell are repeated.
const STRAY: usize = 40;

/// What the template says of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub cell: CellId,
    pub shown: Shown,
    /// Sheet and address of its value in the file that came.
    pub sheet: String,
    pub at: Address,
}

/// Something to be said of a part of a cell; without a cell, of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    pub cell: Option<CellId>,
    pub part: Part,
    /// Stops; else it is only to be looked at.
    pub wrong: bool,
    pub problem: Problem,
}

/// A template as it came back.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    pub identity: Identity,
    /// The version of each cell when the template was made.
    pub versions: BTreeMap<String, i64>,
    /// In the form's order; a cell of which the file says nothing is absent.
    pub answers: Vec<Answer>,
    pub remarks: Vec<Remark>,
}

impl Filled {
    /// Whether anything is wrong.
    pub fn faulty(&self) -> bool {
        self.remarks.iter().any(|remark| remark.wrong)
    }
}

/// Reads a template by the form as it is now. What cannot be read at all, or is another's, is the problem.
pub fn read(book: &Workbook, here: &Identity, form: &Form, missing: &[MissingReason]) -> Result<Filled, Problem> {
    let (identity, versions) = identity::find(book)?;
    identity.fits(here)?;
    let mut reader = Reader {
        form,
        missing,
        answers: BTreeMap::new(),
        remarks: Vec::new(),
        seen: BTreeMap::new(),
        unkeyed: Vec::new(),
    };
    for sheet in &book.sheets {
        if let Some(corner) = sheet.find(ROWS_MARK) {
            reader.sheet(sheet, corner);
        } else if had_keys(sheet, form) {
            reader.unkeyed(&sheet.name);
        }
    }
    reader.absent(&versions);
    let order = form.cells().filter_map(|cell| reader.answers.remove(&cell.id)).collect();
    Ok(Filled { identity, versions, answers: order, remarks: reader.remarks })
}

struct Reader<'a> {
    form: &'a Form,
    missing: &'a [MissingReason],
    answers: BTreeMap<CellId, Answer>,
    remarks: Vec<Remark>,
    /// Items whose rows were met, on the form or not, and how often.
    seen: BTreeMap<String, usize>,
    /// Names of sheets whose keys were deleted: what they say cannot be told.
    unkeyed: Vec<String>,
}

/// Whether a sheet without the corner of its keys still bears others: the hidden row or column alone was deleted.
fn had_keys(sheet: &Sheet, form: &Form) -> bool {
    let text = |at: &Address| sheet.text(*at).unwrap_or_default();
    let item = |text: &str| form.rows().any(|row| row.item.as_str() == text);
    !sheet.cells.keys().any(|at| text(at) == MARK)
        && sheet
            .cells
            .keys()
            .map(text)
            .any(|text| text == VALUE_KEY || text.starts_with("value[") || text.starts_with("value@") || item(&text))
}

/// The columns of a sheet by their keys.
#[derive(Default)]
struct Columns {
    /// What ids say beyond the item → column.
    values: BTreeMap<String, u32>,
    notes: BTreeMap<String, u32>,
    reasons: BTreeMap<String, u32>,
}

impl Columns {
    fn of(sheet: &Sheet, corner: Address) -> Self {
        let mut columns = Self::default();
        let heads = sheet.cells.range(corner..).take_while(|(at, _)| at.row == corner.row);
        for at in heads.map(|(at, _)| *at) {
            let Some(key) = sheet.text(at) else { continue };
            if let Some(of) = key.strip_prefix(REASON_KEY) {
                columns.reasons.insert(of.to_owned(), at.column);
            } else if let Some(of) = key.strip_prefix(VALUE_KEY) {
                columns.values.insert(of.to_owned(), at.column);
            } else if let Some(of) = key.strip_prefix(NOTE_KEY) {
                columns.notes.insert(of.to_owned(), at.column);
            }
        }
        columns
    }

    /// Where the parts of one cell stand: value, reason, note. A cell without a value column stands nowhere.
    fn places(&self, of: &str, line: u32) -> Option<(Address, Option<Address>, Option<Address>)> {
        let at = |columns: &BTreeMap<String, u32>| columns.get(of).map(|column| Address::new(line, *column));
        Some((at(&self.values)?, at(&self.reasons), at(&self.notes)))
    }

    /// All that are filled in.
    fn inputs(&self) -> BTreeSet<u32> {
        [&self.values, &self.reasons, &self.notes].into_iter().flat_map(|columns| columns.values().copied()).collect()
    }
}

impl Reader<'_> {
    fn sheet(&mut self, sheet: &Sheet, corner: Address) {
        let columns = Columns::of(sheet, corner);
        let keyed = sheet.cells.keys().filter(|at| at.column == corner.column && at.row > corner.row);
        let rows: Vec<(Address, String)> = keyed.filter_map(|at| Some((*at, sheet.text(*at)?))).collect();
        if columns.values.is_empty() || rows.is_empty() {
            let problem = Problem::new(&kinds::TEMPLATE_SHEET_KEYS).with("item", &sheet.name);
            self.remark(None, Part::Value, true, at(problem, sheet, corner));
            self.unkeyed.push(sheet.name.clone());
            return;
        }
        let form = self.form;
        let mut known = Known { head: head_of(sheet, &rows), ..Known::default() };
        for (key, item) in rows {
            let times = self.seen.entry(item.clone()).or_default();
            *times += 1;
            let times = *times;
            match form.rows().find(|row| row.item.as_str() == item) {
                Some(row) if times == ROWS + 1 => {
                    let problem = Problem::new(&kinds::TEMPLATE_ROW_MANY).with("item", &row.name.zh);
                    self.remark(None, Part::Value, true, at(problem, sheet, key));
                    known.told.insert(key.row);
                }
                _ if times > ROWS => {
                    known.told.insert(key.row);
                }
                Some(row) => known.cells.extend(self.row(sheet, &columns, key.row, row)),
                None => {
                    self.gone(sheet, &columns, key, &item);
                    known.told.insert(key.row);
                }
            }
        }
        self.stray(sheet, &columns, &known);
    }

    /// What stands below the head in columns to fill in and belongs to no cell: said, as it is not taken.
    fn stray(&mut self, sheet: &Sheet, columns: &Columns, known: &Known) {
        let inputs = columns.inputs();
        let strays = |(place, _): &(&Address, &Cell)| inputs.contains(&place.column) && known.is_stray(**place);
        for (place, cell) in sheet.cells.iter().filter(strays) {
            let formula = || cell.formula.as_ref().map(|formula| format!("={formula}"));
            if let Some(text) = sheet.text(*place).or_else(formula).filter(|text| text != DASH) {
                let short: String = text.chars().take(STRAY).collect();
                let problem = Problem::new(&kinds::TEMPLATE_STRAY).with("value", short);
                self.remark(None, Part::Value, false, at(problem, sheet, *place));
            }
        }
    }

    fn unkeyed(&mut self, name: &str) {
        let problem = Problem::new(&kinds::TEMPLATE_SHEET_KEYS).with("item", name);
        self.remark(None, Part::Value, true, problem);
        self.unkeyed.push(name.to_owned());
    }

    /// A row of an item that the form no longer asks for: said, if anything was filled in.
    fn gone(&mut self, sheet: &Sheet, columns: &Columns, key: Address, item: &str) {
        let values = columns.values.values().filter_map(|column| sheet.text(Address::new(key.row, *column)));
        let values: Vec<String> = values.filter(|text| text != DASH).collect();
        if !values.is_empty() {
            let name = sheet.text(Address::new(key.row, key.column + 2)).unwrap_or_else(|| item.to_owned());
            let problem = Problem::new(&kinds::TEMPLATE_CELL_GONE).with("item", name).with("value", values.join("、"));
            self.remark(None, Part::Value, false, at(problem, sheet, key));
        }
    }

    /// Reads the cells of a row; where their parts stand.
    fn row(&mut self, sheet: &Sheet, columns: &Columns, line: u32, row: &Row) -> Vec<Address> {
        let mut read = Vec::new();
        for cell in &row.cells {
            let id = cell.id.to_string();
            let Some((place, reason, note)) = columns.places(suffix(row, &id), line) else { continue };
            let mut inputs = vec![place];
            inputs.extend(reason);
            inputs.extend(note);
            let found = cells::read(sheet, row.value_type, place, reason, note, self.missing);
            let merged = merged(sheet, &inputs);
            self.take(sheet, &cell.id, place, found, merged);
            read.extend(inputs);
        }
        read
    }

    /// Keeps what was found, unless another row has said something else of the same cell.
    fn take(&mut self, sheet: &Sheet, cell: &CellId, place: Address, found: Found, merged: Option<Problem>) {
        if let Some(held) = self.answers.get(cell) {
            let blank = found.shown == Shown::default();
            if held.shown != found.shown && !blank {
                let first = format!("{}!{}", held.sheet, held.at);
                let item = self.name(cell);
                let problem = Problem::new(&kinds::TEMPLATE_ROW_TWICE).with("item", item).with("first", first);
                self.remark(Some(cell), Part::Value, true, at(problem, sheet, place));
            }
            return;
        }
        for (part, wrong, problem) in found.said {
            self.remark(Some(cell), part, wrong, problem);
        }
        if let Some(problem) = merged {
            self.remark(Some(cell), Part::Value, true, at(problem, sheet, place));
        }
        let answer = Answer { cell: cell.clone(), shown: found.shown, sheet: sheet.name.clone(), at: place };
        self.answers.insert(cell.clone(), answer);
    }

    /// Rows and whole sheets that the template had when it was made and has no more.
    fn absent(&mut self, versions: &BTreeMap<String, i64>) {
        let form = self.form;
        let had = |row: &Row| row.cells.iter().any(|cell| versions.contains_key(&cell.id.to_string()));
        for sheet in Layout::of(form).sheets {
            let rows: Vec<&Row> = sheet.section.rows.iter().filter(|row| had(row)).collect();
            let gone: Vec<&&Row> = rows.iter().filter(|row| !self.seen.contains_key(row.item.as_str())).collect();
            // What is said of a sheet whose keys are gone says enough.
            if gone.len() == rows.len() && self.unkeyed.contains(&sheet.name) {
                continue;
            }
            if rows.len() > 1 && gone.len() == rows.len() {
                let problem = Problem::new(&kinds::TEMPLATE_SHEET_GONE).with("item", &sheet.section.title);
                self.remark(None, Part::Value, false, problem);
                continue;
            }
            let gone: Vec<String> = gone.into_iter().map(|row| row.name.zh.clone()).collect();
            for name in gone {
                let problem = Problem::new(&kinds::TEMPLATE_ROW_GONE).with("item", name);
                self.remark(None, Part::Value, false, problem);
            }
        }
    }

    fn name(&self, cell: &CellId) -> String {
        self.form.find(cell).map_or_else(|| cell.to_string(), |(row, _)| row.name.zh.clone())
    }

    fn remark(&mut self, cell: Option<&CellId>, part: Part, wrong: bool, problem: Problem) {
        if !wrong && self.remarks.len() >= REMARKS {
            return;
        }
        self.remarks.push(Remark { cell: cell.cloned(), part, wrong, problem });
    }
}

/// What of a sheet is accounted for.
#[derive(Default)]
struct Known {
    /// Row of the heads; what stands above is no figure.
    head: u32,
    /// Rows of which all has been said.
    told: BTreeSet<u32>,
    /// Where the parts of cells stand.
    cells: BTreeSet<Address>,
}

impl Known {
    fn is_stray(&self, place: Address) -> bool {
        place.row > self.head && !self.told.contains(&place.row) && !self.cells.contains(&place)
    }
}

/// The row of the heads; where that was overwritten, the one above the first that has a key.
fn head_of(sheet: &Sheet, rows: &[(Address, String)]) -> u32 {
    let above = rows.first().map_or(0, |(key, _)| key.row.saturating_sub(1));
    sheet.find(NAME_HEAD).map_or(above, |at| at.row)
}

/// The merged block over cells to fill in, if it covers more than one cell.
fn merged(sheet: &Sheet, inputs: &[Address]) -> Option<Problem> {
    let block =
        sheet.merged.iter().find(|block| block.first != block.last && inputs.iter().any(|at| block.holds(*at)))?;
    Some(Problem::new(&kinds::TEMPLATE_MERGED).with("block", block))
}

/// A problem with the sheet and address where it stands.
pub(super) fn at(mut problem: Problem, sheet: &Sheet, at: Address) -> Problem {
    problem.place.sheet = Some(sheet.name.clone());
    problem.place.cell = Some(at.to_string());
    problem
}
