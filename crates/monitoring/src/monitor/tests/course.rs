//! Judgements before the target's year: pace, path, evidence and the printed shape.

use heng_base::codes::{AreaCode, ItemCode, SourceCode};
use heng_plan::model::{BeforeTargetYear, IndicatorFormula, IndicatorKind, Item, ValueType};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::judgement::Evidence;

/// Figures of the national outline 2011–2020.
const MORTALITY: &[(&str, i32, &str)] = &[("I1", 2010, "30"), ("I1", 2013, "23.2"), ("I1", 2015, "20.1")];

fn at_most(value: &str) -> Target {
    target("t", Operator::AtMost, Some(value), 2020)
}

fn method(judgement: &Judgement) -> (&str, u32) {
    judgement.method.as_ref().map_or(("", 0), |method| (method.name.as_str(), method.points))
}

/// Of a gap of two shares, 8 of 10 women and 5 of 10 men: the state is read from the figure, the mark from both counts.
#[test]
fn a_gap_of_shares_that_chance_may_have_made_is_marked() {
    let formula = "item('A', sex => 'F') / item('A') * 100 - item('B', sex => 'F') / item('B') * 100";
    let rows = |times: i64| {
        let cells = [("A", "", 10), ("A", "sex=F", 8), ("B", "", 10), ("B", "sex=F", 5)];
        let cell = |(id, (item, by, value)): (i64, (&str, &str, i64))| {
            let subject = Subject::Item(ItemCode::parse(item).unwrap());
            let key = Key { subject, ..crate::sample::key("I1", by, 2015) };
            Observation { id, key, value: Some((value * times).into()), ..crate::sample::observed() }
        };
        (1..).zip(cells).map(cell).collect::<Vec<_>>()
    };
    let judge = |times: i64| {
        let (plan, mut catalogue) = (plan(vec![target("t", Operator::AtLeast, Some("0"), 2015)]), catalogue());
        for code in ["A", "B"] {
            let code = ItemCode::parse(code).unwrap();
            let item = Item::yearly(code.clone(), heng_base::text::Text::zh("数"), "人", ValueType::Integer);
            catalogue.items.insert(code, item);
        }
        let gap = &mut catalogue.indicators[0];
        gap.kind = IndicatorKind::Gap;
        gap.formula = IndicatorFormula::Expression { text: formula.to_owned() };
        let values = Values::compute(&plan, &catalogue, &Dataset::new(rows(times), |_| 1));
        monitor(&plan, &catalogue, &Formulas::read(&catalogue), &values, 2015)
            .into_iter()
            .find(|one| one.target_id.is_some())
            .unwrap()
    };
    let (few, many) = (judge(1), judge(100));
    assert_eq!((few.state, few.evidence), (State::Attained, Some(Evidence::Chance)));
    assert_eq!((many.state, many.evidence), (State::Attained, Some(Evidence::Sound)));
    let latest = few.latest.unwrap();
    assert_eq!((latest.interval_method.as_deref(), latest.shares.len()), (Some("newcombe 1"), 2));
    assert_eq!((latest.low, latest.high), (Some(d("-10.66724653")), Some(d("59.98719821"))));
}

#[test]
fn before_its_year_the_pace_decides() {
    let judgement = judge_one(at_most("20"), MORTALITY, 2015);
    assert_eq!((judgement.state, judgement.on_path), (State::OnCourse, Some(true)));
    assert_eq!((method(&judgement), judgement.evidence), (("growth_ratio", 3), None));
    let behind = judge_one(at_least("80"), &[("I1", 2010, "60"), ("I1", 2012, "60"), ("I1", 2015, "61")], 2015);
    assert_eq!((behind.state, code(&behind), behind.on_path), (State::OffCourse, "insufficient", Some(false)));
}

#[test]
fn what_is_met_already_or_due_is_read_plainly() {
    let ahead = judge_one(at_most("21"), MORTALITY, 2015);
    assert_eq!((ahead.state, code(&ahead), ahead.on_path), (State::Attained, "ahead", Some(true)));
    assert_eq!(method(&ahead).0, "threshold");
    let due = judge_one(at_least("80"), &[("I1", 2010, "60"), ("I1", 2020, "79")], 2020);
    assert_eq!((due.state, method(&due).0, due.on_path), (State::Missed, "threshold", Some(false)));
}

