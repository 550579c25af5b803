//! Judges every target of a plan in one year.

use heng_base::breakdown::Breakdown;
use heng_base::number::publish;
use heng_base::period::Period;
use heng_base::text::Lang;
use heng_plan::model::{
    Catalogue, Direction, Indicator, IndicatorFormula, IndicatorKind, Intervals, ObjectiveKind, Operator, Plan,
    Standard, Target, TargetStatus,
};
use heng_statistics::formula::Formulas;
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::interval::{interval, method};
use heng_statistics::reason::Reason;
use rust_decimal::Decimal;

use crate::absence;
use crate::judgement::{Explanation, Judgement, Latest, Point, State, TargetView};
use crate::methods::Inputs;
use crate::values::Values;

mod comparison;
mod verdict;

/// With fewer cases a rate goes up and down by chance, and so does a gap between two: the limit below which the National
/// Center for Health Statistics calls a rate unreliable.
const RARE: u32 = 20;

/// The reason of no data where there is a figure that is not shown.
const WITHHELD: &str = "withheld";

/// What every target is judged with.
#[derive(Clone, Copy)]
struct Context<'a> {
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    values: &'a Values,
    /// Those of the catalogue.
    formulas: &'a Formulas,
    year: i32,
}

/// One judgement for each target of an objective that is not merely proposed, and one for each objective that has none,
/// sorted by domain, objective, indicator, set and breakdown. After the plan's last year its last year's figures stand.
pub fn monitor(plan: &Plan, catalogue: &Catalogue, formulas: &Formulas, values: &Values, year: i32) -> Vec<Judgement> {
    let context = Context { plan, catalogue, formulas, values, year };
    let mut judgements = Vec::new();
    for objective in &plan.objectives {
        let under = |target: &&Target| target.objective.as_deref() == Some(objective.number.as_str());
        let targets = judged(plan).filter(under);
        let before = judgements.len();
        judgements.extend(targets.map(|target| context.one(objective.domain, &objective.number, target)));
        if judgements.len() == before {
            judgements.push(without_target(objective.domain, &objective.number, objective.kind));
        }
    }
    comparison::adjust(&mut judgements);
    judgements.sort_by_key(order);
    judgements
}

/// The same for targets that stand in a measure or project alone: `objective` holds its number, and a project, which
/// belongs to no domain, has domain 0. They are no part of the attainment rate, which is one of 主要目标.
pub fn monitor_measures(
    plan: &Plan,
    catalogue: &Catalogue,
    formulas: &Formulas,
    values: &Values,
    year: i32,
) -> Vec<Judgement> {
    let context = Context { plan, catalogue, formulas, values, year };
    let domain = |target: &Target| {
        plan.measures.iter().find(|measure| measure.number == target.reference).map_or(0, |measure| measure.domain)
    };
    let alone = judged(plan).filter(|target| target.objective.is_none());
    let mut judgements: Vec<_> = alone.map(|target| context.one(domain(target), &target.reference, target)).collect();
    comparison::adjust(&mut judgements);
    judgements.sort_by_key(|judgement| (judgement.domain == 0, order(judgement)));
    judgements
}

fn judged(plan: &Plan) -> impl Iterator<Item = &Target> {
    plan.targets.iter().filter(|target| target.status != TargetStatus::Proposed)
}

fn order(judgement: &Judgement) -> impl Ord + use<> {
    let set = judgement.target.as_ref().map(|target| target.set);
    let key = (judgement.indicator.clone(), set, judgement.breakdown.clone(), judgement.target_id.clone());
    (judgement.domain, natural(&judgement.objective), key)
}

/// `1.10` after `1.2`: the parts of a number, each letters and then a figure.
fn natural(number: &str) -> Vec<(String, u64)> {
    let part = |part: &str| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        (letters.to_owned(), part.get(letters.len()..).and_then(|digits| digits.parse().ok()).unwrap_or(0))
    };
    number.split('.').map(part).collect()
}

pub(crate) fn blank(domain: u32, objective: &str, state: State) -> Judgement {
    Judgement {
        domain,
        objective: objective.to_owned(),
        target_id: None,
        indicator: None,
        breakdown: Breakdown::total(),
        target: None,
        base: None,
        latest: None,
        state,
        evidence: None,
        on_path: None,
        nearly: false,
        reason: None,
        method: None,
        forecast: None,
        comparison: None,
        trend: None,
        redefined_in: None,
        warnings: Vec::new(),
    }
}

/// An objective by figures whose targets are all proposals still is said to be open, not left out.
fn without_target(domain: u32, objective: &str, kind: ObjectiveKind) -> Judgement {
    if kind == ObjectiveKind::Qualitative {
        return blank(domain, objective, State::Qualitative);
    }
    let reason = Some(Explanation::new("target_unset", "目标值尚在拟定", "the target is a proposal still"));
    Judgement { reason, ..blank(domain, objective, State::Undetermined) }
}

