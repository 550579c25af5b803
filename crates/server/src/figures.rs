//! A plan with its catalogue and everything computed from the observations that are committed.

mod below;
pub mod rows;
mod update;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, PlanCode};
use heng_base::period::Period;
use heng_collection::rules::{Checks, Known};
use heng_monitoring::judgement::Judgement;
use heng_monitoring::values::{self, Values};
use heng_monitoring::{monitor, monitor_measures};
use heng_plan::model::{Boundaries, Catalogue, Indicator, Plan, Target, UpperReport};
use heng_plan::package::{self, Package};
use heng_statistics::dataset::Dataset;
use heng_statistics::engine::Engine;
use heng_statistics::formula::Formulas;
use heng_statistics::indicator::{Basis, IndicatorValue, compute};
use heng_statistics::observation::{Key, Observation, Subject};
use heng_store::engine::Store;
use heng_store::tables::observations;
use heng_store::tables::packages::{self, Kind};

use crate::failure::{Failure, Result};
use crate::policy::Resource;
use crate::protection::{Shown, past_of};

/// The values of an indicator in one breakdown, from the base year on.
pub type Series = (Breakdown, Vec<Arc<IndicatorValue>>);

pub struct Figures {
    pub plan: Arc<Plan>,
    pub catalogue: Arc<Catalogue>,
    /// Those of the catalogue.
    pub formulas: Arc<Formulas>,
    /// Those of plan and catalogue, read.
    pub checks: Arc<Checks>,
    /// Workbooks of the upper level that the plan's package holds.
    pub uppers: Arc<Vec<UpperReport>>,
    /// Where the areas lie, where the catalogue says it.
    pub boundaries: Option<Arc<Boundaries>>,
    pub data: Dataset,
    /// Of the indicators of the plan's targets.
    pub values: Values,
    /// What plan and catalogue were read from.
    pub packages: Arc<[packages::Package; 2]>,
    /// Last import of a package and last observation that this was computed from.
    pub stamp: (i64, i64),
    /// The last year in which the plan has a figure.
    pub latest_year: Option<i32>,
    /// Every figure of the plan, in the order in which they are listed.
    pub rows: rows::Rows,
    open: bool,
    /// What was withheld from them; none where they are all there is.
    pub shown: Option<Shown>,
    /// Of the indicators that the plan has to do with.
    series: BTreeMap<IndicatorCode, Arc<[Series]>>,
    /// Of half-years, quarters and months, where something was observed of them.
    parts: BTreeMap<IndicatorCode, Arc<[Series]>>,
    /// Of the areas within the plan's.
    below: BTreeMap<IndicatorCode, below::Values>,
    judged: Mutex<BTreeMap<i32, Judged>>,
    /// Goes on to the figures that come after these.
    engine: Mutex<Option<Engine>>,
}

/// All judgements of a year.
#[derive(Clone)]
struct Judged {
    of_objectives: Arc<Vec<Judgement>>,
    of_measures: Arc<Vec<Judgement>>,
}

impl Figures {
    pub async fn load(store: &Store, held: InForce, stamp: (i64, i64)) -> Result<Self> {
        let observed = observations::list(store, Some(stamp.1)).await?;
        // Computing takes tens of milliseconds: not on a thread that answers others.
        tokio::task::spawn_blocking(move || Self::of(held, observed, stamp)).await.map_err(Failure::system)
    }

    fn of(held: InForce, observed: Vec<Observation>, stamp: (i64, i64)) -> Self {
        Self::made(held, observed, stamp, None)
    }

    /// Of observations from which was withheld what `shown` says.
    pub fn without(held: InForce, observed: Vec<Observation>, stamp: (i64, i64), shown: Shown) -> Self {
        let figures = Self::made(held, observed, stamp, Some(shown));
        figures.done_with();
        figures
    }