#[test]
fn without_a_base_value_it_waits_and_is_counted() {
    let judgement = judge_one(at_least("80"), &[("I1", 2012, "60"), ("I1", 2015, "70")], 2015);
    assert_eq!((judgement.state, code(&judgement)), (State::Undetermined, "no_base"));
    assert_eq!(judgement.on_path, None);
    assert_eq!(crate::rate::attainment_rate([&judgement]).monitorable, 1);
}

#[test]
fn a_plan_may_forgo_the_pace() {
    let judgement = judge_with(at_most("20"), MORTALITY, 2015, |plan, _| {
        plan.before_target_year = BeforeTargetYear::Threshold;
    });
    assert_eq!((judgement.state, code(&judgement)), (State::Undetermined, "before_target_year"));
    assert_eq!((method(&judgement).0, judgement.on_path), ("threshold", Some(true)));
}

#[test]
fn nearly_changes_no_verdict_of_the_pace() {
    let with = |rows: &[(&str, i32, &str)]| {
        let judgement = judge_with(at_least("80"), rows, 2015, |plan, _| plan.nearly_tolerance = Some(d("0.05")));
        (judgement.state, judgement.nearly)
    };
    assert_eq!(with(&[("I1", 2010, "60"), ("I1", 2012, "70"), ("I1", 2015, "77")]), (State::OnCourse, true));
    assert_eq!(with(&[("I1", 2010, "78"), ("I1", 2012, "78"), ("I1", 2015, "77")]), (State::OffCourse, false));
    assert_eq!(with(&[("I1", 2015, "77")]), (State::OnCourse, true));
}

#[test]
fn two_points_are_a_mark_and_no_verdict() {
    for (second, pace) in [("75", "为所需的"), ("55", "离目标值更远了")] {
        let judgement = judge_one(at_least("80"), &[("I1", 2010, "60"), ("I1", 2015, second)], 2015);
        assert_eq!((judgement.state, judgement.evidence), (State::Undetermined, Some(Evidence::Few)));
        let said = judgement.reason.unwrap().message;
        assert!(said.contains(pace) && said.ends_with("只有 2 个年份有数据，少于 3 个，不作判断"), "{said}");
    }
}

#[test]
fn a_figure_that_stands_counts_in_its_own_year() {
    let rows = [("I2", 2010, "60"), ("I2", 2012, "65"), ("I2", 2014, "70")];
    let judgement = judge_one(on("I2", at_least("80")), &rows, 2017);
    assert_eq!((judgement.state, judgement.on_path), (State::OnCourse, Some(true)));
}

/// I1 as a rate per 100,000 of item A over item B, and I2 as what it lies above 10; each row a year, cases and exposed.
fn judge_cases(kind: IndicatorKind, factor: i64, target: Target, rows: &[(i32, u32, u32)], year: i32) -> Judgement {
    judge_cases_with(kind, factor, target, rows, year, |_| {})
}

fn judge_cases_with(
    kind: IndicatorKind,
    factor: i64,
    target: Target,
    rows: &[(i32, u32, u32)],
    year: i32,
    change: impl FnOnce(&mut Plan),
) -> Judgement {
    let (mut plan, mut catalogue) = (plan(vec![target]), catalogue());
    change(&mut plan);
    let item = |code: &str| {
        Item::yearly(ItemCode::parse(code).unwrap(), heng_base::text::Text::zh(code), "人", ValueType::Integer)
    };
    catalogue.items = ["A", "B"].map(item).into_iter().map(|item| (item.code.clone(), item)).collect();
    catalogue.indicators[0].kind = kind;
    catalogue.indicators[0].formula = IndicatorFormula::Fraction {
        numerator: "item('A')".to_owned(),
        denominator: Some("item('B')".to_owned()),
        factor: factor.into(),
    };
    catalogue.indicators[1].kind = IndicatorKind::Gap;
    catalogue.indicators[1].formula = IndicatorFormula::Expression { text: "indicator('I1') - 10".to_owned() };
    let observation = |(id, (code, year, value)): (i64, (&str, i32, u32))| Observation {
        id,
        key: Key {
            subject: Subject::Item(ItemCode::parse(code).unwrap()),
            area: AreaCode::parse("000000").unwrap(),
            period: Period::year(year),
            breakdown: Breakdown::total(),
        },
        value: Some(value.into()),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: SourceCode::parse("report").unwrap(),
        provenance: Provenance::Import { import: 1 },
        revision: 1,
    };
    let cells = rows.iter().flat_map(|(year, cases, of)| [("A", *year, *cases), ("B", *year, *of)]);
    let data = Dataset::new((1..).zip(cells).map(observation).collect(), |_| 1);
    let values = Values::compute(&plan, &catalogue, &data);
    let mut found = monitor(&plan, &catalogue, &Formulas::read(&catalogue), &values, year).into_iter();
    found.find(|judgement| judgement.target_id.as_deref() == Some("t")).unwrap()
}

