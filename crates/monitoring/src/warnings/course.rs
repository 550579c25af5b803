//! Targets that are missed, that will be missed, or that are at risk, as they were last judged.

use std::collections::BTreeSet;

use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{TARGETS, Target, TargetStatus, WarningKind, WarningRule};
use heng_statistics::observation::Subject as Observed;

use super::words::{both, subject};
use super::{Finding, Grounds, Identity, Subject, scope};
use crate::judgement::{Evidence, Forecast, Judgement, State};

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let state = match rule.kind {
        WarningKind::Missed => State::Missed,
        WarningKind::OffCourse => State::OffCourse,
        _ => State::AtRisk,
    };
    let watched = |target: &&Target| {
        let code = target.indicator.as_ref().map_or("", |code| code.as_str());
        target.status != TargetStatus::Proposed && rule.watches(TARGETS, code)
    };
    // The same figure asked for by an objective and again by a measure is told once.
    let mut seen = BTreeSet::new();
    let anew = |target: &&Target| {
        let asked = (target.operator.as_str(), target.value, target.year);
        target.indicator.is_none() || seen.insert((target.indicator.clone(), target.breakdown.clone(), asked))
    };
    let targets = grounds.plan.targets.iter().filter(watched).filter(anew);
    targets.filter_map(|target| one(rule, grounds, target, state)).collect()
}

/// What the last year with a reading says, and since which year it has said so.
fn one(rule: &WarningRule, grounds: &Grounds<'_>, target: &Target, state: State) -> Option<Finding> {
    let of = |judged: &&Judgement| judged.target_id.as_ref() == Some(&target.id) && judged.state != State::NoData;
    let until = grounds.year?;
    let years = grounds.judged.range(..=until).rev();
    let mut read = years.filter_map(|(year, judged)| Some((*year, judged.iter().find(of)?)));
    let (year, last) = read.next().filter(|(_, judged)| judged.state == state)?;
    let since = read.take_while(|(_, judged)| judged.state == state).last().map_or(year, |(first, _)| first);
    Some(told(rule, grounds, target, last, since))
}

fn told(rule: &WarningRule, grounds: &Grounds<'_>, target: &Target, judged: &Judgement, since: i32) -> Finding {
    let (plan, catalogue) = (grounds.plan, grounds.catalogue);
    let weak = matches!(judged.evidence, Some(Evidence::Chance | Evidence::Few));
    let indicator = target.indicator.as_ref().and_then(|code| catalogue.indicators.get(code));
    let items = indicator.map(|indicator| scope::items(indicator, grounds.formulas)).unwrap_or_default();
    let mut numbers: Vec<(String, String)> = Vec::new();
    let mut number = |name: &str, value: Option<String>| numbers.extend(value.map(|value| (name.to_owned(), value)));
    number("value", judged.latest.as_ref().map(|latest| publish(latest.value, latest.decimals)));
    number("target", judged.target.as_ref().and_then(|target| target.value).map(|value| value.normalize().to_string()));
    let decimals = judged.latest.as_ref().map_or(1, |latest| latest.decimals);
    number("forecast", judged.forecast.as_ref().map(|ahead| publish(ahead.value, decimals)));
    let probability = judged.forecast.as_ref().and_then(|ahead| ahead.probability);
    number("probability", probability.map(|p| format!("{p:.2}")));
    Finding {
        identity: Identity {
            kind: rule.kind,
            subject: Subject::Target(target.id.clone()),
            area: plan.area.clone(),
            breakdown: target.breakdown.clone(),
            period: Period::year(target.year),
        },
        rule: rule.code.clone(),
        severity: if weak { rule.severity.lower() } else { rule.severity },
        since: Period::year(since),
        reason: both(|lang| in_words(grounds, target, judged, lang)),
        numbers,
        indicator: target.indicator.clone(),
        target: Some(target.id.clone()),
        domains: scope::domain(plan, target).into_iter().collect(),
        units: scope::units(plan, &items, &plan.area),
    }
}

fn in_words(grounds: &Grounds<'_>, target: &Target, judged: &Judgement, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let name = target.indicator.clone().map_or_else(String::new, |code| {
        let of = Observed::Indicator(code);
        subject(of, &target.breakdown, &grounds.plan.area, grounds.plan, grounds.catalogue, lang)
    });
    let indicator = target.indicator.as_ref().and_then(|code| grounds.catalogue.indicators.get(code));
    let unit = judged.target.as_ref().and_then(|target| target.unit.clone()).unwrap_or_default();
    let goal = judged.target.as_ref().and_then(|target| target.value).map(|value| {
        let value =
            grounds.catalogue.measured(&format!("{}{}", target.operator.sign(), value.normalize()), &unit, lang);
        if zh { format!("{} 年目标 {value}", target.year) } else { format!("target {value} in {}", target.year) }
    });
    let latest = judged.latest.as_ref().map(|latest| {
        let unit = indicator.map_or(unit.as_str(), |indicator| indicator.unit.as_str());
        let value = grounds.catalogue.measured(&publish(latest.value, latest.decimals), unit, lang);
        if zh { format!("{} 年 {value}", latest.period) } else { format!("{value} in {}", latest.period) }
    });
    let state = judged.state.name(lang).to_owned();
    let why = judged.reason.as_ref().map(|reason| if zh { &reason.message } else { &reason.message_en }.clone());
    let decimals = judged.latest.as_ref().map_or(1, |latest| latest.decimals);
    let ahead = judged.forecast.as_ref().map(|ahead| forecast(ahead, decimals, zh));
    let words = if zh { "可能出于偶然" } else { "it may be chance" };
    // The reason of a trend says so itself.
    let said_by = |why: &String| why.contains(words);
    let doubtful = judged.evidence == Some(Evidence::Chance) && !why.as_ref().is_some_and(said_by);
    let chance = doubtful.then(|| words.to_owned());
    let parts = [goal, latest, Some(state), why, ahead, chance].into_iter().flatten().filter(|part| !part.is_empty());
    let said: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
    let (colon, comma) = if zh { ("：", "，") } else { (": ", ", ") };
    if name.is_empty() { said.join(comma) } else { format!("{name}{colon}{}", said.join(comma)) }
}

fn forecast(ahead: &Forecast, decimals: u32, zh: bool) -> String {
    let [value, low, high] = [ahead.value, ahead.low, ahead.high].map(|figure| publish(figure, decimals));
    let share = format!("{:.0}%", ahead.confidence * 100.0);
    let likely = ahead.probability.map_or_else(String::new, |p| {
        let percent = match (p * 100.0).round() {
            ..1.0 => "<1%".to_owned(),
            100.0.. => ">99%".to_owned(),
            whole => format!("{whole}%"),
        };
        if zh { format!("，达标概率 {percent}") } else { format!(", probability of attainment {percent}") }
    });
    if zh {
        format!("预测 {} 年 {value}（{share} 区间 {low}—{high}）{likely}", ahead.period)
    } else {
        format!("forecast for {} {value} ({share} interval {low}–{high}){likely}", ahead.period)
    }
}
