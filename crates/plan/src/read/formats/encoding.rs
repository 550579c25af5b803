//! Bytes made text. Chinese pages and texts older than a decade are GB 18030 as often as UTF-8.

use std::sync::LazyLock;

use encoding_rs::{Encoding, GB18030, UTF_8};
use regex::bytes::Regex;

static CHARSET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"(?i-u)<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)"#).expect("a valid expression"));

/// A byte-order mark counts first, then that the text is UTF-8, then what the document says of itself.
pub(super) fn decode(bytes: &[u8], label: Option<&[u8]>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8.decode(bytes).0.into_owned();
    }
    let said = label.and_then(Encoding::for_label).filter(|encoding| *encoding != UTF_8);
    said.unwrap_or(GB18030).decode(bytes).0.into_owned()
}

pub(super) fn decode_html(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(4096)];
    decode(bytes, CHARSET.captures(head).and_then(|found| found.get(1)).map(|label| label.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_any_usual_encoding() {
        let (gbk, _, _) = GB18030.encode("主要目标");
        assert_eq!(decode(&gbk, None), "主要目标");
        assert_eq!(decode("\u{feff}主要目标".as_bytes(), None), "主要目标");
        assert_eq!(decode(b"\xff\xfe\x3b\x4e", None), "主");
        let (big5, _, _) = encoding_rs::BIG5.encode("<meta charset=big5>主要目標");
        assert!(decode_html(&big5).ends_with("主要目標"));
    }
}
