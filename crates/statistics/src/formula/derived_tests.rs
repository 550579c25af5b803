//! The derived forms of indicators, each by a table worked by hand from its definition.
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula};

use crate::dataset::Dataset;
use crate::observation::Observation;
use crate::sample::{catalogue, computed, d, expression, fraction, indicator, observed, published};

/// Women (A[F]) and men (A[M]) among all (A), births (B), and an index published in parts.
fn rows() -> Vec<Observation> {
    let figures = [
        ("A", "", 2018, "400"),
        ("A", "", 2019, "420"),
        ("A", "", 2020, "441"),
        ("A", "sex=F", 2020, "189"),
        ("A", "sex=M", 2020, "252"),
        ("B", "", 2018, "10"),
        ("B", "", 2019, "0"),
        ("B", "", 2020, "20"),
    ];
    let rows = (1..).zip(figures).map(|(id, (item, by, year, value))| observed(id, item, by, year, value, "s"));
    rows.chain([published(20, "P1", 2020, "80", "s"), published(21, "P2", 2020, "60", "s")]).collect()
}

fn known() -> Catalogue {
    let form = |code: &str, text: &str| indicator(code, expression(text));
    catalogue(vec![
        indicator("P1", IndicatorFormula::Published),
        indicator("P2", IndicatorFormula::Published),
        indicator("SHARE", fraction("item('A', sex => 'F')", "item('A')", 100)),
        indicator("MALE", fraction("item('A', sex => 'M')", "item('A')", 100)),
        indicator("RATE", fraction("item('B')", "item('A')", 1000)),
        indicator("RATIO", fraction("item('A', sex => 'M')", "item('A', sex => 'F')", 100)),
        form("GAP", "indicator('SHARE') - indicator('MALE')"),
        form("PARITY", "indicator('SHARE') / indicator('MALE')"),
        form("OFF_PARITY", "abs(indicator('PARITY') - 1)"),
        form("GROWTH", "(item('A') / prev(item('A')) - 1) * 100"),
        form("MEAN", "avg_over(item('B'), 3)"),
        form("MEAN_RATE", "avg_over(item('B'), 3) / avg_over(item('A'), 3) * 1000"),
        form("INDEX", "weighted(indicator('P1'), 3, indicator('P2'), 1)"),
    ])
}

#[test]
fn derived_forms_are_as_worked_by_hand() {
    let (catalogue, data) = (known(), Dataset::new(rows(), |_| 1));
    for (code, expected, why) in [
        ("SHARE", "42.857", "189 / 441 × 100 = 3/7 × 100"),
        ("MALE", "57.143", "252 / 441 × 100 = 4/7 × 100"),
        ("RATE", "45.351", "20 / 441 × 1000"),
        ("RATIO", "133.333", "252 / 189 × 100 = 4/3 × 100"),
        ("GAP", "-14.286", "3/7 − 4/7 = −1/7"),
        ("PARITY", "0.750", "3/7 ÷ 4/7"),
        ("OFF_PARITY", "0.250", "|0.75 − 1|"),
        ("GROWTH", "5.000", "441 / 420 = 1.05"),
        ("MEAN", "10.000", "(10 + 0 + 20) / 3"),
        ("MEAN_RATE", "23.791", "30 / 1261 × 1000, the years pooled, not their rates averaged"),
        ("INDEX", "75.000", "(80 × 3 + 60 × 1) / 4"),
    ] {
        let indicator: &Indicator = catalogue.indicators.values().find(|i| i.code.as_str() == code).unwrap();
        let found = computed(indicator, &catalogue, &data, 2020);
        let value = found.value.map(|value| heng_base::number::publish(value, 3));
        assert_eq!(value.as_deref(), Some(expected), "{code}: {why}");
        assert!(!found.inputs.is_empty());
    }
}

/// An average lacks what one of its years lacks, and no figure that only stands is one of them.
#[test]
fn an_average_wants_every_year() {
    let (catalogue, data) = (known(), Dataset::new(rows(), |_| 1));
    let mean = catalogue.indicators.values().find(|i| i.code.as_str() == "MEAN").unwrap();
    assert_eq!(computed(mean, &catalogue, &data, 2019).reasons.len(), 1);
    assert_eq!(computed(mean, &catalogue, &data, 2018).reasons.len(), 2);
    assert_eq!(computed(mean, &catalogue, &data, 2020).value, Some(d("10")));
    for text in ["avg_over(item('A'))", "avg_over(item('A'), 1)", "avg_over(item('A'), 2.5)", "weighted(1, 2, 3)"] {
        assert!(super::parse(text).is_err(), "{text}");
    }
}
