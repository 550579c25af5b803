//! Small catalogues and observations for the tests of this crate.
#![allow(clippy::unwrap_used)]

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{Catalogue, CodeEntry, Frequency, Indicator, IndicatorFormula, IndicatorKind, Item, ValueType};
use rust_decimal::Decimal;

use crate::observation::{Key, Observation, Provenance, Subject};

pub fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn area() -> AreaCode {
    AreaCode::parse("000000").unwrap()
}

pub fn key(item: &str, breakdown: &str, year: i32) -> Key {
    Key {
        subject: Subject::Item(ItemCode::parse(item).unwrap()),
        area: area(),
        period: Period::year(year),
        breakdown: Breakdown::parse(breakdown).unwrap(),
    }
}

pub fn indicator_key(code: &str, year: i32) -> Key {
    Key { subject: Subject::Indicator(IndicatorCode::parse(code).unwrap()), ..key("X", "", year) }
}

pub fn observed(id: i64, item: &str, breakdown: &str, year: i32, value: &str, source: &str) -> Observation {
    Observation {
        id,
        key: key(item, breakdown, year),
        value: Some(d(value)),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: SourceCode::parse(source).unwrap(),
        provenance: Provenance::Import { import: 1 },
        revision: 1,
    }
}

pub fn published(id: i64, indicator: &str, year: i32, value: &str, source: &str) -> Observation {
    Observation { key: indicator_key(indicator, year), ..observed(id, "X", "", year, value, source) }
}

pub fn empty(id: i64, item: &str, year: i32, missing: &str, obs: &str, conf: &str, source: &str) -> Observation {
    Observation {
        value: None,
        missing: Some(missing.to_owned()),
        obs_status: obs.to_owned(),
        conf_status: conf.to_owned(),
        ..observed(id, item, "", year, "0", source)
    }
}

pub fn item(code: &str, name: &str, carry_years: Option<u32>) -> Item {
    Item {
        code: ItemCode::parse(code).unwrap(),
        name: Text::zh(name),
        unit: "人".to_owned(),
        value_type: ValueType::Integer,
        breakdowns: vec!["sex".to_owned()],
        min: None,
        max: None,
        frequency: Frequency::Year,
        carry_years,
        definition: None,
        doubt: None,
        valid_from: None,
        valid_to: None,
        feed: None,
        upper_code: None,
    }
}

pub fn indicator(code: &str, formula: IndicatorFormula) -> Indicator {
    let name = Text::zh(format!("指标{code}"));
    let code = IndicatorCode::parse(code).unwrap();
    Indicator { formula, ..Indicator::yearly(code, name, IndicatorKind::Proportion, "%") }
}

pub fn expression(text: &str) -> IndicatorFormula {
    IndicatorFormula::Expression { text: text.to_owned() }
}

pub fn fraction(numerator: &str, denominator: &str, factor: i64) -> IndicatorFormula {
    IndicatorFormula::Fraction {
        numerator: numerator.to_owned(),
        denominator: Some(denominator.to_owned()),
        factor: factor.into(),
    }
}

/// Items A, B and C, the code list of `sex`, and the indicators given.
pub fn catalogue(indicators: Vec<Indicator>) -> Catalogue {
    let code = |code: &str, name: &str| CodeEntry { code: code.to_owned(), name: Text::zh(name), parent: None };
    let items = [item("A", "甲", None), item("B", "乙", None), item("C", "丙", Some(3))];
    Catalogue {
        items: items.into_iter().map(|i| (i.code.clone(), i)).collect(),
        indicators: indicators.into_iter().map(|i| (i.code.clone(), i)).collect(),
        codes: [("sex".to_owned(), vec![code("F", "女"), code("M", "男"), code("_T", "合计")])].into(),
        ..Catalogue::default()
    }
}
