//! A .xlsx as sheets of cells: what stands in them, their formulas, what is merged.
//!
//! Read from the XML itself: the reader libraries either hide formulas and merged cells or make room for whatever size a
//! file states (a shared formula "of A1:XFD1048576"), and here files of strangers come in. Only cells that hold something
//! are kept, and no more than `CELLS` of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use heng_base::problem::{Problem, kinds};
use quick_xml::events::Event;

use super::address::{Address, Block};
use super::container::{self, Archive, part};
use super::sheet;
use super::xml::{self, Broken, attribute, is};

/// So many cells with content at most; the largest form has some thousands.
pub(super) const CELLS: usize = 300_000;
/// So many signs of a cell's text at most; no office program writes more.
const LONGEST: usize = 32_767;

#[derive(Debug, Default)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
}

#[derive(Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub cells: BTreeMap<Address, Cell>,
    pub merged: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub content: Content,
    /// Without the sign `=`; empty where the cell shares the formula of another.
    pub formula: Option<String>,
}

/// What a cell shows; of a formula, what it came to when the file was saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Empty,
    Number(f64),
    /// A number that the cell shows as a date or time.
    Date(f64),
    Text(Arc<str>),
    Bool(bool),
    /// `#DIV/0!`, `#REF!`.
    Error(String),
}

impl Sheet {
    /// The text of a cell; numbers as texts too.
    pub fn text(&self, at: Address) -> Option<String> {
        match &self.cells.get(&at)?.content {
            Content::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Content::Number(value) | Content::Date(value) => super::number::of_float(*value).map(super::number::show),
            Content::Bool(value) => Some(if *value { "TRUE" } else { "FALSE" }.to_owned()),
            Content::Error(text) => Some(text.clone()),
            Content::Empty => None,
        }
    }

    /// The first cell that holds just this text.
    pub fn find(&self, sought: &str) -> Option<Address> {
        let holds = |cell: &Cell| matches!(&cell.content, Content::Text(text) if text.trim() == sought);
        self.cells.iter().find(|(_, cell)| holds(cell)).map(|(at, _)| *at)
    }
}

/// What all sheets of a workbook share.
pub(super) struct Shared {
    pub strings: Vec<Arc<str>>,
    /// Of each cell format, whether it shows a date.
    pub dates: Vec<bool>,
}

/// Reads a .xlsx, or says what the file is and what to do with it.
pub fn read(bytes: &[u8]) -> Result<Workbook, Problem> {
    let mut archive = container::open(bytes)?;
    let broken = |_: Broken| Problem::new(&kinds::WORKBOOK_BROKEN);
    let shared = Shared {
        strings: strings(&part(&mut archive, "xl/sharedStrings.xml")).map_err(broken)?,
        dates: dates(&part(&mut archive, "xl/styles.xml")).map_err(broken)?,
    };
    let mut book = Workbook::default();
    let mut left = CELLS;
    for named in named(&mut archive).map_err(broken)? {
        let mut sheet = Sheet { name: named.name, hidden: named.hidden, ..Sheet::default() };
        sheet::read(&part(&mut archive, &named.path), &shared, &mut sheet, left).map_err(broken)?;
        left = left.checked_sub(sheet.cells.len()).ok_or_else(|| {
            let what = format!("{} 个以上的单元格", CELLS);
            Problem::new(&kinds::WORKBOOK_LARGE).with("what", what).with("size", 32).with("parts", CELLS)
        })?;
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// A sheet by its name and where its part lies.
pub struct Named {
    pub name: String,
    pub hidden: bool,
    pub path: String,
}

/// The sheets in the order of their tabs.
pub fn named(archive: &mut Archive<'_>) -> xml::Result<Vec<Named>> {
    let mut targets = BTreeMap::new();
    let relations = part(archive, "xl/_rels/workbook.xml.rels");
    let mut xml = xml::reader(&relations);
    loop {
        match xml.read_event()? {
            Event::Start(e) | Event::Empty(e) if is(&e, "Relationship") => {
                if let (Some(id), Some(target)) = (attribute(&e, "Id"), attribute(&e, "Target")) {
                    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                    targets.insert(id, path);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let (content, mut sheets) = (part(archive, "xl/workbook.xml"), Vec::new());
    let mut xml = xml::reader(&content);
    loop {
        match xml.read_event()? {
            Event::Start(e) | Event::Empty(e) if is(&e, "sheet") => {
                let path = attribute(&e, "id").and_then(|id| targets.get(&id).cloned());
                if let (Some(name), Some(path)) = (attribute(&e, "name"), path) {
                    let hidden = attribute(&e, "state").is_some_and(|state| state != "visible");
                    sheets.push(Named { name, hidden, path });
                }
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// The texts that cells refer to by number; each is held once, however many cells show it.
fn strings(part: &[u8]) -> xml::Result<Vec<Arc<str>>> {
    let (mut xml, mut strings) = (xml::reader(part), Vec::new());
    loop {
        match xml.read_event()? {
            Event::Start(e) if is(&e, "si") => strings.push(plain(xml::text(&mut xml, "rPh")?)),
            Event::Empty(e) if is(&e, "si") => strings.push("".into()),
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// A text of at most as many signs as a cell may hold, its line ends as ours.
pub(super) fn plain(text: String) -> Arc<str> {
    let text = text.replace("_x000D_", "").replace("\r\n", "\n");
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => text[..at].into(),
        None => text.into(),
    }
}

/// Of each cell format, whether it shows a date.
fn dates(part: &[u8]) -> xml::Result<Vec<bool>> {
    let (mut custom, mut dates, mut cells) = (BTreeMap::new(), Vec::new(), false);
    let mut xml = xml::reader(part);
    loop {
        match xml.read_event()? {
            Event::Start(e) | Event::Empty(e) if is(&e, "numFmt") => {
                if let (Some(id), Some(code)) = (attribute(&e, "numFmtId"), attribute(&e, "formatCode")) {
                    custom.insert(id, of_date(&code));
                }
            }
            Event::Start(e) if is(&e, "cellXfs") => cells = true,
            Event::End(e) if e.local_name().as_ref() == b"cellXfs" => cells = false,
            Event::Start(e) | Event::Empty(e) if cells && is(&e, "xf") => {
                let id = attribute(&e, "numFmtId").unwrap_or_default();
                let built_in = matches!(id.parse(), Ok(14..=22 | 27..=36 | 45..=47 | 50..=58));
                dates.push(custom.get(&id).copied().unwrap_or(built_in));
            }
            Event::Eof => return Ok(dates),
            _ => {}
        }
    }
}

/// Whether a number format shows days or hours: what is quoted, escaped or in brackets says nothing of that.
fn of_date(code: &str) -> bool {
    let lower = code.to_lowercase();
    if lower.starts_with("general") || lower.starts_with("standard") {
        return false;
    }
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    lower.chars().any(|sign| {
        let shown = !(quoted || bracketed || escaped);
        match sign {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ => {}
        }
        shown && matches!(sign, 'y' | 'm' | 'd' | 'h')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_known() {
        for code in ["yyyy\\-mm\\-dd", "m\"月\"d\"日\"", "h:mm", "[$-804]yyyy年m月d日"] {
            assert!(of_date(code), "{code}");
        }
        for code in ["General", "Standard", "#,##0", "0.00%", "[Red]\\(#,##0.00\\)", "0\"d\"", "@", "0_m"] {
            assert!(!of_date(code), "{code}");
        }
    }
}
