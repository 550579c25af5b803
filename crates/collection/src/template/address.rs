//! Addresses of a sheet: `B12`, `B12:C14`. Rows and columns are counted from 0.

use std::fmt;

/// Last row and column that a sheet can have.
const LAST: (u32, u32) = (1_048_575, 16_383);

/// A place on a sheet: row, then column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    pub row: u32,
    pub column: u32,
}

impl Address {
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// Reads `B12`, also with `$` as formulas write it. `None` for what is no address, or beyond the last of a sheet.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| *c != '$').collect();
        let at = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = text.split_at(at);
        if letters.is_empty() || letters.len() > 3 || digits.len() > 7 || digits.starts_with('0') {
            return None;
        }
        let column = letters.bytes().try_fold(0_u32, |sum, letter| match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => Some(sum * 26 + u32::from(letter - b'A') + 1),
            _ => None,
        })?;
        let found = Self { row: digits.parse::<u32>().ok()? - 1, column: column - 1 };
        (found.row <= LAST.0 && found.column <= LAST.1).then_some(found)
    }
}

/// The letters of a column: 0 is `A`, 26 is `AA`.
pub fn letters(column: u32) -> String {
    let (mut left, mut text) = (column + 1, String::new());
    while left > 0 {
        let digit = (left - 1) % 26;
        text.insert(0, char::from(b'A' + digit as u8));
        left = (left - 1) / 26;
    }
    text
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", letters(self.column), self.row + 1)
    }
}

/// A block of cells, its first and last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub first: Address,
    pub last: Address,
}

impl Block {
    pub fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        Some(Self { first: Address::parse(first)?, last: Address::parse(last)? })
    }

    pub fn holds(&self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["A1", "Z9", "AA10", "AZ100", "XFD1048576"] {
            assert_eq!(Address::parse(text).map(|a| a.to_string()), Some(text.to_owned()));
        }
        assert_eq!(Address::parse("$B$2"), Some(Address::new(1, 1)));
        for text in ["", "1", "A", "A0", "XFE1", "A1048577", "AAAA1", "A1B", "Ä1", "A99999999"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
        let block = Block::parse("B2:C4").expect("a block");
        assert!(block.holds(Address::new(3, 2)) && !block.holds(Address::new(4, 2)));
        assert_eq!(block.to_string(), "B2:C4");
    }
}