impl<'a> Context<'a> {
    fn one(self, domain: u32, objective: &str, target: &Target) -> Judgement {
        let mut judgement = blank(domain, objective, State::Undetermined);
        judgement.target_id = Some(target.id.clone());
        judgement.indicator.clone_from(&target.indicator);
        judgement.breakdown.clone_from(&target.breakdown);
        let standard = self.standard(target);
        judgement.target = Some(TargetView {
            set: target.set,
            operator: target.operator,
            value: target.value.or(standard.map(|standard| standard.value)),
            unit: target.unit.clone().or(standard.map(|standard| standard.unit.clone())),
            year: target.year,
        });
        let Some(indicator) = target.indicator.as_ref().and_then(|code| self.catalogue.indicators.get(code)) else {
            let en = "the target has no indicator yet";
            judgement.reason = Some(Explanation::new("indicator_unset", "目标尚未对应到指标", en));
            return judgement;
        };
        self.read(&mut judgement, target, indicator);
        judgement
    }

    /// The year whose figure is asked for: none comes after the plan's end.
    fn figure_year(self, target: &Target) -> i32 {
        self.year.min(self.plan.end.max(target.year))
    }

    fn read(self, judgement: &mut Judgement, target: &Target, indicator: &Indicator) {
        let (year, first) = (self.figure_year(target), self.plan.base_year);
        let known: Vec<&IndicatorValue> = self
            .values
            .series(&indicator.code, &target.breakdown)
            .filter(|value| (first..=year).contains(&value.period.year) && value.value.is_some())
            .collect();
        let own = known.iter().filter(|value| value.carried_from.is_none());
        let points: Vec<Point> = own.filter_map(|value| point(value)).collect();
        judgement.base = known.first().filter(|value| value.period.year == first).and_then(|value| point(value));
        let now = self.values.get(&indicator.code, &target.breakdown, Period::year(year));
        let hidden = |reasons: &[Reason]| !reasons.is_empty() && reasons.iter().all(Reason::is_confidential);
        let withheld = now.is_some_and(|now| hidden(&now.reasons));
        let Some(last) = known.last() else {
            let reasons = now.map(|value| value.reasons.as_slice()).filter(|reasons| !reasons.is_empty());
            let [zh, en] = match reasons {
                Some(reasons) => [Lang::Zh, Lang::En].map(|lang| absence::in_words(reasons, self.catalogue, lang)),
                None => ["尚无数据".to_owned(), "no data yet".to_owned()],
            };
            judgement.state = State::NoData;
            judgement.reason = Some(Explanation::new(if withheld { WITHHELD } else { "no_data" }, zh, en));
            return;
        };
        let stands = last.period.year == year;
        judgement.latest = latest(last, indicator, self.plan.intervals, stands);
        if stands {
            self.decide(judgement, target, indicator, &points, last.cases);
            self.mark_break(judgement, indicator, &points, &last.method);
            return;
        }
        if let Some(latest) = &judgement.latest {
            let figure = publish(latest.value, latest.decimals);
            let unit = &indicator.unit;
            let (code, zh, en) = match withheld {
                true => (WITHHELD, "的数不公布", format!("the figure of {year} is not published")),
                false => ("stale", "无数据", format!("no data for {year}")),
            };
            let zh = format!("{year} 年{zh}；最近一次为 {} 年的 {figure} {unit}", latest.period);
            let en = format!("{en}; the last is {figure} of {}", latest.period);
            judgement.reason = Some(Explanation::new(code, zh, en));
        }
        let observed_only = target.operator == Operator::Observe;
        judgement.state = if observed_only { State::NotJudged } else { State::NoData };
    }

    /// Says where the points are of more than one definition. Of a figure that was published as it is only the indicator's own
    /// counts.
    fn mark_break(self, judgement: &mut Judgement, indicator: &Indicator, points: &[Point], method: &str) {
        let [first, .., last] = points else { return };
        let from = match method.starts_with("formula") {
            true => self.formulas.defined_from(indicator, self.catalogue, last.period.year),
            false => indicator.in_year(last.period.year).and_then(|one| one.valid_from),
        };
        judgement.redefined_in = from.filter(|from| (first.period.year + 1..=last.period.year).contains(from));
        let Some(from) = judgement.redefined_in else { return };
        let [zh, en] = [format!("{from} 年起口径变动"), format!("counted in another way since {from}")];
        judgement.reason = Some(match judgement.reason.take() {
            Some(reason) => reason.noting(
                &format!("{zh}，与以前的数不可直接比较"),
                &format!("{en}, not comparable with earlier figures"),
            ),
            None => Explanation::new("redefined", zh, en),
        });
    }

