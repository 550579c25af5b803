//! `unit_missing`: of units of one type, such as towns, most have handed in and one has not, or was never asked.
//!
//! What they report together is short of it.

use std::collections::BTreeSet;

use heng_base::codes::UnitCode;
use heng_base::text::Text;
use heng_plan::model::{AskedOf, Plan, Unit};

use super::round::Reported;
use super::{Rule, Said, Severity, both};

pub(super) static RULE: Rule = Rule {
    code: "unit_missing",
    severity: Severity::Error,
    name: Said { zh: "缺一个单位", en: "A unit is missing" },
    words: Said {
        zh: "同类单位（如各镇街）过半已经报送时，没有列入批次的、一个数也没有填的单位逐个列出：各单位合计会少它一份。",
        en: "When more than half of the units of a type (such as towns) have handed in, those left out of the round and those without any figure are named: sums over all are short of them.",
    },
    example: Said {
        zh: "15 个镇街中 14 个已报送，1 个没有列入批次。",
        en: "14 of 15 towns have handed in, one was left out of the round.",
    },
    check: |_, _| Vec::new(),
};

/// Units that are missing, each with what to say of it.
pub(super) fn missing(plan: &Plan, year: i32, all: &[Reported<'_>]) -> Vec<(UnitCode, Text)> {
    let types: BTreeSet<&String> = plan
        .form_items
        .iter()
        .filter_map(|asked| match &asked.of {
            AskedOf::Type(unit_type) => Some(unit_type),
            AskedOf::Unit(_) => None,
        })
        .collect();
    types.into_iter().flat_map(|unit_type| of_type(unit_type, plan, year, all)).collect()
}

fn of_type(unit_type: &str, plan: &Plan, year: i32, all: &[Reported<'_>]) -> Vec<(UnitCode, Text)> {
    let in_force =
        |unit: &&Unit| unit.valid_from.is_none_or(|from| from <= year) && unit.valid_to.is_none_or(|to| year <= to);
    let units: Vec<&Unit> = plan.units.values().filter(|u| u.unit_type == unit_type).filter(in_force).collect();
    let held = |unit: &Unit| all.iter().find(|reported| reported.form.unit == unit.code);
    let handed_in = units.iter().filter(|unit| held(unit).is_some_and(|reported| reported.handed_in)).count();
    if handed_in * 2 <= units.len() {
        return Vec::new();
    }
    let told = |unit: &&Unit| match held(unit) {
        None => Some(both(
            "没有列入本批次，同类单位过半已经报送",
            "left out of the round, while most units of its type have handed in",
        )),
        Some(reported) if !reported.handed_in && reported.entries.iter().all(|entry| entry.is_empty()) => Some(both(
            "一个数也没有填，同类单位过半已经报送",
            "has entered nothing, while most units of its type have handed in",
        )),
        Some(_) => None,
    };
    units.iter().filter_map(|unit| Some((unit.code.clone(), told(unit)?))).collect()
}
