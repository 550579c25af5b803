//! Tree → number, exact and strict: what one input lacks, the whole lacks, and every reason is kept.

use std::cell::RefCell;
use std::collections::BTreeSet;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode};
use heng_base::period::Period;
use heng_plan::model::{Catalogue, Item};
use rust_decimal::Decimal;

use super::asked::{Asked, of_unit, over_units, published};
use super::{Arithmetic, Condition, Expr, Formulas, Part, Reference, fixed_within};
use crate::dataset::Dataset;
use crate::indicator;
use crate::observation::{Key, Observation, Subject};
use crate::reason::Reason;
use crate::total::{Parts, Total};

/// What a computation reads.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a> {
    pub catalogue: &'a Catalogue,
    pub formulas: &'a Formulas,
    pub data: &'a Dataset,
    pub area: &'a AreaCode,
    /// Present in a check alone.
    pub asked: Option<Asked<'a>>,
    /// Where every key is noted that was looked up, found or not.
    pub reads: Option<&'a RefCell<Vec<Key>>>,
}

/// What is asked for.
#[derive(Clone)]
pub(crate) struct Scope {
    pub period: Period,
    pub breakdown: Breakdown,
    /// No older figure may stand in: a change from year to year between figures that only stand would be a false zero.
    pub fresh: bool,
    /// The indicators being computed, outermost first: one that comes up again is computed from itself.
    pub path: Vec<IndicatorCode>,
}

/// What was met on the way. There are reasons exactly when there is no value.
#[derive(Default)]
pub(crate) struct Trace {
    pub reasons: BTreeSet<Reason>,
    pub inputs: BTreeSet<i64>,
    /// Oldest period among the inputs that stand from an earlier year.
    pub carried: Option<Period>,
    /// The worst OBS_STATUS of the inputs, where it says less than `A`.
    pub status: Option<String>,
    /// The fewest cases of the rates among the indicators that are named.
    pub cases: Option<Decimal>,
}

impl Trace {
    pub(super) fn fail(&mut self, reason: Reason) -> Option<Decimal> {
        self.reasons.insert(reason);
        None
    }

    fn stands_from(&mut self, period: Period) {
        self.carried = Some(self.carried.map_or(period, |held| held.min(period)));
    }

    /// The figure, with its way back noted.
    fn takes(&mut self, figure: Figure) -> Decimal {
        self.inputs.extend(figure.inputs);
        figure.statuses.iter().for_each(|status| self.saw_status(status));
        figure.value
    }

    fn saw_status(&mut self, status: &str) {
        if doubt(status) > self.status.as_deref().map_or(0, doubt) {
            self.status = Some(status.to_owned());
        }
    }
}

/// How far a figure of this CL_OBS_STATUS is from a normal one: break or other definition, unvalidated, provisional,
/// imputed, estimated, forecast, of low reliability.
pub(crate) fn doubt(status: &str) -> u8 {
    match status {
        "A" | "" => 0,
        "B" | "D" => 1,
        "V" => 2,
        "P" => 3,
        "I" => 4,
        "E" => 5,
        "F" => 6,
        _ => 7,
    }
}

/// Significant digits kept of a result that came by division. A quotient is cut at 28 digits, and what follows may
/// carry the cut back into view: 4 / 6 * 3 is 2, not 2.0000000000000000000000000001, which would exceed a limit of 2.
const DIGITS: u32 = 24;

/// The value of one formula of an indicator.
pub(crate) fn of_part(part: &Part, inputs: Inputs, scope: &Scope, trace: &mut Trace) -> Option<Decimal> {
    let expr = part.expr.as_ref()?;
    let found = eval(expr, &part.text, inputs, scope, trace)?;
    Some(if part.divides { cut(found) } else { found })
}

/// A result that came by division, without the digits that the cut of its parts may have spoilt.
pub(super) fn cut(found: Decimal) -> Decimal {
    found.round_sf(DIGITS).unwrap_or(found)
}

