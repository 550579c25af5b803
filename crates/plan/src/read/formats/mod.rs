//! Documents of other formats made lines of text: the reader proper sees only text.
//!
//! Each format is a file: bytes in, lines out. What is lost on the way (a page header, a menu) is page
//! furniture; what cannot be read at all is a notice.

mod docx;
mod encoding;
mod html;
mod pdf;

use super::notice::{Notice, NoticeCode};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Html,
    Docx,
    Pdf,
}

/// The text of a document, with what is to be said of its format.
pub(super) fn text(bytes: &[u8], name: &str) -> (String, Vec<Notice>) {
    let mut notices = Vec::new();
    let text = match kind(bytes, name) {
        Kind::Text => encoding::decode(bytes, None),
        Kind::Html => html::lines(&encoding::decode_html(bytes)).join("\n"),
        Kind::Docx => docx::lines(bytes).map_or_else(|| unreadable(&mut notices, name), |lines| lines.join("\n")),
        Kind::Pdf => match pdf::lines(bytes) {
            None => unreadable(&mut notices, name),
            Some(pages) => {
                let about = |code, about: &str| Notice::new(code, None, about);
                notices.extend(pages.furniture.iter().map(|line| about(NoticeCode::Furniture, line)));
                if pages.nameless {
                    notices.push(about(NoticeCode::NoCharacters, ""));
                } else if pages.lines.is_empty() {
                    notices.push(about(NoticeCode::NoText, ""));
                }
                if pages.many_columns {
                    notices.push(about(NoticeCode::ManyColumns, ""));
                }
                pages.lines.join("\n")
            }
        },
    };
    (text, notices)
}

fn unreadable(notices: &mut Vec<Notice>, name: &str) -> String {
    notices.push(Notice::new(NoticeCode::Unreadable, None, name));
    String::new()
}

/// What the content shows; the name decides only where the content may be either.
fn kind(bytes: &[u8], name: &str) -> Kind {
    let head = &bytes[..bytes.len().min(1024)];
    let holds = |mark: &[u8]| head.windows(mark.len()).any(|window| window.eq_ignore_ascii_case(mark));
    let name = name.to_ascii_lowercase();
    if holds(b"%PDF-") || name.ends_with(".pdf") {
        Kind::Pdf
    } else if bytes.starts_with(b"PK\x03\x04") {
        Kind::Docx
    } else if holds(b"<!doctype html") || holds(b"<html") || name.ends_with(".html") || name.ends_with(".htm") {
        Kind::Html
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") || name.ends_with(".docx") {
        // The old binary Word format, or a damaged file: said to be unreadable, not read as text.
        Kind::Docx
    } else {
        Kind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        assert_eq!(kind(b"%PDF-1.7", "a.txt"), Kind::Pdf);
        assert_eq!(kind(b"\n<!DOCTYPE HTML>", "a.txt"), Kind::Html);
        assert_eq!(kind(b"PK\x03\x04", ""), Kind::Docx);
        assert_eq!(kind("主要目标".as_bytes(), "a.htm"), Kind::Html);
        assert_eq!(kind("主要目标".as_bytes(), "a.txt"), Kind::Text);
        assert_eq!(kind(b"\x00\x9f", "a.PDF"), Kind::Pdf);
    }

    #[test]
    fn what_is_no_document_is_said() {
        for (bytes, name) in [(b"PK\x03\x04 rest".as_slice(), "a.docx"), (b"%PDF-1.7 rest", "a.pdf")] {
            let (text, notices) = text(bytes, name);
            assert_eq!((text.as_str(), notices.len()), ("", 1), "{name}");
            assert_eq!(notices[0].code, NoticeCode::Unreadable, "{name}");
        }
    }
}
