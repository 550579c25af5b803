//! Controlled rounding: every figure of a table becomes a multiple of a base, and all sums still hold.
//!
//! Each figure goes to one of the two multiples next to it, and a multiple stays as it is (zero-restricted; Cox 1987); where
//! no such table exists, also to the ones beyond. Of all such tables the one with the least distance to the true figures is
//! taken, by an integer program. Nothing is random, so that two releases of the same figures are rounded alike.

use std::collections::BTreeMap;

use heng_plan::model::Catalogue;
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::structure::Structure;
use super::table::{Entry, Layer, Table, place};
use super::{Cell, groups};
use crate::observation::Key;

/// Figures beyond which the two neighbouring multiples are not sought.
const WIDEST: i32 = 3;
/// Nodes of the search for each item and period.
const NODES: u64 = 20_000;

/// The rounded figures of one item and period.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounded {
    pub figures: BTreeMap<Key, Decimal>,
    /// Every figure went to a multiple next to it.
    pub zero_restricted: bool,
}

/// Rounds all items' figures to multiples of `base`; those of an item and period for which no such table was found are
/// left out. Missing figures and figures that are not applicable take no part.
pub fn round(cells: &[Cell], base: u32, catalogue: &Catalogue) -> Vec<Rounded> {
    let structure = Structure::of(catalogue);
    let groups = groups(cells, &mut BTreeMap::new());
    groups.values().filter_map(|cells| round_group(cells, base.max(1), &structure)).collect()
}

fn round_group(cells: &[&Cell], base: u32, structure: &Structure) -> Option<Rounded> {
    let mut layer = Layer::new();
    for cell in cells {
        layer.entry(place(&cell.key.area, &cell.key.breakdown)).or_insert(cell.entry());
    }
    let table = Table::new(&[layer], structure).without_gaps();
    let (steps, reach) = (0..WIDEST).find_map(|beyond| Some((solve(&table, base, beyond)?, beyond)))?;
    let mut figures = BTreeMap::new();
    for cell in cells {
        if let Entry::Value(value) = cell.entry()
            && let Some(index) = table.find(&place(&cell.key.area, &cell.key.breakdown), value)
        {
            figures.entry(cell.key.clone()).or_insert(steps[index] * Decimal::from(base));
        }
    }
    Some(Rounded { figures, zero_restricted: reach == 0 })
}

/// The multiple of the base for each figure, at most `beyond` steps past its two neighbours.
fn solve(table: &Table, base: u32, beyond: i32) -> Option<Vec<Decimal>> {
    let base = Decimal::from(base);
    let floors: Vec<Decimal> = table.variables.iter().map(|v| (v.value.unwrap_or_default() / base).floor()).collect();
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut steps = Vec::new();
    for (variable, floor) in table.variables.iter().zip(&floors) {
        let rest = (variable.value.unwrap_or_default() / base - floor).to_f64()?;
        let top = i32::from(rest > 0.0) + beyond;
        // Never below 0.
        let bottom = -(beyond.min(floor.to_i32().unwrap_or(0).max(0)));
        let step = problem.add_integer_var(0.0, (bottom, top));
        // Distance from the true figure: the greatest of two lines, and so a variable above both.
        let away = problem.add_var(1.0, (0.0, f64::INFINITY));
        problem.add_constraint([(away, 1.0), (step, -1.0)], ComparisonOp::Ge, -rest);
        problem.add_constraint([(away, 1.0), (step, 1.0)], ComparisonOp::Ge, rest);
        steps.push(step);
    }
    for equation in table.equations.iter().filter(|equation| equation.closed) {
        let carry: Decimal = equation.parts.iter().map(|part| floors[*part]).sum::<Decimal>() - floors[equation.whole];
        let row: Vec<_> = equation.members().map(|(index, sign)| (steps[index], sign)).collect();
        problem.add_constraint(&row[..], ComparisonOp::Eq, carry.to_f64()?);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    let Ok(SolveOutcome::Solution(solution)) = problem.solve_with(options) else { return None };
    let step = |(floor, step): (&Decimal, &microlp::Variable)| {
        Decimal::try_from(solution.var_value(*step).round()).ok().map(|step| floor + step)
    };
    floors.iter().zip(&steps).map(step).collect()
}
