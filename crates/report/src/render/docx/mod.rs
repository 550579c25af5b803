//! Word (Office Open XML), laid out after GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters.
//!
//! The parts are written here and packed with the crate `zip`. The crate `docx-rs` was tried: its rows cannot be repeated
//! as a table's head, its pictures bear no text for those who cannot see them, and its ids of pictures count on through
//! the life of the process, so that the same report would not give the same bytes.

mod body;
mod parts;
mod styles;

use std::io::{Cursor, Write};

use heng_base::problem::{Problem, kinds};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Fonts;
use crate::charts::Canvas;
use crate::document::{Block, Document};

/// The file's bytes: the same for the same document and fonts.
///
/// # Errors
/// `report.font` where the document holds a chart and the font cannot be read; `system.failed`, should packing fail.
pub fn render(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, Problem> {
    let mut pictures = Vec::new();
    let charts = document.body.iter().filter_map(|block| match block {
        Block::Chart(chart) => Some(chart),
        _ => None,
    });
    let mut canvas = None;
    for chart in charts {
        let canvas = match &mut canvas {
            Some(canvas) => canvas,
            None => canvas.insert(Canvas::new(&fonts.regular)?),
        };
        pictures.push(canvas.draw(&chart.chart)?);
    }
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), parts::content_types(document.header.is_some()).into_bytes()),
        ("_rels/.rels".to_owned(), parts::relations().into_bytes()),
        ("docProps/core.xml".to_owned(), parts::core(document).into_bytes()),
        ("word/document.xml".to_owned(), body::document(document, &pictures).into_bytes()),
        (
            "word/_rels/document.xml.rels".to_owned(),
            parts::document_relations(pictures.len(), document.header.is_some()).into_bytes(),
        ),
        ("word/styles.xml".to_owned(), styles::styles().into_bytes()),
        ("word/settings.xml".to_owned(), parts::settings().into_bytes()),
        ("word/fontTable.xml".to_owned(), parts::fonts().into_bytes()),
        ("word/footer1.xml".to_owned(), parts::footer("FooterOdd", document.footer.as_deref()).into_bytes()),
        ("word/footer2.xml".to_owned(), parts::footer("FooterEven", document.footer.as_deref()).into_bytes()),
    ];
    files.extend(document.header.iter().map(|text| ("word/header1.xml".to_owned(), parts::header(text).into_bytes())));
    let media = pictures.into_iter().enumerate();
    files.extend(media.map(|(index, picture)| (format!("word/media/image{}.png", index + 1), picture.bytes)));
    pack(&files).map_err(|_| Problem::new(&kinds::SYSTEM_FAILED))
}

/// Every entry bears the same time, the earliest that the format knows: the time of packing is no fact of the report.
fn pack(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    for (path, bytes) in files {
        archive.start_file(path.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Text for XML, without the characters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() && c != '\t' => {}
            '\u{FFFE}' | '\u{FFFF}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}
