//! Gathers the facts of a report from a release.

use std::collections::{BTreeMap, BTreeSet};

use heng_monitoring::judgement::{Judgement, State};
use heng_monitoring::rate::{attainment_rate, awaits_its_year, percent};
use heng_plan::model::{Catalogue, Intervals, Plan, TargetSet, TargetStatus};
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::interval;

use super::compared::compared;
use super::figures::Figures;
use super::ratings::{Rating, rated, scale};
use super::{
    ComparedFacts, DomainFacts, Doubt, Facts, Kind, MethodFacts, ObjectiveFacts, PlanFacts, Rate, ReleaseHead, SetRate,
    TargetsHeld, target, words,
};
use crate::charts::{ChartPoint, LineChart};

/// Fewer points make no line.
const POINTS_OF_A_CHART: usize = 3;

/// What a release froze.
#[derive(Debug, Clone, Copy)]
pub struct Frozen<'a> {
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    pub values: &'a [IndicatorValue],
    /// Those of the report's year.
    pub judgements: &'a [Judgement],
    /// None where it froze none.
    pub ratings: Option<&'a [Rating]>,
}

impl Facts {
    /// The facts of a report on `year` from what a release froze. Targets of upper levels enter as rates only; the rest
    /// speaks of the plan's own.
    pub fn from_release(frozen: Frozen<'_>, head: ReleaseHead, kind: Kind, year: i32) -> Self {
        let Frozen { plan, catalogue, values, judgements, ratings } = frozen;
        let own: Vec<&Judgement> = judgements.iter().filter(|judgement| set_of(judgement) == TargetSet::Own).collect();
        let mut figures = Figures::new(catalogue, values, &head);
        let mut domains = Vec::new();
        for domain in &plan.domains {
            let mut judged: Vec<&Judgement> = own.iter().filter(|j| j.domain == domain.number).copied().collect();
            judged.sort_by_key(|judgement| place(plan, judgement));
            let mut facts = DomainFacts {
                number: domain.number,
                numeral: words::numeral(domain.number),
                title: domain.title.zh.clone(),
                rate: rate(&judged),
                targets: Vec::new(),
                qualitative: objectives(plan, &judged, State::Qualitative),
                rated: rated(plan, domain.number, ratings.unwrap_or_default(), year),
                open: objectives(plan, &judged, State::Undetermined),
                compared: Vec::new(),
                chart: None,
            };
            for judgement in &judged {
                facts.targets.extend(target::target(judgement, plan, catalogue, &mut figures, year));
            }
            facts.compared = compared_of(&judged, &facts, (plan, catalogue), &mut figures);
            facts.chart = chart(&judged, &facts, catalogue, &mut figures, year);
            domains.push(facts);
        }
        let made = figures.done();
        Self {
            kind,
            year,
            plan: plan_facts(plan, catalogue),
            rate: rate(&own),
            other_sets: other_sets(judgements),
            methods: methods(&own, catalogue, &made.figures),
            doubts: doubts(&own, catalogue),
            ratings_held: ratings.is_some(),
            scale: scale(catalogue),
            domains,
            sources: made.sources,
            conflicts: made.conflicts,
            figures: made.figures,
            release: head,
        }
    }
}

/// Each indicator once, though several targets may aim at it.
fn compared_of(
    judged: &[&Judgement],
    facts: &DomainFacts,
    about: (&Plan, &Catalogue),
    figures: &mut Figures,
) -> Vec<ComparedFacts> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for judgement in judged {
        let target = facts.targets.iter().find(|target| Some(&target.id) == judgement.target_id.as_ref());
        let indicator = judgement.indicator.as_ref().and_then(|code| about.1.indicators.get(code));
        let (Some(target), Some(indicator), Some(latest)) = (target, indicator, &judgement.latest) else { continue };
        if seen.insert((&indicator.code, &judgement.breakdown)) {
            let of = (indicator, &judgement.breakdown);
            all.extend(compared(target, latest.period.year, of, about, figures));
        }
    }
    all
}

