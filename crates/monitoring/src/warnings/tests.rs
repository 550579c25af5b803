use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, CheckCode, ItemCode, RuleCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::{Lang, Text};
use heng_plan::model::{
    AskedOf, Catalogue, Indicator, IndicatorFormula, IndicatorKind, Item, Operator, Plan, Status, Target, Unit,
    ValueType, WarningKind, WarningRule, WarningSeverity,
};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject as Observed};
use proptest::prelude::*;

use super::attach::attach;
use super::reconcile::{Deed, Event, Held, Moved, State, reconcile};
use super::rounds::{Broken, Overdue, Rounds};
use super::sample::{found, lines, of, plan, rule};
use super::{Finding, Identity, Subject, assess};
use crate::judgement::Judgement;
use crate::sample::{catalogue, d, data, target};

const FALLING: [(&str, i32, &str); 4] =
    [("I1", 2010, "60"), ("I1", 2012, "58"), ("I1", 2014, "55"), ("I1", 2016, "51")];

fn to_80() -> Target {
    target("t", Operator::AtLeast, Some("80"), 2020)
}

#[test]
fn a_target_off_course_is_told_with_its_figures_since_it_is() {
    let told = found(&plan(WarningKind::OffCourse, vec![to_80()]), &FALLING, 2016);
    assert_eq!(told.len(), 1);
    let one = &told[0];
    assert_eq!((one.since, one.identity.period), (Period::year(2014), Period::year(2020)));
    assert!(one.reason.zh.starts_with("甲率：2020 年目标 ≥80%，2016 年 51.0%，难以达标"), "{}", one.reason.zh);
    assert!(one.reason.get(Lang::En).contains("target ≥80% in 2020, 51.0% in 2016, off course"));
    assert_eq!(one.numbers[..2], [("value".to_owned(), "51.0".to_owned()), ("target".to_owned(), "80".to_owned())]);
    assert!(found(&plan(WarningKind::AtRisk, vec![to_80()]), &FALLING, 2016).is_empty());
}

#[test]
fn the_last_reading_stands_while_a_year_has_no_figure_yet() {
    let told = found(&plan(WarningKind::OffCourse, vec![to_80()]), &FALLING, 2017);
    assert_eq!(told.len(), 1, "2017 has no figure: what 2016 said holds");
    let missed = found(&plan(WarningKind::Missed, vec![to_80()]), &[FALLING[0], ("I1", 2020, "70")], 2020);
    assert_eq!(lines(&missed).len(), 1);
}

#[test]
fn a_jump_is_told_once_and_one_that_stays_is_of_another_kind() {
    let series = |last: [&'static str; 3]| -> Vec<(&'static str, i32, &'static str)> {
        let first = ["50", "50.4", "51", "51.3", "51.9"];
        (2010..).zip(first.into_iter().chain(last)).map(|(year, value)| ("I1", year, value)).collect()
    };
    let (spike, step) = (series(["80", "52.4", "53"]), series(["80", "80.2", "80.4"]));
    let of = |kind, rows: &[(&str, i32, &str)]| lines(&found(&plan(kind, vec![to_80()]), rows, 2017));
    let told = of(WarningKind::Volatility, &spike);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("volatility indicator:I1 2015 high: 甲率：2014 年 51.9%，2015 年 80.0%，变化偏离历年 ")
    );
    assert!(told[0].ends_with("倍；2016 年又回去"), "{told:?}");
    assert!(of(WarningKind::LevelShift, &spike).is_empty() && of(WarningKind::Volatility, &step).is_empty());
    assert!(of(WarningKind::LevelShift, &step)[0].ends_with("此后停在新的水平"));
    let mut wide = plan(WarningKind::Volatility, vec![to_80()]);
    wide.warnings[0].limits.insert("least".to_owned(), d("60"));
    assert!(found(&wide, &spike, 2017).is_empty(), "54 % are less than 60");
}

