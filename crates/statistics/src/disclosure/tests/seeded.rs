//! Counties of 650 cells in two linked tables, and any small table.

use heng_plan::model::Zeros;
use proptest::prelude::*;

use super::super::{Cell, Protected, State, protect};
use super::made::{areas, catalogue, cell, county, linked, threshold};

/// Every hidden cell is wide enough, and no secondary one stands without a primary.
fn sound(found: &Protected, cells: usize) {
    assert!(found.passed(), "{:?}", found.exposed().collect::<Vec<_>>());
    assert!(found.unequal.is_empty());
    let count = |state| found.marks.values().filter(|mark| mark.state == state).count();
    assert_eq!(found.marks.len(), cells);
    assert_eq!(found.ranges.len(), count(State::Primary) + count(State::Secondary));
    assert!(count(State::Primary) > 0);
}

#[test]
fn twenty_counties() {
    let areas = county(4, 5);
    let catalogue = catalogue(&areas);
    for seed in 1..=20 {
        let cells = linked(&areas, seed);
        assert_eq!(cells.len(), 650);
        let found = protect(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue, &[]);
        sound(&found, cells.len());
        assert!(found.ranges.iter().all(|range| range.whole), "seed {seed}");
        if seed == 1 {
            assert_eq!(found, protect(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue, &[]));
        }
    }
}

/// One county of each size, for the times in docs/methods/disclosure.md, which are those that nextest prints.
fn timed(districts: u8, towns: u8) {
    let areas = county(districts, towns);
    let cells = linked(&areas, 1);
    let found = protect(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue(&areas), &[]);
    sound(&found, cells.len());
    let count = |state| found.marks.values().filter(|mark| mark.state == state).count();
    let whole = found.ranges.iter().filter(|range| range.whole).count();
    println!(
        "{}: {} primary, {} secondary, {whole} whole",
        cells.len(),
        count(State::Primary),
        count(State::Secondary)
    );
}

#[test]
fn a_county_of_1066_cells() {
    timed(5, 7);
}

#[test]
#[ignore = "only for its time"]
fn a_county_of_2028_cells() {
    timed(7, 10);
}

/// Patterns of the twenty counties, for `tests/oracles/attack.py`.
#[test]
#[ignore = "prints patterns"]
fn patterns() {
    let areas = county(4, 5);
    println!("county,area,sex,age,place,count,state");
    for seed in 1..=20 {
        let cells = linked(&areas, seed);
        let found = protect(&cells, &[threshold(3, Zeros::Shown, 3)], &catalogue(&areas), &[]);
        for (key, mark) in &found.marks {
            let by = |dimension| key.breakdown.get(dimension).unwrap_or("");
            let count = cells.iter().find(|cell| cell.key == *key).and_then(Cell::value).unwrap();
            let by = [by("sex"), by("age"), by("place")].join(",");
            println!("{seed},{},{by},{count},{:?}", key.area, mark.state);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_range_is_narrower_than_the_rule(
        counts in proptest::collection::vec(0_i64..14, 8),
        limit in 2_u32..6,
        width in 1_u32..6,
        zeros in prop_oneof![Just(Zeros::Shown), Just(Zeros::May), Just(Zeros::Hidden)],
    ) {
        let catalogue = catalogue(&areas(&["T", "Ta", "Tb", "Tc", "Td"]));
        let mut cells: Vec<Cell> = Vec::new();
        let mut whole = [0; 2];
        for (town, pair) in ["Ta", "Tb", "Tc", "Td"].iter().zip(counts.chunks(2)) {
            cells.extend([cell(town, "", pair[0] + pair[1]), cell(town, "sex=F", pair[0]), cell(town, "sex=M", pair[1])]);
            whole = [whole[0] + pair[0], whole[1] + pair[1]];
        }
        cells.extend([cell("T", "", whole[0] + whole[1]), cell("T", "sex=F", whole[0]), cell("T", "sex=M", whole[1])]);
        let found = protect(&cells, &[threshold(limit, zeros, width)], &catalogue, &[]);
        for range in &found.ranges {
            prop_assert!(range.holds, "{range:?}");
            let high = range.high.unwrap_or(f64::INFINITY);
            prop_assert!(high - range.low + 1e-6 >= f64::from(width), "{range:?}");
            let value = rust_decimal::prelude::ToPrimitive::to_f64(&range.value).unwrap();
            prop_assert!(range.low - 1e-6 <= value && value <= high + 1e-6, "{range:?}");
        }
        prop_assert_eq!(found.marks.len(), cells.len());
    }
}
