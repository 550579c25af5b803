//! Contradictions 数据矛盾: checks that are broken in figures that were handed in, such as towns that do not add up to the
//! whole. One that the reporter has explained weighs a step less.

use heng_base::text::Lang;
use heng_plan::model::WarningRule;

use super::words::{both, unit};
use super::{Finding, Grounds, Identity, Subject, scope};

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let (plan, catalogue) = (grounds.plan, grounds.catalogue);
    let watched = grounds.rounds.broken.iter().filter(|one| rule.watches(&one.scope, one.check.as_str()));
    let told = watched.map(|one| {
        let indicators = one.item.as_ref().map(|item| scope::indicators_of(item, plan, catalogue)).unwrap_or_default();
        Finding {
            identity: Identity {
                kind: rule.kind,
                subject: Subject::Check(one.check.clone(), one.item.clone()),
                area: plan.area_of(&one.unit).clone(),
                breakdown: one.breakdown.clone(),
                period: one.period,
            },
            rule: rule.code.clone(),
            severity: if one.explained { rule.severity.lower() } else { rule.severity },
            since: one.period,
            reason: both(|lang| {
                let (name, check) = (unit(&one.unit, plan, lang), one.name.get(lang));
                let message = one.message.get(lang);
                match (lang, one.explained) {
                    (Lang::Zh, false) => format!("{name} {} 年，{check}：{message}", one.period),
                    (Lang::Zh, true) => format!("{name} {} 年，{check}：{message}（填报员已说明）", one.period),
                    (Lang::En, false) => format!("{name}, {}, {check}: {message}", one.period),
                    (Lang::En, true) => {
                        format!("{name}, {}, {check}: {message} (explained by the reporter)", one.period)
                    }
                }
            }),
            numbers: Vec::new(),
            domains: scope::domains(plan, &indicators),
            indicator: indicators.into_iter().next(),
            target: None,
            units: vec![one.unit.clone()],
        }
    });
    told.collect()
}