#[test]
fn years_without_a_figure_are_one_warning() {
    let rows = [("I1", 2011, "50"), ("I1", 2014, "52")];
    let told = lines(&found(&plan(WarningKind::Missing, vec![to_80()]), &rows, 2015));
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], "missing indicator:I1 2012 high: 甲率：2012—2013 年没有数据。尚无数据：甲率");
    assert!(told[1].starts_with("missing indicator:I1 2015"));
    let due = Rounds { due_until: Some(2014), ..Rounds::default() };
    let plan = plan(WarningKind::Missing, vec![to_80()]);
    assert_eq!(of(&plan, &catalogue(), &data(&rows), &due, 2015).len(), 1, "2015 is not due");
}

#[test]
fn sources_that_differ_by_more_than_rounding() {
    let mut rows = data(&[("I1", 2015, "50")]).observations().cloned().collect::<Vec<_>>();
    let other = |value: &str| Observation {
        id: 9,
        value: Some(d(value)),
        source: heng_base::codes::SourceCode::parse("ministry").unwrap(),
        ..rows[0].clone()
    };
    let (near, far) = (other("50.2"), other("55"));
    let plan = plan(WarningKind::Sources, vec![to_80()]);
    let of = |rows: Vec<Observation>| {
        let held = Dataset::new(rows, |source| u32::from(source.as_str() != "yearbook"));
        lines(&of(&plan, &catalogue(), &held, &Rounds::default(), 2016))
    };
    assert!(of(vec![rows[0].clone(), near]).is_empty());
    rows.push(far);
    assert_eq!(of(rows), ["sources indicator:I1 2015 high: 甲率 2015 年：采用 50（yearbook），ministry为 55"]);
}

fn town(plan: &mut Plan, code: &str, area: &str) {
    let code = UnitCode::parse(code).unwrap();
    let unit = Unit {
        code: code.clone(),
        name: Text::zh(format!("{code}镇")),
        unit_type: "town".to_owned(),
        area: Some(AreaCode::parse(area).unwrap()),
        status: Status::Confirmed,
        valid_from: None,
        valid_to: None,
        successor: None,
        note: None,
    };
    plan.units.insert(code, unit);
}

fn item(code: &str) -> Item {
    Item::yearly(ItemCode::parse(code).unwrap(), Text::zh(code), "人", ValueType::Integer)
}

/// Towns of which each has so many cases of a thousand in 2015 and in 2016.
fn towns(cases: &[(i64, i64)]) -> (Plan, Catalogue, Dataset) {
    let mut plan = plan(WarningKind::Outlier, vec![to_80()]);
    let mut catalogue = catalogue();
    catalogue.items = ["A", "B"].map(item).into_iter().map(|one| (one.code.clone(), one)).collect();
    let formula = IndicatorFormula::Fraction {
        numerator: "item('A')".to_owned(),
        denominator: Some("item('B')".to_owned()),
        factor: d("100"),
    };
    let indicator: &mut Indicator = catalogue.indicators.get_index_mut(0).unwrap().1;
    (indicator.formula, indicator.kind) = (formula, IndicatorKind::Proportion);
    let mut rows = Vec::new();
    for (at, (before, now)) in cases.iter().enumerate() {
        let (code, area) = (format!("T{at}"), format!("1101{at:02}"));
        town(&mut plan, &code, &area);
        for (year, cases) in [(2015, before), (2016, now)] {
            for (item, value) in [("A", *cases), ("B", 1000)] {
                rows.push(counted(&code, &area, item, year, value));
            }
        }
    }
    let ids = rows.into_iter().zip(1..).map(|(row, id)| Observation { id, ..row }).collect();
    (plan, catalogue, Dataset::new(ids, |_| 1))
}

fn counted(unit: &str, area: &str, item: &str, year: i32, value: i64) -> Observation {
    Observation {
        id: 0,
        key: Key {
            subject: Observed::Item(ItemCode::parse(item).unwrap()),
            area: AreaCode::parse(area).unwrap(),
            period: Period::year(year),
            breakdown: Breakdown::total(),
        },
        value: Some(value.into()),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: heng_base::codes::SourceCode::parse(&format!("unit-{unit}")).unwrap(),
        provenance: Provenance::Submission { submission: 1, unit: UnitCode::parse(unit).unwrap() },
        revision: 1,
    }
}