    fn made(held: InForce, observed: Vec<Observation>, stamp: (i64, i64), shown: Option<Shown>) -> Self {
        let InForce { plan, catalogue, formulas, checks, uppers, boundaries, packages } = held;
        let mut engine = Engine::new(catalogue.clone(), formulas.clone(), observed);
        let mut values = Values::default();
        for (code, breakdown) in values::keys(&plan, engine.data()) {
            put_series(&mut values, &mut engine, &plan, &code, &breakdown);
        }
        let mut figures = Self {
            latest_year: values.latest_year(plan.end),
            rows: rows::Rows::default(),
            open: false,
            shown,
            series: BTreeMap::new(),
            parts: BTreeMap::new(),
            below: BTreeMap::new(),
            plan,
            catalogue,
            formulas,
            checks,
            uppers,
            boundaries,
            data: engine.data().clone(),
            values,
            packages,
            stamp,
            judged: Mutex::default(),
            engine: Mutex::default(),
        };
        let open = figures.within().all(|observation| figures.published(observation));
        figures.open = open;
        let observed = figures.observed();
        let concerned = figures.concerned(&observed);
        let mut value = |key: Key| engine.value(&key);
        let computed = |indicator: &&Indicator| {
            (indicator.code.clone(), figures.computed(indicator, &observed, &years(&figures.plan), &mut value))
        };
        let series = concerned.iter().map(computed).collect();
        let of_parts = figures.parts_observed();
        let parts = concerned.iter().filter_map(|indicator| {
            let periods = figures.parts_of(indicator, &of_parts);
            let known = !periods.is_empty();
            known.then(|| (indicator.code.clone(), figures.computed(indicator, &observed, &periods, &mut value)))
        });
        let parts = parts.collect();
        let observed_below = figures.observed_below();
        let below = concerned.iter().map(|indicator| {
            let periods = figures.periods_below(indicator, &of_parts);
            let values = figures.computed_below(indicator, &observed_below, &periods, |key| engine.value(key));
            (indicator.code.clone(), values)
        });
        let below = below.collect();
        (figures.series, figures.parts, figures.below) = (series, parts, below);
        figures.rows = rows::all(&figures);
        figures.engine = Mutex::new(Some(engine));
        figures
    }

    /// What the same observations make under another catalogue.
    pub fn under(&self, catalogue: Catalogue) -> Self {
        let held = InForce {
            formulas: Arc::new(Formulas::read(&catalogue)),
            checks: Arc::new(Checks::read(&self.plan, &catalogue)),
            catalogue: Arc::new(catalogue),
            ..self.in_force()
        };
        let figures = Self::of(held, self.data.observations().cloned().collect(), self.stamp);
        figures.done_with();
        figures
    }

    /// The plan and catalogue that this was computed by.
    pub fn in_force(&self) -> InForce {
        InForce {
            plan: self.plan.clone(),
            catalogue: self.catalogue.clone(),
            formulas: self.formulas.clone(),
            checks: self.checks.clone(),
            uppers: self.uppers.clone(),
            boundaries: self.boundaries.clone(),
            packages: self.packages.clone(),
        }
    }

