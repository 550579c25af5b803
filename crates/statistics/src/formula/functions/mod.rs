//! The functions a formula may call, one a file; registering one is a `mod` line and an entry here.

mod abs;
mod greatest;
mod least;
mod round;
mod weighted;

use rust_decimal::Decimal;

/// A function of numbers. All arguments are there when it is called.
pub struct Function {
    /// As written in a formula, in small letters.
    pub name: &'static str,
    /// For people, in Chinese.
    pub name_zh: &'static str,
    /// Fewest and most arguments.
    pub arguments: (usize, usize),
    /// Arguments come in groups of so many.
    pub groups_of: usize,
    /// Whether it divides, so that its result is cut like a quotient.
    pub divides: bool,
    /// What it takes, in Chinese and English.
    pub takes_zh: &'static str,
    pub takes_en: &'static str,
    /// `None` for arguments outside its domain.
    pub call: fn(&[Decimal]) -> Option<Decimal>,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// All, sorted by name.
pub static FUNCTIONS: &[&Function] =
    &[&abs::ABS, &greatest::GREATEST, &least::LEAST, &round::ROUND, &weighted::WEIGHTED];

pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().copied().find(|function| function.name == name)
}
