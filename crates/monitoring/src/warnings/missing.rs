//! Missing data 缺数据: years whose figures are due and of which an indicator has none. Years on end are one warning, known
//! by its first.

use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{INDICATORS, Indicator, TargetStatus, WarningRule};
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::observation::Subject as Observed;
use heng_statistics::reason::Reason;
use rust_decimal::Decimal;

use super::words::{both, subject};
use super::{Finding, Grounds, Identity, Subject, scope};
use crate::absence;

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let Some(until) = grounds.rounds.due_until.or(grounds.year).zip(grounds.year).map(|(due, year)| due.min(year))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for indicator in grounds.catalogue.indicators.values().filter(|one| rule.watches(INDICATORS, one.code.as_str())) {
        let judged = |target: &&heng_plan::model::Target| {
            target.status != TargetStatus::Proposed && target.indicator.as_ref() == Some(&indicator.code)
        };
        let mut breakdowns: Vec<_> = grounds.plan.targets.iter().filter(judged).map(|t| &t.breakdown).collect();
        breakdowns.sort();
        breakdowns.dedup();
        for breakdown in breakdowns {
            let due = |value: &&IndicatorValue| (grounds.plan.start..=until).contains(&value.period.year);
            let series: Vec<_> = grounds.values.series(&indicator.code, breakdown).filter(due).collect();
            for gap in
                series.chunk_by(|a, b| lacks(a, grounds) == lacks(b, grounds)).filter(|run| lacks(run[0], grounds))
            {
                if Decimal::from(gap.len()) >= rule.limit("years") {
                    found.push(told(rule, grounds, indicator, gap));
                }
            }
        }
    }
    found
}

/// There is no figure where one could be, and no unit still owes the form that would have brought it.
fn lacks(value: &IndicatorValue, grounds: &Grounds<'_>) -> bool {
    let asked = value.reasons.iter().filter_map(|reason| match reason {
        Reason::NotReported { key } | Reason::Missing { key, .. } | Reason::Confidential { key } => Some(key),
        _ => None,
    });
    let keys: Vec<_> = asked.collect();
    let owing = grounds.rounds.owing(value.period);
    let owed = keys.iter().any(|key| match &key.subject {
        Observed::Item(item) => scope::units(grounds.plan, [item], &key.area).iter().any(|unit| owing.contains(unit)),
        Observed::Indicator(_) => false,
    });
    value.value.is_none() && !keys.is_empty() && !owed
}

fn told(rule: &WarningRule, grounds: &Grounds<'_>, indicator: &Indicator, gap: &[&IndicatorValue]) -> Finding {
    let (plan, catalogue) = (grounds.plan, grounds.catalogue);
    let (first, last) = (gap[0], gap[gap.len() - 1]);
    let years = |from: Period, to: Period| if from == to { from.to_string() } else { format!("{from}—{to}") };
    let reason = both(|lang| {
        let of = Observed::Indicator(indicator.code.clone());
        let name = subject(of, &first.breakdown, &first.area, plan, catalogue, lang);
        let (years, why) = (years(first.period, last.period), absence::in_words(&last.reasons, catalogue, lang));
        match lang {
            Lang::Zh => format!("{name}：{years} 年没有数据。{why}"),
            Lang::En => format!("{name}: no data for {years}. {why}"),
        }
    });
    Finding {
        identity: Identity {
            kind: rule.kind,
            subject: Subject::Indicator(indicator.code.clone()),
            area: first.area.clone(),
            breakdown: first.breakdown.clone(),
            period: first.period,
        },
        rule: rule.code.clone(),
        severity: rule.severity,
        since: first.period,
        reason,
        numbers: vec![("years".to_owned(), gap.len().to_string())],
        indicator: Some(indicator.code.clone()),
        target: None,
        domains: scope::domains(plan, [&indicator.code]),
        units: scope::units(plan, &scope::items(indicator, grounds.formulas), &first.area),
    }
}
