//! Secondary suppression: which further figures have to be hidden so that no hidden one can be computed too closely.
//!
//! For each hidden figure whose interval is too narrow, one linear program shifts it as far as it needs at the least cost of
//! other figures that shift with it; those are hidden too (the heuristic of Kelly, Golden and Assad 1992). Its optimum is itself a table that the attacker cannot exclude. Then each secondary figure, the greatest first,
//! is shown again where all intervals stay wide enough. Nothing is drawn at random: the same input gives the same marks.

use std::collections::BTreeSet;

use super::problem::{Part, Task};
use super::program::{Column, Component, Point, Reach, TINY, components};

/// Shifting a figure that is shown costs more the greater it is: totals stay where details will do.
fn cost(value: f64) -> f64 {
    // A 0 that may be hidden can only grow, and is more often known to outsiders: the last choice.
    if value == 0.0 { 20.0 } else { 1.0 + (1.0 + value.abs()).ln() }
}

/// What is hidden in the end. Figures that cannot be protected are hidden all the same; the audit names them.
pub(super) fn suppress(task: &Task) -> Vec<bool> {
    let mut search = Search::new(task);
    search.protect_all();
    search.show_again();
    search.hidden
}

struct Search<'a> {
    task: &'a Task,
    hidden: Vec<bool>,
    /// Tables that agree with all that is shown, each found by some program.
    points: Vec<Point>,
    /// What of each figure the points reach.
    reached: Vec<(f64, f64)>,
    /// Figures that nothing can protect, for what is known already.
    lost: BTreeSet<usize>,
    /// All figures that may shift at all.
    whole: Vec<Component>,
}

impl<'a> Search<'a> {
    fn new(task: &'a Task) -> Self {
        let hidden: Vec<bool> = task.part.iter().map(|part| *part == Part::Hidden).collect();
        let movable: Vec<bool> = task.part.iter().map(|part| *part != Part::Known).collect();
        let whole = components(&task.table, &movable);
        let reached = vec![(0.0, 0.0); hidden.len()];
        Self { task, hidden, points: Vec::new(), reached, lost: BTreeSet::new(), whole }
    }

    fn keep(&mut self, point: Point) {
        for (index, shift) in &point {
            let (low, high) = &mut self.reached[*index];
            (*low, *high) = (low.min(*shift), high.max(*shift));
        }
        self.points.push(point);
    }

    fn wide(&self, index: usize) -> bool {
        let (low, high) = self.reached[index];
        self.task.holds(index, low, high)
    }

    /// Hides more until every hidden figure is wide enough, or lost.
    fn protect_all(&mut self) {
        loop {
            let before = self.hidden.clone();
            let (components, of) = self.task.components(&self.hidden);
            for index in (0..before.len()).filter(|index| before[*index]) {
                if self.lost.contains(&index) || self.look(&components[of[index]], index) {
                    continue;
                }
                if !self.protect(index) {
                    self.lost.insert(index);
                }
            }
            if before == self.hidden {
                return;
            }
        }
    }

    /// Whether a figure is wide enough with what is hidden; programs only where no known table shows it.
    fn look(&mut self, component: &Component, index: usize) -> bool {
        for up in [true, false] {
            if self.wide(index) {
                return true;
            }
            let cap = up.then(|| self.task.far(index));
            if let Reach::To(_, point) = component.reach(&self.task.table, &self.task.low, index, up, cap) {
                self.keep(point);
            }
        }
        self.wide(index)
    }

    /// Hides what costs least so that a figure can lie as far away as it needs.
    fn protect(&mut self, index: usize) -> bool {
        let need = self.task.need[index];
        let (low, high) = self.reached[index];
        let mut done = true;
        if high < need.up - TINY {
            done &= self.shift(index, &[need.up.ceil()]);
        }
        if -low < need.down - TINY {
            done &= self.shift(index, &[(-need.down.ceil()).max(self.task.low[index])]);
        }
        let (low, high) = self.reached[index];
        if !self.task.holds(index, low, high) {
            // Counts are whole, so that the ends count from the next whole number inward.
            let (low, high) = if self.task.counts { ((low - TINY).ceil(), (high + TINY).floor()) } else { (low, high) };
            done &= self.shift(index, &[low + need.width, high - need.width]) || self.spread(index);
        }
        done && self.wide(index)
    }

