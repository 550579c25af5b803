//! Parts of the area that differ from the others by more than chance 偏离其他地区, such as one town among all.
//!
//! Every part is held against the share or rate of all parts together, by the exact control limits of a funnel plot. Where
//! the parts differ among themselves by more than chance allows anyway, the limits are widened by as much: with
//! `z` the parts' standardised differences, a tenth of them at either end drawn in,
//!
//! ```text
//! φ = mean of z²,   outside where |z| > z(tail) · √max(1, φ)  and outside of the exact limits
//! ```
//!
//! Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005)
//! 1185–1202, section 3 and appendix A; Handling over-dispersion of performance indicators, Quality and Safety in Health
//! Care 14 (2005) 347–351.

use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{INDICATORS, Indicator, IndicatorFormula, IndicatorKind, WarningRule};
use heng_statistics::indicator::{Basis, compute};
use heng_statistics::methods::funnel;
use heng_statistics::observation::Subject as Observed;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use statrs::distribution::{ContinuousCDF, Normal};

use super::words::{both, figure, subject, times};
use super::{Finding, Grounds, Identity, Subject, scope};

/// The share of parts drawn in at either end before their spread is measured.
const DRAWN_IN: f64 = 0.1;

/// A part's figure as cases among a number.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    area: &'a AreaCode,
    value: Decimal,
    cases: f64,
    of: f64,
}

/// A part beyond the limits.
#[derive(Debug, Clone, Copy)]
struct Outside<'a> {
    part: Part<'a>,
    /// The figure of all parts together, as a share.
    all: f64,
    z: f64,
}

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let Some(year) = grounds.year else { return Vec::new() };
    let counts = |one: &&Indicator| matches!(one.kind, IndicatorKind::Proportion | IndicatorKind::Rate);
    let watched = grounds.catalogue.indicators.values().filter(|one| rule.watches(INDICATORS, one.code.as_str()));
    let targeted = |one: &&Indicator| grounds.plan.targets.iter().any(|t| t.indicator.as_ref() == Some(&one.code));
    watched.filter(counts).filter(targeted).flat_map(|indicator| of(rule, grounds, indicator, year)).collect()
}

/// Those outside in the last year that enough parts have figures of, each since the year from which on it has been so.
fn of(rule: &WarningRule, grounds: &Grounds<'_>, indicator: &Indicator, until: i32) -> Vec<Finding> {
    let tail = rule.limit("tail").to_f64().unwrap_or_default();
    // None of a year that too few parts have figures of.
    let outside_of = |year: i32| {
        let parts = parts(grounds, indicator, year);
        (Decimal::from(parts.len()) >= rule.limit("parts")).then(|| outside(indicator, &parts, tail))
    };
    let mut years = (grounds.plan.base_year..=until).rev().map(|year| (year, outside_of(year)));
    let Some((last, now)) = years.find_map(|(year, outside)| Some((year, outside?))) else { return Vec::new() };
    let mut since: Vec<(Outside<'_>, i32)> = now.into_iter().map(|one| (one, last)).collect();
    for (year, then) in years.map_while(|(year, outside)| Some((year, outside?))) {
        let still = |one: &Outside<'_>, since: i32| {
            let same = |then: &Outside<'_>| then.part.area == one.part.area && then.z.signum() == one.z.signum();
            since == year + 1 && then.iter().any(same)
        };
        for (one, since) in &mut since {
            if still(one, *since) {
                *since = year;
            }
        }
        if since.iter().all(|(_, since)| *since != year) {
            break;
        }
    }
    since.iter().map(|(one, since)| finding(rule, grounds, indicator, one, (*since, last))).collect()
}

fn parts<'a>(grounds: &Grounds<'a>, indicator: &Indicator, year: i32) -> Vec<Part<'a>> {
    let (period, total) = (Period::year(year), Breakdown::total());
    let basis = Basis { catalogue: grounds.catalogue, formulas: grounds.formulas, data: grounds.data };
    let part = |area: &'a AreaCode| {
        let value = compute(indicator, basis, area, period, &total);
        let (cases, of) = (value.numerator?, value.denominator?);
        let whole = cases.is_integer() && of.is_integer() && of > Decimal::ZERO && value.carried_from.is_none();
        whole.then_some(Part { area, value: value.value?, cases: cases.to_f64()?, of: of.to_f64()? })
    };
    scope::parts(grounds.plan).into_iter().filter_map(part).collect()
}

