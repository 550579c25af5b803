//! What rounds say to the rules of warning, as values: the rules know no forms.

use std::collections::BTreeSet;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{CheckCode, ItemCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::Text;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rounds {
    pub overdue: Vec<Overdue>,
    pub broken: Vec<Broken>,
    /// The last year whose figures are due; none where no round has asked for a year that is over.
    pub due_until: Option<i32>,
}

/// A form that is not handed in after its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    pub unit: UnitCode,
    /// The period that its round asks for.
    pub period: Period,
    /// The round.
    pub title: String,
    /// The last day, `2026-03-31`.
    pub due: String,
    /// Days of the calendar after it.
    pub days: i64,
    /// Where the form stands.
    pub state: Text,
}

/// A check that is broken in a form that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub check: CheckCode,
    /// form, unit, round or reference.
    pub scope: String,
    pub name: Text,
    pub unit: UnitCode,
    pub item: Option<ItemCode>,
    pub breakdown: Breakdown,
    pub period: Period,
    pub message: Text,
    /// The reporter has said why.
    pub explained: bool,
}

impl Rounds {
    /// Units that owe the form of a period.
    pub(super) fn owing(&self, period: Period) -> BTreeSet<&UnitCode> {
        self.overdue.iter().filter(|one| one.period == period).map(|one| &one.unit).collect()
    }
}
