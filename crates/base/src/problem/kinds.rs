//! The rows, a file a subject; code reaches each by its name alone.

use super::Kind;

macro_rules! problems {
    ($($name:ident $code:literal $status:literal $zh:literal $en:literal $hint_zh:literal $hint_en:literal;)*) => {
        $(pub const $name: Kind = Kind {
            code: $code, status: $status, zh: $zh, en: $en, hint_zh: $hint_zh, hint_en: $hint_en,
        };)*
        /// The rows of this file, sorted by code.
        #[cfg(test)]
        pub(super) const TABLE: &[Kind] = &[$($name),*];
    };
}

mod collection;
mod files;
mod office;
mod package;
mod people;
mod rounds;
mod table;
mod workbook;

pub use collection::*;
pub use files::*;
pub use office::*;
pub use package::*;
pub use people::*;
pub use rounds::*;
pub use table::*;
pub use workbook::*;

/// The whole table.
#[cfg(test)]
#[allow(unused_qualifications, reason = "every file names its rows alike")]
pub(super) const TABLES: [&[Kind]; 8] = [
    collection::TABLE,
    files::TABLE,
    office::TABLE,
    package::TABLE,
    people::TABLE,
    rounds::TABLE,
    table::TABLE,
    workbook::TABLE,
];
