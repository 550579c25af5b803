//! Indicator values.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula, IndicatorKind};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;
use crate::formula::eval::{self, Inputs, Scope, Trace, usable};
use crate::formula::{Expr, Formulas, Part, Shape, parse, words};
use crate::observation::{Key, Observation, Subject};
use crate::reason::Reason;

/// The value of one indicator for an area, period and breakdown: a number at full precision, or the reasons why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorValue {
    pub indicator: IndicatorCode,
    pub area: AreaCode,
    pub period: Period,
    pub breakdown: Breakdown,
    pub value: Option<Decimal>,
    pub numerator: Option<Decimal>,
    pub denominator: Option<Decimal>,
    /// Empty exactly when there is a value; all reasons, sorted, not the first.
    pub reasons: Vec<Reason>,
    /// Ids of the observations used, ascending: the way back to the submissions.
    pub inputs: Vec<i64>,
    /// Set when the value is an older one that still stands.
    pub carried_from: Option<Period>,
    /// For a published value: its source; and what other sources say (两源不一致), best rank first.
    pub source: Option<SourceCode>,
    pub rivals: Vec<Rival>,
    /// OBS_STATUS of a published value, `A` for a computed one, worst of its inputs where one is estimated (`E`); without a
    /// value `O`, `Q` or `M`.
    pub obs_status: String,
    /// Name and version of how it was made: `formula 1`, `published 1`.
    pub method: String,
    /// The year whose definition it was computed by: an earlier one where the whole figure was carried, its own where only
    /// an input was; not kept in releases.
    #[serde(skip)]
    pub defined_in: Option<i32>,
    /// The fewest cases of any rate that it is, or is made of; not kept in releases.
    #[serde(skip)]
    pub cases: Option<Decimal>,
    /// The two shares or rates that it is the difference or the ratio of; not kept in releases.
    #[serde(skip)]
    pub compared: Option<Compared>,
}

/// Two shares or rates beside each other: a value that is `one − other` or, for a ratio, `one / other`, times a factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub one: Counts,
    pub other: Counts,
    pub contrast: Contrast,
    pub factor: Decimal,
}

/// What is made of which two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contrast {
    GapOfShares,
    RatioOfShares,
    GapOfRates,
}

/// A share or a rate as it was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub numerator: Decimal,
    pub denominator: Decimal,
}

/// What another source says of the same figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rival {
    pub source: SourceCode,
    pub value: Option<Decimal>,
    pub observation: i64,
}

/// The value of `indicator` for an area, period and breakdown.
///
/// A computed value goes before a published one; where the formula gives none, the best published value of the indicator
/// is used. Where the period has neither, and nothing says that there can be none, the last value stands for as many
/// years as the catalogue says.
pub fn compute(
    indicator: &Indicator,
    basis: Basis<'_>,
    area: &AreaCode,
    period: Period,
    breakdown: &Breakdown,
) -> IndicatorValue {
    let Basis { catalogue, formulas, data } = basis;
    let scope = Scope { period, breakdown: breakdown.clone(), fresh: false, path: Vec::new() };
    evaluate(indicator, Inputs { catalogue, formulas, data, area, asked: None, reads: None }, &scope)
}

/// What indicators are computed from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub catalogue: &'a Catalogue,
    /// Those of the catalogue.
    pub formulas: &'a Formulas,
    pub data: &'a Dataset,
}

