//! The statistical database of a plan: each figure that is known of it a row, computed or observed, with why it is
//! absent where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode, SourceCode};
use heng_base::period::Period;
use heng_base::text::Text;
use heng_plan::model::{Catalogue, Reference};
use heng_statistics::dataset::rank;
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::observation::{Key, Observation, Subject};
use heng_statistics::reason::Reason;
use heng_statistics::total::{Difference, Total, differences, total, wholes};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;
use serde_json::Value;

use super::Figures;

/// The status of a row that has a number; the others are why it has none.
pub const VALUE: &str = "value";

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub key: Key,
    pub says: Says,
    /// At full precision; absent where there is none or it may not be shown.
    pub value: Option<Decimal>,
    /// [`VALUE`], or every code of why there is none.
    pub statuses: Vec<String>,
    /// None for a computed value.
    pub source: Option<SourceCode>,
    pub revision: Option<u32>,
    /// Whether this is the figure that is used, and not what another source says of the same.
    pub standing: bool,
    /// Whether it comes from a source that anybody can look up.
    pub published: bool,
    /// What its parts make, where that is another figure than the one reported.
    pub differences: Vec<Difference>,
    /// Of the domains whose targets it serves.
    pub domains: Vec<u32>,
    /// The same for all periods of one series; what another source says is a series of its own.
    pub series: String,
    /// Code, names, breakdown and area in small letters, to search in.
    pub words: String,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    Value(Arc<IndicatorValue>),
    Observation(Observation),
    /// Not reported, made of all its parts.
    Total(Total),
    Reference(Reference),
}

/// All rows in order, those of a subject found without looking at the others.
#[derive(Debug, Default)]
pub struct Rows {
    all: Vec<Arc<Row>>,
    /// Places of the rows by code of their subject.
    places: BTreeMap<String, Vec<usize>>,
}

impl Rows {
    fn new(all: Vec<Arc<Row>>) -> Self {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in all.iter().enumerate() {
            match places.get_mut(row.key.subject.code()) {
                Some(held) => held.push(at),
                None => drop(places.insert(row.key.subject.code().to_owned(), vec![at])),
            }
        }
        Self { all, places }
    }

    /// Those of subjects by their codes, in order; all where none is named.
    pub fn of(&self, subjects: &[String]) -> Vec<&Row> {
        if subjects.is_empty() {
            return self.all.iter().map(Arc::as_ref).collect();
        }
        let mut places: Vec<usize> =
            subjects.iter().filter_map(|code| self.places.get(code)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.all.get(at)).map(Arc::as_ref).collect()
    }
}

impl std::ops::Deref for Rows {
    type Target = [Arc<Row>];

    fn deref(&self) -> &[Arc<Row>] {
        &self.all
    }
}

/// All rows: the plan's own area first, indicators before items, each series together and by period.
pub fn all(figures: &Figures) -> Rows {
    let builder = Builder::new(figures);
    let mut rows = builder.values(figures.series.keys());
    let computed = by_key(&rows);
    let others: Vec<Row> = figures.data.observations().filter_map(|o| builder.observed(o, &computed)).collect();
    rows.extend(others);
    rows.extend(builder.totals(&builder.wholes()));
    rows.extend(builder.references(figures.catalogue.references.iter()));
    Rows::new(sorted(rows, figures))
}

/// The rows after a change: those of the keys are made again, all others are as they were.
pub fn again(before: &[Arc<Row>], keys: &BTreeSet<Key>, figures: &Figures) -> Rows {
    let builder = Builder::new(figures);
    let indicators: BTreeSet<&IndicatorCode> = keys
        .iter()
        .filter_map(|key| match &key.subject {
            Subject::Indicator(code) => Some(code),
            Subject::Item(_) => None,
        })
        .collect();
    let mut rows = builder.values(indicators);
    rows.retain(|row| keys.contains(&row.key));
    let computed = by_key(&rows);
    let observed = keys.iter().flat_map(|key| figures.data.all_of(key));
    let others: Vec<Row> = observed.filter_map(|o| builder.observed(o, &computed)).collect();
    rows.extend(others);
    rows.extend(builder.totals(keys));
    let concerned = figures.catalogue.references.iter().filter(|reference| keys.contains(&of_reference(reference)));
    rows.extend(builder.references(concerned));
    let order = Order::new(figures);
    let subjects: BTreeSet<&Subject> = keys.iter().map(|key| &key.subject).collect();
    let gone = |row: &Row| subjects.contains(&row.key.subject) && keys.contains(&row.key);
    let mut kept: Vec<Arc<Row>> = before.iter().filter(|row| !gone(row)).cloned().collect();
    let placed = sorted(rows, figures).into_iter().map(|row| {
        let place = order.of(&row);
        (kept.partition_point(|held| order.of(held) < place), row)
    });
    let placed: Vec<_> = placed.collect();
    let mut all = Vec::with_capacity(kept.len() + placed.len());
    let mut from = kept.drain(..).enumerate().peekable();
    for (at, row) in placed {
        while from.next_if(|(held, _)| *held < at).map(|(_, row)| all.push(row)).is_some() {}
        all.push(row);
    }
    all.extend(from.map(|(_, row)| row));
    Rows::new(all)
}

