//! Numbers put into cells of somebody else's workbook. Nothing else of it changes: parts are copied as they are packed, and
//! of a sheet's XML only the cells are replaced, so that layout, formulas and pictures stay the issuer's.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use heng_base::problem::{Problem, kinds};
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;
use zip::write::SimpleFileOptions;

use super::address::{Address, letters};
use super::container::{self, part};
use super::number;
use super::workbook::named;
use super::xml::{self, attribute, is};

/// The numbers by sheet name and address.
pub type Numbers = BTreeMap<String, BTreeMap<Address, Decimal>>;

/// The workbook with the numbers in it. Formulas are computed when it is opened. A sheet that is not there is a problem.
pub fn fill(bytes: &[u8], numbers: &Numbers) -> Result<Vec<u8>, Vec<Problem>> {
    let one = |problem: Problem| vec![problem];
    let broken = || vec![Problem::new(&kinds::WORKBOOK_BROKEN)];
    let mut archive = container::open(bytes).map_err(one)?;
    let sheets = named(&mut archive).map_err(one)?;
    let mut changed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, cells) in numbers.iter().filter(|(_, cells)| !cells.is_empty()) {
        match sheets.iter().find(|sheet| sheet.name == *name) {
            Some(sheet) => {
                let content = part(&mut archive, &sheet.path);
                changed.insert(sheet.path.clone(), put(&content, cells).map_err(|_| broken())?);
            }
            None => problems.push(Problem::new(&kinds::UPPER_SHEET).with("sheet", name)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let book = part(&mut archive, "xl/workbook.xml");
    changed.insert("xl/workbook.xml".to_owned(), computed_when_opened(&book).map_err(|_| broken())?);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|_| broken())?;
        match changed.get(file.name()) {
            None => writer.raw_copy_file(file).map_err(|_| broken())?,
            Some(content) => {
                writer.start_file(file.name(), SimpleFileOptions::default()).map_err(|_| broken())?;
                writer.write_all(content).map_err(|_| broken())?;
            }
        }
    }
    Ok(writer.finish().map_err(|_| broken())?.into_inner())
}

/// A sheet's XML being copied with changes.
struct Copy<'a> {
    from: &'a [u8],
    /// Up to here it was copied or left out.
    done: usize,
    out: Vec<u8>,
    /// Rows and cells still to be put in.
    left: BTreeMap<u32, BTreeMap<u32, Decimal>>,
    prefix: String,
}

impl Copy<'_> {
    fn copy_to(&mut self, at: usize) {
        self.out.extend_from_slice(&self.from[self.done..at]);
        self.done = at;
    }

    fn skip_to(&mut self, at: usize) {
        self.done = at;
    }

    /// Cells of a row in front of a column, which were not there.
    fn cells_before(&mut self, row: u32, column: u32) {
        let Some(cells) = self.left.get_mut(&row) else { return };
        let later = cells.split_off(&column);
        let before = std::mem::replace(cells, later);
        for (column, value) in before {
            self.cell(row, column, value, None);
        }
    }

    /// Rows in front of another, which were not there.
    fn rows_before(&mut self, row: u32) {
        let later = self.left.split_off(&row);
        let before = std::mem::replace(&mut self.left, later);
        for (row, cells) in before.into_iter().filter(|(_, cells)| !cells.is_empty()) {
            let prefix = self.prefix.clone();
            self.out.extend_from_slice(format!("<{prefix}row r=\"{}\">", row + 1).as_bytes());
            for (column, value) in cells {
                self.cell(row, column, value, None);
            }
            self.out.extend_from_slice(format!("</{prefix}row>").as_bytes());
        }
    }

    fn cell(&mut self, row: u32, column: u32, value: Decimal, format: Option<String>) {
        let format = format.map_or_else(String::new, |format| format!(" s=\"{format}\""));
        let (prefix, value) = (&self.prefix, number::show(value));
        let place = format!("{}{}", letters(column), row + 1);
        let text = format!("<{prefix}c r=\"{place}\"{format}><{prefix}v>{value}</{prefix}v></{prefix}c>");
        self.out.extend_from_slice(text.as_bytes());
    }

    fn take(&mut self, at: Address) -> Option<Decimal> {
        self.left.get_mut(&at.row)?.remove(&at.column)
    }
}

