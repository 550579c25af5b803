//! Terms of a round: what is wanted of its submissions beside their figures.

use serde::{Deserialize, Serialize};

/// What a round's scheme says of its submissions. Unsaid, the bureau accepts what the unit's reviewer passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The evaluation group 评估组 passes a form after the bureau, before it is accepted.
    pub evaluation: bool,
    pub signature: Signature,
}

/// Whether the unit signs a form (on paper with its stamp, or by name and second factor) before it is passed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signature {
    #[default]
    None,
    /// It may be signed; nothing waits for it.
    Optional,
    /// The unit's reviewer passes only what is signed as it stands.
    Required,
}

impl Signature {
    pub const ALL: [Self; 3] = [Self::None, Self::Optional, Self::Required];

    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Optional => "optional",
            Self::Required => "required",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signature| signature.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back() {
        assert!(Signature::ALL.iter().all(|s| Signature::parse(s.code()) == Some(*s)));
        assert_eq!(Signature::parse("maybe"), None);
        assert_eq!(Terms::default().signature, Signature::None);
    }
}