#[test]
fn a_town_beyond_the_funnel_is_told_since_it_lies_there() {
    let alike = [(500, 502), (497, 490), (505, 510), (512, 498), (489, 501), (503, 507)];
    let all = |last: (i64, i64)| towns(&[alike.as_slice(), &[last]].concat());
    let of = |(plan, catalogue, held): (Plan, Catalogue, Dataset)| {
        lines(&of(&plan, &catalogue, &held, &Rounds::default(), 2016))
    };
    assert!(of(all((510, 520))).is_empty());
    let told = of(all((500, 300)));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("outlier indicator:I1 2016 high: 110106甲率：2016 年 30.0%，各地区合计 "), "{told:?}");
    assert!(
        told[0].contains("，99.8% 控制界限 38.8% 至 55.8%") && told[0].ends_with("出于偶然的可能性为 <0.001"),
        "{told:?}"
    );
    assert!(of(all((300, 290)))[0].ends_with("2015 年起如此"));
    // Where nobody is a case, or everybody, no town stands out.
    assert!(of(towns(&[(0, 0); 8])).is_empty());
    assert!(of(towns(&[(1000, 1000); 8])).is_empty());
    // Where all towns differ widely anyway, one more is no news.
    assert!(of(towns(&[(1, 100), (1, 300), (1, 500), (1, 700), (1, 900), (1, 200)])).is_empty());
}

/// What is just outside is told where three towns are tested, and not where it is one of many.
#[test]
fn of_many_towns_one_is_outside_by_chance() {
    let tested = |towns_tested: usize| {
        let alike = (0..towns_tested - 1).map(|at| [(500, 500), (500, 499), (500, 501)][at % 3]);
        let (plan, catalogue, held) = towns(&alike.chain([(500, 446)]).collect::<Vec<_>>());
        lines(&of(&plan, &catalogue, &held, &Rounds::default(), 2016)).len()
    };
    assert_eq!((tested(20), tested(90)), (1, 0));
}

/// The grossest error of all is told: more cases than there are people; and no limit of a share is beyond all.
#[test]
fn more_cases_than_people_are_told_and_no_share_passes_the_whole() {
    let alike = [(500, 800), (500, 805), (500, 798), (500, 802), (500, 801), (500, 796)];
    let told = |last: (i64, i64)| {
        let (plan, catalogue, held) = towns(&[alike.as_slice(), &[last]].concat());
        of(&plan, &catalogue, &held, &Rounds::default(), 2016)
    };
    let found = told((500, 1300));
    assert_eq!(found.len(), 1, "{found:?}");
    let upper = found[0].numbers.iter().find(|(name, _)| name == "high").unwrap();
    assert_eq!(upper.1, "100.0%");
}

#[test]
fn rounds_say_who_is_late_and_what_contradicts() {
    let overdue = |days| Overdue {
        unit: UnitCode::parse("T0").unwrap(),
        period: Period::year(2016),
        title: "2016年年报".to_owned(),
        due: "2017-03-31".to_owned(),
        days,
        state: Text::new("草稿", Some("a draft".to_owned())),
    };
    let (_, catalogue, data) = towns(&[(1, 1)]);
    let rounds = Rounds { overdue: vec![overdue(0), overdue(40)], ..Rounds::default() };
    let mut graded = plan(WarningKind::Late, Vec::new());
    town(&mut graded, "T0", "110100");
    let grave = RuleCode::parse("very_late").unwrap();
    graded.warnings.push(WarningRule { code: grave.clone(), ..rule(WarningKind::Late) });
    graded.warnings[0].severity = WarningSeverity::Low;
    graded.warnings[1].limits.insert("days".to_owned(), d("30"));
    let told = of(&graded, &catalogue, &data, &rounds, 2016);
    assert_eq!(lines(&told), ["late unit:T0 2016 high: T0镇的“2016年年报”应于 2017-03-31 前报送，仍为“草稿”"]);
    assert_eq!(told[0].rule, grave, "of two rules the graver");

    for (explained, severity) in [(false, WarningSeverity::High), (true, WarningSeverity::Medium)] {
        let rounds = Rounds { broken: vec![broken(2016, explained)], ..Rounds::default() };
        let mut plan = plan(WarningKind::Contradiction, vec![to_80()]);
        town(&mut plan, "T0", "110100");
        let told = of(&plan, &catalogue, &data, &rounds, 2016);
        assert_eq!(told[0].severity, severity);
        assert_eq!(told[0].identity.subject.to_string(), "check:towns_to_whole/A");
        assert!(told[0].reason.zh.starts_with("T0镇 2016 年，各镇之和：全市 95，各镇合计 60"), "{}", told[0].reason.zh);
        assert_eq!(told[0].indicator.as_ref().map(|code| code.as_str()), Some("I1"));
    }
}

