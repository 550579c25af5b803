//! Typed codes: a code of one kind cannot be passed for another. Made by `parse` only. A code is shared, not copied, where
//! it is cloned: the same few stand in every key.

use std::fmt;
use std::sync::Arc;

/// A code that holds a character outside letters, digits, `-`, `_` and `.`, or is empty or over 64 long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCode(pub String);

impl fmt::Display for BadCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is no code: letters, digits, - _ . only", self.0)
    }
}

impl std::error::Error for BadCode {}

fn checked(text: &str) -> Result<Arc<str>, BadCode> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        return Err(BadCode(text.to_owned()));
    }
    Ok(text.into())
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads a code; letters, digits, `-`, `_` and `.`, at most 64 characters.
            pub fn parse(text: &str) -> Result<Self, BadCode> {
                checked(text).map(Self)
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadCode;
            fn try_from(text: String) -> Result<Self, BadCode> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0.as_ref().to_owned()
            }
        }
    )*};
}

codes! {
    /// An area: GB/T 2260 code (`440783`), with `000000` for the whole nation.
    AreaCode;
    /// A check 审核规则.
    CheckCode;
    /// A code of a code list, e.g. `F` of `sex`.
    CodeValue;
    /// A form of a plan package.
    FormCode;
    /// An indicator of the catalogue.
    IndicatorCode;
    /// A data item of the catalogue.
    ItemCode;
    /// A plan, the `code` of its package.
    PlanCode;
    /// A rule of early warning 预警规则.
    RuleCode;
    /// A scheme by which rounds are opened.
    SchemeCode;
    /// A source of published figures.
    SourceCode;
    /// A responsible unit.
    UnitCode;
}