fn by_key(rows: &[Row]) -> BTreeMap<Key, Arc<IndicatorValue>> {
    let of = |row: &Row| match &row.says {
        Says::Value(value) => Some((row.key.clone(), value.clone())),
        _ => None,
    };
    rows.iter().filter_map(of).collect()
}

fn sorted(mut rows: Vec<Row>, figures: &Figures) -> Vec<Arc<Row>> {
    for row in rows.iter_mut().filter(|row| !row.standing) {
        let source = row.source.as_ref().map_or("", SourceCode::as_str);
        row.series = format!("{}:{source}", row.series);
    }
    let order = Order::new(figures);
    rows.sort_by_cached_key(|row| order.of(row));
    rows.into_iter().map(Arc::new).collect()
}

struct Builder<'a> {
    figures: &'a Figures,
    domains: BTreeMap<Subject, BTreeSet<u32>>,
    /// Observations that nobody can look up.
    unpublished: FxHashSet<i64>,
}

impl<'a> Builder<'a> {
    fn new(figures: &'a Figures) -> Self {
        let unpublished = figures.data.observations().filter(|one| !figures.published(one));
        Self { figures, domains: domains(figures), unpublished: unpublished.map(|one| one.id).collect() }
    }

    /// The values of indicators, up to the last year of which anything is known.
    fn values<'c>(&self, indicators: impl IntoIterator<Item = &'c IndicatorCode>) -> Vec<Row> {
        let [own_last, last] = self.figures.last_observed();
        let Figures { series, parts, below, plan, .. } = self.figures;
        let all = indicators.into_iter().flat_map(|code| {
            let own = [series.get(code), parts.get(code)].into_iter().flatten();
            let own = own.flat_map(|series| series.iter()).flat_map(|(_, values)| values);
            own.chain(below.get(code).into_iter().flat_map(|values| values.iter()))
        });
        let reached = |value: &&Arc<IndicatorValue>| {
            let last = if value.area == plan.area { own_last } else { last };
            last.is_some_and(|last| value.period.year <= last)
        };
        // Of a part of a year only what is known: nothing was to be reported of it.
        let known = |value: &&Arc<IndicatorValue>| value.period.is_year() || value.value.is_some();
        all.filter(reached).filter(known).map(|value| self.value(value)).collect()
    }

    fn value(&self, value: &Arc<IndicatorValue>) -> Row {
        let key = Key {
            subject: Subject::Indicator(value.indicator.clone()),
            area: value.area.clone(),
            period: value.period,
            breakdown: value.breakdown.clone(),
        };
        let observed = Key { period: value.carried_from.unwrap_or(value.period), ..key.clone() };
        let of_source = |o: &&Observation| Some(&o.source) == value.source.as_ref();
        let revision = self.figures.data.all_of(&observed).iter().find(of_source).map(|o| o.revision);
        let row = self.row(key, Says::Value(value.clone()));
        Row {
            value: value.value,
            statuses: statuses(value.value.is_some(), value.reasons.iter().map(code).collect()),
            source: value.source.clone(),
            revision,
            published: self.is_published(value),
            ..row
        }
    }

    /// A value of the plan's area where all that may go into it is published; one of an area within, where all is that did.
    fn is_published(&self, value: &IndicatorValue) -> bool {
        if value.area == self.figures.plan.area {
            return self.figures.open;
        }
        !value.inputs.is_empty() && !value.inputs.iter().any(|id| self.unpublished.contains(id))
    }

    /// An observation, unless it is what a value already says.
    fn observed(&self, observation: &Observation, computed: &BTreeMap<Key, Arc<IndicatorValue>>) -> Option<Row> {
        let held = computed.get(&observation.key);
        if held.is_some_and(|value| value.inputs.contains(&observation.id)) {
            return None;
        }
        let Figures { catalogue, data, .. } = self.figures;
        let best = data.best(&observation.key).is_some_and(|best| best.id == observation.id);
        let absence = match (&observation.missing, observation.is_confidential()) {
            (Some(missing), _) => missing.clone(),
            (None, true) => "confidential".to_owned(),
            (None, false) => String::new(),
        };
        Some(Row {
            value: observation.usable(),
            statuses: statuses(observation.usable().is_some(), vec![absence]),
            source: Some(observation.source.clone()),
            revision: Some(observation.revision),
            standing: best && held.is_none_or(|value| value.value.is_none()),
            published: self.figures.published(observation),
            differences: if best { differences(&observation.key, catalogue, data) } else { Vec::new() },
            ..self.row(observation.key.clone(), Says::Observation(observation.clone()))
        })
    }

    /// The keys in the plan's area whose totals its figures may be part of.
    fn wholes(&self) -> BTreeSet<Key> {
        // Figures of a part of the area, such as its towns, may make up one of the whole.
        let within = self.figures.within().map(|observation| &observation.key);
        let wholes = within.flat_map(|key| wholes(key, &self.figures.catalogue));
        wholes.filter(|whole| whole.area == self.figures.plan.area).collect()
    }

    /// Totals of the plan's area that were not reported and whose parts are all there.
    fn totals(&self, keys: &BTreeSet<Key>) -> Vec<Row> {
        let Figures { catalogue, plan, data, .. } = self.figures;
        let own = keys.iter().filter(|key| key.area == plan.area);
        let made = own.filter_map(|key| Some((key, total(key, catalogue, data)?)));
        made.map(|(key, total)| Row {
            value: Some(total.value),
            statuses: vec![VALUE.to_owned()],
            published: self.figures.open,
            ..self.row(key.clone(), Says::Total(total))
        })
        .collect()
    }

    /// Published figures of other areas that the catalogue brings along, where nothing was observed.
    fn references<'r>(&self, references: impl Iterator<Item = &'r Reference>) -> Vec<Row> {
        let Figures { catalogue, plan, data, .. } = self.figures;
        let mut held: Vec<(Key, &Reference)> = references
            .filter(|reference| reference.area != plan.area)
            .map(|reference| (of_reference(reference), reference))
            .filter(|(key, _)| data.best(key).is_none())
            .collect();
        held.sort_by_cached_key(|(key, reference)| (key.clone(), rank(catalogue, &reference.source)));
        let mut rows: Vec<Row> = Vec::new();
        for (key, reference) in held {
            let standing = rows.last().is_none_or(|last| last.key != key);
            rows.push(Row {
                value: Some(reference.value),
                statuses: vec![VALUE.to_owned()],
                source: Some(reference.source.clone()),
                standing,
                // It stands in the catalogue with where it was published.
                published: true,
                ..self.row(key, Says::Reference(reference.clone()))
            });
        }
        rows
    }

    /// What follows from the key; the rest as if there were nothing.
    fn row(&self, key: Key, says: Says) -> Row {
        let catalogue = &self.figures.catalogue;
        let kind = if matches!(key.subject, Subject::Item(_)) { "item" } else { "indicator" };
        let mut words = vec![key.subject.code().to_owned()];
        let name = name(&key.subject, catalogue).into_iter();
        let area = catalogue.areas.get(&key.area).map(|area| &area.name).into_iter();
        let codes = key.breakdown.iter().filter_map(|(dimension, code)| code_name(dimension, code, catalogue));
        for text in name.chain(area).chain(codes) {
            words.push(text.zh.clone());
            words.extend(text.en.clone());
        }
        Row {
            series: format!("{kind}:{}:{}:{}", key.subject.code(), key.area, key.breakdown),
            domains: self.domains.get(&key.subject).into_iter().flatten().copied().collect(),
            words: words.join(" ").to_lowercase(),
            key,
            says,
            value: None,
            statuses: Vec::new(),
            source: None,
            revision: None,
            standing: true,
            published: false,
            differences: Vec::new(),
        }
    }
}

