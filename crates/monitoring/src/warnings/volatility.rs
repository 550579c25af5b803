//! Jumps of figures from one year to the next: those that pass, or that came last, and those that stay.

use std::collections::BTreeSet;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode};
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{
    Catalogue, FACT_UNIT, INDICATORS, ITEMS, Indicator, IndicatorKind, PARTS, WarningKind, WarningRule,
};
use heng_statistics::difference::between;
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::methods::benjamini_hochberg::benjamini_hochberg;
use heng_statistics::methods::poisson_pair::poisson_pair;
use heng_statistics::observation::Subject as Observed;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::scope::ByItem;
use super::words::{both, figure, probability, subject, times};
use super::{Finding, Grounds, Identity, Subject, scope};
use crate::methods::jumps::{Jump, Lasting, jumps};
use crate::scale::Scale;

/// A series of a subject in one area and breakdown, its years without gaps.
struct Series<'a> {
    subject: Observed,
    area: &'a AreaCode,
    breakdown: &'a Breakdown,
    points: Vec<(Period, Decimal)>,
    scale: Scale,
    /// That each figure differs by chance alone from the one before; one less than the points.
    chance: Vec<Option<f64>>,
}

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let Some(year) = grounds.year else { return Vec::new() };
    let mut all = of_indicators(rule, grounds, year);
    all.extend(of_items(rule, grounds, year));
    adjust(&mut all);
    let by_item = ByItem::of(grounds.plan, grounds.formulas);
    let mut found = Vec::new();
    for series in &all {
        found.extend(in_series(rule, series).into_iter().map(|jump| told(rule, grounds, &by_item, series, jump)));
    }
    found
}

/// Every change is tested at once with all others: each probability is raised for the number of them.
fn adjust(all: &mut [Series<'_>]) {
    let tested: Vec<f64> = all.iter().flat_map(|series| series.chance.iter().flatten().copied()).collect();
    let mut adjusted = benjamini_hochberg(&tested).into_iter();
    for p in all.iter_mut().flat_map(|series| series.chance.iter_mut().flatten()) {
        *p = adjusted.next().unwrap_or(*p);
    }
}

fn of_indicators<'a>(rule: &WarningRule, grounds: &Grounds<'a>, year: i32) -> Vec<Series<'a>> {
    let mut all = Vec::new();
    // What is built or not does not jump: it is done.
    let moves = |one: &&Indicator| one.kind != IndicatorKind::Fact && one.unit != FACT_UNIT;
    let watched = grounds.catalogue.indicators.values().filter(|one| rule.watches(INDICATORS, one.code.as_str()));
    for indicator in watched.filter(moves) {
        for breakdown in grounds.values.breakdowns(&indicator.code) {
            let own = |value: &&IndicatorValue| value.carried_from.is_none() && value.period.year <= year;
            let values: Vec<_> = grounds.values.series(&indicator.code, breakdown).filter(own).collect();
            // A gap begins a series anew.
            let known = values.chunk_by(|a, b| a.value.is_some() && b.value.is_some() && follows(a.period, b.period));
            for run in known.filter(|run| run.len() > 1) {
                all.push(Series {
                    subject: Observed::Indicator(indicator.code.clone()),
                    area: &grounds.plan.area,
                    breakdown,
                    points: run.iter().filter_map(|value| Some((value.period, value.value?))).collect(),
                    scale: Scale::of(indicator),
                    chance: run.windows(2).map(|pair| by_chance(indicator, pair[0], pair[1])).collect(),
                });
            }
        }
    }
    all
}

fn follows(before: Period, after: Period) -> bool {
    before.shifted(1) == after
}

