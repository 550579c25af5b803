//! Small catalogues and observations for the tests of this crate.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, PlanCode, SourceCode, UnitCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{
    Catalogue, CodeEntry, Indicator, IndicatorFormula, IndicatorKind, Item, Level, Plan, Reference, Status, Unit,
    ValueType,
};
use rust_decimal::Decimal;

use crate::dataset::Dataset;
use crate::formula::Formulas;
use crate::indicator::{Basis, IndicatorValue, compute};
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
    let provenance = match source.strip_prefix("unit-") {
        Some(unit) => Provenance::Submission { submission: 1, unit: UnitCode::parse(unit).unwrap() },
        None => Provenance::Import { import: 1 },
    };
    Observation {
        id,
        key: key(item, breakdown, year),
        value: Some(d(value)),
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: SourceCode::parse(source).unwrap(),
        provenance,
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
        breakdowns: vec!["sex".to_owned()],
        carry_years,
        ..Item::yearly(ItemCode::parse(code).unwrap(), Text::zh(name), "人", ValueType::Integer)
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
    let code = |code: &str, name: &str| CodeEntry::new(code, Text::zh(name), None);
    let items = [item("A", "甲", None), item("B", "乙", None), item("C", "丙", Some(3))];
    Catalogue {
        items: items.into_iter().map(|i| (i.code.clone(), i)).collect(),
        indicators: indicators.into_iter().map(|i| (i.code.clone(), i)).collect(),
        codes: [("sex".to_owned(), vec![code("F", "女"), code("M", "男"), code("_T", "合计")])].into(),
        ..Catalogue::default()
    }
}

fn unit(code: &str, unit_type: &str, area: Option<&str>) -> (UnitCode, Unit) {
    let code = UnitCode::parse(code).unwrap();
    let unit = Unit {
        code: code.clone(),
        name: Text::zh(code.as_str()),
        unit_type: unit_type.to_owned(),
        area: area.map(|area| AreaCode::parse(area).unwrap()),
        status: Status::Confirmed,
        valid_from: None,
        valid_to: None,
        successor: None,
        note: None,
    };
    (code, unit)
}

/// A plan of the whole area with units U and V and three towns.
pub fn plan() -> Plan {
    let units = [
        unit("U", "department", None),
        unit("V", "department", None),
        unit("T1", "town", Some("110101")),
        unit("T2", "town", Some("110102")),
        unit("T3", "town", Some("110103")),
    ];
    Plan {
        code: PlanCode::parse("sample").unwrap(),
        title: Text::zh("样例规划"),
        area: area(),
        level: Level::County,
        start: 2016,
        end: 2025,
        base_year: 2015,
        catalogue: "sample".to_owned(),
        catalogue_version: "1".to_owned(),
        nearly_tolerance: None,
        before_target_year: Default::default(),
        intervals: Default::default(),
        text_whole: true,
        text_note: None,
        document: String::new(),
        domains: Vec::new(),
        objectives: Vec::new(),
        measures: Vec::new(),
        projects: Vec::new(),
        targets: Vec::new(),
        units: units.into(),
        responsibilities: Vec::new(),
        form_items: Vec::new(),
        form_heads: Vec::new(),
        schemes: Vec::new(),
        series: Vec::new(),
        checks: Vec::new(),
        warnings: Vec::new(),
    }
}

/// What a town of [`plan`] answers for 2020; without a value it says that there can be none.
pub fn town(id: i64, unit: &str, item: &str, value: Option<&str>) -> Observation {
    let area = plan().units[&UnitCode::parse(unit).unwrap()].area.clone().unwrap();
    let held = match value {
        Some(value) => observed(id, item, "", 2020, value, "s"),
        None => empty(id, item, 2020, "not_applicable", "M", "F", "s"),
    };
    let unit = UnitCode::parse(unit).unwrap();
    let source = SourceCode::parse(&format!("unit-{unit}")).unwrap();
    Observation {
        key: Key { area, ..held.key.clone() },
        source,
        provenance: Provenance::Submission { submission: id, unit },
        ..held
    }
}

/// A figure of an indicator that is published of another area.
pub fn reference(indicator: &str, area: &str, year: i32, value: &str) -> Reference {
    Reference {
        indicator: IndicatorCode::parse(indicator).unwrap(),
        area: AreaCode::parse(area).unwrap(),
        period: Period::year(year),
        breakdown: Breakdown::total(),
        value: d(value),
        unit: "%".to_owned(),
        source: SourceCode::parse("s").unwrap(),
    }
}

/// The value of an indicator for the whole area, not broken down.
pub fn computed(indicator: &Indicator, catalogue: &Catalogue, data: &Dataset, year: i32) -> IndicatorValue {
    let basis = Basis { catalogue, formulas: &Formulas::read(catalogue), data };
    compute(indicator, basis, &area(), Period::year(year), &Breakdown::total())
}
