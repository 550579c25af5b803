//! States of a submission 报送 and who may move it.

use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use serde::{Deserialize, Serialize};

/// Where a submission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Submitted,
    Reviewed,
    Accepted,
    Returned,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Entries are written.
    Save,
    Submit,
    Review,
    Accept,
    Return,
}

/// Who does it. Reporter and reviewer are those of the submission's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    /// Reads and moves nothing.
    Auditor,
    Reporter,
    Reviewer,
}

impl State {
    pub const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::Reviewed, Self::Accepted, Self::Returned];

    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Reviewed => "reviewed",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Draft => ("草稿", "draft"),
            Self::Submitted => ("已提交", "submitted"),
            Self::Reviewed => ("单位已审", "reviewed by the unit"),
            Self::Accepted => ("已接收", "accepted"),
            Self::Returned => ("退回", "returned"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

impl Action {
    pub const ALL: [Self; 5] = [Self::Save, Self::Submit, Self::Review, Self::Accept, Self::Return];

    pub fn code(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Submit => "submit",
            Self::Review => "review",
            Self::Accept => "accept",
            Self::Return => "return",
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Save => ("保存", "save"),
            Self::Submit => ("提交", "submit"),
            Self::Review => ("审核通过", "review"),
            Self::Accept => ("接收", "accept"),
            Self::Return => ("退回", "return"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    /// Must say why.
    pub fn needs_reason(self) -> bool {
        self == Self::Return
    }
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Auditor, Self::Reporter, Self::Reviewer];

    pub fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Reporter => "reporter",
            Self::Reviewer => "reviewer",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// Whether people of this role belong to a unit.
    pub fn of_unit(self) -> bool {
        matches!(self, Self::Reporter | Self::Reviewer)
    }
}

/// The state after an action, or why it may not be done:
///
/// | from \ action | save | submit | review | return | accept |
/// |---|---|---|---|---|---|
/// | draft     | draft (reporter)    | submitted (reporter) | – | – | – |
/// | returned  | returned (reporter) | submitted (reporter) | – | – | – |
/// | submitted | – | – | reviewed (reviewer) | returned (reviewer, administrator) | – |
/// | reviewed  | – | – | – | returned (administrator) | accepted (administrator) |
/// | accepted  | – | – | – | – | – |
///
/// An action that the state does not know is `submission.state`; one that it knows for another role, `access.denied`.
pub fn next(state: State, action: Action, role: Role) -> Result<State, Problem> {
    use Role::{Administrator, Reporter, Reviewer};
    let (to, who): (State, &[Role]) = match (state, action) {
        (State::Draft | State::Returned, Action::Save) => (state, &[Reporter]),
        (State::Draft | State::Returned, Action::Submit) => (State::Submitted, &[Reporter]),
        (State::Submitted, Action::Review) => (State::Reviewed, &[Reviewer]),
        (State::Submitted, Action::Return) => (State::Returned, &[Reviewer, Administrator]),
        (State::Reviewed, Action::Return) => (State::Returned, &[Administrator]),
        (State::Reviewed, Action::Accept) => (State::Accepted, &[Administrator]),
        _ => return Err(refused(state, action)),
    };
    if who.contains(&role) { Ok(to) } else { Err(Problem::new(&kinds::ACCESS_DENIED)) }
}

/// What a role may do in a state, in the order of [`Action::ALL`].
pub fn actions(state: State, role: Role) -> Vec<Action> {
    Action::ALL.into_iter().filter(|action| next(state, *action, role).is_ok()).collect()
}

fn refused(state: State, action: Action) -> Problem {
    Problem::new(&kinds::SUBMISSION_STATE)
        .with("state_zh", state.name(Lang::Zh))
        .with("state_en", state.name(Lang::En))
        .with("action_zh", action.name(Lang::Zh))
        .with("action_en", action.name(Lang::En))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        let mut table = String::new();
        for state in State::ALL {
            for action in Action::ALL {
                for role in Role::ALL {
                    if let Ok(to) = next(state, action, role) {
                        table += &format!("{} {} {} {}\n", state.code(), action.code(), role.code(), to.code());
                    }
                }
            }
        }
        assert_eq!(
            table,
            "draft save reporter draft\n\
             draft submit reporter submitted\n\
             submitted review reviewer reviewed\n\
             submitted return administrator returned\n\
             submitted return reviewer returned\n\
             reviewed accept administrator accepted\n\
             reviewed return administrator returned\n\
             returned save reporter returned\n\
             returned submit reporter submitted\n"
        );
    }

    #[test]
    fn a_wrong_state_and_a_wrong_role_are_told_apart() {
        let code = |state, action, role| next(state, action, role).map_err(|p| p.kind.code);
        assert_eq!(code(State::Accepted, Action::Save, Role::Reporter), Err("submission.state"));
        assert_eq!(code(State::Reviewed, Action::Accept, Role::Reviewer), Err("access.denied"));
        assert_eq!(actions(State::Draft, Role::Reporter), [Action::Save, Action::Submit]);
        assert_eq!(actions(State::Accepted, Role::Administrator), []);
        assert!(State::ALL.iter().all(|state| actions(*state, Role::Auditor).is_empty()));
    }

    #[test]
    fn codes_are_read_back() {
        assert!(State::ALL.iter().all(|s| State::parse(s.code()) == Some(*s)));
        assert!(Role::ALL.iter().all(|r| Role::parse(r.code()) == Some(*r)));
        assert_eq!(State::parse("lost"), None);
    }
}
