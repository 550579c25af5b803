//! Controlled rounding.

use heng_base::codes::AreaCode;
use heng_plan::model::{Catalogue, DisclosureRule, PrimaryRule, Zeros};
use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::{Cell, Content, Protected, Release, State, Why, protect};
use super::made::{Numbers, areas, catalogue, cell, county, key, linked, rule, sdc_areas, sdc_table, threshold};

fn to(base: u32, width: u32) -> [DisclosureRule; 1] {
    [rule(PrimaryRule::Round { base }, width)]
}

fn shown(found: &Protected, area: &str, by: &str) -> Decimal {
    found.rounded[&key(area, by)].shown
}

#[test]
fn sums_hold_and_multiples_stay() {
    let found = protect(&sdc_table(), &to(5, 2), &sdc_areas(), &[]);
    let at = |area, by| shown(&found, area, by);
    assert_eq!(at("TA", ""), at("TA", "sex=F") + at("TA", "sex=M"));
    assert_eq!((at("TA", ""), at("TC", "sex=F"), at("T", "")), (20.into(), 10.into(), 100.into()));
    for cell in sdc_table() {
        let rounding = found.rounded[&cell.key];
        assert_eq!(Some(rounding.value), cell.value());
        assert!((rounding.shown - rounding.value).abs() < Decimal::from(5));
        assert_eq!(found.marks[&cell.key].state, State::Rounded);
    }
    assert!(found.passed() && found.ranges.len() == 15, "{:?}", found.ranges);
}

#[test]
fn a_county_is_rounded_and_nobody_can_reckon_any_of_it() {
    let areas = county(4, 5);
    let cells = linked(&areas, 3);
    let found = protect(&cells, &to(5, 2), &catalogue(&areas), &[]);
    assert_eq!((found.rounded.len(), found.ranges.len()), (cells.len(), cells.len()));
    assert!(found.passed(), "{:?}", found.exposed().collect::<Vec<_>>());
    let off = cells.iter().map(|cell| (found.rounded[&cell.key].shown - cell.value().unwrap()).abs()).max();
    assert!(off < Some(10.into()), "{off:?}");
    let women: Decimal = ["Taa", "Tab", "Tac", "Tad", "Tae"].iter().map(|town| shown(&found, town, "sex=F")).sum();
    assert_eq!(women, shown(&found, "Ta", "sex=F"));
}

#[test]
fn a_rule_that_hides_goes_before_one_that_rounds() {
    let rules = [to(5, 2)[0].clone(), threshold(3, Zeros::Shown, 3)];
    let found = protect(&sdc_table(), &rules, &sdc_areas(), &[]);
    assert!(found.rounded.is_empty());
    assert!(found.hides(&key("TA", "sex=F")));
}

#[test]
fn what_others_publish_is_shown_as_it_is() {
    let open = Release { shown: [(key("T", ""), 100.into())].into(), open: true, ..Release::default() };
    let mut cells = sdc_table();
    // A unit of ours counts otherwise than who published it.
    cells.push(cell("T", "", 103));
    cells.insert(0, cell("T", "", 98));
    let found = protect(&cells, &to(7, 3), &sdc_areas(), &[open]);
    assert_eq!((shown(&found, "T", ""), found.marks[&key("T", "")].why.clone()), (100.into(), Why::KnownBefore));
    assert_eq!(found.rounded[&key("T", "")].value, 100.into());
    assert!((shown(&found, "T", "sex=F") % Decimal::from(7)).is_zero());
    assert!(found.passed());
}

#[test]
fn confidential_figures_and_those_that_are_not_there_stay_what_they_are() {
    let mut cells = sdc_table();
    cells[0].content = Content::Confidential(20.into());
    cells[1].content = Content::Missing;
    // Another source says the same figure again, without a word that it is confidential.
    cells.push(cell("TA", "", 20));
    let found = protect(&cells, &to(5, 2), &sdc_areas(), &[]);
    assert_eq!(found.marks[&cells[0].key].why, Why::Confidential);
    assert_eq!(found.marks[&cells[1].key].why, Why::NoFigure);
    assert_eq!(found.rounded.len(), 13);
    assert_eq!(shown(&found, "T", "sex=F") + shown(&found, "T", "sex=M"), shown(&found, "T", ""));
}