/// The same few cases make a rate and what is made of it: neither is carried on.
#[test]
fn a_gap_between_rates_of_few_cases_is_not_carried_on() {
    let at = |indicator: &str, cases: u32| {
        let rows: Vec<(i32, u32, u32)> =
            (2010..=2015).zip(0..).map(|(year, n)| (year, cases - n % 2, 40_000)).collect();
        let narrow = on(indicator, target("t", Operator::Narrow, None, 2020));
        judge_cases(IndicatorKind::Rate, 100_000, narrow, &rows, 2015).forecast.is_some()
    };
    assert_eq!((at("I1", 8), at("I2", 8)), (false, false));
    assert_eq!((at("I1", 80), at("I2", 80)), (true, true));
}

/// No death among 4,000 births meets 8 per 100,000 and proves nothing; one misses it and proves nothing.
#[test]
fn few_cases_may_be_chance_and_leave_the_state() {
    let at = |cases| judge_cases(IndicatorKind::Rate, 100_000, at_most("8"), &[(2020, cases, 4000)], 2020);
    let (none, one, ten) = (at(0), at(1), at(10));
    assert_eq!((none.state, none.evidence), (State::Attained, Some(Evidence::Chance)));
    assert_eq!((one.state, one.evidence), (State::Missed, Some(Evidence::Chance)));
    assert_eq!((ten.state, ten.evidence), (State::Missed, Some(Evidence::Sound)));
    let latest = one.latest.unwrap();
    assert_eq!((latest.low, latest.high), (Some(d("0.6329451996")), Some(d("139.2910848"))));
}

/// One death in three years of some 4,000 births each: what the year shows, and what the years show together.
#[test]
fn a_count_stands_beside_the_year_before_and_three_years() {
    let rows = [(2018, 0, 3900), (2019, 0, 4100), (2020, 1, 4000)];
    let beside = judge_cases(IndicatorKind::Rate, 100_000, at_most("8"), &rows, 2020).comparison.unwrap();
    assert_eq!(beside.target, Some(0.5477));
    let before = beside.previous.unwrap();
    assert_eq!((before.period.year, before.p, before.adjusted), (2019, 0.9877, 0.9877));
    let years = beside.pooled.unwrap();
    assert_eq!((years.from.year, years.to.year), (2018, 2020));
    assert_eq!((years.numerator, years.denominator), (d("1"), d("12000")));
}

/// Three years with 0, 1 and 2 deaths are no trend to carry on; with ten times as many they are.
#[test]
fn a_rate_of_few_cases_is_not_forecast() {
    let at = |times: u32, picked| {
        let rows = [(2013, 0, 4000 * times), (2014, times, 4000 * times), (2015, 2 * times, 4000 * times)];
        let (kind, goal) = (IndicatorKind::Rate, at_most("8"));
        judge_cases_with(kind, 100_000, goal, &rows, 2015, |plan| plan.before_target_year = picked)
    };
    assert_eq!(at(1, BeforeTargetYear::GrowthRatio).forecast, None);
    assert!(at(10, BeforeTargetYear::GrowthRatio).forecast.is_some());
    let likely = at(1, BeforeTargetYear::Likelihood);
    assert_eq!((likely.state, code(&likely)), (State::Undetermined, "few_cases"));
}

/// A direction before its year is read from all its figures, and never from two.
#[test]
fn a_direction_is_read_from_its_trend() {
    let up = || target("t", Operator::Up, None, 2020);
    let rising = [("I1", 2010, "60"), ("I1", 2011, "61"), ("I1", 2012, "62"), ("I1", 2013, "63"), ("I1", 2014, "59")];
    let judgement = judge_one(up(), &rising, 2014);
    assert_eq!((judgement.state, method(&judgement)), (State::OnCourse, ("trend", 5)));
    assert_eq!(judgement.evidence, Some(Evidence::Chance));
    let two = judge_one(up(), &rising[..2], 2011);
    assert_eq!((two.state, code(&two), two.evidence), (State::Undetermined, "few_points", Some(Evidence::Few)));
    let plain = judge_with(up(), &rising, 2014, |plan, _| plan.before_target_year = BeforeTargetYear::Threshold);
    assert_eq!((plain.state, method(&plain).0), (State::AtRisk, "threshold"));
}

