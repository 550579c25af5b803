//! Questions 提问 on cells, and the marks of cells that were returned: when each counts as answered and as settled.

use heng_base::text::Lang;
use serde::{Deserialize, Serialize};

/// What was said of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The form stays where it is; the unit answers.
    Question,
    /// The form was returned for it; the unit changes the cell or answers.
    Return,
}

/// What was done about it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    Answer,
    /// Whoever asked, or a later stage of review, is content.
    Settle,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Open,
    Answered,
    Settled,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Question, Self::Return];

    pub fn code(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Return => "return",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Deed {
    pub const ALL: [Self; 2] = [Self::Answer, Self::Settle];

    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Settle => "settle",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.code() == code)
    }
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Settled => "settled",
        }
    }

    pub fn name(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Open => ("待答复", "open"),
            Self::Answered => ("已答复", "answered"),
            Self::Settled => ("已了结", "settled"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// Where it stands. A returned cell that was `changed` since counts as answered; a question wants words.
pub fn state(kind: Kind, changed: bool, deeds: &[Deed]) -> State {
    if deeds.contains(&Deed::Settle) {
        State::Settled
    } else if deeds.contains(&Deed::Answer) || (kind == Kind::Return && changed) {
        State::Answered
    } else {
        State::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_returned_cell_is_dealt_with_by_a_change_or_an_answer() {
        assert_eq!(state(Kind::Return, false, &[]), State::Open);
        assert_eq!(state(Kind::Return, true, &[]), State::Answered);
        assert_eq!(state(Kind::Return, false, &[Deed::Answer]), State::Answered);
        assert_eq!(state(Kind::Return, true, &[Deed::Settle]), State::Settled);
    }

    #[test]
    fn a_question_wants_words() {
        assert_eq!(state(Kind::Question, true, &[]), State::Open);
        assert_eq!(state(Kind::Question, false, &[Deed::Answer]), State::Answered);
        assert_eq!(state(Kind::Question, false, &[Deed::Answer, Deed::Settle]), State::Settled);
    }

    #[test]
    fn codes_are_read_back() {
        assert!(Kind::ALL.iter().all(|one| Kind::parse(one.code()) == Some(*one)));
        assert!(Deed::ALL.iter().all(|one| Deed::parse(one.code()) == Some(*one)));
    }
}
