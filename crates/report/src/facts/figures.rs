//! Makes facts from the values of a release: each figure once, numbered, with the way back.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{IndicatorCode, SourceCode};
use heng_base::number::publish;
use heng_base::period::Period;
use heng_plan::model::Catalogue;
use heng_statistics::disclosure::rounded_items;
use heng_statistics::formula::Formulas;
use heng_statistics::indicator::IndicatorValue;
use rust_decimal::Decimal;

use super::{Conflict, Fact, Provenance, ReleaseHead, RivalFact, SourceFacts, words};

/// OBS_STATUS of estimates, and of what is computed from rounded counts.
const ESTIMATED: &str = "E";

type Key = (IndicatorCode, Breakdown, Period);

/// The values of a release by key, and the facts made of them so far.
pub struct Figures<'a> {
    catalogue: &'a Catalogue,
    head: &'a ReleaseHead,
    /// What counts behind an indicator are rounded to; of most nothing is.
    bases: BTreeMap<IndicatorCode, u32>,
    values: BTreeMap<Key, &'a IndicatorValue>,
    marks: BTreeMap<(Key, u32), usize>,
    facts: Vec<Fact>,
    sources: Vec<SourceFacts>,
    conflicts: Vec<Conflict>,
}

/// What is left when all facts are made.
pub struct Made {
    pub figures: Vec<Fact>,
    pub sources: Vec<SourceFacts>,
    pub conflicts: Vec<Conflict>,
}

impl<'a> Figures<'a> {
    pub fn new(catalogue: &'a Catalogue, values: &'a [IndicatorValue], head: &'a ReleaseHead) -> Self {
        let key = |value: &IndicatorValue| (value.indicator.clone(), value.breakdown.clone(), value.period);
        Self {
            catalogue,
            head,
            bases: bases(catalogue),
            values: values.iter().map(|value| (key(value), value)).collect(),
            marks: BTreeMap::new(),
            facts: Vec::new(),
            sources: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    pub fn value(
        &self,
        indicator: &IndicatorCode,
        breakdown: &Breakdown,
        period: Period,
    ) -> Option<&'a IndicatorValue> {
        self.values.get(&(indicator.clone(), breakdown.clone(), period)).copied()
    }

    /// The value of a period: its own, or the one that a later period still stands on.
    pub fn standing(&self, code: &IndicatorCode, breakdown: &Breakdown, period: Period) -> Option<&'a IndicatorValue> {
        let own = self.value(code, breakdown, period).filter(|value| value.value.is_some());
        own.or_else(|| {
            let of = |key: &Key| key.0 == *code && key.1 == *breakdown;
            let mut later = self.values.iter().filter(|(key, value)| of(key) && value.carried_from == Some(period));
            later.next().map(|(_, value)| *value)
        })
    }

    /// The values of one series that stand in their own period, oldest first, up to `until`.
    pub fn series(&self, indicator: &IndicatorCode, breakdown: &Breakdown, until: i32) -> Vec<&'a IndicatorValue> {
        let of = |key: &Key| key.0 == *indicator && key.1 == *breakdown && key.2.year <= until;
        let own = |value: &IndicatorValue| value.value.is_some() && value.carried_from.is_none();
        self.values.iter().filter(|(key, value)| of(key) && own(value)).map(|(_, value)| *value).collect()
    }

    /// The fact of a value with `decimals` places: the same mark for the same figure. None where the value is absent.
    pub fn fact(&mut self, value: &IndicatorValue, decimals: u32) -> Option<Fact> {
        let number = value.value?;
        let period = value.carried_from.unwrap_or(value.period);
        let key = ((value.indicator.clone(), value.breakdown.clone(), period), decimals);
        if let Some(index) = self.marks.get(&key) {
            return self.facts.get(*index).cloned();
        }
        let fact = self.make(value, number, period, decimals)?;
        self.marks.insert(key, self.facts.len());
        self.facts.push(fact.clone());
        self.conflict(value, number, decimals, &fact);
        Some(fact)
    }

    fn make(&mut self, value: &IndicatorValue, number: Decimal, period: Period, decimals: u32) -> Option<Fact> {
        let indicator = self.catalogue.indicators.get(&value.indicator)?;
        let display = publish(number, decimals);
        let mut origins: Vec<String> =
            value.inputs.iter().filter_map(|id| self.head.origins.get(id)).cloned().collect();
        origins.sort();
        origins.dedup();
        let estimated = value.obs_status == ESTIMATED;
        let rounded_to = self.bases.get(&value.indicator).filter(|_| estimated && value.source.is_none()).copied();
        let plain = |part: Option<Decimal>| part.map(|part| part.normalize().to_string());
        Some(Fact {
            mark: u32::try_from(self.facts.len() + 1).unwrap_or(u32::MAX),
            name: words::indicator_name(indicator, &value.breakdown, self.catalogue),
            text: words::with_unit(&display, &indicator.unit),
            display,
            unit: indicator.unit.clone(),
            period: period.in_words(),
            provenance: Provenance {
                observations: value.inputs.clone(),
                origins,
                source: value.source.as_ref().map(|code| self.source(code)),
                method: value.method.clone(),
                estimated: estimated && rounded_to.is_none(),
                rounded_to,
                provisional: value.obs_status == "P",
                numerator: plain(value.numerator),
                denominator: plain(value.denominator),
            },
        })
    }

    /// The number of a source in the report, given at first use.
    pub fn source(&mut self, code: &SourceCode) -> u32 {
        if let Some(known) = self.sources.iter().find(|source| source.code == *code) {
            return known.number;
        }
        let number = u32::try_from(self.sources.len() + 1).unwrap_or(u32::MAX);
        let source = self.catalogue.sources.get(code);
        self.sources.push(SourceFacts {
            number,
            code: code.clone(),
            title: source.map_or_else(|| code.to_string(), |source| source.title.clone()),
            publisher: source.and_then(|source| source.publisher.clone()),
            url: source.and_then(|source| source.url.clone()),
        });
        number
    }

    /// Rivals that say the same figure confirm it and are no conflict.
    fn conflict(&mut self, value: &IndicatorValue, number: Decimal, decimals: u32, fact: &Fact) {
        let mut rivals = Vec::new();
        for rival in &value.rivals {
            let Some(other) = rival.value.filter(|other| *other != number) else { continue };
            let places = decimals.max(other.normalize().scale());
            rivals.push(RivalFact {
                text: words::with_unit(&publish(other, places), &fact.unit),
                source: self.source(&rival.source),
                observation: rival.observation,
            });
        }
        if !rivals.is_empty() {
            self.conflicts.push(Conflict { used: fact.clone(), rivals });
        }
    }

    pub fn done(self) -> Made {
        Made { figures: self.facts, sources: self.sources, conflicts: self.conflicts }
    }
}

fn bases(catalogue: &Catalogue) -> BTreeMap<IndicatorCode, u32> {
    let items = rounded_items(catalogue);
    if items.is_empty() {
        return BTreeMap::new();
    }
    let formulas = Formulas::read(catalogue);
    let base = |code: &IndicatorCode| formulas.depends_on(code).0.into_iter().filter_map(|item| items.get(item)).max();
    catalogue.indicators.keys().filter_map(|code| Some((code.clone(), *base(code)?))).collect()
}
