use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_base::text::Text;
use heng_plan::model::{Area, CodeEntry, GroupMember, Indicator};

use super::*;
use crate::formula::Formulas;
use crate::indicator::{Basis, IndicatorValue, compute};
use crate::sample::{area, catalogue, d, empty, fraction, indicator, key, observed};

const TOWNS: [&str; 2] = ["110101", "110102"];

/// Ages with groups under one another, groups beside them (15 to 49), an area of two towns, and a share and a rate.
fn sample() -> Catalogue {
    let share = indicator("I1", fraction("item('A')", "item('B')", 100));
    let mut catalogue = catalogue(vec![share]);
    let code = |code: &str, parent: Option<&str>| CodeEntry::new(code, Text::zh(code), parent);
    let ages = vec![
        code("Y0T14", None),
        code("Y15T59", None),
        code("Y15T49", None),
        code("Y15T34", Some("Y15T59")),
        code("Y35T49", Some("Y15T59")),
        code("Y50T59", Some("Y15T59")),
        code("Y_GE60", None),
        code("_T", None),
    ];
    catalogue.codes.insert("age".to_owned(), ages);
    let fertile = ("Y15T49".to_owned(), vec![GroupMember::new("Y15T34"), GroupMember::new("Y35T49")]);
    catalogue.groupings.insert("age".to_owned(), [fertile].into());
    for item in catalogue.items.values_mut() {
        item.breakdowns = vec!["sex".to_owned(), "age".to_owned()];
    }
    let place = |code: AreaCode, parent: Option<AreaCode>| Area {
        adds_up: parent.is_none(),
        name: Text::zh(code.as_str()),
        area_type: String::new(),
        parent,
        code,
        tile: None,
    };
    let towns = TOWNS.map(|town| place(AreaCode::parse(town).unwrap(), Some(area())));
    let areas = [place(area(), None)].into_iter().chain(towns);
    catalogue.areas = areas.map(|area| (area.code.clone(), area)).collect();
    catalogue
}

fn at(item: &str, by: &str, place: &str) -> Key {
    Key { area: AreaCode::parse(place).unwrap(), ..key(item, by, 2020) }
}

fn row(id: i64, item: &str, by: &str, place: &str, value: &str) -> Observation {
    Observation { key: at(item, by, place), ..observed(id, item, by, 2020, value, "s") }
}

fn whole() -> String {
    area().to_string()
}

fn value_of(catalogue: &Catalogue, rows: Vec<Observation>) -> IndicatorValue {
    let data = Dataset::new(rows, |_| 1);
    let basis = Basis { catalogue, formulas: &Formulas::read(catalogue), data: &data };
    let indicator: &Indicator = &catalogue.indicators[0];
    compute(indicator, basis, &area(), Period::year(2020), &Breakdown::total())
}

/// What becomes of a total over women and men by what the two are.
#[test]
fn missing_zero_not_applicable_and_confidential_stay_four_things() {
    let catalogue = sample();
    let (w, number, zero) = (whole(), ("3", "A", "F"), ("0", "A", "F"));
    let (none, unknown, secret, estimated) = (("-", "M", "F"), ("-", "O", "F"), ("9", "A", "C"), ("2", "E", "F"));
    let part = |id, by: &str, (value, obs, conf): (&str, &str, &str)| match value {
        "-" => Observation { key: at("A", by, &w), ..empty(id, "A", 2020, "why", obs, conf, "s") },
        _ => Observation { obs_status: obs.to_owned(), conf_status: conf.to_owned(), ..row(id, "A", by, &w, value) },
    };
    let table = [
        (number, number, "6"),
        (number, zero, "3"),
        (zero, zero, "0"),
        (number, none, "3"),
        (zero, none, "0"),
        (none, none, "not applicable"),
        (number, unknown, "missing"),
        (none, unknown, "missing"),
        (secret, unknown, "missing"),
        (number, secret, "confidential"),
        (none, secret, "confidential"),
        (secret, secret, "confidential"),
        (number, estimated, "5"),
    ];
    for (female, male, expected) in table {
        for (first, second) in [(female, male), (male, female)] {
            let rows = vec![part(1, "sex=F", first), part(2, "sex=M", second)];
            let data = Dataset::new(rows, |_| 1);
            let parts = Parts { catalogue: &catalogue, item: &catalogue.items[0], best: |key: &Key| data.best(key) };
            let found = match parts.total(&at("A", "", &w)) {
                None => "missing".to_owned(),
                Some(Ok(total)) => total.value.to_string(),
                Some(Err((Reason::Confidential { .. }, _))) => "confidential".to_owned(),
                Some(Err((Reason::Missing { obs_status, .. }, _))) if obs_status == "M" => "not applicable".to_owned(),
                Some(Err(other)) => panic!("{other:?}"),
            };
            assert_eq!(found, expected, "{first:?} and {second:?}");
        }
    }
}

