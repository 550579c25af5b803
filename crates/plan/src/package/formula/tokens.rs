//! The words, quoted texts and signs of a formula, without the comments between them.

/// A piece of a formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'t> {
    /// A name or number; a name in double quotes or backticks without them.
    Word(&'t str),
    /// A text in single quotes, without them.
    Quoted(&'t str),
    Sign(char),
}

/// Each piece with the byte at which its text begins.
pub(super) fn tokens(text: &str) -> Vec<(usize, Token<'_>)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if let Some(length) = comment(rest) {
            length
        } else if let Some(length) = quoted(rest, first) {
            let inner = rest.get(1..length - 1).unwrap_or_default();
            found.push((start + 1, if first == '\'' { Token::Quoted(inner) } else { Token::Word(inner) }));
            length
        } else {
            let length = rest.find(|c| !of_word(c)).unwrap_or(rest.len());
            let word = rest.get(..length).filter(|word| !word.is_empty());
            found.push((start, word.map_or(Token::Sign(first), Token::Word)));
            length.max(first.len_utf8())
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

fn of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '@' | '$' | '#')
}

/// Bytes of the comment that a text begins with. What stands in `/*! … */`, after a number if any, is read as if it were no
/// comment, so that its ends alone are left out.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("--") {
        return Some(text.find('\n').map_or(text.len(), |end| end + 1));
    }
    if let Some(inner) = text.strip_prefix("/*!") {
        return Some(text.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len());
    }
    if text.starts_with("*/") {
        return Some(2);
    }
    text.starts_with("/*").then(|| block(text))
}

/// Bytes of a comment in `/* … */`, which may hold others.
fn block(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(step) = text.get(at..).and_then(|rest| rest.find(['/', '*'])) {
        at += step;
        let rest = text.get(at..).unwrap_or_default();
        let mark = rest.starts_with("/*") || rest.starts_with("*/");
        at += if mark { 2 } else { 1 };
        if rest.starts_with("/*") {
            depth += 1;
        } else if rest.starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}

/// Bytes of the quoted text or name that a text begins with; a doubled quote within does not end it. None where it is not
/// ended.
fn quoted(text: &str, quote: char) -> Option<usize> {
    if !matches!(quote, '\'' | '"' | '`') {
        return None;
    }
    let mut at = 1;
    loop {
        at += text.get(at..)?.find(quote)? + 1;
        if !text.get(at..)?.starts_with(quote) {
            return Some(at);
        }
        at += 1;
    }
}