fn of_items<'a>(rule: &WarningRule, grounds: &Grounds<'a>, year: i32) -> Vec<Series<'a>> {
    let parts = scope::parts(grounds.plan);
    let mut all = Vec::new();
    for (subject, area, breakdown, series) in grounds.data.series() {
        let Observed::Item(item) = subject else { continue };
        let word = if *area == grounds.plan.area { ITEMS } else { PARTS };
        if !(word == ITEMS || parts.contains(area)) || !rule.watches(word, item.as_str()) {
            continue;
        }
        // Within a period the best is first.
        let years = series.chunk_by(|a, b| a.key.period == b.key.period).filter_map(|said| said.first());
        let until = years.filter(|best| best.key.period.is_year() && best.key.period.year <= year);
        let points: Vec<_> = until.filter_map(|best| Some((best.key.period, best.usable()?))).collect();
        for run in points.chunk_by(|a, b| follows(a.0, b.0)).filter(|run| run.len() > 1) {
            all.push(Series {
                subject: subject.clone(),
                area,
                breakdown,
                points: run.to_vec(),
                scale: Scale::Log,
                chance: run.windows(2).map(|pair| counts(pair[0].1, pair[1].1)).collect(),
            });
        }
    }
    all
}

/// Of a count its figures are the cases; of a rate or a share those among how many.
fn by_chance(indicator: &Indicator, one: &IndicatorValue, other: &IndicatorValue) -> Option<f64> {
    match indicator.kind {
        IndicatorKind::Count => counts(one.value?, other.value?),
        _ => between(indicator, other, one),
    }
}

/// Two counts of as many years.
fn counts(one: Decimal, other: Decimal) -> Option<f64> {
    let whole = one.is_integer() && other.is_integer();
    whole.then(|| poisson_pair((one.to_f64()?, 1.0), (other.to_f64()?, 1.0))).flatten()
}

/// The jumps of the rule's sort that are beyond all its limits.
fn in_series(rule: &WarningRule, series: &Series<'_>) -> Vec<Jump> {
    let figures: Vec<f64> = series.points.iter().filter_map(|(_, value)| value.to_f64()).collect();
    let scale = series.scale.holding(figures.iter().copied());
    let scaled: Vec<f64> = figures.iter().filter_map(|figure| scale.to(*figure)).collect();
    let z = rule.limit("z").to_f64().unwrap_or(f64::INFINITY);
    let needs = rule.limit("changes").to_usize().unwrap_or(usize::MAX);
    let lasting = rule.kind == WarningKind::LevelShift;
    let wanted = |jump: &Jump| (jump.lasting == Lasting::Stays) == lasting;
    let sure = |jump: &Jump| {
        let p = series.chance.get(jump.at - 1).copied().flatten();
        p.is_none_or(|p| p < rule.limit("p").to_f64().unwrap_or_default())
    };
    let found = jumps(&scaled, z, needs).into_iter();
    found.filter(wanted).filter(sure).filter(|jump| far(rule, series, jump)).collect()
}

/// By how many per cent the figure changed, against the least that is told.
fn far(rule: &WarningRule, series: &Series<'_>, jump: &Jump) -> bool {
    let (before, now) = (series.points[jump.at - 1].1, series.points[jump.at].1);
    let change = now.checked_sub(before).and_then(|change| change.abs().checked_mul(Decimal::ONE_HUNDRED));
    change.is_none_or(|change| before.abs().checked_mul(rule.limit("least")).is_none_or(|least| change >= least))
}

