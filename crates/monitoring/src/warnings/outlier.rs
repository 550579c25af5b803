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
//! All parts of all indicators are tested at once: of those outside only that is told whose probability is small still when
//! it is raised for the number of them. It is that of the exact test, or of `|z| / √φ` where this is greater.
//!
//! Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005)
//! 1185–1202, section 3 and appendix A; Handling over-dispersion of performance indicators, Quality and Safety in Health
//! Care 14 (2005) 347–351; H. E. Jones, D. I. Ohlssen, D. J. Spiegelhalter, Use of the false discovery rate when comparing
//! multiple health care providers, Journal of Clinical Epidemiology 61 (2008) 232–240.

use heng_base::breakdown::Breakdown;
use heng_base::codes::AreaCode;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{INDICATORS, Indicator, IndicatorFormula, IndicatorKind, WarningRule};
use heng_statistics::indicator::{Basis, compute};
use heng_statistics::methods::benjamini_hochberg::benjamini_hochberg;
use heng_statistics::methods::binomial_exact::binomial_exact;
use heng_statistics::methods::funnel;
use heng_statistics::methods::poisson_exact::poisson_exact;
use heng_statistics::observation::Subject as Observed;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use statrs::distribution::{ContinuousCDF, Normal};

use super::words::{both, figure, probability, subject, times};
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

/// The parts of an indicator in one year, each against all together.
struct Funnel<'a> {
    indicator: &'a Indicator,
    year: i32,
    /// The figure of all parts together, as a share.
    all: f64,
    proportion: bool,
    tail: f64,
    /// How much wider than chance the parts are spread: 1 for chance alone.
    spread: f64,
    placed: Vec<Placed<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    part: Part<'a>,
    z: f64,
    /// That it is as far off by chance, raised for all that are tested at once; 1 until they are.
    p: f64,
}

pub(super) fn find(rule: &WarningRule, grounds: &Grounds<'_>) -> Vec<Finding> {
    let Some(year) = grounds.year else { return Vec::new() };
    let counts = |one: &&Indicator| matches!(one.kind, IndicatorKind::Proportion | IndicatorKind::Rate);
    let watched = grounds.catalogue.indicators.values().filter(|one| rule.watches(INDICATORS, one.code.as_str()));
    let targeted = |one: &&Indicator| grounds.plan.targets.iter().any(|t| t.indicator.as_ref() == Some(&one.code));
    // The last year that enough parts have figures of.
    let years = || (grounds.plan.base_year..=year).rev();
    let last = |indicator| years().find_map(|year| Funnel::of(rule, grounds, indicator, year));
    let mut all: Vec<Funnel<'_>> = watched.filter(counts).filter(targeted).filter_map(last).collect();
    adjust(&mut all);
    let limit = rule.limit("p").to_f64().unwrap_or_default();
    let mut found = Vec::new();
    for funnel in &all {
        let out: Vec<_> = funnel.outside().into_iter().filter(|(placed, _)| placed.p < limit).collect();
        let since = since(rule, grounds, funnel, out.iter().map(|(placed, _)| *placed).collect());
        let told = out.iter().zip(since);
        found.extend(told.map(|((placed, limits), since)| finding(rule, grounds, funnel, placed, (*limits, since))));
    }
    found
}

