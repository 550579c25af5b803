//! Whole judgements over a small plan.

use heng_base::codes::IndicatorCode;
use heng_plan::model::TargetSet;

use super::*;
use crate::sample::{catalogue, d, data, plan, target};

mod course;

/// The judgement of the one target `t`.
fn judge_one(target: Target, rows: &[(&str, i32, &str)], year: i32) -> Judgement {
    judge_with(target, rows, year, |_, _| {})
}

fn judge_with(
    target: Target,
    rows: &[(&str, i32, &str)],
    year: i32,
    change: impl Fn(&mut Plan, &mut Catalogue),
) -> Judgement {
    let (mut plan, mut catalogue) = (plan(vec![target]), catalogue());
    change(&mut plan, &mut catalogue);
    let values = Values::compute(&plan, &catalogue, &data(rows));
    let mut judgements = monitor(&plan, &catalogue, &Formulas::read(&catalogue), &values, year);
    judgements.retain(|judgement| judgement.target_id.as_deref() == Some("t"));
    judgements.pop().unwrap()
}

fn code(judgement: &Judgement) -> &str {
    judgement.reason.as_ref().map_or("", |reason| &reason.code)
}

fn on(indicator: &str, target: Target) -> Target {
    Target { indicator: Some(IndicatorCode::parse(indicator).unwrap()), ..target }
}

fn at_least(value: &str) -> Target {
    target("t", Operator::AtLeast, Some(value), 2020)
}

#[test]
fn a_figure_older_than_the_year_is_shown_and_not_judged() {
    let judgement = judge_one(at_least("70"), &[("I1", 2010, "60"), ("I1", 2018, "75.5")], 2020);
    assert_eq!((judgement.state, code(&judgement)), (State::NoData, "stale"));
    assert_eq!(judgement.reason.unwrap().message, "2020 年无数据；最近一次为 2018 年的 75.5 %");
    let latest = judgement.latest.unwrap();
    assert_eq!((latest.period, latest.carried), (Period::year(2018), false));
    assert_eq!(judgement.base, Some(Point { period: Period::year(2010), value: d("60") }));
}

#[test]
fn a_figure_that_stands_is_judged_and_marked() {
    let judgement = judge_one(on("I2", at_least("70")), &[("I2", 2018, "75.5")], 2020);
    assert_eq!(judgement.state, State::Attained);
    let latest = judgement.latest.unwrap();
    assert_eq!((latest.period, latest.carried), (Period::year(2018), true));
    let later = judge_one(on("I2", at_least("70")), &[("I2", 2016, "75.5")], 2020);
    assert_eq!((later.state, later.latest.unwrap().carried), (State::NoData, false));
}

#[test]
fn a_figure_that_only_stands_is_no_point_of_a_direction() {
    let up = on("I2", target("t", Operator::Up, None, 2020));
    let judgement = judge_one(up, &[("I2", 2010, "1"), ("I2", 2013, "2")], 2016);
    assert_eq!((judgement.state, code(&judgement)), (State::Undetermined, "few_points"));
    assert_eq!(judgement.method.unwrap().points, 2);
}

#[test]
fn without_any_figure_it_is_no_data_with_the_name() {
    let judgement = judge_one(at_least("70"), &[], 2020);
    assert_eq!((judgement.state, judgement.latest.is_none()), (State::NoData, true));
    assert_eq!(judgement.reason.unwrap().message, "尚无数据：甲率");
}

#[test]
fn without_an_indicator_or_a_base_in_its_year_it_is_undetermined() {
    let unset = judge_one(Target { indicator: None, ..at_least("70") }, &[], 2020);
    assert_eq!((unset.state, code(&unset)), (State::Undetermined, "indicator_unset"));
    let rows = [("I1", 2011, "1"), ("I1", 2012, "2"), ("I1", 2013, "3")];
    let open = judge_one(target("t", Operator::Up, None, 2020), &rows, 2013);
    assert_eq!((open.state, code(&open)), (State::OnCourse, "trend"));
    let due = judge_one(target("t", Operator::Up, None, 2013), &rows, 2013);
    assert_eq!((due.state, code(&due)), (State::Undetermined, "no_base"));
}

#[test]
fn nearly_is_said_only_within_the_plans_tolerance() {
    let with = |value: &str, year, tolerance: Option<&str>| {
        let rows = [("I1", year, value)];
        judge_with(at_least("80"), &rows, year, |plan, _| plan.nearly_tolerance = tolerance.map(d))
    };
    let said = |judgement: Judgement| (judgement.state, judgement.nearly);
    assert_eq!(said(with("76", 2020, Some("0.05"))), (State::Missed, false));
    assert_eq!(said(with("76", 2015, Some("0.05"))), (State::OnCourse, true));
    assert_eq!(said(with("75.9", 2020, Some("0.05"))), (State::Missed, false));
    assert_eq!(said(with("75.9", 2015, Some("0.05"))), (State::Undetermined, false));
    assert_eq!(said(with("76", 2020, None)), (State::Missed, false));
    assert_eq!(said(with("81", 2020, Some("0.05"))), (State::Attained, false));
}