    /// Moves a figure up as far as anything lets it, and down by what is left of its width: neither way may be long enough
    /// alone.
    fn spread(&mut self, index: usize) -> bool {
        let width = self.task.need[index].width;
        let whole = self.whole.iter().find(|component| component.members.binary_search(&index).is_ok());
        let reach = whole.map(|all| all.reach(&self.task.table, &self.task.low, index, true, Some(width)));
        let Some(Reach::To(up, _)) = reach else { return false };
        let up = if self.task.counts { (up + TINY).floor() } else { up };
        (up < TINY || self.shift(index, &[up])) && self.shift(index, &[up - width])
    }

    /// Moves a figure by one of the shifts, whichever makes fewer figures disappear.
    fn shift(&mut self, index: usize, shifts: &[f64]) -> bool {
        let Some(component) = self.whole.iter().find(|component| component.members.binary_search(&index).is_ok())
        else {
            return false;
        };
        let allowed = shifts.iter().filter(|shift| **shift >= self.task.low[index] - TINY);
        let found = allowed.filter_map(|shift| {
            match component.minimise(&self.task.table, |other| self.column(other, index, *shift), index) {
                Reach::To(_, point) => Some((self.price(&point), point)),
                Reach::Open | Reach::Failed => None,
            }
        });
        let Some((_, point)) = found.min_by(|(a, _), (b, _)| a.total_cmp(b)) else { return false };
        for (member, _) in &point {
            self.hidden[*member] |= self.task.part[*member] == Part::Free;
        }
        self.keep(point);
        true
    }

    fn column(&self, index: usize, goal: usize, shift: f64) -> Column {
        if index == goal {
            return Column { low: shift, high: shift, cost: 0.0, weight: 0.0 };
        }
        let free = self.task.part[index] == Part::Free && !self.hidden[index];
        let cost = if free { cost(self.task.table.variables[index].at) } else { 0.0 };
        Column { low: self.task.low[index], high: f64::INFINITY, cost, weight: 0.0 }
    }

    /// What hiding all that a point moves costs.
    fn price(&self, point: &Point) -> f64 {
        let moved = point.iter().map(|(index, _)| *index);
        let newly = moved.filter(|index| self.task.part[*index] == Part::Free && !self.hidden[*index]);
        newly.map(|index| cost(self.task.table.variables[index].at)).sum()
    }

    /// Shows secondary figures again that are not needed.
    fn show_again(&mut self) {
        let at = |index: usize| self.task.table.variables[index].at;
        let secondary = |index: &usize| self.hidden[*index] && self.task.part[*index] == Part::Free;
        let mut candidates: Vec<usize> = (0..self.hidden.len()).filter(secondary).collect();
        candidates.sort_by(|a, b| at(*b).total_cmp(&at(*a)).then(a.cmp(b)));
        for candidate in candidates {
            self.try_to_show(candidate);
        }
    }

    fn try_to_show(&mut self, candidate: usize) {
        let (before, _) = self.task.components(&self.hidden);
        let Some(component) = before.iter().find(|c| c.members.binary_search(&candidate).is_ok()) else { return };
        self.hidden[candidate] = false;
        let points = std::mem::take(&mut self.points);
        let reached = std::mem::replace(&mut self.reached, vec![(0.0, 0.0); self.hidden.len()]);
        // Tables in which it does not move agree with its being shown.
        for point in points.iter().filter(|point| point.iter().all(|(index, _)| *index != candidate)) {
            self.keep(point.clone());
        }
        let kept = self.points.len();
        if !self.all_wide(component, candidate) {
            self.hidden[candidate] = true;
            let found = self.points.split_off(kept);
            self.points = points;
            self.reached = reached;
            for point in found {
                self.keep(point);
            }
        }
    }

    /// Whether what was hidden together with a figure is wide enough without it, its neighbours first.
    fn all_wide(&mut self, component: &Component, shown: usize) -> bool {
        let table = &self.task.table;
        let near: BTreeSet<usize> = table
            .equations
            .iter()
            .filter(|equation| equation.members().any(|(index, _)| index == shown))
            .flat_map(|equation| equation.members().map(|(index, _)| index).collect::<Vec<_>>())
            .collect();
        let mut members: Vec<usize> = component.members.iter().copied().filter(|index| self.hidden[*index]).collect();
        members.sort_by_key(|index| (!near.contains(index), *index));
        let (components, of) = self.task.components(&self.hidden);
        // What cannot be protected whole is left as vague as it is.
        members.iter().all(|index| !self.lost.contains(index) && self.look(&components[of[*index]], *index))
    }
}
