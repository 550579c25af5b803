//! The words, quoted texts and signs of a formula, as the reader of formulas has them: by the same tokenizer.

use heng_base::text::character;
use sqlparser::dialect::GenericDialect;
use sqlparser::tokenizer::{self, Tokenizer};

/// A piece of a formula; what is no name, text or bracket of a call is a sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name, quoted or not.
    Word(String),
    /// A text in single quotes, without them.
    Quoted(String),
    Sign(char),
}

/// Each piece with the character, from 1, at which its text begins. None of a formula that has an open quote or comment: its
/// own reader tells that.
pub(super) fn tokens(text: &str) -> Vec<(usize, Token)> {
    let found = Tokenizer::new(&GenericDialect {}, text).tokenize_with_location().unwrap_or_default();
    found
        .into_iter()
        .filter_map(|one| piece(one.token, character(text, one.span.start.line, one.span.start.column)))
        .collect()
}

fn piece(token: tokenizer::Token, start: usize) -> Option<(usize, Token)> {
    match token {
        tokenizer::Token::Whitespace(_) | tokenizer::Token::EOF => None,
        tokenizer::Token::Word(word) => {
            Some((start + usize::from(word.quote_style.is_some()), Token::Word(word.value)))
        }
        tokenizer::Token::SingleQuotedString(inner) => Some((start + 1, Token::Quoted(inner))),
        other => other.to_string().chars().next().map(|sign| (start, Token::Sign(sign))),
    }
}
