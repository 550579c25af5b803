//! Controlled rounding.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::super::round;
use super::made::{areas, catalogue, cell, county, key, linked, sdc_areas, sdc_table};

#[test]
fn sums_hold_and_multiples_stay() {
    let rounded = round(&sdc_table(), 5, &sdc_areas());
    assert_eq!(rounded.len(), 1);
    assert!(rounded[0].zero_restricted);
    let at = |area, by| rounded[0].figures[&key(area, by)];
    assert_eq!(at("TA", ""), at("TA", "sex=F") + at("TA", "sex=M"));
    assert_eq!((at("TA", ""), at("TC", "sex=F"), at("T", "")), (20.into(), 10.into(), 100.into()));
    for cell in sdc_table() {
        let away = rounded[0].figures[&cell.key] - cell.value().unwrap();
        assert!(away.abs() < Decimal::from(5));
    }
}

#[test]
fn a_county_is_rounded() {
    let areas = county(4, 5);
    let cells = linked(&areas, 3);
    let rounded = round(&cells, 5, &catalogue(&areas));
    assert_eq!((rounded.len(), rounded[0].figures.len()), (1, cells.len()));
    let off = cells.iter().map(|cell| (rounded[0].figures[&cell.key] - cell.value().unwrap()).abs()).max();
    assert!(off < Some(10.into()), "{off:?}");
    let women: Decimal =
        ["Taa", "Tab", "Tac", "Tad", "Tae"].iter().map(|town| rounded[0].figures[&key(town, "sex=F")]).sum();
    assert_eq!(women, rounded[0].figures[&key("Ta", "sex=F")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn rounded_tables_add_up(counts in proptest::collection::vec(0_i64..60, 6), base in 2_u32..11) {
        let towns = ["Ta", "Tb", "Tc"];
        let catalogue = catalogue(&areas(&["T", "Ta", "Tb", "Tc"]));
        let mut cells = Vec::new();
        let (mut women, mut men) = (0, 0);
        for (town, pair) in towns.iter().zip(counts.chunks(2)) {
            cells.extend([cell(town, "", pair[0] + pair[1]), cell(town, "sex=F", pair[0]), cell(town, "sex=M", pair[1])]);
            women += pair[0];
            men += pair[1];
        }
        cells.extend([cell("T", "", women + men), cell("T", "sex=F", women), cell("T", "sex=M", men)]);
        let rounded = round(&cells, base, &catalogue);
        prop_assert!(rounded[0].zero_restricted, "tables of two dimensions always have such a rounding");
        let figures = &rounded[0].figures;
        for area in ["T", "Ta", "Tb", "Tc"] {
            prop_assert_eq!(figures[&key(area, "")], figures[&key(area, "sex=F")] + figures[&key(area, "sex=M")]);
        }
        for by in ["", "sex=F", "sex=M"] {
            let sum: Decimal = towns.iter().map(|town| figures[&key(town, by)]).sum();
            prop_assert_eq!(figures[&key("T", by)], sum);
        }
        for value in figures.values() {
            prop_assert!((*value % Decimal::from(base)).is_zero());
        }
    }
}
