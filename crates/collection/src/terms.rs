//! Terms of a round: what is wanted of its submissions beside their figures.

pub use heng_plan::model::Signature;
use serde::{Deserialize, Serialize};

/// What a round's scheme says of its submissions. Unsaid, the bureau accepts what the unit's reviewer passed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The evaluation group 评估组 passes a form after the bureau, before it is accepted.
    pub evaluation: bool,
    pub signature: Signature,
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
