//! Full-width and half-width forms made one for matching, with the way back to the exact words.

use std::ops::Range;

/// A text with every full-width form replaced by its half-width one, character by character, so that any
/// place in it leads back to the same place in the original.
pub(super) struct Folded<'a> {
    original: &'a str,
    pub(super) text: String,
    /// For each byte of `text` (and its end) the byte of the original where that character begins.
    origin: Vec<usize>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(original: &'a str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len() + 1);
        for (at, c) in original.char_indices() {
            text.push(fold_char(c));
            origin.resize(text.len(), at);
        }
        origin.push(original.len());
        Self { original, text, origin }
    }

    /// The exact words of a range of `text` that lies on character boundaries.
    pub(super) fn exact(&self, range: Range<usize>) -> &'a str {
        let at = |index: usize| self.origin.get(index).copied().unwrap_or(self.original.len());
        self.original.get(at(range.start)..at(range.end)).unwrap_or("")
    }

    pub(super) fn exact_from(&self, start: usize) -> &'a str {
        self.exact(start..self.text.len())
    }
}

fn fold_char(c: char) -> char {
    match c {
        white if white.is_whitespace() && white != '\n' => ' ',
        '｡' => '。',
        '＼' => '\\',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    }
}

pub(super) fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// A clause: what stands between two of `，。；：！？`. `sentence` counts the sentences of the line.
pub(super) struct Clause {
    pub(super) range: Range<usize>,
    pub(super) sentence: usize,
}

/// The clauses of a folded line. A comma or colon between digits is part of a figure.
pub(super) fn clauses(text: &str) -> Vec<Clause> {
    let mut found = Vec::new();
    let (mut start, mut sentence) = (0, 0);
    let mut previous = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, c)| *c);
        let between = previous.is_ascii_digit() && next.is_ascii_digit();
        let figure = between && (c != ',' || is_group(&text[at + c.len_utf8()..]));
        let ends_sentence = matches!(c, '。' | ';' | '!' | '?');
        // (单位:‰) is part of a name.
        let unit = c == ':' && text[start..at].ends_with("(单位");
        if ends_sentence || (matches!(c, ',' | ':') && !figure && !unit) {
            found.push(Clause { range: start..at, sentence });
            start = at + c.len_utf8();
            sentence += usize::from(ends_sentence);
        }
        previous = c;
    }
    found.push(Clause { range: start..text.len(), sentence });
    found.retain(|clause| !text[clause.range.clone()].trim().is_empty());
    found
}

/// Whether what follows a comma is a group of thousands, and no year or other number.
fn is_group(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_back_to_the_exact_words() {
        let folded = Folded::new("（一）筛查率达到７０％以上");
        assert_eq!(folded.text, "(一)筛查率达到70%以上");
        let at = folded.text.find("70%").expect("folded figure");
        assert_eq!(folded.exact(at..at + 3), "７０％");
    }

    #[test]
    fn a_figure_is_not_cut() {
        let text = "培训1,200人次,比例不低于1.5:1;完成。降到95,2030年降到90。死亡率(单位:‰)降到6。";
        let parts: Vec<_> = clauses(text).into_iter().map(|c| (text[c.range].to_owned(), c.sentence)).collect();
        let expected = [
            ("培训1,200人次", 0),
            ("比例不低于1.5:1", 0),
            ("完成", 1),
            ("降到95", 2),
            ("2030年降到90", 2),
            ("死亡率(单位:‰)降到6", 3),
        ];
        assert_eq!(parts, expected.map(|(part, sentence)| (part.to_owned(), sentence)));
    }
}
