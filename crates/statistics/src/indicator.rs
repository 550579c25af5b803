//! Indicator values.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, SourceCode};
use heng_base::period::Period;
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;
use crate::formula::eval::{self, Inputs, Scope, Trace, in_force, standing};
use crate::formula::{Expr, parse, words};
use crate::observation::{Key, Subject};
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
    /// OBS_STATUS of a published value, `A` for a computed one, worst of its inputs where one is estimated (`E`).
    pub obs_status: String,
    /// Name and version of how it was made: `formula 1`, `published 1`.
    pub method: String,
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
/// stands, for as many years as the catalogue says.
pub fn compute(
    indicator: &Indicator,
    catalogue: &Catalogue,
    data: &Dataset,
    area: &AreaCode,
    period: Period,
    breakdown: &Breakdown,
) -> IndicatorValue {
    let scope = Scope { period, breakdown: breakdown.clone(), fresh: false, path: Vec::new() };
    evaluate(indicator, Inputs { catalogue, data, area }, &scope)
}

/// As [`compute`], within a computation that is under way.
pub(crate) fn evaluate(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> IndicatorValue {
    let computed = from_formula(indicator, inputs, scope);
    if computed.value.is_some() { computed } else { published(indicator, inputs, scope).unwrap_or(computed) }
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
    }
}

fn key(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> Key {
    Key {
        subject: Subject::Indicator(indicator.code.clone()),
        area: inputs.area.clone(),
        period: scope.period,
        breakdown: scope.breakdown.clone(),
    }
}

/// The best published value that stands in the period, with what other sources say.
fn published(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> Option<IndicatorValue> {
    let key = key(indicator, inputs, scope);
    let years = if scope.fresh { 0 } else { indicator.carry_years.unwrap_or(0) };
    let first_year = indicator.valid_from.unwrap_or(i32::MIN);
    let (found, number) = standing(&key, years, first_year, inputs.data).ok()?;
    let rivals = inputs.data.rivals(&found.key);
    Some(IndicatorValue {
        value: Some(number),
        inputs: vec![found.id],
        carried_from: Some(found.key.period).filter(|period| *period != scope.period),
        source: Some(found.source.clone()),
        rivals: rivals
            .into_iter()
            .map(|other| Rival { source: other.source.clone(), value: other.usable(), observation: other.id })
            .collect(),
        obs_status: found.obs_status.clone(),
        ..blank(indicator, inputs, scope, "published 1")
    })
}

fn from_formula(indicator: &Indicator, inputs: Inputs, scope: &Scope) -> IndicatorValue {
    let mut value = blank(indicator, inputs, scope, "formula 1");
    if !in_force(indicator.valid_from, indicator.valid_to, scope.period) {
        value.reasons = vec![Reason::NoFormula { indicator: indicator.code.to_string() }];
        return value;
    }
    if scope.path.contains(&indicator.code) {
        value.reasons = vec![Reason::Circular { indicator: indicator.code.to_string() }];
        return value;
    }
    let mut inner = scope.clone();
    inner.path.push(indicator.code.clone());
    let mut trace = Trace::default();
    match &indicator.formula {
        IndicatorFormula::Published => {
            trace.reasons.insert(Reason::NotReported { key: key(indicator, inputs, scope) });
        }
        IndicatorFormula::Expression { text } => value.value = part(text, inputs, &inner, &mut trace),
        IndicatorFormula::Fraction { numerator, denominator, factor } => {
            value.numerator = part(numerator, inputs, &inner, &mut trace);
            let bottom = denominator.as_ref().map(|text| part(text, inputs, &inner, &mut trace));
            value.denominator = bottom.flatten();
            let whole = bottom.is_none_or(|bottom| bottom.is_some());
            if let (Some(top), true) = (value.numerator, whole) {
                value.value = share(top, value.denominator, *factor, indicator, &mut trace);
            }
        }
    }
    value.reasons = if value.value.is_some() { Vec::new() } else { trace.reasons.into_iter().collect() };
    value.inputs = trace.inputs.into_iter().collect();
    value.carried_from = trace.carried;
    value.obs_status = trace.status.unwrap_or_else(|| "A".to_owned());
    value
}

fn part(text: &str, inputs: Inputs, scope: &Scope, trace: &mut Trace) -> Option<Decimal> {
    let Ok(expr) = parse(text) else {
        trace.reasons.insert(Reason::BadFormula { formula: text.to_owned() });
        return None;
    };
    eval::eval(&expr, text, inputs, scope, trace)
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

/// The formula as people read it, with names in place of codes.
pub fn formula_text(indicator: &Indicator, catalogue: &Catalogue) -> String {
    let spoken = |text: &str| parse(text).map_or_else(|_| text.to_owned(), |expr: Expr| words(&expr, catalogue));
    match &indicator.formula {
        IndicatorFormula::Published => "公布数".to_owned(),
        IndicatorFormula::Expression { text } => spoken(text),
        IndicatorFormula::Fraction { numerator, denominator, factor } => {
            let bottom = denominator.as_ref().map_or_else(String::new, |text| format!(" ÷ {}", spoken(text)));
            let times = if *factor == Decimal::ONE { String::new() } else { format!(" × {}", factor.normalize()) };
            format!("{}{bottom}{times}", spoken(numerator))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sample::{area, catalogue, d, empty, expression, fraction, indicator, observed, published};

    fn at(rows: Vec<crate::observation::Observation>, formula: IndicatorFormula) -> IndicatorValue {
        let indicator = indicator("I1", formula);
        let catalogue = catalogue(vec![indicator.clone()]);
        let data = Dataset::new(rows, |_| 1);
        compute(&indicator, &catalogue, &data, &area(), Period::year(2020), &Breakdown::total())
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
        let with = |row| at(vec![observed(1, "A", "", 2020, "1", "s"), row], gap()).reasons;
        let b = || crate::sample::key("B", "", 2020);
        assert_eq!(at(vec![observed(1, "A", "", 2020, "1", "s")], gap()).reasons, [Reason::NotReported { key: b() }]);
        let missing = |code: &str, status: &str| Reason::Missing {
            key: b(),
            missing: code.to_owned(),
            obs_status: status.to_owned(),
        };
        assert_eq!(with(empty(2, "B", 2020, "not_counted", "O", "F", "s")), [missing("not_counted", "O")]);
        assert_eq!(with(empty(2, "B", 2020, "none", "M", "F", "s")), [missing("none", "M")]);
        assert_eq!(with(empty(2, "B", 2020, "confidential", "Q", "C", "s")), [Reason::Confidential { key: b() }]);
    }

    #[test]
    fn an_indicator_of_itself_is_named() {
        let value = at(Vec::new(), expression("indicator('I1') + 1"));
        assert_eq!(value.reasons, [Reason::Circular { indicator: "I1".to_owned() }]);
    }
}
