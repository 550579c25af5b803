//! The attacker's problem: for every hidden figure the least and greatest value that agrees with all that is shown, by two
//! linear programs each (Hundepool et al. 2012, chapter 4; Fischetti and Salazar 2001).

use super::problem::Task;
use super::program::Reach;

/// The feasible interval of one hidden figure of a task.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Interval {
    pub index: usize,
    pub low: f64,
    /// None: it has no upper bound.
    pub high: Option<f64>,
    /// The interval is as wide as the rule wants, and could be computed.
    pub holds: bool,
    /// Tables of whole numbers reach both ends.
    pub whole: bool,
}

/// The intervals of all that is hidden.
pub(super) fn audit(task: &Task, hidden: &[bool]) -> Vec<Interval> {
    let (components, of) = task.components(hidden);
    let indices = (0..hidden.len()).filter(|index| hidden[*index]);
    indices
        .map(|index| interval(task, index, |up| components[of[index]].reach(&task.table, &task.low, index, up, None)))
        .collect()
}

fn interval(task: &Task, index: usize, reach: impl Fn(bool) -> Reach) -> Interval {
    let value = task.table.variables[index].at;
    let (mut low, mut high, mut whole, mut known) = (0.0, Some(0.0), task.counts, true);
    match reach(false) {
        Reach::To(shift, point) => {
            low = shift;
            whole &= point.iter().all(|(_, shift)| integral(*shift));
        }
        Reach::Open | Reach::Failed => known = false,
    }
    match reach(true) {
        Reach::To(shift, point) => {
            high = Some(shift);
            whole &= point.iter().all(|(_, shift)| integral(*shift));
        }
        Reach::Open => high = None,
        Reach::Failed => known = false,
    }
    let holds = known && task.holds(index, low, high.unwrap_or(f64::INFINITY));
    Interval { index, low: value + low, high: high.map(|high| value + high), holds, whole: whole && known }
}

pub(super) fn integral(shift: f64) -> bool {
    (shift - shift.round()).abs() < 1e-5
}
