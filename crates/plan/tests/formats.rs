//! The same plan from every format: specimens of one text, made by `tests/cases/plans/specimens/make.py`.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use heng_plan::read::{NoticeCode, ReadPlan, read_document, read_plan};
use proptest::prelude::*;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn specimen(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/cases/plans/specimens").join(name)).unwrap()
}

fn from_text() -> ReadPlan {
    read_plan(&std::fs::read_to_string(root().join("plans/kaiping-women-2021/document.txt")).unwrap())
}

/// The plan without lines, and without the notices that are about the format.
fn without_lines(read: &ReadPlan) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("line");
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut read = read.clone();
    read.notices.retain(|notice| notice.code != NoticeCode::Furniture);
    let mut value = serde_json::to_value(&read).unwrap();
    strip(&mut value);
    value
}

/// Where two values differ, as a path with both sides.
fn differences(path: &str, left: &Value, right: &Value, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, value) in left {
                differences(&format!("{path}.{key}"), value, right.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                differences(&format!("{path}[{index}]"), left, right, found);
            }
        }
        _ if left != right => found.push(format!("{path}:\n  {left}\n  {right}")),
        _ => {}
    }
}

fn assert_same(name: &str) {
    let read = read_document(&specimen(name), name);
    let mut found = Vec::new();
    differences("", &without_lines(&from_text()), &without_lines(&read), &mut found);
    assert!(found.is_empty(), "{name}: {} differences\n{}", found.len(), found[..found.len().min(12)].join("\n"));
}

#[test]
fn a_web_page_with_menu_and_footer() {
    assert_same("page.html");
}

#[test]
fn a_web_page_of_an_older_site() {
    assert_same("page_gbk.html");
}

#[test]
fn a_word_document_with_typed_numbers() {
    assert_same("typed.docx");
}

#[test]
fn a_word_document_with_automatic_numbers() {
    assert_same("automatic.docx");
}

#[test]
fn a_pdf_of_an_office_program() {
    assert_same("office.pdf");
}

#[test]
fn a_pdf_in_two_columns() {
    assert_same("columns.pdf");
}

#[test]
fn a_pdf_of_a_typesetter() {
    assert_same("typst.pdf");
}

#[test]
fn scanned_pages_are_said_to_hold_no_text() {
    let read = read_document(&specimen("scanned.pdf"), "scanned.pdf");
    let codes: Vec<_> = read.notices.iter().map(|notice| notice.code).collect();
    assert_eq!(codes, [NoticeCode::NoText]);
    assert!(read.domains.is_empty());
}

#[test]
fn files_without_plan_text_are_said_to_hold_none() {
    let menus =
        "<html><body><ul><li><a href=a>首页</a></li><li><a href=b>政务公开</a></li></ul><p>无障碍</p></body></html>";
    let noise: Vec<u8> = (0_u32..4000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let cases: [(&[u8], &str); 5] =
        [(b"", "a.txt"), (b" \n\n", "a.txt"), (menus.as_bytes(), "a.html"), (&noise, "a.pdf"), (&noise, "a.txt")];
    for (bytes, name) in cases {
        let read = read_document(bytes, name);
        let notice = read.unread().unwrap_or_else(|| panic!("{name}: {:?}", read.notices));
        assert!(notice.message.contains("没有可读的规划文字"), "{name}: {}", notice.message);
        assert!(notice.message_en.contains("no readable plan text"), "{name}: {}", notice.message_en);
        assert_eq!(read.notices.len(), 1, "{name}: {:?}", read.notices);
    }
}

/// Every quote stands in the document, whose lines the targets name.
fn assert_quotes(read: &ReadPlan) {
    let text = read.document.text();
    let lines: Vec<&str> = text.lines().collect();
    let domains = read.domains.iter();
    let objectives = domains.clone().flat_map(|domain| domain.objectives.iter().flat_map(|o| &o.targets));
    let measures = domains.flat_map(|domain| domain.measures.iter().flat_map(|m| &m.targets));
    for target in objectives.chain(measures).chain(read.projects.iter().flat_map(|project| &project.targets)) {
        let line = read.document.line_of(target.line).unwrap();
        assert!(lines[line - 1].contains(&target.quote) && !target.quote.is_empty(), "{target:?}");
    }
}

#[test]
fn quotes_of_every_format_stand_in_its_text() {
    for name in ["page.html", "typed.docx", "automatic.docx", "office.pdf", "columns.pdf"] {
        assert_quotes(&read_document(&specimen(name), name));
    }
}

/// A small document of each format, so that damage reaches all of the way through it.
fn small(format: usize) -> Vec<u8> {
    let text = "甲市妇女发展规划(2021—2030年)\n(一)妇女与健康\n主要目标:\n1.筛查率达到95%以上。\n";
    match format {
        0 => text.as_bytes().to_vec(),
        1 => format!("<html><body><ol><li>{}</ol>", text.replace('\n', "<p>")).into_bytes(),
        2 => docx(text),
        _ => pdf(),
    }
}

fn docx(text: &str) -> Vec<u8> {
    let paragraph = |line: &str| {
        format!("<w:p><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>")
    };
    let body: String = text.lines().map(paragraph).collect();
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let numbering = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>";
    let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    // Stored, not packed: a changed byte then changes the XML and not only its packing.
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [("word/document.xml", document.as_str()), ("word/numbering.xml", numbering)] {
        package.start_file(name, options).unwrap();
        std::io::Write::write_all(&mut package, content.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A page with a line of text in a standard font, its cross-reference table left to be rebuilt.
fn pdf() -> Vec<u8> {
    let content = "BT /F1 12 Tf 72 700 Td (1. 95% of all) Tj 0 -15 Td (and more) Tj ET";
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\ntrailer<</Root 1 0 R>>",
        content.len()
    )
    .into_bytes()
}

#[test]
fn small_documents_are_read() {
    for format in 0..4 {
        let read = read_document(&small(format), "");
        assert!(read.document.text().contains("95%"), "{format}: {:?}", read.notices);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Bytes changed, cut out and cut off: never a panic, and every quote in the text.
    #[test]
    fn damaged_documents_are_read_or_refused(
        format in 0_usize..4,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in proptest::option::of((any::<prop::sample::Index>(), 0_usize..64)),
    ) {
        let mut bytes = small(format);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some((index, length)) = cut {
            let from = index.index(bytes.len());
            let to = (from + length).min(bytes.len());
            bytes.drain(from..to);
        }
        for name in ["a.docx", "a.html", ""] {
            assert_quotes(&read_document(&bytes, name));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), format in 0_usize..4) {
        let head: [&[u8]; 4] = [b"", b"<html>", b"PK\x03\x04", b"%PDF-1.7\n"];
        assert_quotes(&read_document(&[head[format], &bytes].concat(), ""));
    }
}