/// The value of the formula as it stands, before any cut. `text` is the formula as written, for reasons that concern the
/// whole of it.
pub(super) fn eval(expr: &Expr, text: &str, inputs: Inputs, scope: &Scope, trace: &mut Trace) -> Option<Decimal> {
    let whole = |found: Option<Decimal>, trace: &mut Trace| {
        found.or_else(|| trace.fail(Reason::OutOfRange { formula: text.to_owned() }))
    };
    match expr {
        Expr::Number(number) => Some(*number),
        Expr::Item(_) | Expr::Cell(_) => {
            let (item, breakdown) = named(expr, inputs, scope, text, trace)?;
            look_up(&item, breakdown, inputs, scope, trace)
        }
        Expr::Indicator(reference) => computed(reference, inputs, scope, trace),
        Expr::Prev(inner) => {
            let mut before = scope.clone();
            before.period.year -= 1;
            before.fresh = true;
            eval(inner, text, inputs, &before, trace)
        }
        Expr::AverageOver { of, years } => {
            let mut year = Scope { fresh: true, ..scope.clone() };
            let mut found = Vec::new();
            for _ in 0..*years {
                found.push(eval(of, text, inputs, &year, trace));
                year.period.year -= 1;
            }
            let numbers = found.into_iter().collect::<Option<Vec<_>>>()?;
            let sum = numbers.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
            whole(sum.and_then(|sum| sum.checked_div(Decimal::from(*years))), trace)
        }
        Expr::SumOver { of, dimension } => {
            let (item, breakdown) = named(of, inputs, scope, text, trace)?;
            let parts = match inputs.asked {
                Some(asked) if !inputs.catalogue.codes.contains_key(dimension) => {
                    over_units(&item, &breakdown, dimension, asked.plan, inputs, scope, trace)?
                }
                _ => sum_over(&item, &breakdown, dimension, inputs, scope, trace)?,
            };
            let total = parts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add);
            whole(total, trace)
        }
        Expr::Unit { of, unit } => of_unit(of, unit, text, inputs, scope, trace),
        Expr::Published { indicator, area } => published(indicator, area, inputs, scope, trace),
        Expr::Negate(inner) => eval(inner, text, inputs, scope, trace).map(|number| -number),
        Expr::Binary { operator, left, right } => {
            let left = eval(left, text, inputs, scope, trace);
            let right = eval(right, text, inputs, scope, trace);
            let (left, right) = (left?, right?);
            match operator {
                Arithmetic::Divide if right.is_zero() => {
                    trace.fail(Reason::DivisionByZero { formula: text.to_owned() })
                }
                Arithmetic::Add => whole(left.checked_add(right), trace),
                Arithmetic::Subtract => whole(left.checked_sub(right), trace),
                Arithmetic::Multiply => whole(left.checked_mul(right), trace),
                Arithmetic::Divide => whole(left.checked_div(right), trace),
            }
        }
        Expr::Call { function, arguments } => {
            let found: Vec<_> = arguments.iter().map(|a| eval(a, text, inputs, scope, trace)).collect();
            let numbers = found.into_iter().collect::<Option<Vec<_>>>()?;
            whole((function.call)(&numbers), trace)
        }
        Expr::Case { branches, otherwise } => {
            for (condition, then) in branches {
                if decide(condition, text, inputs, scope, trace)? {
                    return eval(then, text, inputs, scope, trace);
                }
            }
            eval(otherwise, text, inputs, scope, trace)
        }
    }
}

/// Whether the condition holds; none when a side of it is missing, which is neither.
pub(super) fn decide(
    condition: &Condition,
    text: &str,
    inputs: Inputs,
    scope: &Scope,
    trace: &mut Trace,
) -> Option<bool> {
    let left = eval(&condition.left, text, inputs, scope, trace);
    let right = eval(&condition.right, text, inputs, scope, trace);
    Some(condition.comparison.holds(left?, right?))
}

/// Item and breakdown of what a formula names.
fn named(expr: &Expr, inputs: Inputs, scope: &Scope, text: &str, trace: &mut Trace) -> Option<(ItemCode, Breakdown)> {
    match (expr, inputs.asked) {
        (Expr::Item(item), _) => Some((item.code.clone(), item.within(&scope.breakdown))),
        (Expr::Cell(fixed), Some(asked)) => Some((asked.item.clone(), fixed_within(fixed, &scope.breakdown))),
        _ => {
            trace.fail(Reason::BadFormula { formula: text.to_owned() });
            None
        }
    }
}