/// A town whose figures do not add up to the whole.
fn broken(year: i32, explained: bool) -> Broken {
    Broken {
        check: CheckCode::parse("towns_to_whole").unwrap(),
        scope: "round".to_owned(),
        name: Text::zh("各镇之和"),
        unit: UnitCode::parse("T0").unwrap(),
        item: Some(ItemCode::parse("A").unwrap()),
        breakdown: Breakdown::total(),
        period: Period::year(year),
        message: Text::zh("全市 95，各镇合计 60"),
        explained,
    }
}

/// A check that the next year breaks too is the same warning: nothing was resolved.
#[test]
fn a_contradiction_that_goes_on_is_known_by_its_first_year() {
    let (mut plan, catalogue, data) = towns(&[(1, 1)]);
    plan.warnings = vec![rule(WarningKind::Contradiction)];
    town(&mut plan, "T0", "110100");
    let at = |years: &[i32]| {
        let rounds = Rounds { broken: years.iter().map(|year| broken(*year, false)).collect(), ..Rounds::default() };
        of(&plan, &catalogue, &data, &rounds, 2016)
    };
    let (first, both) = (at(&[2014]), at(&[2014, 2015]));
    assert_eq!((first.len(), both.len()), (1, 1));
    assert_eq!((&both[0].identity, both[0].since), (&first[0].identity, Period::year(2014)));
    assert!(both[0].reason.zh.contains("T0镇 2015 年"), "{}", both[0].reason.zh);
    assert_eq!(at(&[2013, 2015]).len(), 2, "a year between them was in order");
}

#[test]
fn what_a_unit_still_owes_is_told_as_overdue_and_not_as_missing() {
    let (mut plan, catalogue, _) = towns(&[(1, 1)]);
    plan.warnings = vec![rule(WarningKind::Missing)];
    let code = UnitCode::parse("office").unwrap();
    town(&mut plan, "office", "000000");
    for item in ["A", "B"] {
        plan.form_items.push(heng_plan::model::FormItem {
            form: heng_base::codes::FormCode::parse("F").unwrap(),
            of: AskedOf::Unit(code.clone()),
            section: "一".to_owned(),
            item: ItemCode::parse(item).unwrap(),
            order: 1,
            breakdowns: Vec::new(),
            required: true,
            status: Status::Confirmed,
            ground: String::new(),
        });
    }
    let owing = Rounds {
        overdue: vec![Overdue {
            unit: code,
            period: Period::year(2012),
            title: String::new(),
            due: String::new(),
            days: 3,
            state: Text::zh(""),
        }],
        ..Rounds::default()
    };
    let told = of(&plan, &catalogue, &Dataset::default(), &owing, 2012);
    assert_eq!(lines(&told).len(), 1, "2011 alone: {told:?}");
    assert_eq!(told[0].units.iter().map(UnitCode::as_str).collect::<Vec<_>>(), ["office"]);
}