fn of_reference(reference: &Reference) -> Key {
    Key {
        subject: Subject::Indicator(reference.indicator.clone()),
        area: reference.area.clone(),
        period: reference.period,
        breakdown: reference.breakdown.clone(),
    }
}

fn statuses(has_value: bool, mut absences: Vec<String>) -> Vec<String> {
    if has_value {
        return vec![VALUE.to_owned()];
    }
    absences.sort();
    absences.dedup();
    absences
}

/// The code of a reason: that of the empty cell where one was reported.
fn code(reason: &Reason) -> String {
    match reason {
        Reason::Missing { missing, .. } => missing.clone(),
        other => match serde_json::to_value(other) {
            Ok(Value::Object(fields)) => fields.get("code").and_then(Value::as_str).unwrap_or_default().to_owned(),
            _ => String::new(),
        },
    }
}

/// The name of what is observed.
pub fn name<'a>(subject: &Subject, catalogue: &'a Catalogue) -> Option<&'a Text> {
    match subject {
        Subject::Item(code) => catalogue.items.get(code).map(|item| &item.name),
        Subject::Indicator(code) => catalogue.indicators.get(code).map(|indicator| &indicator.name),
    }
}

pub fn code_name<'a>(dimension: &str, code: &str, catalogue: &'a Catalogue) -> Option<&'a Text> {
    catalogue.codes.get(dimension)?.iter().find(|entry| entry.code == code).map(|entry| &entry.name)
}