fn outside<'a>(indicator: &Indicator, parts: &[Part<'a>], tail: f64) -> Vec<Outside<'a>> {
    let all = parts.iter().map(|part| part.cases).sum::<f64>() / parts.iter().map(|part| part.of).sum::<f64>();
    let proportion = indicator.kind == IndicatorKind::Proportion;
    // Where nobody has a case, or everybody is one, no part stands out and there is no spread to measure by.
    if !(all > 0.0 && (!proportion || all < 1.0)) {
        return Vec::new();
    }
    let variance = |of: f64| of * all * if proportion { 1.0 - all } else { 1.0 };
    let z = |part: &Part<'_>| (part.cases - part.of * all) / variance(part.of).sqrt();
    let spread = spread(parts.iter().map(z).collect());
    let limit = Normal::standard().inverse_cdf(1.0 - tail) * spread.max(1.0).sqrt();
    // Most parts are near the others: the exact limits are looked for of the far ones alone.
    let far = |part: &&Part<'a>| z(part).abs() > limit;
    let beyond = |part: &Part<'a>| {
        let (low, high) = if proportion {
            funnel::binomial(part.of.to_u64()?, all, tail)?
        } else {
            funnel::poisson(part.of * all, tail)?
        };
        let out = part.cases < low || high < part.cases;
        out.then(|| Outside { part: *part, all, z: z(part) })
    };
    parts.iter().filter(far).filter_map(beyond).collect()
}

/// How much wider than chance the parts are spread: 1 for chance alone.
fn spread(mut z: Vec<f64>) -> f64 {
    z.sort_by(f64::total_cmp);
    let length = z.len();
    // A tenth of the parts, at least one: of seven, one alone could else hide itself.
    let drawn = (1..=length).find(|drawn| (*drawn as f64) >= DRAWN_IN * (length as f64)).unwrap_or(0);
    let (Some(low), Some(high)) =
        (z.get(drawn).copied(), length.checked_sub(drawn + 1).and_then(|at| z.get(at)).copied())
    else {
        return 1.0;
    };
    z.iter().map(|z| z.clamp(low, high).powi(2)).sum::<f64>() / (length as f64)
}

fn finding(
    rule: &WarningRule,
    grounds: &Grounds<'_>,
    indicator: &Indicator,
    one: &Outside<'_>,
    (since, last): (i32, i32),
) -> Finding {
    let (plan, catalogue) = (grounds.plan, grounds.catalogue);
    let factor = match indicator.formula {
        IndicatorFormula::Fraction { factor, .. } => factor,
        _ => Decimal::ONE,
    };
    let all = Decimal::from_f64_retain(one.all).and_then(|all| all.checked_mul(factor)).unwrap_or_default();
    let shown = |lang| [one.part.value, all].map(|value| figure(value, indicator, catalogue, lang));
    let items = scope::items(indicator, grounds.formulas);
    let reason = both(|lang| {
        let of = Observed::Indicator(indicator.code.clone());
        let name = subject(of, &Breakdown::total(), one.part.area, plan, catalogue, lang);
        let [own, all] = shown(lang);
        let (far, since) = (times(one.z.abs()), if since == last { None } else { Some(since) });
        match (lang, since) {
            (Lang::Zh, None) => format!("{name}：{last} 年 {own}，各地区合计 {all}，相差 {far} 个标准差"),
            (Lang::Zh, Some(since)) => {
                format!("{name}：{last} 年 {own}，各地区合计 {all}，相差 {far} 个标准差，{since} 年起如此")
            }
            (Lang::En, None) => format!("{name}: {own} in {last}, all areas {all}, {far} standard deviations apart"),
            (Lang::En, Some(since)) => {
                format!("{name}: {own} in {last}, all areas {all}, {far} standard deviations apart, so since {since}")
            }
        }
    });
    let [own, all] = shown(Lang::Zh);
    Finding {
        identity: Identity {
            kind: rule.kind,
            subject: Subject::Indicator(indicator.code.clone()),
            area: one.part.area.clone(),
            breakdown: Breakdown::total(),
            period: Period::year(since),
        },
        rule: rule.code.clone(),
        severity: rule.severity,
        since: Period::year(since),
        reason,
        numbers: vec![("value".to_owned(), own), ("all".to_owned(), all), ("z".to_owned(), times(one.z))],
        indicator: Some(indicator.code.clone()),
        target: None,
        domains: scope::domains(plan, [&indicator.code]),
        units: scope::units(plan, &items, one.part.area),
    }
}
