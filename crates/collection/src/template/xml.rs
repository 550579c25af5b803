//! What the parts of a workbook need of XML: attributes, and texts with their references resolved. Entities of a document's
//! own are never expanded.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// XML that breaks off or is none.
#[derive(Debug)]
pub struct Broken;

impl From<quick_xml::Error> for Broken {
    fn from(_: quick_xml::Error) -> Self {
        Self
    }
}

pub type Result<T> = std::result::Result<T, Broken>;

pub fn reader(part: &[u8]) -> Reader<&[u8]> {
    Reader::from_reader(part)
}

/// An attribute by its name without prefix.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name.as_bytes())?;
    let text = std::str::from_utf8(&found.value).ok()?;
    Some(quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned()))
}

pub fn is(element: &BytesStart<'_>, name: &str) -> bool {
    element.local_name().as_ref() == name.as_bytes()
}

/// The text up to the end of the element that was just opened, with that of the elements in it; of `left_out` none.
pub fn text(xml: &mut Reader<&[u8]>, left_out: &str) -> Result<String> {
    let (mut text, mut depth, mut out) = (String::new(), 1_u32, None);
    while depth > 0 {
        match xml.read_event()? {
            Event::Start(element) => {
                depth += 1;
                if out.is_none() && is(&element, left_out) {
                    out = Some(depth);
                }
            }
            Event::End(_) => {
                if out == Some(depth) {
                    out = None;
                }
                depth -= 1;
            }
            Event::Text(part) if out.is_none() => text.push_str(&part.decode().map_err(|_| Broken)?),
            Event::CData(part) if out.is_none() => text.push_str(&part.decode().map_err(|_| Broken)?),
            Event::GeneralRef(part) if out.is_none() => text.extend(resolved(&part)),
            Event::Eof => return Err(Broken),
            _ => {}
        }
    }
    Ok(text)
}

fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(sign)) = reference.resolve_char_ref() {
        return Some(sign);
    }
    match reference.decode().ok()?.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