    /// What indicators are computed from.
    pub fn basis(&self) -> Basis<'_> {
        Basis { catalogue: &self.catalogue, formulas: &self.formulas, data: &self.data }
    }

    /// An observation of any moment as it is shown with these figures.
    pub fn as_shown(&self, observation: &Observation) -> Observation {
        match &self.shown {
            Some(shown) => past_of(observation, &shown.withheld, &self.data),
            None => observation.clone(),
        }
    }

    /// The same, and whether it is as it was.
    pub fn as_told(&self, observation: &Observation) -> (Observation, bool) {
        let shown = self.as_shown(observation);
        let whole = shown == *observation && self.rounded_to(&[observation.id]).is_none();
        (shown, whole)
    }

    /// What the figure is a multiple of that was made of observations some of which are shown rounded.
    pub fn rounded_to(&self, observations: &[i64]) -> Option<u32> {
        self.shown.as_ref()?.withheld.base_of(observations)
    }

    /// Whether the same was withheld from both.
    pub fn like(&self, other: &Self) -> bool {
        match (&self.shown, &other.shown) {
            (Some(one), Some(another)) => Arc::ptr_eq(&one.withheld, &another.withheld),
            (one, another) => one.is_none() && another.is_none(),
        }
    }

    pub fn catalogue_code(&self) -> &str {
        &self.plan.catalogue
    }

    /// What answers are held against.
    pub fn known(&self) -> Known<'_> {
        Known {
            plan: &self.plan,
            catalogue: &self.catalogue,
            formulas: &self.formulas,
            checks: &self.checks,
            data: &self.data,
        }
    }

    pub fn resource(&self) -> Resource<'_> {
        Resource::Plan { code: self.plan.code.as_str(), figures_open: self.open }
    }

    /// Whether every figure comes from a source that anybody can look up.
    pub fn open(&self) -> bool {
        self.open
    }

    /// Whether a figure comes from a source that anybody can look up: one with an address or a publisher.
    pub fn published(&self, observation: &Observation) -> bool {
        let source = self.catalogue.sources.get(&observation.source);
        source.is_some_and(|source| source.url.is_some() || source.publisher.is_some())
    }

    /// The observations of the plan's area.
    pub fn own(&self) -> impl Iterator<Item = &Observation> {
        self.data.observations().filter(|observation| observation.key.area == self.plan.area)
    }

    /// Those of which the figures of the plan's area may be made: its own, and those of the areas that make it up.
    pub fn within(&self) -> impl Iterator<Item = &Observation> {
        self.data
            .observations()
            .filter(|observation| self.catalogue.counts_into(&observation.key.area, &self.plan.area))
    }

    /// The last year of which anything was observed in the plan's area or what makes it up, and in any area within it.
    fn last_observed(&self) -> [Option<i32>; 2] {
        let whole = &self.plan.area;
        let counts = |area: &AreaCode| self.catalogue.counts_into(area, whole);
        let lies = |area: &AreaCode| self.catalogue.lies_in(area, whole);
        [self.last_year_of(counts), self.last_year_of(lies)]
    }

    fn last_year_of(&self, wanted: impl Fn(&AreaCode) -> bool) -> Option<i32> {
        let within = self.data.series().filter(|(_, area, _, _)| wanted(area));
        within.filter_map(|(_, _, _, observed)| observed.last()).map(|observation| observation.key.period.year).max()
    }

    /// The years that can be looked at.
    pub fn years(&self) -> Vec<i32> {
        (self.plan.base_year..=self.plan.end).collect()
    }

    /// The year shown where none is asked for.
    pub fn default_year(&self) -> i32 {
        self.latest_year.unwrap_or(self.plan.start)
    }

    /// Every target of objectives judged in a year.
    pub fn judgements(&self, year: i32) -> Arc<Vec<Judgement>> {
        self.judged(year).of_objectives
    }

    /// Those that stand in measures and projects alone.
    pub fn judgements_of_measures(&self, year: i32) -> Arc<Vec<Judgement>> {
        self.judged(year).of_measures
    }

    /// That of one target, wherever it stands.
    pub fn judgement(&self, target: &Target, year: i32) -> Option<Judgement> {
        let Judged { of_objectives, of_measures } = self.judged(year);
        let held = if target.objective.is_some() { of_objectives } else { of_measures };
        held.iter().find(|judgement| judgement.target_id.as_ref() == Some(&target.id)).cloned()
    }

    fn judged(&self, year: i32) -> Judged {
        let mut judged = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || Judged {
            of_objectives: Arc::new(monitor(&self.plan, &self.catalogue, &self.formulas, &self.values, year)),
            of_measures: Arc::new(monitor_measures(&self.plan, &self.catalogue, &self.formulas, &self.values, year)),
        };
        judged.entry(year).or_insert_with(fresh).clone()
    }

    /// The values of an indicator from the base year on, by breakdown, the total first.
    pub fn series(&self, indicator: &Indicator) -> Arc<[Series]> {
        if let Some(held) = self.series.get(&indicator.code) {
            return held.clone();
        }
        let basis = self.basis();
        let value = |key: Key| Some(Arc::new(compute(indicator, basis, &key.area, key.period, &key.breakdown)));
        self.computed(indicator, &self.observed(), &years(&self.plan), value)
    }

    /// The same of half-years, quarters and months; nothing where none was observed.
    pub fn parts(&self, indicator: &Indicator) -> Arc<[Series]> {
        self.parts.get(&indicator.code).cloned().unwrap_or_default()
    }

    /// The parts of years of which something was observed in the plan's area or what makes it up, and the longer parts
    /// that they belong to, by what was observed.
    fn parts_observed(&self) -> BTreeMap<&Subject, BTreeSet<Period>> {
        let mut held: BTreeMap<&Subject, BTreeSet<Period>> = BTreeMap::new();
        for (subject, area, _, observed) in self.data.series() {
            let periods: Vec<Period> = observed.iter().map(|one| one.key.period).filter(|one| !one.is_year()).collect();
            if periods.is_empty() || !self.catalogue.counts_into(area, &self.plan.area) {
                continue;
            }
            let all = periods.into_iter().flat_map(|period| std::iter::once(period).chain(period.longer()));
            held.entry(subject).or_default().extend(all.filter(|period| !period.is_year()));
        }
        held
    }

    /// Those of what an indicator is computed from, in order.
    fn parts_of(&self, indicator: &Indicator, observed: &BTreeMap<&Subject, BTreeSet<Period>>) -> Vec<Period> {
        if observed.is_empty() {
            return Vec::new();
        }
        let items = self.items(&indicator.code).iter().cloned().map(Subject::Item);
        let subjects = items.chain([Subject::Indicator(indicator.code.clone())]);
        let periods: BTreeSet<Period> =
            subjects.filter_map(|subject| observed.get(&subject)).flatten().copied().collect();
        periods.into_iter().collect()
    }

    /// Breakdowns in which something was observed of an indicator in the plan's area.
    fn observed(&self) -> Observed {
        let mut observed = Observed::new();
        for (subject, area, breakdown, _) in self.data.series() {
            if let Subject::Indicator(code) = subject
                && *area == self.plan.area
            {
                observed.entry(code.clone()).or_default().insert(breakdown.clone());
            }
        }
        observed
    }

    fn computed(
        &self,
        indicator: &Indicator,
        observed: &Observed,
        periods: &[Period],
        mut value: impl FnMut(Key) -> Option<Arc<IndicatorValue>>,
    ) -> Arc<[Series]> {
        let mut breakdowns = self.asked_breakdowns(indicator);
        breakdowns.extend(observed.get(&indicator.code).into_iter().flatten().cloned());
        let all = breakdowns.into_iter().map(|breakdown| {
            let keys = keys(&self.plan, &indicator.code, &breakdown, periods);
            let values = keys.filter_map(&mut value).collect();
            (breakdown, values)
        });
        all.filter(|(breakdown, values): &Series| {
            breakdown.is_total() || values.iter().any(|value| value.value.is_some())
        })
        .collect()
    }

    /// The total, and the breakdowns that targets or the catalogue name.
    fn asked_breakdowns(&self, indicator: &Indicator) -> BTreeSet<Breakdown> {
        let named = self.values.breakdowns(&indicator.code).into_iter().cloned().chain([Breakdown::total()]);
        named.chain(indicator.breakdowns.iter().flat_map(|dimension| self.codes(dimension))).collect()
    }

    fn codes(&self, dimension: &str) -> Vec<Breakdown> {
        let list = self.catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
        let values = list.iter().filter(|entry| entry.code != "_T");
        values.map(|entry| Breakdown::total().with(dimension, &entry.code)).collect()
    }

    /// The indicators that the plan has to do with, in the catalogue's order.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.catalogue.indicators.values().filter(|indicator| self.series.contains_key(&indicator.code))
    }

    /// Those of its targets, those with a figure, and those whose items its forms ask for.
    fn concerned(&self, observed: &Observed) -> Vec<&Indicator> {
        let targeted: BTreeSet<&IndicatorCode> =
            self.plan.targets.iter().filter_map(|target| target.indicator.as_ref()).collect();
        let asked: BTreeSet<_> = self.plan.form_items.iter().map(|asked| &asked.item).collect();
        let concerned = |indicator: &&Indicator| {
            targeted.contains(&indicator.code)
                || observed.contains_key(&indicator.code)
                || self.items(&indicator.code).iter().any(|item| asked.contains(item))
        };
        self.catalogue.indicators.values().filter(concerned).collect()
    }

    /// The items that an indicator's formula names, each once, in its order.
    pub fn items(&self, indicator: &IndicatorCode) -> &[ItemCode] {
        self.formulas.items(indicator)
    }
}

