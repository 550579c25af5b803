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
    /// So it is by tables of whole numbers alone.
    pub whole: bool,
}

/// The intervals of all that is hidden.
pub(super) fn audit(task: &Task, hidden: &[bool]) -> Vec<Interval> {
    let (components, of) = task.components(hidden);
    let mut by_whole = vec![(0.0_f64, 0.0_f64); hidden.len()];
    let mut intervals = Vec::new();
    for index in (0..hidden.len()).filter(|index| hidden[*index]) {
        let ends = [false, true].map(|up| components[of[index]].reach(&task.table, &task.low, index, up, None));
        for end in &ends {
            keep_whole(end, &mut by_whole);
        }
        intervals.push(interval(task, index, &ends));
    }
    for interval in &mut intervals {
        let (low, high) = by_whole[interval.index];
        // Without an upper bound a table of whole numbers can be found as far up as one likes.
        let high = if interval.high.is_none() { f64::INFINITY } else { high };
        interval.whole = interval.holds && task.counts && task.holds(interval.index, low, high);
    }
    intervals
}

/// What a table of whole numbers reaches, of every figure in it.
fn keep_whole(end: &Reach, by_whole: &mut [(f64, f64)]) {
    let Reach::To(_, point) = end else { return };
    if point.iter().all(|(_, shift)| integral(*shift)) {
        for (index, shift) in point {
            let (low, high) = &mut by_whole[*index];
            (*low, *high) = (low.min(*shift), high.max(*shift));
        }
    }
}

fn interval(task: &Task, index: usize, [least, most]: &[Reach; 2]) -> Interval {
    let value = task.table.variables[index].at;
    let (low, known) = match least {
        Reach::To(shift, _) => (*shift, true),
        Reach::Open | Reach::Failed => (0.0, false),
    };
    let (high, known) = match most {
        Reach::To(shift, _) => (Some(*shift), known),
        Reach::Open => (None, known),
        Reach::Failed => (Some(0.0), false),
    };
    let holds = known && task.holds(index, low, high.unwrap_or(f64::INFINITY));
    Interval { index, low: value + low, high: high.map(|high| value + high), holds, whole: false }
}

pub(super) fn integral(shift: f64) -> bool {
    (shift - shift.round()).abs() < 1e-5
}
