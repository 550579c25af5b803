//! The XML of one sheet: cells that hold something, formulas, merged blocks.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::address::{Address, Block};
use super::workbook::{Cell, Content, Shared, Sheet, plain};
use super::xml::{self, attribute, is};

/// Reads into `sheet`, and ends just past `most` cells.
pub(super) fn read(part: &[u8], shared: &Shared, sheet: &mut Sheet, most: usize) -> xml::Result<()> {
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
                    sheet.cells.insert(at, cell);
                }
                if sheet.cells.len() > most {
                    return Ok(());
                }
            }
            Event::Empty(e) if is(&e, "c") => {
                let at = attribute(&e, "r").and_then(|r| Address::parse(&r)).unwrap_or(next);
                next = Address::new(at.row, at.column + 1);
            }
            Event::Start(e) | Event::Empty(e) if is(&e, "mergeCell") => {
                // A lie of more merged blocks than cells can be is of no use to anybody.
                let block = attribute(&e, "ref").and_then(|text| Block::parse(&text));
                sheet.merged.extend(block.filter(|_| sheet.merged.len() < most));
            }
            Event::Eof => return Ok(()),
            _ => {}
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
            Event::Start(e) if is(&e, "f") => formula = Some(xml::text(xml, "")?),
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
        "e" => Content::Error(value),
        "d" => Content::Date(0.0),
        _ => match value.trim().parse::<f64>() {
            Ok(number) if shared.dates.get(format) == Some(&true) => Content::Date(number),
            Ok(number) => Content::Number(number),
            Err(_) => Content::Text(plain(value)),
        },
    }
}