#[test]
fn each_figure_counts_once_at_whatever_level_it_was_reported() {
    let (catalogue, w) = (sample(), whole());
    let total = |rows: Vec<Observation>, by: &str| {
        let found = total(&at("A", by, &w), &catalogue, &Dataset::new(rows, |_| 1));
        found.map(|total| (total.value, total.inputs))
    };
    let young = || row(1, "A", "age=Y0T14", &w, "10");
    let old = || row(2, "A", "age=Y_GE60", &w, "5");
    let middle = || row(3, "A", "age=Y15T59", &w, "20");
    let parts = || {
        let of = [("Y15T34", "8"), ("Y35T49", "7"), ("Y50T59", "6")];
        (4..).zip(of).map(|(id, (age, value))| row(id, "A", &format!("age={age}"), &w, value)).collect::<Vec<_>>()
    };
    assert_eq!(total(vec![young(), old(), middle()], ""), Some((d("35"), vec![1, 2, 3])));
    let lowest = [vec![young(), old()], parts()].concat();
    assert_eq!(total(lowest.clone(), ""), Some((d("36"), vec![1, 2, 4, 5, 6])));
    // With both levels the upper one is what was said, and the lower ones are not added to it.
    assert_eq!(total([lowest.clone(), vec![middle()]].concat(), ""), Some((d("35"), vec![1, 2, 3])));
    assert_eq!(total(lowest, "age=Y15T59"), Some((d("21"), vec![4, 5, 6])));
    // A group beside the tree: made of its codes, never a part of the whole.
    assert_eq!(total(parts(), "age=Y15T49"), Some((d("15"), vec![4, 5])));
    let fertile = row(9, "A", "age=Y15T49", &w, "15");
    assert_eq!(total(vec![young(), old(), middle(), fertile], ""), Some((d("35"), vec![1, 2, 3])));
    assert_eq!(total(vec![young(), old()], ""), None, "a part is missing");
}

#[test]
fn a_code_outside_its_years_is_no_part_and_lacks_in_no_total() {
    let (mut catalogue, w) = (sample(), whole());
    let total = |catalogue: &Catalogue, rows: Vec<Observation>, by: &str| {
        total(&at("A", by, &w), catalogue, &Dataset::new(rows, |_| 1)).map(|total| total.value)
    };
    let rows = || vec![row(1, "A", "age=Y0T14", &w, "10"), row(2, "A", "age=Y15T59", &w, "20")];
    let of_parts = || vec![row(4, "A", "age=Y15T34", &w, "8"), row(5, "A", "age=Y35T49", &w, "7")];
    assert_eq!(total(&catalogue, rows(), ""), None, "the oldest lack");
    let ages = catalogue.codes.get_mut("age").unwrap();
    ages.iter_mut().find(|age| age.code == "Y_GE60").unwrap().valid_from = Some(2021);
    ages.iter_mut().find(|age| age.code == "Y50T59").unwrap().valid_to = Some(2019);
    assert_eq!(total(&catalogue, rows(), ""), Some(d("30")));
    assert_eq!(total(&catalogue, of_parts(), "age=Y15T59"), Some(d("15")));
    let old = row(3, "A", "age=Y_GE60", &w, "5");
    assert_eq!(
        total(&catalogue, [rows(), vec![old.clone()]].concat(), ""),
        Some(d("30")),
        "whatever was recorded of it"
    );
    assert!(wholes(&old.key, &catalogue).is_empty());
    assert!(wholes(&Key { period: Period::year(2021), ..old.key }, &catalogue).len() == 1);
    let fertile = catalogue.groupings.get_mut("age").unwrap().get_mut("Y15T49").unwrap();
    fertile[1].valid_to = Some(2019);
    assert_eq!(total(&catalogue, of_parts(), "age=Y15T49"), Some(d("8")), "a part of the group no more");
}

#[test]
fn areas_roll_up_and_a_ratio_is_made_of_summed_parts() {
    let catalogue = sample();
    let [north, south] = TOWNS;
    // 50 % of 10 and 10 % of 90 are 14 % of 100, not 30 %.
    let rows = vec![
        row(1, "A", "", north, "5"),
        row(2, "B", "", north, "10"),
        row(3, "A", "sex=F", south, "4"),
        row(4, "A", "sex=M", south, "5"),
        row(5, "B", "", south, "90"),
    ];
    let value = value_of(&catalogue, rows.clone());
    assert_eq!((value.value, value.numerator, value.denominator), (Some(d("14")), Some(d("14")), Some(d("100"))));
    assert_eq!(value.inputs, [1, 2, 3, 4, 5]);
    let without = value_of(&catalogue, rows[..4].to_vec());
    assert_eq!(without.value, None);
    assert_eq!(without.reasons, [Reason::NotReported { key: at("B", "", &whole()) }]);
    // What the area itself reports is what counts.
    let reported = value_of(&catalogue, [rows, vec![row(6, "A", "", &whole(), "20")]].concat());
    assert_eq!((reported.value, reported.inputs), (Some(d("20")), vec![2, 5, 6]));
}