#[test]
fn what_stands_in_no_sum_is_nearest_and_so_known_more_closely() {
    let alone = [cell("T", "", 12)];
    let found = protect(&alone, &to(5, 2), &catalogue(&areas(&["T"])), &[]);
    assert_eq!((shown(&found, "T", ""), found.ranges[0].low, found.ranges[0].high), (10.into(), 8.0, Some(12.0)));
    let strict = protect(&alone, &to(5, 5), &catalogue(&areas(&["T"])), &[]);
    assert!(strict.rounded.is_empty() && strict.hides(&alone[0].key) && strict.passed());
}

#[test]
fn what_was_hidden_as_small_is_known_not_to_be_nought() {
    let alone = [cell("T", "", 2)];
    let before = Release { hidden: [(key("T", ""), 2.into())].into(), ..Release::default() };
    let found = protect(&alone, &to(5, 2), &catalogue(&areas(&["T"])), &[before]);
    assert!(found.rounded.is_empty(), "0 with what was hidden says 1 or 2");
    assert!(found.passed());
}

/// One town was given away; its neighbours' multiples and the county's would tell that of its men.
#[test]
fn no_multiple_follows_from_the_others() {
    let (before, _) = table(&[11, 3]);
    let town: Vec<&Cell> = before.iter().filter(|cell| cell.key.area.as_str() == "Ta").collect();
    let exact = town.iter().map(|cell| (cell.key.clone(), cell.value().unwrap())).collect();
    let (cells, catalogue) = table(&[11, 0, 10, 10]);
    let found = protect(&cells, &to(5, 2), &catalogue, &[Release { shown: exact, ..Release::default() }]);
    let hidden: Vec<bool> = ["", "sex=M"].iter().map(|by| found.hides(&key("Ta", by))).collect();
    assert!(hidden == [false, false] || ["T", "Tb"].iter().any(|area| found.hides(&key(area, ""))), "{hidden:?}");
    for range in found.ranges.iter().filter(|range| range.key != key("Ta", "sex=F")) {
        assert!(range.holds, "{range:?}");
    }
}

/// The towns' women and men with all sums.
fn table(counts: &[i64]) -> (Vec<Cell>, Catalogue) {
    let towns = ["Ta", "Tb", "Tc", "Td"];
    let towns = &towns[..counts.len() / 2];
    let mut cells = Vec::new();
    let (mut women, mut men) = (0, 0);
    for (town, pair) in towns.iter().zip(counts.chunks(2)) {
        cells.extend([cell(town, "", pair[0] + pair[1]), cell(town, "sex=F", pair[0]), cell(town, "sex=M", pair[1])]);
        women += pair[0];
        men += pair[1];
    }
    cells.extend([cell("T", "", women + men), cell("T", "sex=F", women), cell("T", "sex=M", men)]);
    (cells, catalogue(&areas(&[&["T"][..], towns].concat())))
}

/// Whoever holds two releases side by side: each figure of each release less than a base, or two where it is so, from what is
/// shown; the same town's figure is the same in both where it was not revised. Written apart from the audit.
struct Attacker {
    /// By release: the multiples shown, and how far the figure may be from it.
    seen: Vec<Vec<(String, String, f64, f64)>>,
    /// Town, sex, in which release: which unknown it is.
    revised: Option<(String, String)>,
}

impl Attacker {
    fn range(&self, goal: (usize, &str, &str)) -> (f64, f64) {
        [1.0, -1.0].map(|sign| self.end(goal, sign)).into()
    }

    fn end(&self, (when, area, by): (usize, &str, &str), sign: f64) -> f64 {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut unknown: std::collections::BTreeMap<(usize, String, String), Variable> = Default::default();
        for (release, rows) in self.seen.iter().enumerate() {
            for (area, by, ..) in rows.iter().filter(|row| row.0 != "T" && !row.1.is_empty()) {
                let own = self.revised.as_ref().is_some_and(|(town, sex)| town == area && sex == by);
                let at = (if own { release } else { 0 }, area.clone(), by.clone());
                unknown.entry(at).or_insert_with(|| problem.add_var(0.0, (0.0, f64::INFINITY)));
            }
        }
        let parts = |release: usize, area: &str, by: &str| {
            let is = |(of, town, sex): &(usize, String, String)| {
                let own = self.revised.as_ref().is_some_and(|(t, s)| t == town && s == sex);
                (*of == release || !own) && (area == "T" || area == town) && (by.is_empty() || by == sex)
            };
            unknown.iter().filter(|(at, _)| is(at)).map(|(_, variable)| (*variable, 1.0)).collect::<Vec<_>>()
        };
        for (release, rows) in self.seen.iter().enumerate() {
            for (area, by, shown, reach) in rows {
                let sum = parts(release, area, by);
                problem.add_constraint(&sum[..], ComparisonOp::Ge, shown - reach);
                problem.add_constraint(&sum[..], ComparisonOp::Le, shown + reach);
            }
        }
        let goal = problem.add_var(sign, (f64::NEG_INFINITY, f64::INFINITY));
        let mut sum = parts(when, area, by);
        sum.push((goal, -1.0));
        problem.add_constraint(&sum[..], ComparisonOp::Eq, 0.0);
        problem.solve().unwrap().into_solution().unwrap().var_value(goal)
    }
}

