//! The official text `document.txt`: on which lines a quote stands.

use heng_base::problem::{Problem, kinds};

use super::Files;

pub(super) const FILE: &str = "document.txt";

/// A file's bytes as text without byte-order mark; `None`, with the first bad line reported, where it is not UTF-8.
pub(super) fn text(file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').fold(1, |line, _| line + 1);
            problems.push(Problem::new(&kinds::FILE_NOT_TEXT).file(file).line(line));
            None
        }
    }
}

/// Reads the text of a plan package, which must be there.
pub(super) fn read(files: &Files, problems: &mut Vec<Problem>) -> String {
    match files.get(FILE) {
        Some(bytes) => text(FILE, bytes, problems).unwrap_or_default(),
        None => {
            problems.push(Problem::new(&kinds::PACKAGE_FILE_MISSING).with("value", FILE).file(FILE));
            String::new()
        }
    }
}

/// A text in which quotes are looked up. A quote may run over a line's end.
pub(super) struct Document {
    /// The text without line ends.
    joined: String,
    /// Where each line begins in it.
    starts: Vec<usize>,
}

impl Document {
    pub fn new(text: &str) -> Self {
        let mut document = Self { joined: String::new(), starts: Vec::new() };
        for line in text.lines() {
            document.starts.push(document.joined.len());
            document.joined.push_str(line);
        }
        document
    }

    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// First and last line of each place where `quote` stands, counted from 1.
    pub fn places(&self, quote: &str) -> Vec<(usize, usize)> {
        let quote: String = quote.lines().collect();
        let line_of = |byte: usize| self.starts.partition_point(|start| *start <= byte);
        let end = quote.len().saturating_sub(1);
        self.joined.match_indices(&quote).map(|(at, _)| (line_of(at), line_of(at + end))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Document;

    #[test]
    fn a_quote_is_found_within_a_line_and_across_two() {
        let document = Document::new("一、总则\r\n孕产妇死亡率\r\n控制在8/10万以下\r\n总则");
        assert_eq!(document.lines(), 4);
        assert_eq!(document.places("控制在8/10万以下"), [(3, 3)]);
        assert_eq!(document.places("死亡率控制在"), [(2, 3)]);
        assert_eq!(document.places("总则"), [(1, 1), (4, 4)]);
        assert_eq!(document.places("婴儿"), []);
    }
}