/// The item's figure at each code of the dimension's list. Only the lowest codes are summed, or a group would count
/// twice; the total and 不适用 are no parts. Where it is said that there can be none (OBS_STATUS `M`) nothing is lacking.
fn sum_over(
    item: &ItemCode,
    breakdown: &Breakdown,
    dimension: &str,
    inputs: Inputs,
    scope: &Scope,
    trace: &mut Trace,
) -> Option<Vec<Decimal>> {
    let codes = lowest(inputs.catalogue, dimension, scope.period.year);
    if codes.is_empty() {
        trace.fail(Reason::NoCodes { list: dimension.to_owned() });
    }
    let mut absent = Vec::new();
    let mut whole = true;
    let mut parts = Vec::new();
    for code in codes {
        let mut own = Trace::default();
        let found = look_up(item, breakdown.clone().with(dimension, code), inputs, scope, &mut own);
        let cannot_be = |reason: &Reason| matches!(reason, Reason::Missing { obs_status, .. } if obs_status == "M");
        match found {
            Some(number) => parts.push(number),
            None if own.reasons.iter().all(cannot_be) => absent.append(&mut own.reasons.into_iter().collect()),
            None => {
                whole = false;
                trace.reasons.append(&mut own.reasons);
            }
        }
        trace.inputs.append(&mut own.inputs);
        own.carried.into_iter().for_each(|period| trace.stands_from(period));
        own.status.into_iter().for_each(|status| trace.saw_status(&status));
    }
    if parts.is_empty() || !whole {
        trace.reasons.extend(absent);
        return None;
    }
    Some(parts)
}

/// The codes of a list that hold in a year and under which there are no others, in its order.
fn lowest<'c>(catalogue: &'c Catalogue, dimension: &str, year: i32) -> Vec<&'c str> {
    let list = catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
    let held = || list.iter().filter(|entry| entry.holds_in(year));
    let is_parent = |code: &str| held().any(|entry| entry.parent.as_deref() == Some(code));
    let is_group = |code: &str| catalogue.groupings.get(dimension).is_some_and(|groups| groups.contains_key(code));
    let codes = held().map(|entry| entry.code.as_str());
    codes.filter(|code| !matches!(*code, "_T" | "_Z") && !is_parent(code) && !is_group(code)).collect()
}

pub(super) fn look_up(
    item: &ItemCode,
    breakdown: Breakdown,
    inputs: Inputs,
    scope: &Scope,
    trace: &mut Trace,
) -> Option<Decimal> {
    let defined = inputs.catalogue.items.get(item);
    let Some(defined) = defined.and_then(|item| item.in_year(scope.period.year)) else {
        return trace.fail(Reason::NoItem { item: item.to_string() });
    };
    if breakdown.iter().any(|(dimension, code)| !inputs.catalogue.code_holds(dimension, code, scope.period.year)) {
        return trace.fail(Reason::NoItem { item: format!("{item}[{breakdown}]") });
    }
    let subject = Subject::Item(item.clone());
    let mut key = Key { subject, area: inputs.area.clone(), period: scope.period, breakdown };
    let reason = match figure(&key, defined, inputs) {
        Ok(figure) => return Some(trace.takes(figure)),
        Err((reason, seen)) => {
            trace.inputs.extend(seen);
            reason
        }
    };
    let years = if scope.fresh || !reason.lets_last_stand() { 0 } else { defined.carry_years.unwrap_or(0) };
    for _ in 0..years {
        key.period.year -= 1;
        if defined.valid_from.is_some_and(|first| key.period.year < first) {
            break;
        }
        if let Ok(figure) = figure(&key, defined, inputs) {
            trace.stands_from(key.period);
            return Some(trace.takes(figure));
        }
    }
    trace.fail(reason)
}

/// A figure of an item: reported, or made of its parts.
struct Figure {
    value: Decimal,
    inputs: Vec<i64>,
    statuses: Vec<String>,
}