/// What is shown of a release, with how far from it a figure may lie.
fn seen(found: &Protected, base: u32) -> Vec<(String, String, f64, f64)> {
    let row = |(key, one): (&crate::observation::Key, &super::super::Rounding)| {
        let beyond = ((one.value - one.shown).abs() / Decimal::from(base)).floor().to_f64().unwrap();
        let reach = f64::from(base) * (beyond + 1.0) - 1.0;
        (key.area.to_string(), key.breakdown.to_string(), one.shown.to_f64().unwrap(), reach)
    };
    found.rounded.iter().map(row).collect()
}

#[test]
fn two_releases_side_by_side_tell_no_more_than_the_rule_allows() {
    for seed in 0..20 {
        let mut numbers = Numbers::new(seed);
        let mut counts: Vec<i64> = (0..8).map(|_| i64::try_from(numbers.below(30)).unwrap()).collect();
        let (cells, catalogue) = table(&counts);
        let rules = to(5, 2);
        let first = protect(&cells, &rules, &catalogue, &[]);
        counts[2] += 1 + i64::try_from(numbers.below(9)).unwrap();
        let (later, _) = table(&counts);
        let second = protect(&later, &rules, &catalogue, &[first.release(&cells)]);
        for cell in &later {
            if let (Some(before), Some(now)) = (first.rounded.get(&cell.key), second.rounded.get(&cell.key)) {
                assert!(
                    before.value != now.value || before.shown == now.shown,
                    "seed {seed}: {cell:?} was rounded again"
                );
            }
        }
        let attacker = Attacker {
            seen: vec![seen(&first, 5), seen(&second, 5)],
            revised: Some(("Tb".to_owned(), "sex=F".to_owned())),
        };
        for cell in &later {
            let (area, by) = (AreaCode::to_string(&cell.key.area), cell.key.breakdown.to_string());
            let (low, high) = attacker.range((1, &area, &by));
            let truth = cell.value().unwrap().to_f64().unwrap();
            assert!(low <= truth + 1e-6 && truth <= high + 1e-6, "seed {seed}: {area} {by}");
            let width = (high + 1e-6).floor() - (low - 1e-6).ceil();
            assert!(width >= 2.0, "seed {seed}: {area} {by} is {truth} and lies between {low} and {high}");
        }
    }
}

#[test]
fn a_figure_that_could_be_reckoned_is_not_even_shown_rounded() {
    // Both towns were published as they are, and the county is asked to be vaguer than that leaves it.
    let (cells, catalogue) = table(&[4, 6, 8, 9]);
    let exact: Vec<&Cell> = cells.iter().filter(|cell| cell.key.area.as_str() != "T").collect();
    let before = Release {
        shown: exact.iter().map(|cell| (cell.key.clone(), cell.value().unwrap())).collect(),
        ..Release::default()
    };
    let found = protect(&cells, &to(5, 2), &catalogue, &[before]);
    assert_eq!(found.marks[&key("T", "")].why, Why::NotRounded { rule: "r".to_owned() });
    assert!(!found.passed() && found.exposed().count() == cells.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn rounded_tables_add_up(counts in proptest::collection::vec(0_i64..60, 6), base in 2_u32..11) {
        let (cells, catalogue) = table(&counts);
        let found = protect(&cells, &to(base, base / 2), &catalogue, &[]);
        prop_assert!(found.passed());
        prop_assert_eq!(found.rounded.len(), cells.len());
        for area in ["T", "Ta", "Tb", "Tc"] {
            let at = |by| shown(&found, area, by);
            prop_assert_eq!(at(""), at("sex=F") + at("sex=M"));
        }
        for by in ["", "sex=F", "sex=M"] {
            let sum: Decimal = ["Ta", "Tb", "Tc"].iter().map(|town| shown(&found, town, by)).sum();
            prop_assert_eq!(shown(&found, "T", by), sum);
        }
        for one in found.rounded.values() {
            prop_assert!((one.shown % Decimal::from(base)).is_zero());
            prop_assert!((one.shown - one.value).abs() < base.into(), "tables of two dimensions always have such a rounding");
        }
    }
}