fn put(sheet: &[u8], cells: &BTreeMap<Address, Decimal>) -> xml::Result<Vec<u8>> {
    let mut left: BTreeMap<u32, BTreeMap<u32, Decimal>> = BTreeMap::new();
    for (at, value) in cells {
        left.entry(at.row).or_default().insert(at.column, *value);
    }
    let mut copy = Copy { from: sheet, done: 0, out: Vec::new(), left, prefix: String::new() };
    let mut reader = xml::reader(sheet);
    let mut next = Address::new(0, 0);
    loop {
        let before = position(&reader);
        let event = reader.read_event()?;
        let after = position(&reader);
        match event {
            Event::Start(e) if is(&e, "sheetData") => copy.prefix = prefix(&e),
            Event::Empty(e) if is(&e, "sheetData") => {
                copy.prefix = prefix(&e);
                copy.copy_to(before);
                copy.skip_to(after);
                let name = format!("{}sheetData", copy.prefix);
                copy.out.extend_from_slice(format!("<{name}>").as_bytes());
                copy.rows_before(u32::MAX);
                copy.out.extend_from_slice(format!("</{name}>").as_bytes());
            }
            Event::End(e) if e.local_name().as_ref() == b"sheetData" => {
                copy.copy_to(before);
                copy.rows_before(u32::MAX);
            }
            Event::Start(e) if is(&e, "row") => {
                next = Address::new(row_of(&e, next.row), 0);
                copy.copy_to(before);
                copy.rows_before(next.row);
            }
            Event::Empty(e) if is(&e, "row") => {
                let row = row_of(&e, next.row);
                copy.copy_to(before);
                copy.rows_before(row);
                if copy.left.get(&row).is_some_and(|cells| !cells.is_empty()) {
                    copy.copy_to(after - 2);
                    copy.skip_to(after);
                    copy.out.push(b'>');
                    copy.cells_before(row, u32::MAX);
                    let end = format!("</{}row>", copy.prefix);
                    copy.out.extend_from_slice(end.as_bytes());
                }
                next = Address::new(row + 1, 0);
            }
            Event::End(e) if e.local_name().as_ref() == b"row" => {
                copy.copy_to(before);
                copy.cells_before(next.row, u32::MAX);
                next = Address::new(next.row + 1, 0);
            }
            Event::Start(e) if is(&e, "c") => {
                let at = attribute(&e, "r").and_then(|r| Address::parse(&r)).unwrap_or(next);
                next = Address::new(at.row, at.column + 1);
                copy.copy_to(before);
                copy.cells_before(at.row, at.column);
                let format = attribute(&e, "s");
                reader.read_to_end(e.name())?;
                if let Some(value) = copy.take(at) {
                    copy.cell(at.row, at.column, value, format);
                    copy.skip_to(position(&reader));
                }
            }
            Event::Empty(e) if is(&e, "c") => {
                let at = attribute(&e, "r").and_then(|r| Address::parse(&r)).unwrap_or(next);
                next = Address::new(at.row, at.column + 1);
                copy.copy_to(before);
                copy.cells_before(at.row, at.column);
                if let Some(value) = copy.take(at) {
                    copy.cell(at.row, at.column, value, attribute(&e, "s"));
                    copy.skip_to(after);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    copy.copy_to(sheet.len());
    Ok(copy.out)
}

fn position(reader: &quick_xml::Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn row_of(row: &BytesStart<'_>, next: u32) -> u32 {
    let stated = attribute(row, "r").and_then(|r| Address::parse(&format!("A{r}")));
    stated.map_or(next, |at| at.row)
}

/// What stands before the names of a sheet's elements: nothing, or a prefix with its colon.
fn prefix(element: &BytesStart<'_>) -> String {
    let name = element.name();
    let prefix = name.prefix().map(|prefix| String::from_utf8_lossy(prefix.as_ref()).into_owned());
    prefix.map_or_else(String::new, |prefix| format!("{prefix}:"))
}

/// Elements of a workbook that stand behind the one that says how it is computed.
const BEHIND: [&str; 9] = [
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
];

/// Has formulas computed when the workbook is opened: their saved results are of other numbers.
fn computed_when_opened(book: &[u8]) -> xml::Result<Vec<u8>> {
    let mut reader = xml::reader(book);
    let (mut out, mut done, mut said) = (Vec::new(), 0, false);
    loop {
        let before = position(&reader);
        let event = reader.read_event()?;
        match event {
            Event::Start(e) | Event::Empty(e) if is(&e, "calcPr") => {
                out.extend_from_slice(&book[done..before]);
                out.extend_from_slice(calculated(&prefix(&e)).as_bytes());
                done = position(&reader);
                said = true;
            }
            Event::Start(e) | Event::Empty(e) if !said && BEHIND.iter().any(|name| is(&e, name)) => {
                out.extend_from_slice(&book[done..before]);
                out.extend_from_slice(calculated(&prefix(&e)).as_bytes());
                (done, said) = (before, true);
            }
            Event::End(e) if !said && e.local_name().as_ref() == b"workbook" => {
                let prefix = e.name().prefix().map(|p| format!("{}:", String::from_utf8_lossy(p.as_ref())));
                out.extend_from_slice(&book[done..before]);
                out.extend_from_slice(calculated(&prefix.unwrap_or_default()).as_bytes());
                (done, said) = (before, true);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out.extend_from_slice(&book[done..]);
    Ok(out)
}

fn calculated(prefix: &str) -> String {
    format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(sheet: &str, cells: &[(&str, &str)]) -> String {
        let cells = cells.iter().map(|(at, value)| (Address::parse(at).unwrap(), value.parse().unwrap())).collect();
        String::from_utf8(put(sheet.as_bytes(), &cells).unwrap()).unwrap()
    }

    #[test]
    fn only_the_cells_change() {
        let sheet = "<worksheet><sheetData><row r=\"2\" ht=\"20\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" s=\"7\"/>\
                     <c r=\"D2\" s=\"3\" t=\"str\"><v>x</v></c></row><row r=\"5\"/></sheetData><mergeCells/></worksheet>";
        assert_eq!(
            filled(
                sheet,
                &[("B2", "1"), ("C2", "2.50"), ("D2", "3"), ("A1", "9"), ("B5", "5"), ("F2", "6"), ("A9", "8")]
            ),
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>9</v></c></row>\
             <row r=\"2\" ht=\"20\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\"><v>1</v></c><c r=\"C2\" s=\"7\"><v>2.5</v></c>\
             <c r=\"D2\" s=\"3\"><v>3</v></c><c r=\"F2\"><v>6</v></c></row><row r=\"5\"><c r=\"B5\"><v>5</v></c></row>\
             <row r=\"9\"><c r=\"A9\"><v>8</v></c></row></sheetData><mergeCells/></worksheet>"
        );
        assert_eq!(filled(sheet, &[]), sheet);
        assert_eq!(
            filled("<x:worksheet><x:sheetData/></x:worksheet>", &[("A1", "1")]),
            "<x:worksheet><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
        );
    }

    #[test]
    fn formulas_are_computed_anew() {
        let told = |book: &str| String::from_utf8(computed_when_opened(book.as_bytes()).unwrap()).unwrap();
        let calc = "<calcPr fullCalcOnLoad=\"1\"/>";
        assert_eq!(told("<workbook><calcPr calcId=\"1\"/></workbook>"), format!("<workbook>{calc}</workbook>"));
        assert_eq!(told("<workbook><extLst/></workbook>"), format!("<workbook>{calc}<extLst/></workbook>"));
        assert_eq!(told("<workbook></workbook>"), format!("<workbook>{calc}</workbook>"));
    }
}
