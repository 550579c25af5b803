//! The text of a Word document, a line a paragraph, with the numbers that Word counts itself.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node};

#[path = "docx_numbers.rs"]
mod numbering;

use numbering::{Counters, Numbering};

/// A part of the package that is larger unpacked is not a plan.
const LARGEST_PART: u64 = 64 << 20;

pub(super) fn lines(bytes: &[u8]) -> Option<Vec<String>> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let document = part(&mut package, "word/document.xml")?;
    let numbering = part(&mut package, "word/numbering.xml").unwrap_or_default();
    let styles = part(&mut package, "word/styles.xml").unwrap_or_default();
    let document = Document::parse(&document).ok()?;
    let numbering = Document::parse(&numbering).map(|xml| Numbering::read(xml.root_element())).unwrap_or_default();
    let styles = Document::parse(&styles).map(|xml| read_styles(xml.root_element())).unwrap_or_default();
    let mut counters = Counters::default();
    let mut lines = Vec::new();
    for paragraph in document.descendants().filter(|node| is(*node, "p") && !in_fallback(*node)) {
        let style = property(paragraph, "pStyle").and_then(|style| value(style, "val"));
        if is_contents(style, &styles) {
            continue;
        }
        let text = text(paragraph);
        if text.trim().is_empty() {
            continue;
        }
        let place = list_place(paragraph).or_else(|| style_place(style, &styles));
        let number = place.and_then(|(list, level)| counters.next(&numbering, &list, level)).unwrap_or_default();
        lines.extend(format!("{number}{text}").split('\n').map(|line| line.trim().to_owned()));
    }
    lines.retain(|line| !line.is_empty());
    Some(lines)
}

fn part(package: &mut zip::ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let file = package.by_name(name).ok()?;
    let mut text = String::new();
    file.take(LARGEST_PART).read_to_string(&mut text).ok()?;
    Some(text)
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| is(*child, name))
}

/// An attribute by its local name; Word writes them with a prefix.
fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn property<'a>(paragraph: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    child(child(paragraph, "pPr")?, name)
}

/// A text box is written twice; the fallback repeats it for old programs.
fn in_fallback(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|above| is(above, "Fallback"))
}

/// The runs of a paragraph that are text: not deleted, not a field's code, not a text box within.
fn text(paragraph: Node<'_, '_>) -> String {
    let mut text = String::new();
    for node in paragraph.descendants() {
        let own = node.ancestors().find(|above| is(*above, "p")) == Some(paragraph);
        let gone = node.ancestors().any(|above| is(above, "del") || is(above, "moveFrom"));
        if !own || gone {
            continue;
        }
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or("")),
            "tab" if !is(node.parent().unwrap_or(node), "tabs") => text.push(' '),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            _ => {}
        }
    }
    text
}

/// A list and a level in it.
type Place = (String, usize);

fn list_place(paragraph: Node<'_, '_>) -> Option<Place> {
    let properties = paragraph.children().find(|child| is(*child, "pPr"))?;
    place(properties.children().find(|child| is(*child, "numPr"))?)
}

fn place(properties: Node<'_, '_>) -> Option<Place> {
    let of = |name: &str| properties.children().find(|child| is(*child, name)).and_then(|node| value(node, "val"));
    let level = of("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((of("numId")?.to_owned(), level))
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    place: Option<Place>,
}

fn read_styles(root: Node<'_, '_>) -> HashMap<String, Style> {
    let styles = root.children().filter(|node| is(*node, "style"));
    styles
        .filter_map(|node| {
            let of = |name: &str| node.children().find(|child| is(*child, name));
            let style = Style {
                name: of("name").and_then(|name| value(name, "val")).unwrap_or("").to_owned(),
                based_on: of("basedOn").and_then(|base| value(base, "val")).map(str::to_owned),
                place: list_place(node),
            };
            Some((value(node, "styleId")?.to_owned(), style))
        })
        .collect()
}

/// The list of a style, or of the style that it is based on.
fn style_place(style: Option<&str>, styles: &HashMap<String, Style>) -> Option<Place> {
    let mut next = style?;
    // Styles do not nest deeper; a circle ends here too.
    for _ in 0..10 {
        let style = styles.get(next)?;
        if let Some(place) = &style.place {
            return Some(place.clone());
        }
        next = style.based_on.as_deref()?;
    }
    None
}

fn is_contents(style: Option<&str>, styles: &HashMap<String, Style>) -> bool {
    let name = style.and_then(|style| styles.get(style)).map_or("", |style| style.name.as_str());
    name.to_ascii_lowercase().starts_with("toc ")
}
