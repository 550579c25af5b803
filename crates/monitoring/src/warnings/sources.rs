//! Two sources that differ 两源不一致: the figure that is used, and what another source says of the same.

use heng_base::codes::SourceCode;
use heng_base::text::Lang;
use heng_plan::model::{INDICATORS, ITEMS, WarningRule};
use heng_statistics::observation::{Key, Observation, Subject as Observed};
use rust_decimal::Decimal;

use super::scope::ByItem;
use super::words::{both, subject};
use super::{Finding, Grounds, Identity, Subject, scope};

/// A figure that is used beside one that differs.
struct Pair<'a> {
    key: Key,
    used: Decimal,
    /// None for a figure that is computed.
    by: Option<&'a SourceCode>,
    rival: &'a Observation,
}

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let Some(year) = grounds.year else { return Vec::new() };
    let mut pairs = computed(rule, grounds);
    pairs.extend(reported(rule, grounds));
    let wide = |pair: &Pair<'_>| {
        let other = pair.rival.usable().unwrap_or(pair.used);
        let apart = pair.used.checked_sub(other).and_then(|apart| apart.abs().checked_mul(Decimal::ONE_HUNDRED));
        let least = rule.limit("least").checked_mul(pair.used.abs().max(other.abs()));
        // What is too large to hold is far apart.
        other != pair.used && apart.zip(least).is_none_or(|(apart, least)| apart >= least)
    };
    let known = pairs.into_iter().filter(|pair| pair.key.period.year <= year).filter(wide);
    let by_item = ByItem::of(grounds.plan, grounds.formulas);
    known.map(|pair| told(rule, grounds, &by_item, pair)).collect()
}

/// Computed indicators whose published figure is another.
fn computed<'a>(rule: &WarningRule, grounds: &Grounds<'a>) -> Vec<Pair<'a>> {
    let watched = grounds.values.all().filter(|value| rule.watches(INDICATORS, value.indicator.as_str()));
    let own = watched.filter(|value| value.source.is_none() && value.carried_from.is_none());
    own.filter_map(|value| {
        let subject = Observed::Indicator(value.indicator.clone());
        let (area, breakdown) = (value.area.clone(), value.breakdown.clone());
        let key = Key { subject, area, period: value.period, breakdown };
        let rival = grounds.data.best(&key)?;
        Some(Pair { key, used: value.value?, by: None, rival })
    })
    .collect()
}

/// Figures of which several sources speak.
fn reported<'a>(rule: &WarningRule, grounds: &Grounds<'a>) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (subject, area, _, series) in grounds.data.series() {
        let watched = match subject {
            Observed::Indicator(code) => rule.watches(INDICATORS, code.as_str()),
            Observed::Item(code) => rule.watches(ITEMS, code.as_str()),
        };
        if !watched || *area != grounds.plan.area {
            continue;
        }
        // Within a period the best is first.
        for said in series.chunk_by(|a, b| a.key.period == b.key.period) {
            pairs.extend(apart(said));
        }
    }
    pairs
}

/// The figure that is used and the one farthest from it, of what all sources say of a key.
fn apart(said: &[Observation]) -> Option<Pair<'_>> {
    let (best, others) = said.split_first()?;
    let used = best.usable()?;
    let far = |rival: &&Observation| rival.usable().map(|n| n.checked_sub(used).unwrap_or(Decimal::MAX).abs());
    let rival = others.iter().filter(|rival| rival.usable().is_some_and(|n| n != used)).max_by_key(far)?;
    Some(Pair { key: best.key.clone(), used, by: Some(&best.source), rival })
}

fn told(rule: &WarningRule, grounds: &Grounds<'_>, by_item: &ByItem, pair: Pair<'_>) -> Finding {
    let Pair { key, used, by, rival } = pair;
    let (plan, catalogue) = (grounds.plan, grounds.catalogue);
    let other = rival.usable().unwrap_or_default();
    let title = |source: &SourceCode| {
        let unit = source.as_str().strip_prefix("unit-").and_then(|unit| heng_base::codes::UnitCode::parse(unit).ok());
        unit.map_or_else(
            || catalogue.sources.get(source).map_or_else(|| source.to_string(), |held| held.title.clone()),
            |unit| super::words::unit(&unit, plan, Lang::Zh),
        )
    };
    let reason = both(|lang| {
        let name = subject(key.subject.clone(), &key.breakdown, &key.area, plan, catalogue, lang);
        let (used, other) = (used.round_sf(8).unwrap_or(used).normalize(), other.normalize());
        let theirs = title(&rival.source);
        match (lang, by) {
            (Lang::Zh, Some(by)) => {
                format!("{name} {} 年：采用 {used}（{}），{theirs}为 {other}", key.period, title(by))
            }
            (Lang::Zh, None) => format!("{name} {} 年：按数据项算得 {used}，{theirs}为 {other}", key.period),
            (Lang::En, Some(by)) => {
                format!("{name}, {}: {used} is used ({}), {other} says {theirs}", key.period, title(by))
            }
            (Lang::En, None) => format!("{name}, {}: {used} is computed, {other} says {theirs}", key.period),
        }
    });
    let (subject, indicators, items) = match &key.subject {
        Observed::Indicator(code) => {
            let indicator = catalogue.indicators.get(code);
            let items = indicator.map(|indicator| scope::items(indicator, grounds.formulas)).unwrap_or_default();
            (Subject::Indicator(code.clone()), [code.clone()].into(), items)
        }
        Observed::Item(code) => (Subject::Item(code.clone()), by_item.get(code), [code.clone()].into()),
    };
    Finding {
        rule: rule.code.clone(),
        severity: rule.severity,
        since: key.period,
        reason,
        numbers: vec![
            ("used".to_owned(), used.normalize().to_string()),
            ("other".to_owned(), other.normalize().to_string()),
        ],
        domains: scope::domains(plan, &indicators),
        indicator: indicators.into_iter().next(),
        target: None,
        units: scope::units(plan, &items, &key.area),
        identity: Identity { kind: rule.kind, subject, area: key.area, breakdown: key.breakdown, period: key.period },
    }
}