/// The figure of a key; or why there is none, with what was seen. A check holds what was reported against its parts, and
/// takes none for the other.
fn figure(key: &Key, item: &Item, inputs: Inputs) -> Result<Figure, (Reason, Vec<i64>)> {
    let best = inputs.best(key);
    match usable(key, best) {
        Ok((found, value)) => Ok(Figure { value, inputs: vec![found.id], statuses: vec![found.obs_status.clone()] }),
        Err(reason @ Reason::NotReported { .. }) if inputs.asked.is_none() => {
            let parts = Parts { catalogue: inputs.catalogue, item, best: |key: &Key| inputs.best(key) };
            match parts.total(key) {
                Some(Ok(Total { value, inputs, statuses, .. })) => Ok(Figure { value, inputs, statuses }),
                Some(Err(told)) => Err(told),
                None => Err((reason, Vec::new())),
            }
        }
        Err(reason) => Err((reason, best.map(|found| found.id).into_iter().collect())),
    }
}

/// The observation with its figure, or why there is none.
pub(crate) fn usable<'d>(key: &Key, best: Option<&'d Observation>) -> Result<(&'d Observation, Decimal), Reason> {
    match best.and_then(|found| Some((found, found.usable()?))) {
        Some(found) => Ok(found),
        None => Err(absence(key, best)),
    }
}

/// Why the observation, or the lack of one, gives no figure.
fn absence(key: &Key, observation: Option<&Observation>) -> Reason {
    let key = key.clone();
    match observation {
        None => Reason::NotReported { key },
        Some(found) if found.is_confidential() => Reason::Confidential { key },
        Some(found) => Reason::Missing {
            key,
            missing: found.missing.clone().unwrap_or_default(),
            obs_status: found.obs_status.clone(),
        },
    }
}

