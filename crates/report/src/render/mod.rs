//! The document model to files, one format a folder.

pub mod docx;

/// Fonts that pictures are drawn with, as bytes; the server finds them.
#[derive(Debug, Clone)]
pub struct Fonts {
    /// TrueType, OpenType or a collection, with the characters of the language of the report.
    pub regular: Vec<u8>,
}
