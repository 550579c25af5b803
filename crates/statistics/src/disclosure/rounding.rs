//! Controlled rounding: every figure of a table becomes a multiple of a base, and all sums still hold.
//!
//! Each figure goes to one of the two multiples next to it, and a multiple stays as it is (zero-restricted; Cox 1987); where
//! no such table is found, also to the ones beyond. The table near to the true figures is found by linear programs. Nothing
//! is random, so that two releases of the same figures are rounded alike.

use microlp::{ComparisonOp, OptimizationDirection, Problem, Solution, Variable};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::audit::integral;
use super::table::Table;

/// So many steps beyond the two neighbouring multiples are not sought any more.
const WIDEST: u32 = 3;

/// The rounded figure of each variable of a table without gaps; None where none were found with which all sums hold. What
/// was rounded before is kept as it was (`held`, a multiple each), unless no table is found with it: who saw both ways of
/// rounding would know more.
pub(super) fn round(table: &Table, base: u32, held: &[Option<Decimal>]) -> Option<Vec<Decimal>> {
    let within = |held: &[Option<Decimal>]| (0..WIDEST).find_map(|beyond| solve(table, base, beyond, held));
    let anew = || held.iter().any(Option::is_some).then(|| within(&vec![None; held.len()])).flatten();
    let steps = within(held).or_else(anew)?;
    Some(steps.into_iter().map(|step| step * Decimal::from(base)).collect())
}

/// The multiple of the base for each figure, at most `beyond` steps past its two neighbours; None where none was found.
///
/// The linear program's cost is the distance from the true figures, straight between whole steps, so that tables of two
/// dimensions come out whole by themselves. Where a step comes out broken, the one next to a whole number is fixed there and
/// the program solved again, until all are whole.
fn solve(table: &Table, base: u32, beyond: u32, held: &[Option<Decimal>]) -> Option<Vec<Decimal>> {
    let base = Decimal::from(base);
    let of = |(held, value): (&Option<Decimal>, Option<Decimal>)| {
        held.map_or_else(|| (value.unwrap_or_default() / base).floor(), |held| held / base)
    };
    let values = table.variables.iter().map(|variable| variable.value);
    let floors: Vec<Decimal> = held.iter().zip(values).map(of).collect();
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut steps: Vec<Vec<(Variable, f64)>> = Vec::new();
    for ((variable, floor), held) in table.variables.iter().zip(&floors).zip(held) {
        if held.is_some() {
            steps.push(Vec::new());
            continue;
        }
        let rest = (variable.value.unwrap_or_default() / base - floor).to_f64()?;
        let mut step = Vec::new();
        if rest > 0.0 {
            step.push((problem.add_var(1.0 - 2.0 * rest, (0.0, 1.0)), 1.0));
        }
        if beyond > 0 {
            // Never below 0.
            let down = f64::from(beyond).min(floor.to_f64()?.max(0.0));
            step.push((problem.add_var(1.0 + rest, (0.0, f64::from(beyond))), 1.0));
            step.push((problem.add_var(1.0 + rest, (0.0, down)), -1.0));
        }
        steps.push(step);
    }
    for equation in table.equations.iter().filter(|equation| equation.closed) {
        let carry: Decimal = equation.parts.iter().map(|part| floors[*part]).sum::<Decimal>() - floors[equation.whole];
        let row: Vec<(Variable, f64)> = equation
            .members()
            .flat_map(|(index, sign)| steps[index].iter().map(move |(column, way)| (*column, sign * way)))
            .collect();
        if row.is_empty() && !carry.is_zero() {
            return None;
        }
        problem.add_constraint(&row[..], ComparisonOp::Eq, carry.to_f64()?);
    }
    let columns: Vec<Variable> = steps.iter().flatten().map(|(column, _)| *column).collect();
    let solution = whole(problem.solve().ok()?.into_solution().ok()?, &columns)?;
    let moved =
        |step: &Vec<(Variable, f64)>| step.iter().map(|(column, way)| way * solution.var_value(*column)).sum::<f64>();
    let figure = |(floor, step): (&Decimal, &Vec<(Variable, f64)>)| {
        Decimal::try_from(moved(step).round()).ok().map(|step| floor + step)
    };
    floors.iter().zip(&steps).map(figure).collect()
}

/// Fixes one broken column after the other.
fn whole(mut solution: Solution, columns: &[Variable]) -> Option<Solution> {
    for _ in 0..columns.len() {
        let broken = |column: &&Variable| !integral(solution.var_value(**column));
        let off = |column: &Variable| (solution.var_value(*column) - solution.var_value(*column).round()).abs();
        let Some(next) = columns.iter().filter(broken).min_by(|a, b| off(a).total_cmp(&off(b))) else { break };
        let value = solution.var_value(*next);
        let near = value.round();
        let far = if near > value { value.floor() } else { value.ceil() };
        let fixed = |to: f64| solution.clone().fix_var(*next, to).ok()?.into_solution().ok();
        solution = fixed(near).or_else(|| fixed(far))?;
    }
    columns.iter().all(|column| integral(solution.var_value(*column))).then_some(solution)
}