#[test]
fn a_plan_may_pick_the_likelihood_or_the_progress_chart() {
    let with = |picked| judge_with(at_most("20"), MORTALITY, 2015, |plan, _| plan.before_target_year = picked);
    let likely = with(BeforeTargetYear::Likelihood);
    assert_eq!((likely.state, method(&likely)), (State::OnCourse, ("likelihood", 3)));
    assert_eq!(method(&with(BeforeTargetYear::ProgressChart)).0, "progress_chart");
    let few = judge_with(at_most("20"), &MORTALITY[1..], 2015, |plan, _| {
        plan.before_target_year = BeforeTargetYear::Likelihood;
    });
    assert_eq!((few.state, code(&few)), (State::Undetermined, "few_points"));
    assert_eq!(crate::rate::attainment_rate([&few]).monitorable, 1);
}

/// The printed shape of one target, whole: absent is null, the period a text, figures exact texts.
#[test]
fn the_printed_shape_is_complete_and_read_back() {
    let rows = [(2010, 600, 1000), (2013, 650, 1000), (2015, 670, 1000)];
    let judgement = judge_cases(IndicatorKind::Proportion, 100, at_least("80"), &rows, 2015);
    let printed = serde_json::to_value(&judgement).unwrap();
    let expected = json!({
        "domain": 1,
        "objective": "1.1",
        "target_id": "t",
        "indicator": "I1",
        "breakdown": {},
        "target": {"set": "own", "operator": ">=", "value": "80", "unit": "%", "year": 2020},
        "base": {"period": "2010", "value": "60"},
        "latest": {
            "period": "2015", "value": "67", "numerator": "670", "denominator": "1000",
            "low": "64.02544426", "high": "69.84444595", "interval_method": "wilson 1", "decimals": 1, "carried": false,
        },
        "state": "at_risk",
        "evidence": "sound",
        "on_path": false,
        "nearly": false,
        "reason": {
            "code": "slow",
            "message": "按 2010 年以来的年均变化推算，为所需的 76%；与目标值相差 13 个百分点",
            "message_en": "by the yearly rate of change since 2010: 76% of what is needed; 13 percentage points from the target",
        },
        "method": {"name": "growth_ratio", "version": 2, "points": 3, "since": "2010"},
        "forecast": {
            "period": "2020", "value": "70.25655899", "low": "64.88166591", "high": "75.12421891",
            "confidence": 0.8, "probability": 0.028,
            "scale": "logit",
            "method": {"name": "theta", "version": 1, "points": 3, "since": "2010"},
        },
        "comparison": {
            "target": 0.0,
            "target_adjusted": 0.0,
            "previous": null,
            "pooled": {
                "from": "2013", "to": "2015", "value": "66", "numerator": "1320", "denominator": "2000",
                "low": "63.8950093", "high": "68.04364518",
            },
        },
        "trend": null,
        "redefined_in": null,
        "warnings": [],
    });
    assert_eq!(printed, expected);
    assert_eq!(serde_json::from_value::<Judgement>(printed).unwrap(), judgement);
}