/// The order of the plan: objectives as they stand, then targets as they stand.
fn place(plan: &Plan, judgement: &Judgement) -> (Option<usize>, Option<usize>) {
    let objective = plan.objectives.iter().position(|objective| objective.number == judgement.objective);
    let target = plan.targets.iter().position(|target| Some(&target.id) == judgement.target_id.as_ref());
    (objective, target)
}

/// A qualitative objective belongs to the plan itself.
fn set_of(judgement: &Judgement) -> TargetSet {
    judgement.target.as_ref().map_or(TargetSet::Own, |target| target.set)
}

fn plan_facts(plan: &Plan, catalogue: &Catalogue) -> PlanFacts {
    let mut held = TargetsHeld::default();
    for target in plan.targets.iter().filter(|target| target.set == TargetSet::Own) {
        held.all += 1;
        held.elsewhere += u32::from(target.objective.is_none() && target.status != TargetStatus::Proposed);
        match target.status {
            TargetStatus::Plan => held.plan += 1,
            TargetStatus::Direction => held.direction += 1,
            TargetStatus::Standard => held.standard += 1,
            TargetStatus::Proposed => held.proposed += 1,
        }
    }
    PlanFacts {
        code: plan.code.to_string(),
        title: plan.title.zh.clone(),
        area: catalogue.areas.get(&plan.area).map_or_else(|| plan.area.to_string(), |area| area.name.zh.clone()),
        start: plan.start,
        end: plan.end,
        base_year: plan.base_year,
        text_whole: plan.text_whole,
        text_note: plan.text_note.clone(),
        objectives: u32::try_from(plan.objectives.len()).unwrap_or(u32::MAX),
        targets: held,
    }
}

fn rate(judgements: &[&Judgement]) -> Rate {
    let counted = attainment_rate(judgements.iter().copied());
    let count = |test: &dyn Fn(&Judgement) -> bool| {
        u32::try_from(judgements.iter().filter(|judgement| test(judgement)).count()).unwrap_or(u32::MAX)
    };
    let state = |state: State| count(&|judgement| judgement.state == state);
    let plain = |state: State| count(&|judgement| judgement.state == state && !judgement.nearly);
    let ahead = |judgement: &Judgement| judgement.reason.as_ref().is_some_and(|reason| reason.code == "ahead");
    Rate {
        all: counted.all,
        monitorable: counted.monitorable,
        attained: counted.attained,
        ahead: count(&|judgement| judgement.state == State::Attained && ahead(judgement)),
        nearly: counted.nearly,
        missed: plain(State::Missed),
        on_course: plain(State::OnCourse),
        at_risk: plain(State::AtRisk),
        off_course: plain(State::OffCourse),
        awaiting: count(&awaits_its_year),
        no_data: counted.no_data,
        undetermined: counted.undetermined,
        qualitative: state(State::Qualitative),
        open: count(&|judgement| judgement.state == State::Undetermined && judgement.target_id.is_none()),
        not_judged: state(State::NotJudged),
        of_monitorable: percent(counted.attained, counted.monitorable),
        of_all: percent(counted.attained, counted.all),
        with_nearly_of_monitorable: percent(counted.attained + counted.nearly, counted.monitorable),
    }
}

fn other_sets(judgements: &[Judgement]) -> Vec<SetRate> {
    let mut sets: BTreeMap<TargetSet, Vec<&Judgement>> = BTreeMap::new();
    for judgement in judgements.iter().filter(|judgement| set_of(judgement) != TargetSet::Own) {
        sets.entry(set_of(judgement)).or_default().push(judgement);
    }
    sets.into_iter().map(|(set, judgements)| SetRate { set, rate: rate(&judgements) }).collect()
}

