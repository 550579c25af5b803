//! Held against the progress measure of Open SDG, which Statistics Canada wrote: `tests/oracles/open_sdg_progress.csv`.
//!
//! Every case is to have their ratio, and the state that their class comes to; what Heng does otherwise on purpose stands
//! in `OTHERWISE`, and nowhere else.

use heng_plan::model::{Operator, Target};

use super::*;
use crate::judgement::Point;
use crate::methods::threshold::{self, BEFORE_TARGET_YEAR};
use crate::oracle::near;
use crate::sample::{d, point, target};

struct Case {
    name: &'static str,
    base_year: i32,
    target: Target,
    points: Vec<Point>,
    /// Theirs; none where they do not assess.
    ratio: Option<f64>,
    class: &'static str,
    /// Their limits: high, medium and low.
    limits: [f64; 3],
}

fn cases() -> Vec<Case> {
    let rows: Vec<_> = include_str!("../../../../../tests/oracles/open_sdg_progress.csv").lines().skip(1).collect();
    assert!(rows.len() > 50);
    rows.into_iter().map(read).collect()
}

fn read(row: &'static str) -> Case {
    let cells: Vec<_> = row.split(',').collect();
    let [name, direction, base_year, year, goal, figures, ratio, class, high, medium, low] = cells[..] else {
        panic!("eleven columns: {row}")
    };
    let operator = if direction == "positive" { Operator::AtLeast } else { Operator::AtMost };
    let figure = |text: &str| text.split_once(':').map(|(year, value)| point(year.parse().unwrap(), value)).unwrap();
    Case {
        name,
        base_year: base_year.parse().unwrap(),
        target: target("t", operator, Some(goal), year.parse().unwrap()),
        points: figures.split(' ').map(figure).collect(),
        ratio: Some(ratio).filter(|ratio| !ratio.is_empty()).map(|ratio| ratio.parse().unwrap()),
        class,
        limits: [high, medium, low].map(|limit| limit.parse().unwrap()),
    }
}

fn named(name: &str) -> Case {
    cases().into_iter().find(|case| case.name == name).unwrap()
}

/// What Heng says in the year of the last figure: ratio, state and code of the reason. As in a report the plain reading
/// comes first, and the ratio only where that must wait for the target's year.
fn heng(case: &Case, target: &Target) -> (Option<f64>, State, String) {
    let latest = case.points.last().unwrap();
    let inputs = Inputs {
        target,
        operator: target.operator,
        value: target.value,
        unit: "",
        unit_en: None,
        points: &case.points,
        base: case.points.iter().find(|point| point.period.year == case.base_year),
        latest,
        due: latest.period.year >= target.year,
        parity: Decimal::ZERO,
    };
    let (mut state, mut why) = threshold::judge(&inputs);
    if why.as_ref().is_some_and(|why| why.code == BEFORE_TARGET_YEAR) {
        (state, why) = judge(&inputs).unwrap();
    }
    let ratio = inputs.base.and_then(|base| ratio(&course(&inputs, base)?)).map(|(ratio, _)| ratio);
    (ratio, state, why.unwrap().code)
}

/// State and code of the reason that a class of theirs comes to.
fn mapped(class: &str) -> (State, &'static str) {
    match class {
        "target_achieved" => (State::Attained, "ahead"),
        "substantial_progress" => (State::OnCourse, "on_course"),
        "moderate_progress" => (State::AtRisk, "slow"),
        "limited_progress" => (State::OffCourse, "insufficient"),
        "deterioration" => (State::OffCourse, "away"),
        "not_available" => (State::Undetermined, "base_only"),
        _ => panic!("{class}"),
    }
}

/// Whether Heng's ratio is theirs all the same.
type SameRatio = bool;

