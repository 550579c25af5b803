//! One item and period made ready: every figure with what is known of it, what it needs and what may become of it.

use super::program::{Component, components, membership};
use super::rules::Need;
use super::table::Table;

/// What may become of a figure of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Everybody knows it: published before, or always shown.
    Known,
    /// Hidden, and stays so: sensitive, or hidden before.
    Hidden,
    /// Shown, unless it has to protect others.
    Free,
    /// Nobody knows it.
    Absent,
}

/// Parts, needs and bounds stand in the order of the table's variables.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub table: Table,
    pub part: Vec<Part>,
    pub need: Vec<Need>,
    /// Least shift: of a figure that is known not to be 0, down to 1, else down to 0.
    pub low: Vec<f64>,
    /// The figures are whole numbers.
    pub counts: bool,
}

impl Task {
    /// What nobody but us knows when these figures are hidden.
    pub fn unknown(&self, hidden: &[bool]) -> Vec<bool> {
        let absent = self.part.iter().map(|part| *part == Part::Absent);
        absent.zip(hidden).map(|(absent, hidden)| absent || *hidden).collect()
    }

    /// The components of all that is hidden, and which of them each figure lies in.
    pub fn components(&self, hidden: &[bool]) -> (Vec<Component>, Vec<usize>) {
        let found = components(&self.table, &self.unknown(hidden));
        let of = membership(&found, self.part.len());
        (found, of)
    }

    /// Whether an interval of shifts is wide enough. Counts are whole: what lies between two of them does not widen it.
    pub fn holds(&self, index: usize, low: f64, high: f64) -> bool {
        let need = self.need[index];
        let (low, high) = if self.counts { ((low - 1e-5).ceil(), (high + 1e-5).floor()) } else { (low, high) };
        let slack = 1e-6 * (1.0 + self.table.variables[index].at.abs());
        high - low + slack >= need.width && high + slack >= need.up && slack - low >= need.down
    }

    /// How far up is far enough to look: no need goes beyond it.
    pub fn far(&self, index: usize) -> f64 {
        let need = self.need[index];
        need.width.max(need.up).ceil() + 1.0
    }
}