    /// `cases`: the fewest of any rate that the latest figure is, or is made of.
    fn decide(
        self,
        judgement: &mut Judgement,
        target: &Target,
        indicator: &Indicator,
        points: &[Point],
        cases: Option<Decimal>,
    ) {
        let Some(latest) = judgement.latest.as_mut() else { return };
        let (operator, value) = self.rule(target, indicator);
        let inputs = Inputs {
            target,
            operator,
            value,
            unit: &indicator.unit,
            unit_en: self.catalogue.units_en.get(&indicator.unit).map(String::as_str),
            points,
            base: judgement.base.as_ref(),
            latest: &Point { period: latest.period, value: latest.value },
            due: self.year >= target.year,
            parity: parity(indicator),
        };
        let rare = cases.is_some_and(|cases| cases < Decimal::from(RARE));
        let verdict = verdict::verdict(&inputs, latest, self.plan, indicator, rare);
        latest.decimals = verdict::decimals(&inputs, latest.decimals);
        judgement.state = verdict.state;
        judgement.reason = verdict.reason;
        judgement.method = verdict.method;
        judgement.nearly = verdict.nearly;
        judgement.evidence = verdict.evidence;
        judgement.on_path = verdict.on_path;
        judgement.forecast = verdict.forecast;
        judgement.comparison = comparison::comparison(self.values, &inputs, indicator, self.plan.intervals);
        judgement.trend = comparison::tested(&inputs);
    }

    /// The standard that the target names, as in force in the year; of several the newest.
    fn standard(self, target: &Target) -> Option<&'a Standard> {
        let year = self.figure_year(target);
        let in_force = |s: &&Standard| s.valid_from <= year && s.valid_to.is_none_or(|to| year <= to);
        let code = target.standard.as_ref().filter(|_| target.operator == Operator::Standard)?;
        let named = self.catalogue.standards.iter().filter(|s| s.code == *code && s.operator.needs_value());
        named.filter(in_force).max_by_key(|s| s.valid_from)
    }

    /// Operator and value to judge by: those of the standard where the target names one; to keep a level is not to fall
    /// to its worse side.
    fn rule(self, target: &Target, indicator: &Indicator) -> (Operator, Option<Decimal>) {
        if let Some(standard) = self.standard(target) {
            return (standard.operator, Some(standard.value));
        }
        match (target.operator, indicator.direction) {
            (Operator::Keep, Direction::Up) if target.value.is_some() => (Operator::AtLeast, target.value),
            (Operator::Keep, Direction::Down) if target.value.is_some() => (Operator::AtMost, target.value),
            (Operator::Keep, Direction::Hold) if target.value.is_some() => (Operator::Equal, target.value),
            (operator, _) => (operator, target.value),
        }
    }
}

/// What of an indicator is equal: no difference, or as much of the one as of the other.
fn parity(indicator: &Indicator) -> Decimal {
    match (indicator.kind, &indicator.formula) {
        (IndicatorKind::Ratio | IndicatorKind::Index, IndicatorFormula::Fraction { factor, .. }) => *factor,
        (IndicatorKind::Ratio | IndicatorKind::Index, _) if indicator.unit == "%" => Decimal::ONE_HUNDRED,
        (IndicatorKind::Ratio | IndicatorKind::Index, _) => Decimal::ONE,
        _ => Decimal::ZERO,
    }
}

fn point(value: &IndicatorValue) -> Option<Point> {
    Some(Point { period: value.carried_from.unwrap_or(value.period), value: value.value?.normalize() })
}

fn latest(value: &IndicatorValue, indicator: &Indicator, chosen: Intervals, stands: bool) -> Option<Latest> {
    let bounds = interval(indicator, value, chosen);
    let named = bounds.and_then(|_| method(indicator.kind, value.compared.as_ref(), chosen));
    let shares = value.compared.as_ref().filter(|_| bounds.is_some());
    Some(Latest {
        period: value.carried_from.unwrap_or(value.period),
        value: value.value?.normalize(),
        numerator: value.numerator,
        denominator: value.denominator,
        low: bounds.as_ref().map(|bounds| bounds.low.normalize()),
        high: bounds.map(|bounds| bounds.high.normalize()),
        interval_method: named.map(|(name, version)| format!("{name} {version}")),
        shares: shares.map(|held| vec![held.one.clone(), held.other.clone()]).unwrap_or_default(),
        decimals: indicator.decimals,
        carried: stands && value.carried_from.is_some(),
    })
}

#[cfg(test)]
mod tests;
