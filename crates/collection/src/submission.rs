//! States of a submission 报送 and who may move it.

use heng_base::problem::{Problem, kinds};
use heng_base::text::Lang;
use serde::{Deserialize, Serialize};

use crate::terms::Terms;

/// Where a submission stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Draft,
    Submitted,
    Reviewed,
    /// The bureau has passed it to the evaluation group.
    Evaluating,
    Accepted,
    Returned,
    /// Accepted before; the unit corrects the cells that the bureau has opened.
    Correcting,
}

/// What is done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Entries are written.
    Save,
    Submit,
    Review,
    /// The bureau passes it to the evaluation group.
    Forward,
    Accept,
    Return,
    /// The bureau opens cells of an accepted form, as the unit has asked.
    Correct,
    /// A correction under way is given up; what was accepted stands again.
    Withdraw,
}

/// Who does it. Reporter and reviewer are those of the submission's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    /// Reads and moves nothing.
    Auditor,
    /// Of the evaluation group 评估组.
    Evaluator,
    /// 领导, who reads and moves nothing.
    Leader,
    Reporter,
    Reviewer,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Reviewed,
        Self::Evaluating,
        Self::Accepted,
        Self::Returned,
        Self::Correcting,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Reviewed => "reviewed",
            Self::Evaluating => "evaluating",
            Self::Accepted => "accepted",
            Self::Returned => "returned",
            Self::Correcting => "correcting",
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
            Self::Evaluating => ("评估组审核", "with the evaluation group"),
            Self::Accepted => ("已接收", "accepted"),
            Self::Returned => ("退回", "returned"),
            Self::Correcting => ("更正中", "in correction"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

impl Action {
    pub const ALL: [Self; 8] = [
        Self::Save,
        Self::Submit,
        Self::Review,
        Self::Forward,
        Self::Accept,
        Self::Return,
        Self::Correct,
        Self::Withdraw,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::Submit => "submit",
            Self::Review => "review",
            Self::Forward => "forward",
            Self::Accept => "accept",
            Self::Return => "return",
            Self::Correct => "correct",
            Self::Withdraw => "withdraw",
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Save => ("保存", "save"),
            Self::Submit => ("提交", "submit"),
            Self::Review => ("审核通过", "review"),
            Self::Forward => ("送评估组", "pass to the evaluation group"),
            Self::Accept => ("接收", "accept"),
            Self::Return => ("退回", "return"),
            Self::Correct => ("准许更正", "open for correction"),
            Self::Withdraw => ("撤回更正", "withdraw the correction"),
        };
        if lang == Lang::Zh { zh } else { en }
    }

    /// Must say why.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Return | Self::Correct | Self::Withdraw)
    }
}

impl Role {
    pub const ALL: [Self; 6] =
        [Self::Administrator, Self::Auditor, Self::Evaluator, Self::Leader, Self::Reporter, Self::Reviewer];

