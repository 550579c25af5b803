//! The linear programs, solved by the simplex method of the crate `microlp`.
//!
//! Every figure is written as its true value and a shift, so that the true table is the origin and numbers stay small;
//! a figure that nobody knows is a variable of its own, from 0 upward.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOutcome};

use super::table::Table;

/// A shift below this is none.
pub(super) const TINY: f64 = 1e-6;

/// The unknown figures that hang together, and the equations between them.
#[derive(Debug, Clone, Default)]
pub(super) struct Component {
    pub members: Vec<usize>,
    /// Of the table.
    equations: Vec<usize>,
}

/// What the program of a figure came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reach {
    /// The greatest or least shift, and the shift of every member of the component at it.
    To(f64, Point),
    /// There is no bound.
    Open,
    /// The solver could not tell.
    Failed,
}

/// A table that agrees with all that is shown: shifts of figures, those of no shift left out.
pub(super) type Point = Vec<(usize, f64)>;

/// The components of all that is `unknown`, in order of their first members.
pub(super) fn components(table: &Table, unknown: &[bool]) -> Vec<Component> {
    let mut root: Vec<usize> = (0..table.variables.len()).collect();
    for equation in &table.equations {
        let mut members = equation.members().map(|(index, _)| index).filter(|index| unknown[*index]);
        if let Some(first) = members.next() {
            for other in members {
                let (a, b) = (find(&mut root, first), find(&mut root, other));
                root[a.max(b)] = a.min(b);
            }
        }
    }
    let mut by_root: std::collections::BTreeMap<usize, Component> = std::collections::BTreeMap::new();
    for index in (0..table.variables.len()).filter(|index| unknown[*index]) {
        by_root.entry(find(&mut root, index)).or_default().members.push(index);
    }
    for (at, equation) in table.equations.iter().enumerate() {
        if let Some((index, _)) = equation.members().find(|(index, _)| unknown[*index])
            && let Some(component) = by_root.get_mut(&find(&mut root, index))
        {
            component.equations.push(at);
        }
    }
    by_root.into_values().collect()
}

/// In which of the components each of so many figures lies; past them all where in none.
pub(super) fn membership(components: &[Component], count: usize) -> Vec<usize> {
    let mut of = vec![usize::MAX; count];
    for (at, component) in components.iter().enumerate() {
        for member in &component.members {
            of[*member] = at;
        }
    }
    of
}

fn find(root: &mut [usize], mut index: usize) -> usize {
    while root[index] != index {
        root[index] = root[root[index]];
        index = root[index];
    }
    index
}

/// How a member of a component enters a program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Bounds of the shift.
    pub low: f64,
    pub high: f64,
    /// A unit of shift, in either direction.
    pub cost: f64,
    /// Of the objective.
    pub weight: f64,
}

impl Component {
    /// The greatest (`up`) or least shift of one member, at most `cap` where one is given.
    pub fn reach(&self, table: &Table, low: &[f64], goal: usize, up: bool, cap: Option<f64>) -> Reach {
        let column = |index: usize| {
            let high = if index == goal && up { cap.unwrap_or(f64::INFINITY) } else { f64::INFINITY };
            let weight = if index != goal {
                0.0
            } else if up {
                -1.0
            } else {
                1.0
            };
            Column { low: low[index], high, cost: 0.0, weight }
        };
        self.minimise(table, column, goal)
    }

    /// The cheapest table in which the shift of every member lies within its bounds.
    pub fn minimise(&self, table: &Table, column: impl Fn(usize) -> Column, goal: usize) -> Reach {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut columns = Vec::with_capacity(self.members.len());
        for index in &self.members {
            let Column { low, high, cost, weight } = column(*index);
            if cost > 0.0 {
                let up = problem.add_var(weight + cost, (0.0, high.max(0.0)));
                let down = problem.add_var(cost - weight, (0.0, (-low).max(0.0)));
                columns.push((*index, up, Some(down)));
            } else {
                columns.push((*index, problem.add_var(weight, (low, high)), None));
            }
        }
        for equation in self.equations.iter().map(|at| &table.equations[*at]) {
            let mut row = Vec::new();
            for (index, sign) in equation.members() {
                if let Ok(at) = columns.binary_search_by_key(&index, |(index, _, _)| *index) {
                    let (_, up, down) = columns[at];
                    row.push((up, sign));
                    row.extend(down.map(|down| (down, -sign)));
                }
            }
            let sign = if equation.closed { ComparisonOp::Eq } else { ComparisonOp::Ge };
            problem.add_constraint(&row[..], sign, -table.rest(equation));
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solution)) => {
                let shift = |(index, up, down): &(usize, microlp::Variable, Option<microlp::Variable>)| {
                    (*index, solution.var_value(*up) - down.map_or(0.0, |down| solution.var_value(down)))
                };
                let point: Point = columns.iter().map(shift).filter(|(_, shift)| shift.abs() > TINY).collect();
                let reached = point.iter().find(|(index, _)| *index == goal).map_or(0.0, |(_, shift)| *shift);
                Reach::To(reached, point)
            }
            Err(Error::Unbounded) => Reach::Open,
            _ => Reach::Failed,
        }
    }
}
