//! A small plan and catalogue for tests.

use std::collections::BTreeMap;

use heng_base::codes::{AreaCode, FormCode, IndicatorCode, ItemCode, PlanCode, UnitCode};
use heng_base::number;
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{
    AskedOf, Catalogue, CodeEntry, FormItem, Frequency, Indicator, IndicatorFormula, IndicatorKind, Item, Level,
    MissingReason, Plan, Status, ValueType,
};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula::Formulas;
use indexmap::IndexMap;

use crate::asking::Asking;
use crate::entry::Entry;
use crate::form::{CellId, Form, generate};
use crate::rules::{Beside, Checks, Finding, Known, LastYear, check, check_beside, round};

fn item(code: &str, value_type: ValueType, breakdowns: &[&str]) -> Item {
    Item {
        breakdowns: breakdowns.iter().map(|b| (*b).to_owned()).collect(),
        min: Some(0.into()),
        ..Item::yearly(ItemCode::parse(code).unwrap(), Text::zh(code), "个", value_type)
    }
}

fn codes(rows: &[(&str, &str)]) -> Vec<CodeEntry> {
    rows.iter().map(|(code, name)| CodeEntry::new(code, Text::zh(*name), None)).collect()
}

pub fn missing() -> Vec<MissingReason> {
    [("not_counted", "未统计", "O", "F"), ("confidential", "涉密", "Q", "C")]
        .map(|(code, name, obs, conf)| MissingReason {
            code: code.to_owned(),
            name: Text::zh(name),
            obs_status: obs.to_owned(),
            conf_status: conf.to_owned(),
        })
        .to_vec()
}

fn catalogue() -> Catalogue {
    let mut items = vec![
        item("PEOPLE", ValueType::Integer, &["sex", "urban_rural"]),
        item("PATENTS", ValueType::Integer, &[]),
        item("SPENT", ValueType::Decimal, &["sex"]),
        item("CENTRE", ValueType::Boolean, &[]),
        item("LADDER", ValueType::Stage, &[]),
    ];
    items[1].max = Some(100.into());
    items[2].frequency = Frequency::Quarter;
    items[3].valid_from = Some(2021);
    let sex = codes(&[("F", "女"), ("M", "男"), ("_T", "合计")]);
    let urban_rural = codes(&[("U", "城市"), ("R", "农村"), ("_T", "合计")]);
    Catalogue {
        items: items.into_iter().map(|i| (i.code.clone(), i)).collect(),
        indicators: [share()].into_iter().map(|i| (i.code.clone(), i)).collect(),
        codes: BTreeMap::from([("sex".to_owned(), sex), ("urban_rural".to_owned(), urban_rural)]),
        missing: missing(),
        ..Catalogue::default()
    }
}

/// Spent of patents, as a proportion.
fn share() -> Indicator {
    let code = IndicatorCode::parse("SHARE").unwrap();
    let formula = IndicatorFormula::Fraction {
        numerator: "item('SPENT')".to_owned(),
        denominator: Some("item('PATENTS')".to_owned()),
        factor: 100.into(),
    };
    Indicator { formula, ..Indicator::yearly(code, Text::zh("支出率"), IndicatorKind::Proportion, "%") }
}

fn asked(section: &str, code: &str, order: u32, breakdowns: &[&str], required: bool) -> FormItem {
    FormItem {
        form: FormCode::parse("F-health").unwrap(),
        of: AskedOf::Unit(UnitCode::parse("health").unwrap()),
        section: section.to_owned(),
        item: ItemCode::parse(code).unwrap(),
        order,
        breakdowns: breakdowns.iter().map(|b| (*b).to_owned()).collect(),
        required,
        status: Status::Confirmed,
        ground: String::new(),
    }
}

pub fn plan() -> (Plan, Catalogue) {
    let plan = Plan {
        code: PlanCode::parse("sample").unwrap(),
        title: Text::zh("样例规划"),
        area: AreaCode::parse("110000").unwrap(),
        level: Level::County,
        start: 2021,
        end: 2030,
        base_year: 2020,
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
        units: IndexMap::new(),
        responsibilities: Vec::new(),
        // Out of order on purpose: `order` decides.
        form_items: vec![
            asked("其他", "SPENT", 3, &[], false),
            asked("人口", "PEOPLE", 1, &["sex", "urban_rural"], true),
            asked("其他", "PATENTS", 2, &[], true),
            asked("其他", "CENTRE", 4, &[], false),
            asked("其他", "LADDER", 5, &[], false),
        ],
        form_heads: Vec::new(),
        schemes: Vec::new(),
        series: Vec::new(),
        checks: Vec::new(),
        warnings: Vec::new(),
    };
    (plan, catalogue())
}

pub fn form() -> Form {
    let (plan, catalogue) = plan();
    generate(&plan, &catalogue, &Formulas::read(&catalogue), &UnitCode::parse("health").unwrap(), Period::year(2025))
}

/// The same unit's form with 2020, 2021 and 2022 side by side.
pub fn history() -> Form {
    let (plan, catalogue) = plan();
    let (period, since) = (Period::year(2022), Some(Period::year(2020)));
    let formulas = &Formulas::read(&catalogue);
    let asking = Asking { plans: vec![&plan], catalogue: &catalogue, formulas, period, since, forms: &[] };
    asking.form(&UnitCode::parse("health").unwrap())
}

pub fn entry(cell: &str, value: Option<&str>, missing: Option<&str>) -> Entry {
    Entry {
        cell: CellId::parse(cell).unwrap(),
        value: value.map(|v| number::read(v).unwrap()),
        missing: missing.map(str::to_owned),
        note: None,
    }
}

/// The sample's figures of the year before, settled.
pub fn settled(last_year: &[(&str, &str)]) -> Dataset {
    let (plan, catalogue) = plan();
    let (checks, data) = (Checks::default(), Dataset::default());
    let known = Known {
        plan: &plan,
        catalogue: &catalogue,
        formulas: &Formulas::read(&catalogue),
        checks: &checks,
        data: &data,
    };
    let before = Form { period: Period::year(2024), ..form() };
    let entries: Vec<_> = last_year.iter().map(|(cell, value)| entry(cell, Some(value), None)).collect();
    Dataset::new(round::observed(&before, &entries, &known), |_| 1)
}

/// What the checks of every form say of entries on a form of the sample, after figures of the year before.
pub fn checked_after(form: &Form, entries: &[Entry], before: &LastYear) -> Vec<Finding> {
    let (plan, catalogue) = plan();
    let (checks, data) = (Checks::default(), Dataset::default());
    let known = Known {
        plan: &plan,
        catalogue: &catalogue,
        formulas: &Formulas::read(&catalogue),
        checks: &checks,
        data: &data,
    };
    let own = Dataset::new(round::observed(form, entries, &known), |_| 1);
    let beside = Beside { answers: &own, periods: std::slice::from_ref(&form.period), before };
    check_beside(form, entries, beside, &[known])
}

/// What the checks of every form say of entries on the sample form.
pub fn checked(entries: &[Entry], last_year: &[(&str, &str)]) -> Vec<Finding> {
    let (plan, catalogue) = plan();
    let (checks, data) = (Checks::default(), settled(last_year));
    check(
        &form(),
        entries,
        &[Known {
            plan: &plan,
            catalogue: &catalogue,
            formulas: &Formulas::read(&catalogue),
            checks: &checks,
            data: &data,
        }],
    )
}