/// Case, what Heng says of it, and why.
const OTHERWISE: [(&str, SameRatio, State, &str, &str); 15] = {
    use State::{AtRisk, Missed, OffCourse, OnCourse, Undetermined};
    const FEW: &str = "they judge by two figures, Heng by three and more";
    const ZERO: &str = "they set 0.001 for 0, and the ratio hangs on that choice; Heng goes by yearly amounts";
    const NEGATIVE: &str = "they go by rates where all values are negative; Heng by yearly amounts, as across 0";
    const SIGN: &str = "they do not assess values on both sides of 0; Heng goes by yearly amounts";
    const MET: &str = "they read a fall from beyond the target as deterioration; Heng as a risk, for no way was to go";
    [
        ("two figures", true, Undetermined, "few_points", FEW),
        ("two figures slow", true, Undetermined, "few_points", FEW),
        (
            "base year without a figure",
            false,
            Undetermined,
            "no_base",
            "they take the next year; Heng wants the base year",
        ),
        ("theirs 3-3-3", false, OffCourse, "away", ZERO),
        ("target zero", false, OnCourse, "on_course", ZERO),
        ("base zero", false, AtRisk, "slow", ZERO),
        ("latest zero", false, OffCourse, "away", "a figure of 0 is a rate of -100 %; Heng goes by yearly amounts"),
        ("negative values", false, OnCourse, "on_course", NEGATIVE),
        ("species since 2005", false, OffCourse, "away", NEGATIVE),
        ("sign changed", false, OffCourse, "away", SIGN),
        (
            "target of the other sign",
            false,
            OffCourse,
            "insufficient",
            "they take the size of a complex root; Heng amounts",
        ),
        ("reporting to 90", false, AtRisk, "base_met", MET),
        ("base beyond the target", false, AtRisk, "base_met", MET),
        ("base on the target", false, AtRisk, "base_met", MET),
        ("target year over", false, Missed, "gap", "they go on measuring the pace; in Heng the target is missed"),
    ]
};

#[test]
fn agrees_with_open_sdg_but_for_what_is_meant() {
    let cases = cases();
    let faults: Vec<_> = cases.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(OTHERWISE.iter().all(|other| cases.iter().any(|case| case.name == other.0)));
}

/// What of a case is neither theirs nor said to be otherwise; also an exception that is none.
fn fault(case: &Case) -> Option<String> {
    let (ratio, state, code) = heng(case, &case.target);
    let same = match (ratio, case.ratio) {
        (Some(ratio), Some(theirs)) => near(ratio, theirs),
        (ratio, theirs) => ratio.is_none() && theirs.is_none(),
    };
    let (said, theirs) = ((state, code.as_str()), mapped(case.class));
    let right = match OTHERWISE.iter().find(|other| other.0 == case.name) {
        Some((_, same_ratio, state, code, _)) => {
            same == *same_ratio && said == (*state, *code) && !(same && said == theirs)
        }
        // What is attained has no pace to go by.
        None => said == theirs && (same || state == State::Attained),
    };
    (!right).then(|| format!("{}: {ratio:?} {said:?}, theirs {:?} {theirs:?}", case.name, case.ratio))
}

#[test]
fn the_limits_are_theirs() {
    for case in cases().iter().filter(|case| case.class != "not_available") {
        assert_eq!(case.limits, [LIMITS.on_course, LIMITS.at_risk, LIMITS.away], "{}", case.name);
    }
}

/// Their measure knows one direction; a target to be met from either side ("Goldilocks") they transform by hand, case by
/// case. Heng reads the distance, by amounts: 52 to 45 of about 40 is 12 to 5, where 2 is asked.
#[test]
fn about_a_value_goes_by_distance() {
    let case = named("two sided");
    let about =
        Target { operator: Operator::About, value: Some(d("40")), tolerance: Some(d("2")), ..case.target.clone() };
    let (ratio, state, _) = heng(&case, &about);
    assert!((ratio.unwrap() - 1.4).abs() < 1e-12 && !near(ratio.unwrap(), case.ratio.unwrap()));
    assert_eq!(state, State::OnCourse);
}
