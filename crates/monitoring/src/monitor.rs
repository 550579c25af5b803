//! Judges every target of a plan in one year.

use heng_base::number::publish;
use heng_base::period::Period;
use heng_plan::model::{Catalogue, ObjectiveKind, Operator, Plan, Target, TargetStatus};
use heng_statistics::indicator::IndicatorValue;
use rust_decimal::Decimal;

use crate::judgement::{Explanation, Judgement, Latest, Method, Point, State, TargetView};
use crate::methods::threshold::{Inputs, judge, meets};
use crate::values::Values;

/// One judgement a target that is not merely proposed, and one for each qualitative objective, sorted by domain,
/// objective, indicator, set and breakdown.
pub fn monitor(plan: &Plan, catalogue: &Catalogue, values: &Values, year: i32) -> Vec<Judgement> {
    let mut judgements = Vec::new();
    for objective in &plan.objectives {
        let under = |target: &&Target| target.objective.as_deref() == Some(objective.number.as_str());
        let targets = plan.targets.iter().filter(under).filter(|t| t.status != TargetStatus::Proposed);
        let before = judgements.len();
        judgements.extend(targets.map(|target| one(objective.domain, target, plan, catalogue, values, year)));
        if judgements.len() == before && objective.kind == ObjectiveKind::Qualitative {
            judgements.push(blank(objective.domain, &objective.number, State::Qualitative));
        }
    }
    judgements.sort_by_key(order);
    judgements
}

fn order(judgement: &Judgement) -> impl Ord + use<> {
    let number = judgement.objective.rsplit('.').next().and_then(|n| n.parse::<u32>().ok());
    let set = judgement.target.as_ref().map(|target| target.set);
    let key = (judgement.indicator.clone(), set, judgement.breakdown.clone(), judgement.target_id.clone());
    (judgement.domain, number, key)
}

fn blank(domain: u32, objective: &str, state: State) -> Judgement {
    Judgement {
        domain,
        objective: objective.to_owned(),
        target_id: None,
        indicator: None,
        breakdown: heng_base::breakdown::Breakdown::total(),
        target: None,
        base: None,
        latest: None,
        state,
        evidence: None,
        on_path: None,
        nearly: false,
        reason: None,
        method: None,
        forecast: None,
        warnings: Vec::new(),
    }
}

fn one(domain: u32, target: &Target, plan: &Plan, catalogue: &Catalogue, values: &Values, year: i32) -> Judgement {
    let mut judgement = blank(domain, target.objective.as_deref().unwrap_or_default(), State::Undetermined);
    judgement.target_id = Some(target.id.clone());
    judgement.indicator.clone_from(&target.indicator);
    judgement.breakdown.clone_from(&target.breakdown);
    judgement.target = Some(TargetView {
        set: target.set,
        operator: target.operator,
        value: target.value,
        unit: target.unit.clone(),
        year: target.year,
    });
    let Some(indicator) = target.indicator.as_ref().and_then(|code| catalogue.indicators.get(code)) else {
        judgement.reason = explain("indicator_unset", "目标尚未对应到指标".to_owned());
        return judgement;
    };
    let known: Vec<&IndicatorValue> = values
        .series(&indicator.code, &target.breakdown)
        .filter(|value| value.period.year <= year && value.value.is_some())
        .collect();
    let points: Vec<Point> = known
        .iter()
        .filter(|value| value.carried_from.is_none())
        .filter_map(|value| Some(Point { period: value.period, value: value.value? }))
        .collect();
    judgement.base = points.iter().find(|point| point.period.year == plan.base_year).cloned();
    let Some(last) = known.last() else {
        return no_data(judgement, target, indicator.code.clone(), values, year);
    };
    judgement.latest = latest(last, indicator.decimals);
    if last.period.year < year {
        let message = format!("{year} 年无数据;最近一次为 {} 年", last.carried_from.unwrap_or(last.period));
        judgement.state = State::NoData;
        judgement.reason = explain("stale", message);
        return judgement;
    }
    decide(&mut judgement, target, catalogue, &points, plan, year);
    judgement
}