#[test]
fn findings_stand_beside_the_judgements_they_concern() {
    let plan = plan(WarningKind::OffCourse, vec![to_80()]);
    let told = found(&plan, &FALLING, 2016);
    let values = crate::values::Values::compute(&plan, &catalogue(), &data(&FALLING));
    let mut judged: Vec<Judgement> = crate::monitor::monitor(
        &plan,
        &catalogue(),
        &heng_statistics::formula::Formulas::read(&catalogue()),
        &values,
        2016,
    );
    attach(&mut judged, &told);
    let warned: Vec<_> = judged.iter().map(|one| one.warnings.len()).collect();
    assert_eq!(warned.iter().sum::<usize>(), 1);
    let held = judged.iter().find(|one| one.target_id.is_some()).unwrap();
    assert_eq!((held.warnings[0].kind.as_str(), held.warnings[0].severity.as_str()), ("off_course", "high"));
    assert!(held.warnings[0].message_en.is_ascii() || held.warnings[0].message_en.contains('≥'));
}

#[test]
fn a_subject_is_read_as_it_is_written() {
    for text in ["target:1.1-a", "indicator:H03", "item:POP", "unit:health", "check:a", "check:a/POP"] {
        assert_eq!(Subject::parse(text).unwrap().to_string(), text);
    }
    for text in ["", "x:y", "indicator", "item:a b", "check:a/b c"] {
        assert_eq!(Subject::parse(text), None, "{text}");
    }
}

fn finding(number: u8, severity: WarningSeverity) -> Finding {
    let identity = Identity {
        kind: WarningKind::Volatility,
        subject: Subject::Target(number.to_string()),
        area: AreaCode::parse("000000").unwrap(),
        breakdown: Breakdown::total(),
        period: Period::year(2015),
    };
    Finding {
        identity,
        rule: RuleCode::parse("volatility").unwrap(),
        severity,
        since: Period::year(2015),
        reason: Text::zh("理由"),
        numbers: Vec::new(),
        indicator: None,
        target: None,
        domains: Vec::new(),
        units: Vec::new(),
    }
}