proptest! {
    #[test]
    fn a_higher_figure_never_loses_a_target(
        base in 0u32..100, latest in 0u32..100, more in 0u32..50, goal in 1u32..100, year in 2011..2024i32,
    ) {
        let goal = goal.to_string();
        let at = |latest: u32| {
            let rows = [("I1", 2010, &*base.to_string()), ("I1", year.min(2020), &*latest.to_string())];
            judge_one(at_least(&goal), &rows, year)
        };
        let (lower, higher) = (at(latest), at(latest + more));
        prop_assert!(lower.state != State::Attained || higher.state == State::Attained);
        prop_assert!(lower.on_path != Some(true) || higher.on_path == Some(true));
        for judgement in [&lower, &higher] {
            prop_assert!(judgement.state != State::Attained || judgement.on_path == Some(true));
            prop_assert!(judgement.state != State::Missed || judgement.on_path == Some(false));
            prop_assert!((judgement.state == State::Missed) <= (year >= 2020));
        }
    }

    #[test]
    fn the_interval_holds_the_figure_and_the_mark_agrees(
        cases in 0u32..500, more in 1u32..500, goal in 1u32..100, rate: bool, year in 2012..2021,
    ) {
        let (kind, factor) = if rate { (IndicatorKind::Rate, 1000) } else { (IndicatorKind::Proportion, 100) };
        let rows = [(2010, 5, 10), (2011, 5, 10), (year, cases, cases + more)];
        let judgement = judge_cases(kind, factor, at_least(&goal.to_string()), &rows, year);
        let latest = judgement.latest.unwrap();
        let (low, high) = (latest.low.unwrap(), latest.high.unwrap());
        prop_assert!(low <= latest.value && latest.value <= high);
        let within = (low..=high).contains(&goal.into());
        let mark = if within { Evidence::Chance } else { Evidence::Sound };
        prop_assert_eq!(judgement.evidence, Some(mark));
        let met = latest.value >= goal.into();
        prop_assert_eq!(met, judgement.state == State::Attained);
    }
}

/// A pay ratio of women to men that rises towards 100 % narrows; one that rises above it widens.
#[test]
fn a_ratio_narrows_towards_parity() {
    let of = |figures: [(&'static str, i32, &'static str); 4]| {
        judge_with(target("t", Operator::Narrow, None, 2020), &figures, 2015, |_, catalogue| {
            let indicator = catalogue.indicators.values_mut().next().unwrap();
            indicator.kind = IndicatorKind::Ratio;
            indicator.unit = "%".to_owned();
        })
    };
    let nearing = of([("I1", 2010, "70"), ("I1", 2012, "76"), ("I1", 2014, "80"), ("I1", 2015, "85")]);
    assert_eq!(nearing.state, State::OnCourse, "{:?}", nearing.reason);
    assert!(nearing.reason.unwrap().message.contains("差距平均每年缩小"));
    assert!(nearing.forecast.is_some_and(|ahead| ahead.probability.is_some_and(|p| p > 0.5) && ahead.value > d("85")));
    let leaving = of([("I1", 2010, "100"), ("I1", 2012, "104"), ("I1", 2014, "109"), ("I1", 2015, "112")]);
    assert_eq!(leaving.state, State::AtRisk);
}

/// Ten years the wrong way and one at the end that is a little above the base year are no success.
#[test]
fn one_year_does_not_decide_against_the_trend() {
    let rows: Vec<(&str, i32, String)> =
        (2010..2020).zip(0..).map(|(year, at)| ("I1", year, (40 - 2 * at).to_string())).collect();
    let mut figures: Vec<(&str, i32, &str)> =
        rows.iter().map(|(code, year, value)| (*code, *year, value.as_str())).collect();
    figures.push(("I1", 2020, "40.1"));
    let judgement = judge_one(target("t", Operator::Up, None, 2020), &figures, 2020);
    assert_eq!((judgement.state, code(&judgement)), (State::Undetermined, "against_trend"));
    let said = judgement.reason.unwrap().message;
    assert!(said.starts_with("比 2010 年增加 0.1") && said.contains("，但 2010—2020 年的走势相反且显著"), "{said}");
    let plain = judge_one(
        target("t", Operator::Up, None, 2020),
        &[("I1", 2010, "1"), ("I1", 2015, "2"), ("I1", 2020, "3")],
        2020,
    );
    assert_eq!(plain.state, State::Attained);
}

/// Figures before and after a change of definition stand in one series: that is said, and the state is as it was.
#[test]
fn what_is_counted_in_another_way_is_said() {
    let judge = |from: Option<i32>| {
        judge_with(at_most("20"), MORTALITY, 2015, |_, catalogue| {
            let indicator = catalogue.indicators.values_mut().next().unwrap();
            indicator.earlier = vec![indicator.clone()];
            indicator.valid_from = from;
        })
    };
    let (plain, redefined) = (judge(None), judge(Some(2013)));
    assert_eq!((redefined.redefined_in, redefined.state), (Some(2013), plain.state));
    let said = format!("{}；2013 年起口径变动，与以前的数不可直接比较", plain.reason.unwrap().message);
    assert_eq!(redefined.reason.unwrap().message, said);
    assert_eq!(judge(Some(2010)).redefined_in, None, "it holds since the base year");
}