#[test]
fn a_standard_is_the_one_in_force_in_the_year() {
    let standard = |from: i32, to, value: &str| Standard {
        code: "S1".to_owned(),
        indicator: IndicatorCode::parse("I1").unwrap(),
        issuer: "省".to_owned(),
        document: "标准".to_owned(),
        operator: Operator::AtLeast,
        value: d(value),
        unit: "%".to_owned(),
        valid_from: from,
        valid_to: to,
        source_url: None,
    };
    let by = Target { standard: Some("S1".to_owned()), ..target("t", Operator::Standard, None, 2015) };
    let at = |year, value: &str| {
        judge_with(by.clone(), &[("I1", year, value)], year, |_, catalogue| {
            catalogue.standards = vec![standard(2015, Some(2017), "60"), standard(2018, None, "80")];
        })
    };
    assert_eq!((at(2016, "70").state, at(2016, "70").target.unwrap().value), (State::Attained, Some(d("60"))));
    assert_eq!((at(2019, "70").state, at(2019, "70").target.unwrap().value), (State::Missed, Some(d("80"))));
    assert_eq!(code(&at(2014, "70")), "standard_unset");
}

#[test]
fn to_keep_a_level_is_not_to_fall_to_its_worse_side() {
    let at = |direction, value: &str| {
        let keep = target("t", Operator::Keep, Some("10"), 2020);
        judge_with(keep, &[("I1", 2020, value)], 2020, |_, catalogue| {
            catalogue.indicators[0].direction = direction;
        })
        .state
    };
    assert_eq!((at(Direction::Up, "11"), at(Direction::Up, "9")), (State::Attained, State::Missed));
    assert_eq!((at(Direction::Down, "9"), at(Direction::Down, "11")), (State::Attained, State::Missed));
    assert_eq!((at(Direction::Hold, "10"), at(Direction::Hold, "11")), (State::Attained, State::Missed));
}

#[test]
fn observed_figures_are_shown_and_not_judged() {
    let observe = || target("t", Operator::Observe, None, 2020);
    let judgement = judge_one(observe(), &[("I1", 2020, "5")], 2020);
    assert_eq!((judgement.state, judgement.method), (State::NotJudged, None));
    assert_eq!(judge_one(observe(), &[("I1", 2018, "5")], 2020).state, State::NotJudged);
}

#[test]
fn after_its_end_the_plans_last_figures_stand() {
    let judgement = judge_one(at_least("70"), &[("I1", 2020, "75")], 2021);
    assert_eq!((judgement.state, judgement.latest.unwrap().period), (State::Attained, Period::year(2020)));
}

#[test]
fn proposals_are_left_out_and_their_objective_said_to_be_open() {
    let proposed = Target { status: TargetStatus::Proposed, ..at_least("70") };
    let (plan, catalogue) = (plan(vec![proposed]), catalogue());
    let values = Values::compute(&plan, &catalogue, &data(&[("I1", 2020, "75")]));
    let judgements = monitor(&plan, &catalogue, &Formulas::read(&catalogue), &values, 2020);
    let said: Vec<_> = judgements.iter().map(|j| (j.objective.as_str(), j.state, j.target.is_none())).collect();
    let qualitative = |number| (number, State::Qualitative, true);
    assert_eq!(said, [("1.1", State::Undetermined, true), qualitative("1.2"), qualitative("1.10")]);
    assert_eq!(crate::rate::attainment_rate(&judgements).all, 0);
}

#[test]
fn sorted_by_objective_indicator_and_set() {
    let of = |id: &str, objective: &str, indicator: &str, set| Target {
        id: id.to_owned(),
        objective: Some(objective.to_owned()),
        set,
        ..on(indicator, at_least("1"))
    };
    let targets = vec![
        of("d", "1.10", "I1", TargetSet::Own),
        of("c", "1.1", "I2", TargetSet::Own),
        of("b", "1.1", "I1", TargetSet::Nation),
        of("a", "1.1", "I1", TargetSet::Own),
    ];
    let (plan, catalogue) = (plan(targets), catalogue());
    let judgements = monitor(&plan, &catalogue, &Formulas::read(&catalogue), &Values::default(), 2020);
    let ids: Vec<_> = judgements.iter().map(|j| j.target_id.as_deref().unwrap_or(&j.objective)).collect();
    assert_eq!(ids, ["a", "b", "c", "1.2", "d"]);
}

#[test]
fn targets_of_measures_and_projects_are_judged_apart() {
    let alone = |id: &str, reference: &str| Target {
        id: id.to_owned(),
        reference: reference.to_owned(),
        objective: None,
        ..at_least("70")
    };
    let (plan, catalogue) = (plan(vec![alone("p", "P1"), alone("m", "1.M5")]), catalogue());
    let values = Values::compute(&plan, &catalogue, &data(&[("I1", 2020, "75")]));
    let judgements = monitor_measures(&plan, &catalogue, &Formulas::read(&catalogue), &values, 2020);
    let said: Vec<_> = judgements.iter().map(|j| (j.domain, j.objective.as_str(), j.state)).collect();
    assert_eq!(said, [(1, "1.M5", State::Attained), (0, "P1", State::Attained)]);
    assert!(
        monitor(&plan, &catalogue, &Formulas::read(&catalogue), &values, 2020).iter().all(|j| j.target_id.is_none())
    );
}

#[test]
fn one_more_digit_where_rounding_would_contradict() {
    let of = |operator, value: &str, latest: &str| {
        let judgement = judge_one(target("t", operator, Some(value), 2020), &[("I1", 2020, latest)], 2020);
        judgement.latest.unwrap().decimals
    };
    assert_eq!(of(Operator::AtLeast, "30", "29.96"), 2);
    assert_eq!(of(Operator::AtLeast, "30", "29.94"), 1);
    assert_eq!(of(Operator::AtMost, "20", "20.004"), 3);
    assert_eq!(of(Operator::Above, "20", "20.04"), 2);
    let rows = [("I1", 2010, "7.24"), ("I1", 2012, "7"), ("I1", 2020, "7.21")];
    let down = judge_one(target("t", Operator::Down, None, 2020), &rows, 2020);
    assert_eq!((down.state, down.latest.unwrap().decimals), (State::Attained, 2));
}
