//! What becomes of warnings from one computation to the next: raised, kept, resolved or withdrawn, never twice and never
//! lost.

use std::collections::BTreeMap;

use heng_plan::model::WarningRule;
use serde::{Deserialize, Serialize};

use super::{Finding, Identity};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Raised,
    /// Its figure was corrected, or the data say so no longer.
    Resolved,
    /// Its rule or what its rule watches was changed, so that it no longer applies.
    Withdrawn,
}

impl State {
    pub const ALL: [Self; 3] = [Self::Raised, Self::Resolved, Self::Withdrawn];

    pub fn code(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Resolved => "resolved",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What happens to a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Raise,
    /// It holds still, with another weight, other figures or for others.
    Keep,
    Resolve,
    Withdraw,
}

impl Deed {
    pub fn code(self) -> &'static str {
        match self {
            Self::Raise => "raise",
            Self::Keep => "keep",
            Self::Resolve => "resolve",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Raise, Self::Keep, Self::Resolve, Self::Withdraw].into_iter().find(|deed| deed.code() == code)
    }

    /// Where a warning stands after it.
    pub fn leads_to(self) -> State {
        match self {
            Self::Raise | Self::Keep => State::Raised,
            Self::Resolve => State::Resolved,
            Self::Withdraw => State::Withdrawn,
        }
    }
}

/// A warning as it was left by the last computation.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub state: State,
    /// As it was told last.
    pub finding: Finding,
}

/// What is new since the last computation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Another version of the plan or the catalogue is in force.
    pub packages: bool,
    /// Figures were committed, or rounds went on.
    pub data: bool,
}

/// One deed; the finding of a raise and a keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'f> {
    pub identity: Identity,
    pub deed: Deed,
    pub finding: Option<&'f Finding>,
}

/// What happens to each warning, given all that were ever held and all that is found now; nothing for those that stand as
/// they stood.
///
/// What is found no longer is resolved, for figures or rounds have moved on; where only packages have changed, or its rule
/// is gone, it is withdrawn.
pub fn reconcile<'f>(held: &[Held], findings: &'f [Finding], moved: Moved, rules: &[WarningRule]) -> Vec<Event<'f>> {
    let mut found: BTreeMap<&Identity, &Finding> = findings.iter().map(|one| (&one.identity, one)).collect();
    let mut events = Vec::new();
    for one in held {
        let identity = &one.finding.identity;
        let event = match (one.state, found.remove(identity)) {
            (State::Raised, Some(finding)) if one.finding == *finding => continue,
            (State::Raised, Some(finding)) => (Deed::Keep, Some(finding)),
            (_, Some(finding)) => (Deed::Raise, Some(finding)),
            (State::Raised, None) => {
                let ruled = rules.iter().any(|rule| rule.code == one.finding.rule && rule.kind == identity.kind);
                let withdrawn = moved.packages && (!moved.data || !ruled);
                (if withdrawn { Deed::Withdraw } else { Deed::Resolve }, None)
            }
            (State::Resolved | State::Withdrawn, None) => continue,
        };
        events.push(Event { identity: identity.clone(), deed: event.0, finding: event.1 });
    }
    let fresh = found.into_iter().map(|(identity, finding)| Event {
        identity: identity.clone(),
        deed: Deed::Raise,
        finding: Some(finding),
    });
    events.extend(fresh);
    events
}
