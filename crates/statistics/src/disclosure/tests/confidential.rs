//! Figures that were reported as confidential, of items that no rule is of.

use heng_plan::model::Catalogue;

use super::super::{Release, Withheld};
use crate::dataset::Dataset;
use crate::formula::Formulas;
use crate::indicator::Basis;
use crate::observation::Observation;
use crate::sample::{catalogue, observed};

fn women() -> Observation {
    Observation { conf_status: "C".to_owned(), ..observed(2, "A", "sex=F", 2020, "2", "unit-U") }
}

fn with(check: impl FnOnce(Basis<'_>)) {
    let rows = vec![
        observed(1, "A", "", 2020, "40", "unit-U"),
        women(),
        observed(3, "A", "sex=M", 2020, "38", "unit-U"),
        observed(4, "B", "", 2020, "90", "unit-U"),
    ];
    let catalogue: Catalogue = catalogue(Vec::new());
    let (formulas, data) = (Formulas::read(&catalogue), Dataset::new(rows, |_| 1));
    check(Basis { catalogue: &catalogue, formulas: &formulas, data: &data });
}

#[test]
fn their_item_is_closed_until_it_is_decided() {
    with(|basis| {
        let closed = Withheld::all(basis, &Release::default());
        let left = basis.data.observations().map(|one| closed.masked(one)).filter(|one| one.value.is_some());
        assert_eq!(left.map(|one| one.id).collect::<Vec<_>>(), [4]);
    });
}

#[test]
fn they_are_masked_whatever_is_marked() {
    with(|basis| {
        for withheld in [Withheld::again(basis, [], []), Withheld::of(basis, &[]).0] {
            assert_eq!(withheld.masked(&women()).value, None);
            assert!(withheld.covers(&women().key.subject), "its past states may tell it");
        }
    });
}