/// Breakdowns by indicator.
type Observed = BTreeMap<IndicatorCode, BTreeSet<Breakdown>>;

/// From the plan's base year to its end.
fn years(plan: &Plan) -> Vec<Period> {
    (plan.base_year..=plan.end).map(Period::year).collect()
}

/// The keys of an indicator's values.
fn keys(plan: &Plan, code: &IndicatorCode, breakdown: &Breakdown, periods: &[Period]) -> impl Iterator<Item = Key> {
    let of = |period| Key {
        subject: Subject::Indicator(code.clone()),
        area: plan.area.clone(),
        period,
        breakdown: breakdown.clone(),
    };
    periods.iter().copied().map(of)
}

fn put_series(values: &mut Values, engine: &mut Engine, plan: &Plan, code: &IndicatorCode, breakdown: &Breakdown) {
    for value in keys(plan, code, breakdown, &years(plan)).filter_map(|key| engine.value(&key)) {
        values.put(value);
    }
}

/// A plan and its catalogue as they are in force.
pub struct InForce {
    pub plan: Arc<Plan>,
    pub catalogue: Arc<Catalogue>,
    pub formulas: Arc<Formulas>,
    pub checks: Arc<Checks>,
    /// Workbooks of the upper level.
    pub uppers: Arc<Vec<UpperReport>>,
    pub boundaries: Option<Arc<Boundaries>>,
    /// Of the catalogue and of the plan.
    pub packages: Arc<[packages::Package; 2]>,
}

