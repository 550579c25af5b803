//! A small plan, catalogue and published figures for the tests of this crate.

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, PlanCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{
    BeforeTargetYear, Catalogue, CodeEntry, Indicator, IndicatorKind, Level, Measure, Objective, ObjectiveKind,
    Operator, Plan, Target, TargetSet, TargetStatus,
};
use heng_statistics::dataset::Dataset;
use heng_statistics::observation::{Key, Observation, Provenance, Subject};
use indexmap::IndexMap;
use rust_decimal::Decimal;

use crate::judgement::{Explanation, Judgement, Point, State};
use crate::monitor::blank;

pub fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn key(indicator: &str, breakdown: &str, year: i32) -> Key {
    Key {
        subject: Subject::Indicator(IndicatorCode::parse(indicator).unwrap()),
        area: AreaCode::parse("000000").unwrap(),
        period: Period::year(year),
        breakdown: Breakdown::parse(breakdown).unwrap(),
    }
}

/// A target on I1, under objective 1.1, whose figure stands in the plan.
pub fn target(id: &str, operator: Operator, value: Option<&str>, year: i32) -> Target {
    Target {
        id: id.to_owned(),
        reference: "1.1".to_owned(),
        objective: Some("1.1".to_owned()),
        set: TargetSet::Own,
        indicator: Some(IndicatorCode::parse("I1").unwrap()),
        breakdown: Breakdown::total(),
        operator,
        value: value.map(d),
        unit: Some("%".to_owned()),
        year,
        tolerance: None,
        side: None,
        standard: None,
        status: TargetStatus::Plan,
        indicator_confirmed: true,
        quote: None,
        line: None,
        note: None,
    }
}

pub fn judged(state: State, reason: Option<Explanation>, nearly: bool) -> Judgement {
    Judgement { target_id: Some("t".to_owned()), reason, nearly, ..blank(1, "1.1", state) }
}

/// The figure of a year.
pub fn point(year: i32, value: &str) -> Point {
    Point { period: Period::year(year), value: d(value) }
}

pub fn indicator(code: &str, name: &str) -> Indicator {
    Indicator::yearly(IndicatorCode::parse(code).unwrap(), Text::zh(name), IndicatorKind::Proportion, "%")
}

/// I1, and I2 whose figure stands for three years.
pub fn catalogue() -> Catalogue {
    let second = Indicator { carry_years: Some(3), ..indicator("I2", "乙率") };
    let woman = CodeEntry::new("F", Text::zh("女"), None);
    Catalogue {
        indicators: [indicator("I1", "甲率"), second].into_iter().map(|i| (i.code.clone(), i)).collect(),
        codes: [("sex".to_owned(), vec![woman])].into(),
        ..Catalogue::default()
    }
}

/// 2011–2020 with base year 2010 and objectives 1.1, 1.2 and 1.10, the last two qualitative.
pub fn plan(targets: Vec<Target>) -> Plan {
    let objective = |number: &str, kind| Objective {
        number: number.to_owned(),
        domain: 1,
        text: String::new(),
        kind,
        evidence: Vec::new(),
        line: None,
    };
    Plan {
        code: PlanCode::parse("sample").unwrap(),
        title: Text::zh("样例规划"),
        area: AreaCode::parse("000000").unwrap(),
        level: Level::Nation,
        start: 2011,
        end: 2020,
        base_year: 2010,
        catalogue: "sample".to_owned(),
        catalogue_version: "1".to_owned(),
        nearly_tolerance: None,
        before_target_year: BeforeTargetYear::default(),
        intervals: Default::default(),
        text_whole: true,
        text_note: None,
        document: String::new(),
        domains: Vec::new(),
        objectives: vec![
            objective("1.1", ObjectiveKind::Numeric),
            objective("1.10", ObjectiveKind::Qualitative),
            objective("1.2", ObjectiveKind::Qualitative),
        ],
        measures: vec![Measure {
            number: "1.M5".to_owned(),
            domain: 1,
            title: String::new(),
            text: String::new(),
            line: None,
        }],
        projects: Vec::new(),
        targets,
        units: IndexMap::new(),
        responsibilities: Vec::new(),
        form_items: Vec::new(),
        form_heads: Vec::new(),
        schemes: Vec::new(),
        series: Vec::new(),
        checks: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Published figures: indicator, year, value.
pub fn data(rows: &[(&str, i32, &str)]) -> Dataset {
    let observation = |(id, (code, year, value)): (i64, &(&str, i32, &str))| Observation {
        id,
        key: key(code, "", *year),
        value: Some(d(value)),
        ..observed()
    };
    Dataset::new((1..).zip(rows).map(observation).collect(), |_| 1)
}

/// A figure of a yearbook.
pub fn observed() -> Observation {
    Observation {
        id: 1,
        key: key("I1", "", 2015),
        value: None,
        missing: None,
        obs_status: "A".to_owned(),
        conf_status: "F".to_owned(),
        source: SourceCode::parse("yearbook").unwrap(),
        provenance: Provenance::Import { import: 1 },
        revision: 1,
    }
}