fn explain(code: &str, message: String) -> Option<Explanation> {
    Some(Explanation { code: code.to_owned(), message })
}

fn no_data(
    mut judgement: Judgement,
    target: &Target,
    code: heng_base::codes::IndicatorCode,
    values: &Values,
    year: i32,
) -> Judgement {
    let reasons = values.get(&code, &target.breakdown, Period::year(year)).map(|value| value.reasons.as_slice());
    let words: Vec<String> =
        reasons.unwrap_or_default().iter().map(|reason| reason.message(heng_base::text::Lang::Zh)).collect();
    judgement.state = State::NoData;
    judgement.reason = explain("no_data", if words.is_empty() { "尚无数据".to_owned() } else { words.join(";") });
    judgement
}

fn latest(value: &IndicatorValue, decimals: u32) -> Option<Latest> {
    Some(Latest {
        period: value.carried_from.unwrap_or(value.period),
        value: value.value?,
        numerator: value.numerator,
        denominator: value.denominator,
        low: None,
        high: None,
        decimals,
        carried: value.carried_from.is_some(),
    })
}

fn decide(judgement: &mut Judgement, target: &Target, catalogue: &Catalogue, points: &[Point], plan: &Plan, year: i32) {
    let Some(latest) = judgement.latest.as_mut() else { return };
    let (operator, value) = rule(target, catalogue, year);
    let inputs = Inputs {
        target,
        operator,
        value,
        points,
        base: judgement.base.as_ref(),
        latest: latest.value,
        due: year >= target.year,
    };
    let (state, reason) = judge(&inputs);
    judgement.state = state;
    judgement.reason = reason;
    judgement.method =
        Some(Method { name: "threshold".to_owned(), version: 1, points: u32::try_from(points.len()).unwrap_or(0) });
    let (Some(value), true) = (value, operator.needs_value()) else { return };
    latest.decimals = decimals(operator, latest.value, value, latest.decimals);
    let unmet = matches!(state, State::Missed | State::Undetermined);
    if let (Some(tolerance), true) = (plan.nearly_tolerance, unmet && operator != Operator::About) {
        judgement.nearly = (latest.value - value).abs() <= tolerance * value.abs();
        if judgement.nearly && state == State::Undetermined {
            judgement.state = State::OnCourse;
        }
    }
}

/// Operator and value to judge by: those of the standard in force where the target names one.
fn rule(target: &Target, catalogue: &Catalogue, year: i32) -> (Operator, Option<Decimal>) {
    let in_force = |from: i32, to: Option<i32>| from <= year && to.is_none_or(|to| year <= to);
    let standard = target
        .standard
        .as_ref()
        .and_then(|code| catalogue.standards.iter().find(|s| s.code == *code && in_force(s.valid_from, s.valid_to)));
    match standard {
        Some(standard) if target.operator == Operator::Standard => (standard.operator, Some(standard.value)),
        _ => (target.operator, target.value),
    }
}

/// Places to publish: more than usual, by at most three, where rounding would contradict the verdict.
fn decimals(operator: Operator, latest: Decimal, value: Decimal, usual: u32) -> u32 {
    let verdict = meets(operator, latest, value);
    let agrees = |places: &u32| {
        publish(latest, *places).parse::<Decimal>().is_ok_and(|shown| meets(operator, shown, value) == verdict)
    };
    (usual..usual + 4).find(agrees).unwrap_or(usual + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_digit_where_rounding_would_contradict() {
        let number = |text: &str| heng_base::number::read(text).expect("a number");
        assert_eq!(decimals(Operator::AtLeast, number("29.96"), number("30"), 1), 2);
        assert_eq!(decimals(Operator::AtLeast, number("29.94"), number("30"), 1), 1);
        assert_eq!(decimals(Operator::AtMost, number("20.004"), number("20"), 1), 3);
    }
}