fn adjust(all: &mut [Funnel<'_>]) {
    let tests = |funnel: &Funnel<'_>| funnel.placed.iter().map(|placed| funnel.chance(placed)).collect::<Vec<_>>();
    let tested: Vec<f64> = all.iter().flat_map(tests).collect();
    let placed = all.iter_mut().flat_map(|funnel| &mut funnel.placed);
    placed.zip(benjamini_hochberg(&tested)).for_each(|(placed, adjusted)| placed.p = adjusted);
}

/// The first of the years through which each was outside without a break, on the same side.
fn since(rule: &WarningRule, grounds: &Grounds<'_>, now: &Funnel<'_>, out: Vec<Placed<'_>>) -> Vec<i32> {
    let mut since = vec![now.year; out.len()];
    for year in (grounds.plan.base_year..now.year).rev() {
        if !since.contains(&(year + 1)) {
            break;
        }
        let Some(then) = Funnel::of(rule, grounds, now.indicator, year) else { break };
        let then = then.outside();
        for (one, since) in out.iter().zip(&mut since).filter(|(_, since)| **since == year + 1) {
            let same =
                |(then, _): &(Placed<'_>, _)| then.part.area == one.part.area && then.z.signum() == one.z.signum();
            if then.iter().any(same) {
                *since = year;
            }
        }
    }
    since
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

impl<'a> Funnel<'a> {
    /// None of a year that too few parts have figures of.
    fn of(rule: &WarningRule, grounds: &Grounds<'a>, indicator: &'a Indicator, year: i32) -> Option<Self> {
        let parts = parts(grounds, indicator, year);
        if Decimal::from(parts.len()) < rule.limit("parts") {
            return None;
        }
        let all = parts.iter().map(|part| part.cases).sum::<f64>() / parts.iter().map(|part| part.of).sum::<f64>();
        let proportion = indicator.kind == IndicatorKind::Proportion;
        let tail = rule.limit("tail").to_f64().unwrap_or_default();
        let mut funnel = Self { indicator, year, all, proportion, tail, spread: 1.0, placed: Vec::new() };
        // Where nobody has a case, or everybody is one, no part stands out and there is no spread to measure by.
        if all > 0.0 && (!proportion || all < 1.0) {
            let z = |part: &Part<'_>| (part.cases - part.of * all) / funnel.deviation(part.of);
            let all_z: Vec<f64> = parts.iter().map(z).collect();
            funnel.spread = spread(all_z.clone()).max(1.0);
            let placed = parts.into_iter().zip(all_z).map(|(part, z)| Placed { part, z, p: 1.0 });
            funnel.placed = placed.collect();
        }
        Some(funnel)
    }

    /// Of the number of cases of so many.
    fn deviation(&self, of: f64) -> f64 {
        (of * self.all * if self.proportion { 1.0 - self.all } else { 1.0 }).sqrt()
    }

    fn chance(&self, Placed { part, z, .. }: &Placed<'_>) -> f64 {
        let exact = match self.proportion {
            true => binomial_exact(part.cases, part.of, self.all),
            false => poisson_exact(part.cases, part.of * self.all),
        };
        let spread = 2.0 * Normal::standard().sf(z.abs() / self.spread.sqrt());
        // More cases than there are of is no count, and far off all the same.
        exact.map_or(spread, |exact| exact.max(spread))
    }

    /// Those beyond the limits, with the limits of their number of cases.
    fn outside(&self) -> Vec<(Placed<'a>, (f64, f64))> {
        let limit = Normal::standard().inverse_cdf(1.0 - self.tail) * self.spread.sqrt();
        // Most parts are near the others: the exact limits are looked for of the far ones alone.
        let far = self.placed.iter().filter(|placed| placed.z.abs() > limit);
        let beyond = |placed: &Placed<'a>| {
            let Part { cases, of, .. } = placed.part;
            let (low, high) = match self.proportion {
                true => funnel::binomial(of.to_u64()?, self.all, self.tail)?,
                false => funnel::poisson(of * self.all, self.tail)?,
            };
            let wide = limit * self.deviation(of);
            let most = if self.proportion { of } else { f64::INFINITY };
            let limits = (low.min(of * self.all - wide).max(0.0), high.max(of * self.all + wide).min(most));
            (cases < low || high < cases).then_some((*placed, limits))
        };
        far.filter_map(beyond).collect()
    }
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
    funnel: &Funnel<'_>,
    one: &Placed<'_>,
    ((low, high), since): ((f64, f64), i32),
) -> Finding {
    let (plan, catalogue, indicator, last) = (grounds.plan, grounds.catalogue, funnel.indicator, funnel.year);
    let factor = match indicator.formula {
        IndicatorFormula::Fraction { factor, .. } => factor,
        _ => Decimal::ONE,
    };
    let published = |share: f64| Decimal::from_f64_retain(share).and_then(|share| share.checked_mul(factor));
    let figures = [funnel.all, low / one.part.of, high / one.part.of].map(|share| published(share).unwrap_or_default());
    let shown = |lang| {
        let [all, low, high] = figures.map(|value| figure(value, indicator, catalogue, lang));
        [figure(one.part.value, indicator, catalogue, lang), all, low, high]
    };
    let items = scope::items(indicator, grounds.formulas);
    let reason = both(|lang| {
        let of = Observed::Indicator(indicator.code.clone());
        let name = subject(of, &Breakdown::total(), one.part.area, plan, catalogue, lang);
        let [own, all, low, high] = shown(lang);
        let (far, p) = (times(one.z.abs()), probability(one.p));
        // 0.001 at either end leave 99.8 %.
        let inside = (Decimal::ONE - rule.limit("tail") * Decimal::TWO) * Decimal::ONE_HUNDRED;
        let inside = inside.normalize();
        let (zh, en) = if since == last {
            (String::new(), String::new())
        } else {
            (format!("；{since} 年起如此"), format!("; so since {since}"))
        };
        match lang {
            Lang::Zh => format!(
                "{name}：{last} 年 {own}，各地区合计 {all}，{inside}% 控制界限 {low} 至 {high}，相差 {far} 个标准差，\
                 一并校正后出于偶然的可能性为 {p}{zh}"
            ),
            Lang::En => format!(
                "{name}: {own} in {last}, all areas {all}, {inside}% control limits {low} to {high}, {far} standard \
                 deviations apart; the probability by chance alone, adjusted for all tested, is {p}{en}"
            ),
        }
    });
    let [own, all, low, high] = shown(Lang::Zh);
    let numbers =
        [("value", own), ("all", all), ("low", low), ("high", high), ("z", times(one.z)), ("p", probability(one.p))];
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
        numbers: numbers.map(|(name, text)| (name.to_owned(), text)).into(),
        indicator: Some(indicator.code.clone()),
        target: None,
        domains: scope::domains(plan, [&indicator.code]),
        units: scope::units(plan, &items, one.part.area),
    }
}
