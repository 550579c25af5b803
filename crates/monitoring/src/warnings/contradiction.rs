//! Contradictions 数据矛盾: checks that are broken in figures that were handed in, such as towns that do not add up to the
//! whole. One that the reporter has explained weighs a step less.

use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::WarningRule;

use super::words::{both, unit};
use super::{Finding, Grounds, Identity, Subject, scope};

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let plan = grounds.plan;
    let by_item = scope::ByItem::of(plan, grounds.formulas);
    let watched = grounds.rounds.broken.iter().filter(|one| rule.watches(&one.scope, one.check.as_str()));
    let told = watched.map(|one| {
        let indicators = one.item.as_ref().map(|item| by_item.get(item)).unwrap_or_default();
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
    once(told.collect())
}

/// One check of one item is told once: by the total rather than by each breakdown, and year after year as one, with the
/// figures of its last year and known by its first.
fn once(mut found: Vec<Finding>) -> Vec<Finding> {
    let order = |one: &Finding| {
        let of = &one.identity;
        (of.subject.clone(), of.area.clone(), of.period, of.breakdown.clone())
    };
    found.sort_by_cached_key(order);
    found.dedup_by(|next, held| {
        let (next, held) = (&next.identity, &held.identity);
        (&next.subject, &next.area, next.period) == (&held.subject, &held.area, held.period)
    });
    // Each with the last year that it holds of.
    let mut kept: Vec<(Finding, Period)> = Vec::new();
    for finding in found {
        let (of, last) = (&finding.identity, finding.identity.period);
        let follows = |(held, before): &&mut (Finding, Period)| {
            let held = &held.identity;
            (&held.subject, &held.area) == (&of.subject, &of.area) && *before == last.shifted(-1)
        };
        match kept.last_mut().filter(follows) {
            Some((held, before)) => {
                // The next year that breaks the check is the same warning, still.
                let Finding { identity, since, .. } = held.clone();
                (*held, *before) = (Finding { identity, since, ..finding }, last);
            }
            None => kept.push((finding, last)),
        }
    }
    kept.into_iter().map(|(finding, _)| finding).collect()
}