#[test]
fn what_does_not_add_up_is_not_added() {
    let mut catalogue = sample();
    let w = whole();
    let rows = || vec![row(1, "A", "sex=F", &w, "3"), row(2, "A", "sex=M", &w, "4")];
    let asked = |catalogue: &Catalogue| total(&at("A", "", &w), catalogue, &Dataset::new(rows(), |_| 1)).is_some();
    assert!(asked(&catalogue));
    catalogue.items[0].additive = Some(vec!["age".to_owned()]);
    assert!(!asked(&catalogue));
    catalogue.items[0].additive = None;
    catalogue.items[0].value_type = heng_plan::model::ValueType::Decimal;
    assert!(!asked(&catalogue), "an average is no count");
    let mut areas = sample();
    areas.areas[0].adds_up = false;
    let towns = TOWNS.iter().zip(1..).map(|(town, id)| row(id, "A", "", town, "1")).collect();
    assert_eq!(total(&at("A", "", &w), &areas, &Dataset::new(towns, |_| 1)), None);
}

#[test]
fn a_reported_total_is_held_against_its_parts_and_stays() {
    let (catalogue, w) = (sample(), whole());
    let rows = vec![
        row(1, "A", "", &w, "8"),
        row(2, "A", "sex=F", &w, "3"),
        row(3, "A", "sex=M", &w, "4"),
        row(4, "A", "", TOWNS[0], "8"),
        row(5, "A", "", TOWNS[1], "0"),
    ];
    let data = Dataset::new(rows, |_| 1);
    let found = differences(&at("A", "", &w), &catalogue, &data);
    assert_eq!(found.len(), 1, "the towns make it up");
    let Difference { over, reported, sum, observation, inputs, .. } = &found[0];
    assert_eq!((over, *reported, *sum), (&Over::Dimension("sex".to_owned()), d("8"), d("7")));
    assert_eq!((*observation, inputs.as_slice()), (1, &[2, 3][..]));
    assert_eq!(total(&at("A", "", &w), &catalogue, &data), None);
}

/// A flow is what happened in all its parts, a stock what stood at the end; what the catalogue says nothing of is neither.
#[test]
fn a_year_is_made_of_its_parts_as_the_catalogue_says() {
    let mut catalogue = sample();
    let quarters = |values: &[&str]| {
        let of = |(n, value): (usize, &&str)| Observation {
            key: Key { period: Period::parse(&format!("2020-Q{}", n + 1)).unwrap(), ..key("A", "", 2020) },
            ..observed(n as i64 + 1, "A", "", 2020, value, "s")
        };
        Dataset::new(values.iter().enumerate().map(of).collect(), |_| 1)
    };
    catalogue.items[0].frequency = Frequency::Quarter;
    let mut annual = |rule, values: &[&str]| {
        catalogue.items[0].annual = rule;
        let found = total(&key("A", "", 2020), &catalogue, &quarters(values));
        found.map(|total| (total.value, total.inputs, total.method))
    };
    let four = ["1", "2", "3", "4"];
    assert_eq!(annual(Some(Annual::Sum), &four), Some((d("10"), vec![1, 2, 3, 4], "sum 1")));
    assert_eq!(annual(Some(Annual::Last), &four), Some((d("4"), vec![4], "last 1")));
    assert_eq!(annual(None, &four), None);
    assert_eq!(annual(Some(Annual::Sum), &four[..3]), None);
    assert_eq!(annual(Some(Annual::Last), &four[..3]), None);
}

/// Whatever was counted in a total has it among its wholes.
#[test]
fn a_part_knows_what_it_is_part_of() {
    let (catalogue, w) = (sample(), whole());
    let wholes = wholes(&at("A", "age=Y15T34;sex=F", TOWNS[0]), &catalogue);
    for (by, place) in [
        ("age=Y15T59;sex=F", TOWNS[0]),
        ("age=Y15T49;sex=F", w.as_str()),
        ("sex=F", w.as_str()),
        ("age=Y15T34", w.as_str()),
        ("", TOWNS[0]),
        ("", w.as_str()),
    ] {
        assert!(wholes.contains(&at("A", by, place)), "{by} {place}");
    }
    assert!(super::wholes(&at("A", "", &w), &catalogue).is_empty());
}