    pub fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Evaluator => "evaluator",
            Self::Leader => "leader",
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
/// | from \ action | save | submit | review | return | forward | accept | correct | withdraw |
/// |---|---|---|---|---|---|---|---|---|
/// | draft      | draft (reporter)      | submitted (reporter) | – | – | – | – | – | – |
/// | returned   | returned (reporter)   | submitted (reporter) | – | – | – | – | – | accepted (reporter, administrator) |
/// | correcting | correcting (reporter) | submitted (reporter) | – | – | – | – | – | accepted (reporter, administrator) |
/// | submitted  | – | – | reviewed (reviewer) | returned (reviewer, administrator) | – | – | – | – |
/// | reviewed   | – | – | – | returned (administrator) | evaluating (administrator) | accepted (administrator) | – | – |
/// | evaluating | – | – | – | returned (evaluator, administrator) | – | accepted (evaluator) | – | – |
/// | accepted   | – | – | – | – | – | – | correcting (administrator) | – |
///
/// An action that the state does not know is `submission.state`; one that it knows for another role, `access.denied`.
/// Only a form that was accepted before is withdrawn: the caller sees to it that a correction is under way. Of `forward` and `accept` in `reviewed` the round's terms leave one: see [`open_under`].
pub fn next(state: State, action: Action, role: Role) -> Result<State, Problem> {
    use Role::{Administrator, Evaluator, Reporter, Reviewer};
    let (to, who): (State, &[Role]) = match (state, action) {
        (State::Draft | State::Returned | State::Correcting, Action::Save) => (state, &[Reporter]),
        (State::Draft | State::Returned | State::Correcting, Action::Submit) => (State::Submitted, &[Reporter]),
        (State::Submitted, Action::Review) => (State::Reviewed, &[Reviewer]),
        (State::Submitted, Action::Return) => (State::Returned, &[Reviewer, Administrator]),
        (State::Reviewed, Action::Return) => (State::Returned, &[Administrator]),
        (State::Reviewed, Action::Forward) => (State::Evaluating, &[Administrator]),
        (State::Reviewed, Action::Accept) => (State::Accepted, &[Administrator]),
        (State::Evaluating, Action::Return) => (State::Returned, &[Evaluator, Administrator]),
        (State::Evaluating, Action::Accept) => (State::Accepted, &[Evaluator]),
        (State::Correcting | State::Returned, Action::Withdraw) => (State::Accepted, &[Reporter, Administrator]),
        (State::Accepted, Action::Correct) => (State::Correcting, &[Administrator]),
        _ => return Err(refused(state, action)),
    };
    if who.contains(&role) { Ok(to) } else { Err(Problem::new(&kinds::ACCESS_DENIED)) }
}

/// Refuses the step that the round's terms do not know: with an evaluation group the bureau forwards what it else accepts.
pub fn open_under(terms: Terms, state: State, action: Action) -> Result<(), Problem> {
    let unknown = if terms.evaluation { Action::Accept } else { Action::Forward };
    if state == State::Reviewed && action == unknown { Err(refused(state, action)) } else { Ok(()) }
}

/// What a role may do in a state of a round with these terms, in the order of [`Action::ALL`].
pub fn actions(state: State, role: Role, terms: Terms) -> Vec<Action> {
    let may = |action: &Action| next(state, *action, role).is_ok() && open_under(terms, state, *action).is_ok();
    Action::ALL.into_iter().filter(may).collect()
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
             reviewed forward administrator evaluating\n\
             reviewed accept administrator accepted\n\
             reviewed return administrator returned\n\
             evaluating accept evaluator accepted\n\
             evaluating return administrator returned\n\
             evaluating return evaluator returned\n\
             accepted correct administrator correcting\n\
             returned save reporter returned\n\
             returned submit reporter submitted\n\
             returned withdraw administrator accepted\n\
             returned withdraw reporter accepted\n\
             correcting save reporter correcting\n\
             correcting submit reporter submitted\n\
             correcting withdraw administrator accepted\n\
             correcting withdraw reporter accepted\n"
        );
    }

    #[test]
    fn a_wrong_state_and_a_wrong_role_are_told_apart() {
        let code = |state, action, role| next(state, action, role).map_err(|p| p.kind.code);
        assert_eq!(code(State::Accepted, Action::Save, Role::Reporter), Err("submission.state"));
        assert_eq!(code(State::Reviewed, Action::Accept, Role::Reviewer), Err("access.denied"));
        let plain = Terms::default();
        assert_eq!(actions(State::Draft, Role::Reporter, plain), [Action::Save, Action::Submit]);
        assert_eq!(actions(State::Accepted, Role::Administrator, plain), [Action::Correct]);
        let moves = |role| State::ALL.iter().any(|state| !actions(*state, role, plain).is_empty());
        assert!(!moves(Role::Auditor) && !moves(Role::Leader));
    }

    #[test]
    fn the_terms_say_who_accepts() {
        let (plain, evaluated) = (Terms::default(), Terms { evaluation: true, ..Terms::default() });
        let of_bureau = |terms| actions(State::Reviewed, Role::Administrator, terms);
        assert_eq!(of_bureau(plain), [Action::Accept, Action::Return]);
        assert_eq!(of_bureau(evaluated), [Action::Forward, Action::Return]);
        assert_eq!(actions(State::Evaluating, Role::Evaluator, evaluated), [Action::Accept, Action::Return]);
        assert_eq!(actions(State::Reviewed, Role::Evaluator, evaluated), []);
    }

    #[test]
    fn codes_are_read_back() {
        assert!(State::ALL.iter().all(|s| State::parse(s.code()) == Some(*s)));
        assert!(Role::ALL.iter().all(|r| Role::parse(r.code()) == Some(*r)));
        assert_eq!(State::parse("lost"), None);
    }
}
