//! What kind of file came, and whether it may be opened at all. Everything is unpacked once, thrown away and counted before
//! anything is parsed, so that no file takes more memory than the bounds say.

use std::io::{Cursor, Read};

use heng_base::problem::{Kind, Problem, kinds};
use zip::ZipArchive;

/// So many parts at most; a template has some twenty.
const PARTS: usize = 400;
/// So many bytes of all parts together, unpacked.
pub(super) const BYTES: u64 = 32 << 20;
/// No part above `SMALL` is packed tighter than this: sheets of empty cells come to 100, a bomb to 1,000.
const RATIO: u64 = 250;
const SMALL: u64 = 1 << 20;

/// The first bytes of an OLE container: .xls, .et, and .xlsx under a password.
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// A workbook that may be read.
pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens a .xlsx. What is none is told what it is and what to do with it.
pub fn open(bytes: &[u8]) -> Result<Archive<'_>, Problem> {
    if !bytes.starts_with(b"PK") {
        return Err(Problem::new(other_kind(bytes)));
    }
    let unreadable = || Problem::new(&kinds::WORKBOOK_BROKEN);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > PARTS {
        return Err(large(format!("{} 个部件", archive.len())));
    }
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    if let Some(kind) = other_package(&names) {
        return Err(Problem::new(kind));
    }
    let mut left = BYTES;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| unreadable())?;
        let (name, packed) = (part.name().to_owned(), part.compressed_size());
        let unpacked = measure(&mut part, left).map_err(|_| unreadable())?;
        left = left.checked_sub(unpacked).ok_or_else(|| large(name.clone()))?;
        if unpacked > SMALL && unpacked / packed.max(1) > RATIO {
            return Err(large(name));
        }
    }
    Ok(archive)
}

/// The length of a part, unpacked and thrown away; reading ends just past `most`.
fn measure(part: &mut impl Read, most: u64) -> std::io::Result<u64> {
    std::io::copy(&mut part.take(most + 1), &mut std::io::sink())
}

fn large(what: String) -> Problem {
    Problem::new(&kinds::WORKBOOK_LARGE).with("what", what).with("size", BYTES >> 20).with("parts", PARTS)
}

/// What a file is that is no archive.
fn other_kind(bytes: &[u8]) -> &'static Kind {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let holds = |sought: &[u8]| bytes.windows(sought.len()).any(|window| window == sought);
    match bytes {
        _ if bytes.starts_with(&OLE) && holds(&utf16("EncryptedPackage")) => &kinds::WORKBOOK_ENCRYPTED,
        _ if bytes.starts_with(&OLE) => &kinds::WORKBOOK_XLS,
        // Old programs wrote tables of web pages and called them .xls.
        _ if bytes.trim_ascii_start().starts_with(b"<") => &kinds::WORKBOOK_XLS,
        _ => &kinds::WORKBOOK_NONE,
    }
}

/// What an archive is that is no .xlsx, or one that may not come in.
fn other_package(names: &[String]) -> Option<&'static Kind> {
    let has = |part: &str| names.iter().any(|name| name == part);
    match () {
        () if has("xl/workbook.bin") => Some(&kinds::WORKBOOK_XLSB),
        () if has("content.xml") && has("mimetype") => Some(&kinds::WORKBOOK_ODS),
        () if names.iter().any(|name| name.ends_with("vbaProject.bin")) => Some(&kinds::WORKBOOK_MACROS),
        () if !has("xl/workbook.xml") => Some(&kinds::WORKBOOK_NONE),
        () => None,
    }
}

/// The content of a part; empty where it is absent. The bounds were held by [`open`].
pub fn part(archive: &mut Archive<'_>, name: &str) -> Vec<u8> {
    let mut content = Vec::new();
    if let Ok(part) = archive.by_name(name) {
        // A part that breaks off midway is cut there; its XML then tells.
        let _ = part.take(BYTES).read_to_end(&mut content);
    }
    content
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn code(bytes: &[u8]) -> &'static str {
        open(bytes).map_or_else(|problem| problem.kind.code, |_| "")
    }

    #[test]
    fn other_files_are_told_what_they_are() {
        let book: (&str, &[u8]) = ("xl/workbook.xml", b"<workbook/>");
        assert_eq!(code(&packed(&[book])), "");
        let mut ole = OLE.to_vec();
        ole.resize(4096, 0);
        assert_eq!(code(&ole), "workbook.xls");
        ole.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(code(&ole), "workbook.encrypted");
        assert_eq!(code(b"<html><table>"), "workbook.xls");
        assert_eq!(code(b"%PDF-1.7"), "workbook.none");
        assert_eq!(code(b""), "workbook.none");
        assert_eq!(code(&packed(&[("xl/workbook.bin", b"")])), "workbook.xlsb");
        assert_eq!(code(&packed(&[("mimetype", b""), ("content.xml", b"")])), "workbook.ods");
        assert_eq!(code(&packed(&[book, ("xl/vbaProject.bin", b"")])), "workbook.macros");
        assert_eq!(code(&packed(&[("word/document.xml", b"")])), "workbook.none");
        let whole = packed(&[book, ("xl/sharedStrings.xml", &[b'x'; 4000])]);
        assert_eq!(code(&whole[..whole.len() / 2]), "workbook.broken");
    }

    #[test]
    fn a_bomb_is_put_down() {
        let book: (&str, &[u8]) = ("xl/workbook.xml", b"<workbook/>");
        let zeros = vec![b' '; 8 << 20];
        assert_eq!(code(&packed(&[book, ("xl/worksheets/sheet1.xml", &zeros)])), "workbook.large");
        // Packed no tighter than real sheets, and still too much.
        let mut noise = 1_u32;
        let loose: Vec<u8> = (0..18 << 20)
            .map(|_| {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (noise >> 28) as u8
            })
            .collect();
        assert_eq!(code(&packed(&[book, ("a", &loose), ("b", &loose)])), "workbook.large");
        let many: Vec<String> = (0..=PARTS).map(|at| format!("{at}.xml")).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"" as &[u8])).collect();
        assert_eq!(code(&packed(&many)), "workbook.large");
    }
}
