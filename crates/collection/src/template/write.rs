//! A form as a workbook to fill in: what is to be known, a sheet a section, and hidden what it is a template of.
//!
//! Everything but the cells to fill in is locked, without a password: a guard against slips, not against people. The same
//! template gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::FormCode;
use heng_base::text::Lang;
use heng_plan::model::MissingReason;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, ProtectionOptions, Workbook, Worksheet, XlsxError};

use super::compare::is_open;
use super::identity::{FORMAT, Identity, MARK, SHEET, TABLE};
use super::layout::Layout;
use super::looks::Looks;
use super::pages;
use crate::entry::Entry;
use crate::form::{CellId, Form};

/// Every sheet says it.
pub const NO_SECRETS: &str = "本系统不得存储、处理国家秘密。";
/// Name by which the sheets refer to the list of reasons.
pub const REASONS: &str = "heng_reasons";
/// Column of the reasons on the hidden sheet.
const REASON_COLUMN: u16 = 8;

/// All that stands in a template.
#[derive(Debug, Clone)]
pub struct Template {
    pub identity: Identity,
    pub form: Form,
    /// The title of each form, with its number.
    pub titles: Vec<(FormCode, String)>,
    /// Last day, `2026-03-31`.
    pub due: String,
    /// 填报说明.
    pub instructions: Vec<String>,
    pub missing: Vec<MissingReason>,
    /// What stands in the cells, by their ids.
    pub shown: BTreeMap<String, Shown>,
    /// The version of each cell that has one.
    pub versions: BTreeMap<String, i64>,
    /// The cells that may be changed, where a correction is under way; else all may.
    pub open: Option<BTreeSet<CellId>>,
    /// Figures to compare with, of the year before as a rule, and what they are called.
    pub past: BTreeMap<CellId, Decimal>,
    pub past_name: String,
    /// What every sheet of a demo store says.
    pub invented: Option<String>,
}

impl Template {
    pub fn is_open(&self, cell: &CellId) -> bool {
        is_open(self.open.as_ref(), cell)
    }
}

/// What stands in a cell of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    pub value: Option<Decimal>,
    /// Code of the reason.
    pub missing: Option<String>,
    pub note: Option<String>,
    /// What somebody wrote that is neither number nor reason.
    pub unread: Option<String>,
}

impl From<&Entry> for Shown {
    fn from(entry: &Entry) -> Self {
        Self { value: entry.value, missing: entry.missing.clone(), note: entry.note.clone(), unread: None }
    }
}

/// Which part of a cell of the form is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Value,
    Reason,
    Note,
}

/// What is to be said at a cell: coloured, and a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub cell: String,
    pub part: Part,
    /// Wrong, and not only to be looked at.
    pub wrong: bool,
    pub text: String,
}

/// A line of the list of faults: where, what is wrong, what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub place: String,
    pub wrong: bool,
    pub message: String,
    pub hint: String,
}

/// What a marked copy says beside what was filled in.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    pub marks: Vec<Mark>,
    pub lines: Vec<Line>,
}

/// The template as a .xlsx.
pub fn write(template: &Template) -> Result<Vec<u8>, XlsxError> {
    written(template, None)
}

/// A copy with all faults: listed on the first sheet, coloured and commented at their cells. It can be filled in and
/// uploaded as the template can.
pub fn write_marked(template: &Template, marks: &Marks) -> Result<Vec<u8>, XlsxError> {
    written(template, Some(marks))
}

fn written(template: &Template, marks: Option<&Marks>) -> Result<Vec<u8>, XlsxError> {
    let layout = Layout::of(&template.form);
    let (mut book, looks) = (Workbook::new(), Looks::new());
    let made = ExcelDateTime::parse_from_str(template.identity.made_at.get(..19).unwrap_or_default())?;
    book.set_properties(&DocProperties::new().set_title(title(template)).set_creation_datetime(&made));
    if let Some(marks) = marks {
        pages::faults(book.add_worksheet(), template, &marks.lines, &looks)?;
    }
    pages::guide(book.add_worksheet(), template, &looks)?;
    for sheet in &layout.sheets {
        let marks = marks.map_or(&[] as &[Mark], |marks| &marks.marks);
        super::section::write(book.add_worksheet(), template, sheet, marks, &looks)?;
    }
    hidden(book.add_worksheet(), template, &layout)?;
    let last = template.missing.len().max(1);
    let column = super::address::letters(u32::from(REASON_COLUMN));
    book.define_name(REASONS, &format!("='{SHEET}'!${column}$2:${column}${}", last + 1))?;
    // The first section is what is to be filled in; a marked copy opens at its faults.
    let open = if marks.is_some() { 0 } else { 1 };
    book.worksheet_from_index(open)?.set_active(true);
    book.save_to_buffer()
}

/// What the workbook is called.
pub fn title(template: &Template) -> String {
    format!("{}{}填报模板", template.identity.unit_name, template.form.period_in_words())
}

/// Locks a sheet but for its unlocked cells; columns may be made wider.
pub(super) fn lock(sheet: &mut Worksheet) {
    let may = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::default() };
    sheet.protect_with_options(&may);
}

/// What the template is of, the version of every cell, and the reasons to choose from.
fn hidden(sheet: &mut Worksheet, template: &Template, layout: &Layout<'_>) -> Result<(), XlsxError> {
    sheet.set_name(SHEET)?;
    sheet.write_string(0, 0, MARK)?.write_number(0, 1, FORMAT)?;
    for (row, (name, value)) in (1..).zip(template.identity.facts()) {
        sheet.write_string(row, 0, name)?.write_string(row, 1, value)?;
    }
    let table = TABLE as u16;
    for (column, head) in (table..).zip(["sheet", "address", "cell", "version"]) {
        sheet.write_string(0, column, head)?;
    }
    for (row, cell) in (1..).zip(template.form.cells()) {
        let id = cell.id.to_string();
        let Some((held, at)) = layout.place(&id) else { continue };
        let version = template.versions.get(&id).copied().unwrap_or_default();
        sheet.write_string(row, table, &held.name)?.write_string(row, table + 1, at.to_string())?;
        sheet.write_string(row, table + 2, id)?.write_number(row, table + 3, version as f64)?;
    }
    sheet.write_string(0, REASON_COLUMN, REASONS)?;
    for (row, reason) in (1..).zip(&template.missing) {
        sheet.write_string(row, REASON_COLUMN, reason.name.get(Lang::Zh))?;
    }
    sheet.set_hidden(true);
    lock(sheet);
    Ok(())
}