fn computed(reference: &Reference<IndicatorCode>, inputs: Inputs, scope: &Scope, trace: &mut Trace) -> Option<Decimal> {
    let Some(indicator) = inputs.catalogue.indicators.get(&reference.code) else {
        return trace.fail(Reason::NoFormula { indicator: reference.code.to_string() });
    };
    let inner = Scope { breakdown: reference.within(&scope.breakdown), ..scope.clone() };
    let found = indicator::evaluate(indicator, inputs, &inner);
    trace.inputs.extend(&found.inputs);
    trace.reasons.extend(found.reasons);
    trace.saw_status(&found.obs_status);
    trace.cases = trace.cases.into_iter().chain(found.cases).min();
    if let Some(period) = found.carried_from {
        trace.stands_from(period);
    }
    found.value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{area, catalogue, d, empty, indicator, observed};

    /// A 6 (F 4, M 2) and B 4 in 2020, A 5 in 2019, nothing else; `X`, of no catalogue, is never defined.
    fn run(text: &str, asked: &str) -> Result<Decimal, Vec<Reason>> {
        run_with(text, asked, |_| ())
    }

    /// The same after a change of the catalogue.
    fn run_with(text: &str, asked: &str, change: impl FnOnce(&mut Catalogue)) -> Result<Decimal, Vec<Reason>> {
        let rows = vec![
            observed(1, "A", "", 2020, "6", "s"),
            observed(2, "A", "sex=F", 2020, "4", "s"),
            observed(3, "A", "sex=M", 2020, "2", "s"),
            observed(4, "B", "", 2020, "4", "s"),
            observed(5, "A", "", 2019, "5", "s"),
            empty(6, "B", 2019, "not_counted", "O", "F", "s"),
        ];
        let share = heng_plan::model::IndicatorFormula::Expression { text: "item('A') / item('B')".to_owned() };
        let mut catalogue = catalogue(vec![indicator("K", share)]);
        change(&mut catalogue);
        let data = Dataset::new(rows, |_| 1);
        let area = area();
        let formulas = Formulas::read(&catalogue);
        let inputs =
            Inputs { catalogue: &catalogue, formulas: &formulas, data: &data, area: &area, asked: None, reads: None };
        let breakdown = Breakdown::parse(asked).unwrap();
        let scope = Scope { period: Period::year(2020), breakdown, fresh: false, path: Vec::new() };
        let mut trace = Trace::default();
        let found = of_part(&Part::read(text), inputs, &scope, &mut trace);

        assert_eq!(found.is_none(), !trace.reasons.is_empty(), "{text}");
        found.ok_or_else(|| trace.reasons.into_iter().collect())
    }

    #[test]
    fn computes_exactly() {
        for (text, expected) in [
            ("4 / 6 * 3", "2"),
            ("79228162514264337593543950334 + 1", "79228162514264337593543950335"),
            ("item('A') / item('B')", "1.5"),
            ("0.1 + 0.2", "0.3"),
            ("1 - item('A') * 2 - 3", "-14"),
            ("-(item('A') - 10)", "4"),
            ("sum_over(item('A'), 'sex')", "6"),
            ("item('A', sex => 'F') - item('A', sex => 'M')", "2"),
            ("prev(item('A'))", "5"),
            ("indicator('K') * 2", "3"),
            ("greatest(item('A'), item('B')) + least(1, 2) + abs(0 - 1) + round(2.45, 1)", "10.5"),
            ("CASE WHEN item('A') < 6 THEN 1 WHEN item('A') >= 6 THEN 2 ELSE 3 END", "2"),
        ] {
            assert_eq!(run(text, ""), Ok(d(expected)), "{text}");
        }
    }

    #[test]
    fn a_code_has_no_figure_outside_its_years() {
        let ended = |catalogue: &mut Catalogue| catalogue.codes.get_mut("sex").unwrap()[1].valid_to = Some(2019);
        assert_eq!(run_with("sum_over(item('A'), 'sex')", "", ended), Ok(d("4")));
        let reasons = run_with("item('A', sex => 'M')", "", ended).unwrap_err();
        assert_eq!(reasons, [Reason::NoItem { item: "A[sex=M]".to_owned() }]);
    }

    #[test]
    fn a_breakdown_reaches_every_item_that_does_not_fix_it() {
        assert_eq!(run("item('A')", "sex=F"), Ok(d("4")));
        assert_eq!(run("item('A') / item('A', sex => '_T') * 3", "sex=F"), Ok(d("2")));
        assert_eq!(run("sum_over(item('A'), 'sex')", "sex=F"), Ok(d("6")));
        assert_eq!(run("indicator('K')", "sex=F").unwrap_err().len(), 1, "B has no figure for women");
    }

    /// What one side lacks the whole lacks, in every operator and wherever it stands; all that lacks is named.
    #[test]
    fn every_operator_is_strict() {
        let lacking = "item('C')";
        for text in [
            "item('A') + #",
            "# - item('A')",
            "# * 0",
            "0 / #",
            "# / 0",
            "-#",
            "abs(#)",
            "least(1, #)",
            "greatest(#, 1)",
            "round(#)",
            "prev(#)",
            "CASE WHEN # > 0 THEN 1 ELSE 2 END",
            "CASE WHEN 1 > 0 THEN # ELSE 2 END",
            "CASE WHEN 0 > 1 THEN 1 WHEN # = # THEN 1 ELSE 2 END",
        ] {
            let text = text.replace('#', lacking);
            let reasons = run(&text, "").expect_err(&text);
            assert!(matches!(reasons.as_slice(), [Reason::NotReported { .. }]), "{text}: {reasons:?}");
        }
        assert_eq!(run("item('C') + prev(item('B')) + item('X')", "").unwrap_err().len(), 3);
        assert_eq!(run("CASE WHEN item('A') > 0 THEN 1 ELSE item('C') END", ""), Ok(d("1")), "not taken, not asked");
        assert_eq!(run("sum_over(item('B'), 'sex')", "").unwrap_err().len(), 2);
    }

    #[test]
    fn what_is_no_number_is_a_reason() {
        let only = |text: &str| run(text, "").unwrap_err().remove(0);
        assert!(matches!(only("item('A') / (item('B') - 4)"), Reason::DivisionByZero { .. }));
        assert!(matches!(only("79228162514264337593543950335 + 1"), Reason::OutOfRange { .. }));
        assert!(matches!(only("79228162514264337593543950335 * item('A')"), Reason::OutOfRange { .. }));
        assert!(matches!(only("round(item('A'), 0.5)"), Reason::OutOfRange { .. }));
        assert!(matches!(only("item('X')"), Reason::NoItem { .. }));
        assert!(matches!(only("indicator('X')"), Reason::NoFormula { .. }));
        assert!(matches!(only("sum_over(item('A'), 'age')"), Reason::NoCodes { .. }));
    }

    #[test]
    fn the_status_is_the_worst_of_the_inputs() {
        let mut trace = Trace::default();
        for status in ["A", "E", "P", ""] {
            trace.saw_status(status);
        }
        assert_eq!(trace.status.as_deref(), Some("E"));
    }
}
