//! Grounds for the tests of warnings.

use heng_base::codes::RuleCode;
use heng_base::text::Text;
use heng_plan::model::{Catalogue, Plan, Status, Target, WarningKind, WarningRule, WarningSeverity};
use heng_statistics::dataset::Dataset;

use super::rounds::Rounds;
use super::{Finding, Grounds, assess};
use crate::monitor::monitor;
use crate::sample;
use crate::values::Values;

/// A rule of a kind that watches all it can, with limits that are usual.
pub fn rule(kind: WarningKind) -> WarningRule {
    let usual = |name: &str| match name {
        "z" => "3.5",
        "changes" => "4",
        "least" => "1",
        "p" => "0.05",
        "tail" => "0.001",
        "parts" => "3",
        _ => "1",
    };
    WarningRule {
        code: RuleCode::parse(kind.code()).unwrap(),
        kind,
        severity: WarningSeverity::High,
        name: Text::zh(kind.code()),
        subjects: kind.words().iter().map(|word| (*word).to_owned()).collect(),
        limits: kind.limits().iter().map(|(name, ..)| ((*name).to_owned(), sample::d(usual(name)))).collect(),
        status: Status::Confirmed,
        note: None,
    }
}

/// A plan of these targets that watches one kind of warning.
pub fn plan(kind: WarningKind, targets: Vec<Target>) -> Plan {
    Plan { warnings: vec![rule(kind)], ..sample::plan(targets) }
}

/// What is found of published figures until a year.
pub fn found(plan: &Plan, rows: &[(&str, i32, &str)], until: i32) -> Vec<Finding> {
    of(plan, &sample::catalogue(), &sample::data(rows), &Rounds::default(), until)
}

pub fn of(plan: &Plan, catalogue: &Catalogue, data: &Dataset, rounds: &Rounds, until: i32) -> Vec<Finding> {
    let values = Values::compute(plan, catalogue, data);
    let formulas = heng_statistics::formula::Formulas::read(catalogue);
    let judged = (plan.start..=until).map(|year| (year, monitor(plan, catalogue, &formulas, &values, year))).collect();
    assess(&Grounds {
        plan,
        catalogue,
        formulas: &formulas,
        data,
        values: &values,
        judged: &judged,
        rounds,
        year: Some(until),
    })
}

/// `kind subject period reason` of each.
pub fn lines(found: &[Finding]) -> Vec<String> {
    let line = |one: &Finding| {
        let of = &one.identity;
        format!("{} {} {} {}: {}", of.kind.code(), of.subject, of.period, one.severity.code(), one.reason.zh)
    };
    found.iter().map(line).collect()
}