pub async fn in_force(store: &Store, plan: &PlanCode) -> Result<InForce> {
    let of_plan = packages::required(store, Kind::Plan, plan.as_str()).await?;
    let plan = match package::read(&of_plan.contents()?) {
        (Some(Package::Plan(plan)), problems) if problems.is_empty() => *plan,
        _ => return Err(Failure::system(format!("package {} holds no plan", of_plan.id))),
    };
    let of_catalogue = packages::required(store, Kind::Catalogue, &plan.catalogue).await?;
    match package::read(&of_catalogue.contents()?) {
        (Some(Package::Catalogue(catalogue)), problems) if problems.is_empty() => {
            let checks = Arc::new(Checks::read(&plan, &catalogue));
            let formulas = Arc::new(Formulas::read(&catalogue));
            let (plan, catalogue) = (Arc::new(plan), Arc::new(*catalogue));
            let uppers = Arc::new(package::read_uppers(&of_plan.contents()?));
            let boundaries = package::read_boundaries(&of_catalogue.contents()?).map(Arc::new);
            let packages = Arc::new([of_catalogue, of_plan]);
            Ok(InForce { plan, catalogue, formulas, checks, uppers, boundaries, packages })
        }
        _ => Err(Failure::system(format!("package {} holds no catalogue", of_catalogue.id))),
    }
}
