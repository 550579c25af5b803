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
/// So many merged blocks of all sheets together.
pub(super) const MERGED: usize = 5_000;
/// So many bytes of what cells hold: a text that many cells share is counted for each of them, as each is a copy later.
pub(super) const TEXT: usize = 32 << 20;
/// So many sheets.
const SHEETS: usize = 64;
/// So many signs of a cell's text at most; no office program writes more.
const LONGEST: usize = 32_767;
/// So many signs of a sheet's name; each remark repeats it.
const NAME: usize = 100;

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
    /// A number that the cell shows a hundred times as large, with a per cent sign.
    Percent(f64),
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
            Content::Percent(value) => super::number::percent(*value),
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
    /// Of each cell format, as what it shows a number.
    pub shows: Vec<Shows>,
}

/// As what a cell format shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    Number,
    Date,
    Percent,
}

/// Reads a .xlsx, or says what the file is and what to do with it.
pub fn read(bytes: &[u8]) -> Result<Workbook, Problem> {
    let mut archive = container::open(bytes)?;
    let broken = |_: Broken| Problem::new(&kinds::WORKBOOK_BROKEN);
    let shared = Shared {
        strings: strings(&part(&mut archive, "xl/sharedStrings.xml")).map_err(broken)?,
        shows: formats(&part(&mut archive, "xl/styles.xml")).map_err(broken)?,
    };
    let mut book = Workbook::default();
    let mut room = Room { cells: CELLS, merged: MERGED, text: TEXT, full: None };
    for named in named(&mut archive)? {
        let mut sheet = Sheet { name: named.name, hidden: named.hidden, ..Sheet::default() };
        sheet::read(&part(&mut archive, &named.path), &shared, &mut sheet, &mut room).map_err(broken)?;
        if let Some(what) = room.full {
            let problem = Problem::new(&kinds::WORKBOOK_LARGE).with("what", what);
            return Err(problem.with("size", container::BYTES >> 20).with("parts", CELLS));
        }
        book.sheets.push(sheet);
    }
    Ok(book)
}

/// What a whole book may still hold. Reading ends where something finds no room.
pub(super) struct Room {
    cells: usize,
    merged: usize,
    text: usize,
    /// What was too much.
    pub full: Option<String>,
}

impl Room {
    pub fn cell(&mut self, cell: &Cell) {
        let content = match &cell.content {
            Content::Text(text) => text.len(),
            Content::Error(text) => text.len(),
            _ => 0,
        };
        let text = content + cell.formula.as_ref().map_or(0, String::len);
        match (self.cells.checked_sub(1), self.text.checked_sub(text)) {
            (Some(cells), Some(text)) => (self.cells, self.text) = (cells, text),
            (None, _) => self.full = Some(format!("{CELLS} 个以上的单元格")),
            (_, None) => self.full = Some(format!("单元格的文字合计超过 {} MB", TEXT >> 20)),
        }
    }

    pub fn merged(&mut self) {
        match self.merged.checked_sub(1) {
            Some(merged) => self.merged = merged,
            None => self.full = Some(format!("{MERGED} 处以上的合并单元格")),
        }
    }
}

/// A sheet by its name and where its part lies.
pub struct Named {
    pub name: String,
    pub hidden: bool,
    pub path: String,
}

/// The sheets in the order of their tabs; each has a part of its own.
pub fn named(archive: &mut Archive<'_>) -> Result<Vec<Named>, Problem> {
    let sheets = tabs(archive).map_err(|Broken| Problem::new(&kinds::WORKBOOK_BROKEN))?;
    if sheets.len() > SHEETS {
        return Err(Problem::new(&kinds::WORKBOOK_SHEETS).with("most", SHEETS));
    }
    let mut seen = BTreeMap::new();
    for sheet in &sheets {
        if let Some(first) = seen.insert(&sheet.path, &sheet.name) {
            return Err(Problem::new(&kinds::WORKBOOK_SHEET_TWICE).with("first", first).with("second", &sheet.name));
        }
    }
    Ok(sheets)
}

