//! A plan with its catalogue and everything computed from the observations that are committed.

pub mod rows;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use heng_base::breakdown::Breakdown;
use heng_base::codes::{IndicatorCode, ItemCode, PlanCode, SourceCode};
use heng_base::period::Period;
use heng_collection::rules::{Checks, Known};
use heng_monitoring::judgement::Judgement;
use heng_monitoring::values::Values;
use heng_monitoring::{monitor, monitor_measures};
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula, Plan, Target};
use heng_plan::package::{self, Package};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula;
use heng_statistics::indicator::{IndicatorValue, compute};
use heng_statistics::observation::{Observation, Subject};
use heng_store::engine::Store;
use heng_store::tables::observations;
use heng_store::tables::packages::{self, Kind};

use crate::failure::{Failure, Result};
use crate::policy::Resource;

/// The values of an indicator in one breakdown, from the base year on.
pub type Series = (Breakdown, Vec<IndicatorValue>);

pub struct Figures {
    pub plan: Plan,
    pub catalogue: Catalogue,
    /// Those of plan and catalogue, read.
    pub checks: Arc<Checks>,
    pub data: Dataset,
    /// Of the indicators of the plan's targets.
    pub values: Values,
    /// What plan and catalogue were read from.
    pub packages: [packages::Package; 2],
    /// Last import of a package and last observation that this was computed from.
    pub stamp: (i64, i64),
    /// The last year in which the plan has a figure.
    pub latest_year: Option<i32>,
    /// Every figure of the plan, in the order in which they are listed.
    pub rows: Vec<rows::Row>,
    open: bool,
    /// Items by the indicator whose formula names them, of the whole catalogue.
    items: BTreeMap<IndicatorCode, Vec<ItemCode>>,
    /// Of the indicators that the plan has to do with.
    series: BTreeMap<IndicatorCode, Vec<Series>>,
    judged: Mutex<BTreeMap<i32, Judged>>,
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
        let InForce { plan, catalogue, checks, packages } = held;
        let data = Dataset::new(observed, |source| rank(&catalogue, source));
        let values = Values::compute(&plan, &catalogue, &data);
        let mut figures = Self {
            latest_year: values.latest_year(plan.end),
            rows: Vec::new(),
            open: false,
            items: catalogue.indicators.values().map(|indicator| (indicator.code.clone(), items(indicator))).collect(),
            series: BTreeMap::new(),
            plan,
            catalogue,
            checks,
            data,
            values,
            packages,
            stamp,
            judged: Mutex::default(),
        };
        let open = figures.own().all(|observation| figures.published(observation));
        figures.open = open;
        let concerned = figures.concerned().into_iter();
        let series = concerned.map(|indicator| (indicator.code.clone(), figures.computed(indicator))).collect();
        figures.series = series;
        figures.rows = rows::all(&figures);
        figures
    }

    /// The plan and catalogue that this was computed by.
    pub fn in_force(&self) -> InForce {
        InForce {
            plan: self.plan.clone(),
            catalogue: self.catalogue.clone(),
            checks: self.checks.clone(),
            packages: self.packages.clone(),
        }
    }

    /// What answers are held against.
    pub fn known(&self) -> Known<'_> {
        Known { plan: &self.plan, catalogue: &self.catalogue, checks: &self.checks, data: &self.data }
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
        self.data.observations().iter().filter(|observation| observation.key.area == self.plan.area)
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
            of_objectives: Arc::new(monitor(&self.plan, &self.catalogue, &self.values, year)),
            of_measures: Arc::new(monitor_measures(&self.plan, &self.catalogue, &self.values, year)),
        };
        judged.entry(year).or_insert_with(fresh).clone()
    }

    /// The values of an indicator from the base year on, by breakdown, the total first.
    pub fn series(&self, indicator: &Indicator) -> Cow<'_, [Series]> {
        match self.series.get(&indicator.code) {
            Some(held) => Cow::Borrowed(held),
            None => Cow::Owned(self.computed(indicator)),
        }
    }

    fn computed(&self, indicator: &Indicator) -> Vec<Series> {
        let mut breakdowns: BTreeSet<Breakdown> =
            self.values.breakdowns(&indicator.code).into_iter().cloned().chain([Breakdown::total()]).collect();
        let own = self.own().filter(|o| matches!(&o.key.subject, Subject::Indicator(code) if *code == indicator.code));
        breakdowns.extend(own.map(|o| o.key.breakdown.clone()));
        breakdowns.extend(indicator.breakdowns.iter().flat_map(|dimension| self.codes(dimension)));
        let all = breakdowns.into_iter().map(|breakdown| {
            let values = self.years().into_iter().map(|year| self.value(indicator, &breakdown, year)).collect();
            (breakdown, values)
        });
        all.filter(|(breakdown, values): &Series| {
            breakdown.is_total() || values.iter().any(|value| value.value.is_some())
        })
        .collect()
    }

    fn value(&self, indicator: &Indicator, breakdown: &Breakdown, year: i32) -> IndicatorValue {
        let period = Period::year(year);
        let held = self.values.get(&indicator.code, breakdown, period).cloned();
        held.unwrap_or_else(|| compute(indicator, &self.catalogue, &self.data, &self.plan.area, period, breakdown))
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
    fn concerned(&self) -> Vec<&Indicator> {
        let targeted: BTreeSet<&IndicatorCode> =
            self.plan.targets.iter().filter_map(|target| target.indicator.as_ref()).collect();
        let observed: BTreeSet<&IndicatorCode> = self
            .own()
            .filter_map(|o| match &o.key.subject {
                Subject::Indicator(code) => Some(code),
                Subject::Item(_) => None,
            })
            .collect();
        let asked: BTreeSet<_> = self.plan.form_items.iter().map(|asked| &asked.item).collect();
        let concerned = |indicator: &&Indicator| {
            targeted.contains(&indicator.code)
                || observed.contains(&indicator.code)
                || self.items(&indicator.code).iter().any(|item| asked.contains(item))
        };
        self.catalogue.indicators.values().filter(concerned).collect()
    }

    /// The items that an indicator's formula names, each once, in its order.
    pub fn items(&self, indicator: &IndicatorCode) -> &[ItemCode] {
        self.items.get(indicator).map(Vec::as_slice).unwrap_or_default()
    }
}

fn items(indicator: &Indicator) -> Vec<ItemCode> {
    let texts: Vec<&String> = match &indicator.formula {
        IndicatorFormula::Published => Vec::new(),
        IndicatorFormula::Expression { text } => vec![text],
        IndicatorFormula::Fraction { numerator, denominator, .. } => {
            std::iter::once(numerator).chain(denominator).collect()
        }
    };
    let mut found = Vec::new();
    for expr in texts.into_iter().filter_map(|text| formula::parse(text).ok()) {
        for (item, _) in formula::items(&expr) {
            if !found.contains(&item) {
                found.push(item);
            }
        }
    }
    found
}

pub fn rank(catalogue: &Catalogue, source: &SourceCode) -> u32 {
    catalogue.sources.get(source).map_or(u32::MAX, |source| source.rank)
}

/// A plan and its catalogue as they are in force.
pub struct InForce {
    pub plan: Plan,
    pub catalogue: Catalogue,
    pub checks: Arc<Checks>,
    /// Of the catalogue and of the plan.
    pub packages: [packages::Package; 2],
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
            Ok(InForce { plan, catalogue: *catalogue, checks, packages: [of_catalogue, of_plan] })
        }
        _ => Err(Failure::system(format!("package {} holds no catalogue", of_catalogue.id))),
    }
}