fn told(rule: &WarningRule, grounds: &Grounds<'_>, by_item: &ByItem, series: &Series<'_>, jump: Jump) -> Finding {
    let (plan, catalogue) = (grounds.plan, grounds.catalogue);
    let ((last, before), (period, now)) = (series.points[jump.at - 1], series.points[jump.at]);
    let p = series.chance.get(jump.at - 1).copied().flatten();
    let (own, indicators, items): (_, BTreeSet<IndicatorCode>, BTreeSet<ItemCode>) = match &series.subject {
        Observed::Indicator(code) => {
            let indicator = catalogue.indicators.get(code);
            let items = indicator.map(|indicator| scope::items(indicator, grounds.formulas)).unwrap_or_default();
            (Subject::Indicator(code.clone()), [code.clone()].into(), items)
        }
        Observed::Item(code) => (Subject::Item(code.clone()), by_item.get(code), [code.clone()].into()),
    };
    let shown = |lang| [before, now].map(|value| shown_of(value, &series.subject, catalogue, lang));
    let back = (jump.lasting == Lasting::Passes).then(|| series.points[jump.at + 1].0);
    let reason = both(|lang| {
        let name = subject(series.subject.clone(), series.breakdown, series.area, plan, catalogue, lang);
        let [before, now] = shown(lang);
        let usual = times(jump.z.abs());
        let chance = p.map(probability);
        let change = match lang {
            Lang::Zh => format!("{name}：{last} 年 {before}，{period} 年 {now}，变化偏离历年 {usual} 倍"),
            Lang::En => format!("{name}: {before} in {last}, {now} in {period}, {usual} times off its usual change"),
        };
        let sure = match (lang, chance) {
            (_, None) => String::new(),
            (Lang::Zh, Some(p)) => format!("，若只是偶然，变化这样大的可能性为 {p}"),
            (Lang::En, Some(p)) => format!("; the probability of so large a change by chance alone is {p}"),
        };
        let then = match (lang, jump.lasting, back) {
            (Lang::Zh, Lasting::Passes, Some(year)) => format!("；{year} 年又回去"),
            (Lang::En, Lasting::Passes, Some(year)) => format!("; back in {year}"),
            (Lang::Zh, Lasting::Stays, _) => "；此后停在新的水平".to_owned(),
            (Lang::En, Lasting::Stays, _) => "; it has stayed there since".to_owned(),
            _ => String::new(),
        };
        format!("{change}{sure}{then}")
    });
    let [from, to] = shown(Lang::Zh);
    let mut numbers = vec![("before".to_owned(), from), ("value".to_owned(), to), ("z".to_owned(), times(jump.z))];
    numbers.extend(p.map(|p| ("p".to_owned(), probability(p))));
    Finding {
        identity: Identity {
            kind: rule.kind,
            subject: own,
            area: series.area.clone(),
            breakdown: series.breakdown.clone(),
            period,
        },
        rule: rule.code.clone(),
        severity: rule.severity,
        since: period,
        reason,
        numbers,
        domains: scope::domains(plan, &indicators),
        indicator: indicators.into_iter().next(),
        target: None,
        units: scope::units(plan, &items, series.area),
    }
}

/// An indicator as it is published, a count as it was reported, with the unit of measure.
fn shown_of(value: Decimal, subject: &Observed, catalogue: &Catalogue, lang: Lang) -> String {
    let as_reported = value.normalize().to_string();
    match subject {
        Observed::Indicator(code) => {
            let indicator = catalogue.indicators.get(code);
            indicator.map_or(as_reported, |indicator| figure(value, indicator, catalogue, lang))
        }
        Observed::Item(code) => {
            let unit = catalogue.items.get(code).map_or("", |item| item.unit.as_str());
            catalogue.measured(&as_reported, unit, lang)
        }
    }
}

/// Jumps, each told once: by an indicator rather than by the items that it is computed from, by the total rather than by
/// each breakdown. Other findings are left as they are.
pub(super) fn once(found: Vec<Finding>, grounds: &Grounds<'_>) -> Vec<Finding> {
    let area = &grounds.plan.area;
    let jumps = |finding: &Finding| matches!(finding.identity.kind, WarningKind::Volatility | WarningKind::LevelShift);
    let indicator = |finding: &&Finding| match &finding.identity.subject {
        Subject::Indicator(code) if jumps(finding) => grounds.catalogue.indicators.get(code),
        _ => None,
    };
    let mut said = BTreeSet::new();
    for (one, period) in found.iter().filter_map(|one| Some((indicator(&one)?, one.identity.period))) {
        said.extend(scope::items(one, grounds.formulas).into_iter().map(|item| (item, period)));
    }
    let by_indicator = |of: &Identity| match &of.subject {
        Subject::Item(item) => of.area == *area && said.contains(&(item.clone(), of.period)),
        _ => false,
    };
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    // In the order of breakdowns, the total first.
    for finding in found {
        let of = &finding.identity;
        if !jumps(&finding) || !by_indicator(of) && seen.insert((of.subject.clone(), of.area.clone(), of.period)) {
            kept.push(finding);
        }
    }
    kept
}