/// What the list of tabs says, and one more than may be at most.
fn tabs(archive: &mut Archive<'_>) -> xml::Result<Vec<Named>> {
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
                    sheets.push(Named { name: name.chars().take(NAME).collect(), hidden, path });
                }
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
        if sheets.len() > SHEETS {
            return Ok(sheets);
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

/// Of each cell format, as what it shows a number.
fn formats(part: &[u8]) -> xml::Result<Vec<Shows>> {
    let (mut custom, mut formats, mut cells) = (BTreeMap::new(), Vec::new(), false);
    let mut xml = xml::reader(part);
    loop {
        match xml.read_event()? {
            Event::Start(e) | Event::Empty(e) if is(&e, "numFmt") => {
                if let (Some(id), Some(code)) = (attribute(&e, "numFmtId"), attribute(&e, "formatCode")) {
                    custom.insert(id, shows(&code));
                }
            }
            Event::Start(e) if is(&e, "cellXfs") => cells = true,
            Event::End(e) if e.local_name().as_ref() == b"cellXfs" => cells = false,
            Event::Start(e) | Event::Empty(e) if cells && is(&e, "xf") => {
                let id = attribute(&e, "numFmtId").unwrap_or_default();
                let built_in = match id.parse() {
                    Ok(9 | 10) => Shows::Percent,
                    Ok(14..=22 | 27..=36 | 45..=47 | 50..=58) => Shows::Date,
                    _ => Shows::Number,
                };
                formats.push(custom.get(&id).copied().unwrap_or(built_in));
            }
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

/// Whether a number format shows days or hours, or per cent: what is quoted, escaped or in brackets says nothing of that.
fn shows(code: &str) -> Shows {
    let lower = code.to_lowercase();
    if lower.starts_with("general") || lower.starts_with("standard") {
        return Shows::Number;
    }
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    let bare = lower.chars().filter(|sign| {
        let sign = *sign;
        let shown = !(quoted || bracketed || escaped);
        match sign {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ => {}
        }
        shown
    });
    match bare.filter(|sign| matches!(sign, 'y' | 'm' | 'd' | 'h' | '%')).collect::<String>() {
        found if found.contains(|sign| sign != '%') => Shows::Date,
        found if found.is_empty() => Shows::Number,
        _ => Shows::Percent,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// A workbook of tabs that each name a part, and of the parts.
    fn packed(tabs: &[&str], parts: &[(&str, &str)]) -> Vec<u8> {
        let sheets: String =
            (1..).zip(tabs).map(|(at, id)| format!("<sheet name=\"表{at}\" r:id=\"{id}\"/>")).collect();
        let relation = |(name, _): &(&str, &str)| {
            format!(
                "<Relationship Id=\"{name}\" Target=\"{name}.xml\"/><Relationship Id=\"to-{name}\" Target=\"/xl/{name}.xml\"/>"
            )
        };
        let relations: String = parts.iter().map(relation).collect();
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, content: &str| {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
        };
        put("xl/workbook.xml", &format!("<workbook><sheets>{sheets}</sheets></workbook>"));
        put("xl/_rels/workbook.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
        for (name, content) in parts {
            put(&format!("xl/{name}.xml"), content);
        }
        writer.finish().unwrap().into_inner()
    }

    fn code(bytes: &[u8]) -> &'static str {
        read(bytes).map_or_else(|problem| problem.kind.code, |_| "")
    }

    #[test]
    fn a_part_is_one_sheet_and_sheets_are_few() {
        let part = "<worksheet><c r=\"A1\"><f>1+1</f><v>2</v></c></worksheet>";
        assert_eq!(code(&packed(&["a", "b"], &[("a", part), ("b", part)])), "");
        assert_eq!(code(&packed(&["a", "a"], &[("a", part)])), "workbook.sheet_twice");
        assert_eq!(code(&packed(&["a", "to-a"], &[("a", part)])), "workbook.sheet_twice");
        assert_eq!(code(&packed(&["a"; 1000], &[("a", part)])), "workbook.sheets");
    }

    #[test]
    fn formulas_and_errors_are_cut_like_texts() {
        let long = "9".repeat(LONGEST + 1);
        let part = format!("<worksheet><c r=\"A1\" t=\"e\"><f>{long}</f><v>{long}</v></c></worksheet>");
        let book = read(&packed(&["a"], &[("a", &part)])).unwrap();
        let cell = &book.sheets[0].cells[&Address::new(0, 0)];
        assert_eq!(cell.formula.as_ref().map(String::len), Some(LONGEST));
        assert!(matches!(&cell.content, Content::Error(text) if text.len() == LONGEST));
    }

    #[test]
    fn all_sheets_together_are_bounded() {
        let merges = |count: usize| {
            let blocks: String = (1..=count).map(|row| format!("<mergeCell ref=\"A{row}:B{row}\"/>")).collect();
            format!("<worksheet>{blocks}</worksheet>")
        };
        let (half, more) = (merges(MERGED / 2), merges(MERGED / 2 + 1));
        assert_eq!(code(&packed(&["a", "b"], &[("a", &half), ("b", &half)])), "");
        assert_eq!(code(&packed(&["a", "b"], &[("a", &half), ("b", &more)])), "workbook.large");
        // One text, that many cells show.
        let shared = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(LONGEST));
        let shows = |count: usize| {
            let cells: String = (1..=count).map(|row| format!("<c r=\"A{row}\" t=\"s\"><v>0</v></c>")).collect();
            format!("<worksheet>{cells}</worksheet>")
        };
        let most = TEXT / (3 * LONGEST);
        assert_eq!(code(&packed(&["a"], &[("a", &shows(most)), ("sharedStrings", &shared)])), "");
        assert_eq!(code(&packed(&["a"], &[("a", &shows(most + 1)), ("sharedStrings", &shared)])), "workbook.large");
    }

    #[test]
    fn formats_of_dates_and_shares_are_known() {
        for code in ["yyyy\\-mm\\-dd", "m\"月\"d\"日\"", "h:mm", "[$-804]yyyy年m月d日"] {
            assert_eq!(shows(code), Shows::Date, "{code}");
        }
        for code in ["0.00%", "0.0%;[Red]\\-0.0%", "%0"] {
            assert_eq!(shows(code), Shows::Percent, "{code}");
        }
        for code in ["General", "Standard", "#,##0", "[Red]\\(#,##0.00\\)", "0\"d\"", "@", "0_m", "0\\%", "0\"%\""] {
            assert_eq!(shows(code), Shows::Number, "{code}");
        }
    }

    #[test]
    fn a_number_that_is_shown_as_a_share_is_told_from_one_that_is_not() {
        let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0.0%\"/></numFmts><cellXfs>\
                      <xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>";
        let part = "<worksheet><c r=\"A1\" s=\"1\"><v>0.785</v></c><c r=\"A2\" s=\"2\"><v>0.785</v></c>\
                    <c r=\"A3\" s=\"3\"><v>0.785</v></c></worksheet>";
        let book = read(&packed(&["a"], &[("a", part), ("styles", styles)])).unwrap();
        let cells: Vec<_> = book.sheets[0].cells.values().map(|cell| cell.content.clone()).collect();
        assert_eq!(cells, [Content::Percent(0.785), Content::Percent(0.785), Content::Number(0.785)]);
        assert_eq!(book.sheets[0].text(Address::new(0, 0)).as_deref(), Some("78.5%"));
    }
}
