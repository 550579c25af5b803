//! What the areas below add to a figure, for the rules that ask who makes it.

use heng_base::codes::{ItemCode, SourceCode};
use heng_plan::model::PrimaryRule;

use super::super::{State, Withheld};
use super::made::{areas, catalogue, key, rule};
use crate::dataset::Dataset;
use crate::formula::Formulas;
use crate::indicator::Basis;
use crate::observation::{Key, Observation};
use crate::sample::{d, observed};

fn primary(rules: PrimaryRule, towns: [&str; 3]) -> Vec<Key> {
    let codes = areas(&["T", "Ta", "Tb", "Tc"]);
    let mut catalogue = catalogue(&codes);
    catalogue.disclosure = vec![rule(rules, 1)];
    let whole = towns.iter().map(|town| d(town)).sum::<rust_decimal::Decimal>().to_string();
    let figures = [("T", whole.as_str()), ("Ta", towns[0]), ("Tb", towns[1]), ("Tc", towns[2])];
    let row = |(id, (area, value)): (i64, (&str, &str))| Observation {
        key: key(area, ""),
        ..observed(id, ItemCode::parse("N").unwrap().as_str(), "", 2020, value, "unit-U")
    };
    let rival = Observation { source: SourceCode::parse("old").unwrap(), ..row((9, figures[1])) };
    let rows = (1..).zip(figures).map(row).chain([rival]).collect();
    let (formulas, data) =
        (Formulas::read(&catalogue), Dataset::new(rows, |source| if source.as_str() == "old" { 2 } else { 1 }));
    let (withheld, _) = Withheld::of(Basis { catalogue: &catalogue, formulas: &formulas, data: &data }, &[]);
    let marked = withheld.marks().iter().filter(|(_, mark)| mark.state == State::Primary);
    marked.map(|(key, _)| key.clone()).collect()
}

#[test]
fn a_town_that_makes_most_of_the_county_hides_it() {
    let dominance = || PrimaryRule::Dominance { n: 1, k: d("80") };
    assert_eq!(primary(dominance(), ["900", "50", "50"]), [key("T", "")]);
    assert_eq!(primary(dominance(), ["400", "300", "300"]), []);
}

#[test]
fn the_second_town_must_not_reckon_the_first() {
    let within = || PrimaryRule::PPercent { p: d("10") };
    assert_eq!(primary(within(), ["900", "99", "1"]), [key("T", "")]);
    assert_eq!(primary(within(), ["500", "300", "200"]), []);
}
