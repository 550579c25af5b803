//! Overdue 逾期未报: a form that is not handed in some days after its last day.

use heng_base::breakdown::Breakdown;
use heng_base::text::Lang;
use heng_plan::model::{UNITS, WarningRule};
use rust_decimal::Decimal;

use super::words::{both, unit};
use super::{Finding, Grounds, Identity, Subject};

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let plan = grounds.plan;
    let watched = grounds
        .rounds
        .overdue
        .iter()
        .filter(|one| rule.watches(UNITS, one.unit.as_str()) && Decimal::from(one.days) >= rule.limit("days"));
    let told = watched.map(|one| Finding {
        identity: Identity {
            kind: rule.kind,
            subject: Subject::Unit(one.unit.clone()),
            area: plan.area_of(&one.unit).clone(),
            breakdown: Breakdown::total(),
            period: one.period,
        },
        rule: rule.code.clone(),
        severity: rule.severity,
        since: one.period,
        // The days that have gone are not said: they would be another reason every morning.
        reason: both(|lang| {
            let (name, state) = (unit(&one.unit, plan, lang), one.state.get(lang));
            match lang {
                Lang::Zh => format!("{name}的“{}”应于 {} 前报送，仍为“{state}”", one.title, one.due),
                Lang::En => format!("{name}: “{}” was due by {} and is still “{state}”", one.title, one.due),
            }
        }),
        numbers: vec![("due".to_owned(), one.due.clone())],
        indicator: None,
        target: None,
        domains: Vec::new(),
        units: vec![one.unit.clone()],
    });
    told.collect()
}