/// What is held after events, as the store keeps it.
fn after(held: &[Held], events: &[Event<'_>]) -> Vec<Held> {
    let mut after = held.to_vec();
    for event in events {
        let state = event.deed.leads_to();
        let at = after.iter().position(|one| one.finding.identity == event.identity);
        match (at, event.finding) {
            (Some(at), None) => after[at].state = state,
            (at, Some(one)) => {
                let now = Held { state, finding: one.clone() };
                match at {
                    Some(at) => after[at] = now,
                    None => after.push(now),
                }
            }
            (None, None) => panic!("an event of nothing"),
        }
    }
    after
}

const DATA: Moved = Moved { packages: false, data: true };

#[test]
fn what_is_found_no_longer_is_resolved_or_withdrawn() {
    let first = [finding(1, WarningSeverity::High)];
    let rules = [rule(WarningKind::Volatility)];
    let held = after(&[], &reconcile(&[], &first, DATA, &rules));
    let deed = |moved, rules: &[WarningRule]| reconcile(&held, &[], moved, rules)[0].deed;
    assert_eq!(deed(DATA, &rules), Deed::Resolve);
    assert_eq!(deed(Moved { packages: false, data: false }, &rules), Deed::Resolve, "a day has gone");
    assert_eq!(deed(Moved { packages: true, data: false }, &rules), Deed::Withdraw);
    assert_eq!(deed(Moved { packages: true, data: true }, &rules), Deed::Resolve);
    assert_eq!(deed(Moved { packages: true, data: true }, &[]), Deed::Withdraw, "its rule is gone");
    let graver = [finding(1, WarningSeverity::Low)];
    assert_eq!(reconcile(&held, &graver, DATA, &rules)[0].deed, Deed::Keep);
    let gone = after(&held, &reconcile(&held, &[], DATA, &rules));
    assert_eq!(gone[0].state, State::Resolved);
    assert_eq!(reconcile(&gone, &first, DATA, &rules)[0].deed, Deed::Raise, "it comes back as itself");
}

fn severity() -> impl Strategy<Value = WarningSeverity> {
    prop::sample::select(WarningSeverity::ALL.to_vec())
}

fn any_moved() -> impl Strategy<Value = Moved> {
    (any::<bool>(), any::<bool>()).prop_map(|(packages, data)| Moved { packages, data })
}

proptest! {
    /// Whatever is found one time after another: what stands is what was found last, each once; nothing that was ever
    /// held goes away; the same findings again are no event.
    #[test]
    fn never_twice_and_never_lost(
        runs in prop::collection::vec((prop::collection::btree_map(0u8..12, severity(), 0..8), any_moved()), 1..8),
    ) {
        let rules = [rule(WarningKind::Volatility)];
        let (mut held, mut ever): (Vec<Held>, std::collections::BTreeSet<Identity>) = Default::default();
        for (found, moved) in runs {
            let findings: Vec<Finding> = found.iter().map(|(number, weight)| finding(*number, *weight)).collect();
            let events = reconcile(&held, &findings, moved, &rules);
            let mut touched: Vec<&Identity> = events.iter().map(|event| &event.identity).collect();
            touched.sort();
            prop_assert!(touched.windows(2).all(|pair| pair[0] != pair[1]), "one event a warning");
            held = after(&held, &events);
            ever.extend(findings.iter().map(|one| one.identity.clone()));
            let mut standing: Vec<_> = held.iter().filter(|one| one.state == State::Raised).collect();
            standing.sort_by(|a, b| a.finding.identity.cmp(&b.finding.identity));
            let mut wanted: Vec<_> = findings.iter().collect();
            wanted.sort_by(|a, b| a.identity.cmp(&b.identity));
            prop_assert_eq!(
                standing.iter().map(|one| (&one.finding.identity, one.finding.severity)).collect::<Vec<_>>(),
                wanted.iter().map(|one| (&one.identity, one.severity)).collect::<Vec<_>>()
            );
            let mut all: Vec<_> = held.iter().map(|one| one.finding.identity.clone()).collect();
            all.sort();
            prop_assert_eq!(&all, &ever.iter().cloned().collect::<Vec<_>>());
            prop_assert!(reconcile(&held, &findings, moved, &rules).is_empty());
        }
    }

    /// Whatever the figures: no two findings with one identity, and the same grounds give the same.
    #[test]
    fn no_two_findings_are_one(values in prop::collection::vec(prop::option::of(0u32..200), 11)) {
        let text: Vec<(i32, String)> = (2010..).zip(&values)
            .filter_map(|(year, value)| Some((year, (*value)?.to_string()))).collect();
        let rows: Vec<(&str, i32, &str)> = text.iter().map(|(year, value)| ("I1", *year, value.as_str())).collect();
        let mut plan = plan(WarningKind::Volatility, vec![to_80()]);
        plan.warnings = WarningKind::ALL.map(rule).to_vec();
        let told = found(&plan, &rows, 2020);
        let mut identities: Vec<_> = told.iter().map(|one| one.identity.clone()).collect();
        identities.sort();
        prop_assert!(identities.windows(2).all(|pair| pair[0] != pair[1]));
        prop_assert_eq!(&told, &found(&plan, &rows, 2020));
    }
}

#[test]
fn a_plan_without_rules_or_figures_is_told_nothing() {
    let mut plan = plan(WarningKind::Missing, vec![to_80()]);
    let (catalogue, values, rounds) = (catalogue(), crate::values::Values::default(), Rounds::default());
    let (empty, judged) = (Dataset::default(), Default::default());
    let formulas = heng_statistics::formula::Formulas::read(&catalogue);
    let grounds = super::Grounds {
        plan: &plan,
        catalogue: &catalogue,
        formulas: &formulas,
        data: &empty,
        values: &values,
        judged: &judged,
        rounds: &rounds,
        year: None,
    };
    assert!(assess(&grounds).is_empty());
    plan.warnings.clear();
    assert!(found(&plan, &FALLING, 2016).is_empty());
}