/// As [`compute`], within a computation that is under way.
pub(crate) fn evaluate(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> IndicatorValue {
    let now = at_period(indicator, inputs, scope);
    if now.value.is_some() || scope.fresh || !now.reasons.iter().all(Reason::lets_last_stand) {
        return now;
    }
    let mut earlier = Scope { fresh: true, ..scope.clone() };
    for _ in 0..indicator.carry_years.unwrap_or(0) {
        earlier.period.year -= 1;
        let last = at_period(indicator, inputs, &earlier);
        if last.value.is_some() {
            return IndicatorValue { period: scope.period, carried_from: Some(earlier.period), ..last };
        }
    }
    now
}

fn at_period(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> IndicatorValue {
    let none = |reason| IndicatorValue {
        reasons: vec![reason],
        obs_status: "M".to_owned(),
        ..blank(indicator, inputs, scope, "formula 1")
    };
    let Some(indicator) = indicator.in_year(scope.period.year) else {
        return none(Reason::NoFormula { indicator: indicator.code.to_string() });
    };
    if scope.path.contains(&indicator.code) {
        return none(Reason::Circular { indicator: indicator.code.to_string() });
    }
    let computed = from_formula(indicator, inputs, scope);
    if computed.value.is_some() {
        return computed;
    }
    let found = published(indicator, inputs, scope, computed);
    if found.value.is_some() { found } else { IndicatorValue { obs_status: absent(&found.reasons), ..found } }
}

/// OBS_STATUS of a value that is not there: `O` where it could be, `Q` where it may not be told, else `M`.
fn absent(reasons: &[Reason]) -> String {
    let status = if reasons.iter().any(Reason::lets_last_stand) {
        "O"
    } else if reasons.iter().any(|reason| matches!(reason, Reason::Confidential { .. })) {
        "Q"
    } else {
        "M"
    };
    status.to_owned()
}

fn blank(indicator: &Indicator, inputs: Inputs, scope: &Scope, method: &str) -> IndicatorValue {
    IndicatorValue {
        indicator: indicator.code.clone(),
        area: inputs.area.clone(),
        period: scope.period,
        breakdown: scope.breakdown.clone(),
        value: None,
        numerator: None,
        denominator: None,
        reasons: Vec::new(),
        inputs: Vec::new(),
        carried_from: None,
        source: None,
        rivals: Vec::new(),
        obs_status: "A".to_owned(),
        method: method.to_owned(),
        defined_in: Some(scope.period.year),
        cases: None,
        compared: None,
    }
}

/// The best published value of the period, with what other sources say; else what was `computed`, and why nothing
/// published helps: an empty or confidential figure is a reason of its own.
fn published(indicator: &Indicator, inputs: Inputs, scope: &Scope, mut computed: IndicatorValue) -> IndicatorValue {
    let key = Key {
        subject: Subject::Indicator(indicator.code.clone()),
        area: inputs.area.clone(),
        period: scope.period,
        breakdown: scope.breakdown.clone(),
    };
    let rival =
        |other: &Observation| Rival { source: other.source.clone(), value: other.usable(), observation: other.id };
    match usable(&key, inputs.settled(&key)) {
        Ok((found, number)) => IndicatorValue {
            value: Some(number),
            inputs: vec![found.id],
            source: Some(found.source.clone()),
            rivals: inputs.data.rivals(&key).into_iter().map(rival).collect(),
            obs_status: found.obs_status.clone(),
            ..blank(indicator, inputs, scope, "published 1")
        },
        Err(Reason::NotReported { .. }) if indicator.formula != IndicatorFormula::Published => computed,
        Err(reason) => {
            computed.reasons.push(reason);
            computed.reasons.sort();
            computed.inputs.extend(inputs.settled(&key).map(|found| found.id));
            computed.inputs.sort_unstable();
            computed
        }
    }
}

fn from_formula(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> IndicatorValue {
    let mut value = blank(indicator, inputs, scope, "formula 1");
    let Some(formula) = inputs.formulas.of_definition(indicator) else { return value };
    let mut trace = Trace::default();
    for part in formula.parts().filter(|part| part.expr.is_none()) {
        trace.reasons.insert(Reason::BadFormula { formula: part.text.clone() });
    }
    let mut inner = scope.clone();
    inner.path.push(indicator.code.clone());
    // A change from year to year is one between two years' own figures, on both sides of the formula.
    inner.fresh |= formula.looks_back;
    let mut number = |part: &Part| eval::of_part(part, inputs, &inner, &mut trace);
    match &formula.shape {
        Shape::Published => return value,
        Shape::Expression(part) => value.value = number(part),
        Shape::Fraction { numerator, denominator, factor } => {
            value.numerator = number(numerator);
            value.denominator = denominator.as_ref().and_then(&mut number);
            value.value = match (value.numerator, value.denominator) {
                (Some(top), None) if denominator.is_none() => share(top, None, *factor, indicator, &mut trace),
                (Some(top), Some(bottom)) => share(top, Some(bottom), *factor, indicator, &mut trace),
                _ => None,
            };
        }
    }
    value.reasons = if value.value.is_some() { Vec::new() } else { trace.reasons.into_iter().collect() };
    value.inputs = trace.inputs.into_iter().collect();
    let own = value.numerator.filter(|_| indicator.kind == IndicatorKind::Rate);
    value.cases = own.into_iter().chain(trace.cases).min();
    value.compared = value.value.and_then(|_| formula.pair.as_ref()?.counted(inputs, &inner));
    value.carried_from = trace.carried.filter(|_| value.value.is_some());
    value.obs_status = trace.status.unwrap_or_else(|| "A".to_owned());
    value
}

/// Multiplies before it divides, so that one third in per cent is rounded once.
fn share(
    top: Decimal,
    bottom: Option<Decimal>,
    factor: Decimal,
    indicator: &Indicator,
    trace: &mut Trace,
) -> Option<Decimal> {
    let formula = indicator.code.to_string();
    let scaled = top.checked_mul(factor);
    let result = match bottom {
        Some(bottom) if bottom.is_zero() => {
            trace.reasons.insert(Reason::DivisionByZero { formula });
            return None;
        }
        Some(bottom) => scaled.and_then(|scaled| scaled.checked_div(bottom)),
        None => scaled,
    };
    if result.is_none() {
        trace.reasons.insert(Reason::OutOfRange { formula });
    }
    result
}

/// A formula as people read it, with names in place of codes; one that cannot be read as it is written.
pub fn formula_words(text: &str, catalogue: &Catalogue, lang: Lang) -> String {
    parse(text).map_or_else(|_| text.to_owned(), |expr: Expr| words(&expr, catalogue, lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{catalogue, computed, d, empty, expression, fraction, indicator, observed, published};

    fn at(rows: Vec<Observation>, formula: IndicatorFormula) -> IndicatorValue {
        let indicator = indicator("I1", formula);
        let catalogue = catalogue(vec![indicator.clone()]);
        let data = Dataset::new(rows, |_| 1);
        computed(&indicator, &catalogue, &data, 2020)
    }

    #[test]
    fn a_share_keeps_its_parts_and_its_inputs() {
        let rows = vec![observed(1, "A", "sex=F", 2020, "1", "s"), observed(2, "A", "", 2020, "3", "s")];
        let value = at(rows, fraction("item('A', sex => 'F')", "item('A')", 100));
        assert_eq!(heng_base::number::publish(value.value.unwrap(), 2), "33.33");
        assert_eq!((value.numerator, value.denominator), (Some(d("1")), Some(d("3"))));
        assert_eq!(value.inputs, [1, 2]);
    }

    #[test]
    fn all_that_is_missing_is_named() {
        let value = at(Vec::new(), fraction("item('A')", "item('B')", 100));
        assert_eq!(value.value, None);
        assert_eq!(value.reasons.len(), 2);
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let rows = vec![observed(1, "A", "", 2020, "1", "s"), observed(2, "B", "", 2020, "0", "s")];
        let value = at(rows, fraction("item('A')", "item('B')", 100));
        assert_eq!(value.reasons, [Reason::DivisionByZero { formula: "I1".to_owned() }]);
    }

    #[test]
    fn a_published_value_stands_where_the_formula_gives_none() {
        let rows = vec![published(7, "I1", 2020, "16.9", "a"), published(8, "I1", 2020, "17.0", "b")];
        let value = at(rows, fraction("item('A')", "item('B')", 100_000));
        assert_eq!((value.value, value.method.as_str()), (Some(d("16.9")), "published 1"));
        assert_eq!(value.rivals.len(), 1);
    }

    /// Missing, not applicable and confidential stay three different things.
    #[test]
    fn what_is_absent_keeps_its_kind() {
        let gap = || expression("item('A') - item('B')");
        let with = |row| {
            let value = at(vec![observed(1, "A", "", 2020, "1", "s"), row], gap());
            (value.reasons, value.obs_status)
        };
        let told = |reason, status: &str| (vec![reason], status.to_owned());
        let b = || crate::sample::key("B", "", 2020);
        let silent = at(vec![observed(1, "A", "", 2020, "1", "s")], gap());
        assert_eq!((silent.reasons, silent.obs_status), told(Reason::NotReported { key: b() }, "O"));
        let missing = |code: &str, status: &str| Reason::Missing {
            key: b(),
            missing: code.to_owned(),
            obs_status: status.to_owned(),
        };
        assert_eq!(with(empty(2, "B", 2020, "not_counted", "O", "F", "s")), told(missing("not_counted", "O"), "O"));
        assert_eq!(with(empty(2, "B", 2020, "none", "M", "F", "s")), told(missing("none", "M"), "M"));
        assert_eq!(
            with(empty(2, "B", 2020, "confidential", "Q", "C", "s")),
            told(Reason::Confidential { key: b() }, "Q")
        );
    }

    /// The rows, an indicator with years of carrying, and the year asked.
    fn in_year(rows: Vec<Observation>, formula: IndicatorFormula, carry: u32, year: i32) -> IndicatorValue {
        let indicator = Indicator { carry_years: Some(carry), ..indicator("I1", formula) };
        let catalogue = catalogue(vec![indicator.clone()]);
        let data = Dataset::new(rows, |_| 1);
        computed(&indicator, &catalogue, &data, year)
    }

    #[test]
    fn the_last_value_stands_as_long_as_the_catalogue_says() {
        let rows = || vec![observed(1, "A", "", 2018, "1", "s"), observed(2, "B", "", 2018, "4", "s")];
        let share = || fraction("item('A')", "item('B')", 100);
        let standing = in_year(rows(), share(), 2, 2020);
        assert_eq!((standing.value, standing.carried_from), (Some(d("25")), Some(Period::year(2018))));
        assert_eq!(standing.defined_in, Some(2018), "by the definition of the year that it comes from");
        assert_eq!((standing.period, standing.numerator), (Period::year(2020), Some(d("1"))));
        assert_eq!(in_year(rows(), share(), 1, 2020).value, None);
        let row = || vec![published(1, "I1", 2018, "16.9", "s")];
        assert_eq!(in_year(row(), IndicatorFormula::Published, 2, 2020).carried_from, Some(Period::year(2018)));
        assert_eq!(in_year(row(), IndicatorFormula::Published, 1, 2020).reasons.len(), 1);
    }

    #[test]
    fn what_cannot_be_or_is_confidential_ends_the_last_value() {
        let with = |row| {
            let rows = vec![observed(1, "A", "", 2019, "1", "s"), row];
            in_year(rows, fraction("item('A')", "1", 1), 5, 2020).value
        };
        assert_eq!(with(empty(2, "A", 2020, "not_survey_year", "O", "F", "s")), Some(d("1")));
        assert_eq!(with(empty(2, "A", 2020, "not_applicable", "M", "F", "s")), None);
        assert_eq!(with(empty(2, "A", 2020, "confidential", "Q", "C", "s")), None);
    }

    #[test]
    fn old_definitions_end_with_their_years() {
        let rows = vec![published(1, "I1", 2020, "16.9", "s")];
        let data = Dataset::new(rows, |_| 1);
        let ended = Indicator { valid_to: Some(2019), ..indicator("I1", IndicatorFormula::Published) };
        let catalogue = catalogue(vec![ended.clone()]);
        let value = computed(&ended, &catalogue, &data, 2020);
        assert_eq!(value.reasons, [Reason::NoFormula { indicator: "I1".to_owned() }]);
    }

    #[test]
    fn each_year_is_computed_by_its_own_definition() {
        let rows = |id, year| vec![observed(id, "A", "", year, "4", "s"), observed(id + 1, "B", "", year, "8", "s")];
        let data = Dataset::new([rows(1, 2019), rows(3, 2020)].concat(), |_| 1);
        let older = Indicator { valid_to: Some(2019), ..indicator("I1", fraction("item('A')", "item('B')", 100)) };
        let newer = Indicator {
            valid_from: Some(2020),
            earlier: vec![older],
            ..indicator("I1", fraction("item('B')", "item('A')", 100))
        };
        let change = indicator("I2", expression("indicator('I1') - prev(indicator('I1'))"));
        let catalogue = catalogue(vec![newer.clone(), change.clone()]);
        let of = |indicator, year| computed(indicator, &catalogue, &data, year).value;
        assert_eq!((of(&newer, 2019), of(&newer, 2020)), (Some(d("50")), Some(d("200"))));
        assert_eq!(of(&change, 2020), Some(d("150")));
        let formulas = Formulas::read(&catalogue);
        assert_eq!(formulas.items(&newer.code).len(), 2);
    }

    /// Item C stands for three years; its change between a year with a figure and one without is not nought.
    #[test]
    fn a_change_is_never_taken_from_a_figure_that_only_stands() {
        let rows = || vec![observed(1, "C", "", 2018, "5", "s"), observed(2, "C", "", 2019, "7", "s")];
        let change = || expression("item('C') - prev(item('C'))");
        assert_eq!(in_year(rows(), change(), 0, 2019).value, Some(d("2")));
        assert_eq!(in_year(rows(), change(), 0, 2020).value, None);
        let of_item = in_year(rows(), expression("item('C')"), 0, 2020);
        assert_eq!((of_item.carried_from, of_item.defined_in), (Some(Period::year(2019)), Some(2020)));
    }

    #[test]
    fn an_empty_published_figure_is_a_reason_beside_those_of_the_formula() {
        let silent = Observation {
            key: crate::sample::indicator_key("I1", 2020),
            ..empty(9, "A", 2020, "confidential", "Q", "C", "s")
        };
        let value = at(vec![silent], fraction("item('A')", "item('B')", 100));
        assert_eq!((value.reasons.len(), value.inputs), (3, vec![9]));
    }

    #[test]
    fn an_indicator_of_itself_is_named() {
        let value = at(Vec::new(), expression("indicator('I1') + 1"));
        assert_eq!(value.reasons, [Reason::Circular { indicator: "I1".to_owned() }]);
    }
}
