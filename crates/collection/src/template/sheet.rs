//! The XML of one sheet: cells that hold something, formulas, merged blocks.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::address::{Address, Block};
use super::workbook::{Cell, Content, Room, Shared, Sheet, Shows, plain};
use super::xml::{self, attribute, is};

/// Reads into `sheet`, as long as there is room.
pub(super) fn read(part: &[u8], shared: &Shared, sheet: &mut Sheet, room: &mut Room) -> xml::Result<()> {
    let mut xml = xml::reader(part);
    let mut next = Address::new(0, 0);
    loop {
        match xml.read_event()? {
            Event::Start(e) | Event::Empty(e) if is(&e, "row") => {
                let row = attribute(&e, "r").and_then(|r| Address::parse(&format!("A{r}"))).map(|at| at.row);
                next = Address::new(row.unwrap_or(next.row), 0);
            }
            Event::End(e) if e.local_name().as_ref() == b"row" => next = Address::new(next.row + 1, 0),
            Event::Start(e) if is(&e, "c") => {
                let at = attribute(&e, "r").and_then(|r| Address::parse(&r)).unwrap_or(next);
                next = Address::new(at.row, at.column + 1);
                let cell = cell(&mut xml, &e, shared)?;
                if cell.content != Content::Empty || cell.formula.is_some() {
                    room.cell(&cell);
                    sheet.cells.insert(at, cell);
                }
            }
            Event::Empty(e) if is(&e, "c") => {
                let at = attribute(&e, "r").and_then(|r| Address::parse(&r)).unwrap_or(next);
                next = Address::new(at.row, at.column + 1);
            }
            Event::Start(e) | Event::Empty(e) if is(&e, "mergeCell") => {
                if let Some(block) = attribute(&e, "ref").and_then(|text| Block::parse(&text)) {
                    room.merged();
                    sheet.merged.push(block);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        if room.full.is_some() {
            return Ok(());
        }
    }
}

/// The cell whose element was just opened.
fn cell(xml: &mut Reader<&[u8]>, opened: &BytesStart<'_>, shared: &Shared) -> xml::Result<Cell> {
    let kind = attribute(opened, "t").unwrap_or_default();
    let format: usize = attribute(opened, "s").and_then(|s| s.parse().ok()).unwrap_or_default();
    let (mut value, mut formula) = (None, None);
    loop {
        match xml.read_event()? {
            Event::Start(e) if is(&e, "v") => value = Some(xml::text(xml, "")?),
            Event::Start(e) if is(&e, "is") => value = Some(xml::text(xml, "rPh")?),
            Event::Start(e) if is(&e, "f") => formula = Some(plain(xml::text(xml, "")?).to_string()),
            Event::Empty(e) if is(&e, "f") => formula = Some(String::new()),
            Event::End(e) if e.local_name().as_ref() == b"c" => break,
            Event::Eof => return Err(xml::Broken),
            _ => {}
        }
    }
    Ok(Cell { content: content(&kind, value, shared, format), formula })
}

fn content(kind: &str, value: Option<String>, shared: &Shared, format: usize) -> Content {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Content::Empty };
    match kind {
        "s" => {
            let text = value.trim().parse().ok().and_then(|at: usize| shared.strings.get(at).cloned());
            text.map_or(Content::Empty, Content::Text)
        }
        "str" | "inlineStr" => Content::Text(plain(value)),
        "b" => Content::Bool(value.trim() == "1" || value.trim() == "true"),
        "e" => Content::Error(plain(value).to_string()),
        "d" => Content::Date(0.0),
        _ => match value.trim().parse::<f64>() {
            Ok(number) => match shared.shows.get(format) {
                Some(Shows::Date) => Content::Date(number),
                Some(Shows::Percent) => Content::Percent(number),
                Some(Shows::Number) | None => Content::Number(number),
            },
            Err(_) => Content::Text(plain(value)),
        },
    }
}