/// The objectives that are judged as a whole, without a target.
fn objectives(plan: &Plan, judged: &[&Judgement], state: State) -> Vec<ObjectiveFacts> {
    let whole = judged.iter().filter(|judgement| judgement.target_id.is_none() && judgement.state == state);
    let text = |number: &str| plan.objectives.iter().find(|o| o.number == number).map(|o| o.text.clone());
    whole
        .map(|j| ObjectiveFacts { number: j.objective.clone(), text: text(&j.objective).unwrap_or_default() })
        .collect()
}

/// The chart of a domain: the target with the longest series, the first of equals.
fn chart(
    judged: &[&Judgement],
    facts: &DomainFacts,
    catalogue: &Catalogue,
    figures: &mut Figures,
    until: i32,
) -> Option<LineChart> {
    let mut longest: Option<(&Judgement, Vec<&IndicatorValue>)> = None;
    for judgement in judged {
        let Some(code) = &judgement.indicator else { continue };
        let series = figures.series(code, &judgement.breakdown, until);
        if series.len() > longest.as_ref().map_or(POINTS_OF_A_CHART - 1, |(_, longest)| longest.len()) {
            longest = Some((judgement, series));
        }
    }
    let (judgement, series) = longest?;
    let indicator = catalogue.indicators.get(judgement.indicator.as_ref()?)?;
    let target = facts.targets.iter().find(|target| Some(&target.id) == judgement.target_id.as_ref())?;
    let aim = judgement.target.as_ref().filter(|target| target.operator.needs_value());
    let mut points = Vec::new();
    for value in series {
        let (Some(fact), Some(number)) = (figures.fact(value, indicator.decimals), value.value) else { continue };
        points.push(ChartPoint {
            period: value.period,
            value: number,
            label: fact.display,
            estimated: fact.provenance.estimated,
            mark: fact.mark,
        });
    }
    Some(LineChart {
        title: target.name.clone(),
        unit: indicator.unit.clone(),
        points,
        target: aim.and_then(|aim| aim.value).map(|value| (value, target.target.short.clone())),
    })
}

/// Methods of the verdicts, of the intervals and of the figures, each once.
fn methods(judged: &[&Judgement], catalogue: &Catalogue, figures: &[super::Fact]) -> Vec<MethodFacts> {
    let named = |name: &str, version| MethodFacts { name: name.to_owned(), version };
    let verdicts = judged.iter().filter_map(|judgement| judgement.method.as_ref());
    let mut methods: BTreeSet<MethodFacts> = verdicts.map(|method| named(&method.name, method.version)).collect();
    let intervals = judged.iter().filter_map(|judgement| interval_method(judgement, catalogue));
    for said in figures.iter().map(|fact| fact.provenance.method.clone()).chain(intervals) {
        if let Some((name, version)) = said.rsplit_once(' ')
            && let Ok(version) = version.parse()
        {
            methods.insert(named(name, version));
        }
    }
    methods.into_iter().collect()
}

/// As the judgement says it; releases from before it was kept know one method for each kind of figure.
fn interval_method(judgement: &Judgement, catalogue: &Catalogue) -> Option<String> {
    let latest = judgement.latest.as_ref().filter(|latest| latest.low.is_some())?;
    latest.interval_method.clone().or_else(|| {
        let indicator = catalogue.indicators.get(judgement.indicator.as_ref()?)?;
        let (name, version) = interval::method(indicator.kind, None, Intervals::default())?;
        Some(format!("{name} {version}"))
    })
}

fn doubts(judged: &[&Judgement], catalogue: &Catalogue) -> Vec<Doubt> {
    let codes: BTreeSet<_> = judged.iter().filter_map(|judgement| judgement.indicator.as_ref()).collect();
    let indicators = codes.into_iter().filter_map(|code| catalogue.indicators.get(code));
    indicators.filter_map(|i| Some(Doubt { indicator: i.name.zh.clone(), text: i.doubt.clone()? })).collect()
}