/// The domains of an indicator's targets; an item serves those of the indicators that are computed from it.
fn domains(figures: &Figures) -> BTreeMap<Subject, BTreeSet<u32>> {
    let plan = &figures.plan;
    let mut of_indicator: BTreeMap<&IndicatorCode, BTreeSet<u32>> = BTreeMap::new();
    for target in &plan.targets {
        let objective = plan.objectives.iter().find(|objective| Some(&objective.number) == target.objective.as_ref());
        if let (Some(indicator), Some(objective)) = (&target.indicator, objective) {
            of_indicator.entry(indicator).or_default().insert(objective.domain);
        }
    }
    let mut domains: BTreeMap<Subject, BTreeSet<u32>> = BTreeMap::new();
    for (indicator, numbers) in of_indicator {
        let items = figures.items(indicator).iter().cloned().map(Subject::Item);
        for subject in items.chain([Subject::Indicator(indicator.clone())]) {
            domains.entry(subject).or_default().extend(&numbers);
        }
    }
    domains
}

/// Where a row stands: by the order of the catalogue, not of the codes.
struct Order<'a> {
    figures: &'a Figures,
    areas: BTreeMap<&'a AreaCode, usize>,
    subjects: BTreeMap<Subject, usize>,
}

type Place = (bool, usize, AreaCode, usize, Subject, Vec<(String, usize, String)>, Option<SourceCode>, Period);

impl<'a> Order<'a> {
    fn new(figures: &'a Figures) -> Self {
        let Catalogue { areas, indicators, items, .. } = &*figures.catalogue;
        let indicators = indicators.keys().cloned().map(Subject::Indicator);
        let subjects = indicators.chain(items.keys().cloned().map(Subject::Item));
        Self {
            figures,
            areas: areas.keys().enumerate().map(|(at, code)| (code, at)).collect(),
            subjects: subjects.enumerate().map(|(at, subject)| (subject, at)).collect(),
        }
    }

    fn of(&self, row: &Row) -> Place {
        let Key { subject, area, period, breakdown } = &row.key;
        (
            *area != self.figures.plan.area,
            self.areas.get(area).copied().unwrap_or(usize::MAX),
            area.clone(),
            self.subjects.get(subject).copied().unwrap_or(usize::MAX),
            subject.clone(),
            self.breakdown(breakdown),
            row.source.clone().filter(|_| !row.standing),
            *period,
        )
    }

    fn breakdown(&self, breakdown: &Breakdown) -> Vec<(String, usize, String)> {
        let at = |dimension: &str, code: &str| {
            let list = self.figures.catalogue.codes.get(dimension);
            list.and_then(|list| list.iter().position(|entry| entry.code == *code)).unwrap_or(usize::MAX)
        };
        breakdown.iter().map(|(dimension, code)| (dimension.to_owned(), at(dimension, code), code.to_owned())).collect()
    }
}
