//! Indicator values kept up to date: each is computed once, what it read is remembered, and it is computed again when one
//! of these figures changes, and only then.
//!
//! What a value depends on is not guessed from its formula but noted while it is computed: every key that was looked up,
//! found or not. So the year before, years that a figure stands for, the parts of a sum, indicators within indicators
//! and areas within areas are all in, each only as far as it mattered; a branch that was not taken is out until it is.

use std::cell::RefCell;
use std::sync::Arc;

use heng_plan::model::Catalogue;
use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::dataset::{Dataset, rank};
use crate::formula::Formulas;
use crate::formula::eval::{Inputs, Scope};
use crate::indicator::{IndicatorValue, evaluate};
use crate::observation::{Key, Observation, Subject};

/// The observations, and the values that were asked for so far.
#[derive(Debug)]
pub struct Engine {
    catalogue: Arc<Catalogue>,
    formulas: Arc<Formulas>,
    data: Dataset,
    values: IndexMap<Key, Held, FxBuildHasher>,
    /// Places in `values` of those that read a key.
    readers: FxHashMap<Key, Vec<usize>>,
}

#[derive(Debug)]
struct Held {
    value: Arc<IndicatorValue>,
    /// Each once, sorted.
    reads: Vec<Key>,
}

/// What came of new observations.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Change {
    /// Keys of which something new is known.
    pub observed: IndexSet<Key, FxBuildHasher>,
    /// Keys of the values that are other than they were.
    pub values: Vec<Key>,
    /// How many values were computed again.
    pub computed: usize,
}

impl Engine {
    pub fn new(catalogue: Arc<Catalogue>, formulas: Arc<Formulas>, observations: Vec<Observation>) -> Self {
        let data = Dataset::new(observations, |source| rank(&catalogue, source));
        Self { catalogue, formulas, data, values: IndexMap::default(), readers: FxHashMap::default() }
    }

    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// The value of an indicator for the area, period and breakdown of the key; none of what is no indicator of the
    /// catalogue.
    pub fn value(&mut self, key: &Key) -> Option<Arc<IndicatorValue>> {
        if let Some(held) = self.values.get(key) {
            return Some(held.value.clone());
        }
        let (value, reads) = self.computed(key)?;
        let at = self.values.len();
        for read in &reads {
            self.readers.entry(read.clone()).or_default().push(at);
        }
        self.values.insert(key.clone(), Held { value: value.clone(), reads });
        Some(value)
    }

    /// Takes in what was observed since, and computes again what read it.
    pub fn observe(&mut self, observations: Vec<Observation>) -> Change {
        let mut change = Change::default();
        for observation in observations {
            let key = observation.key.clone();
            if self.data.observe(observation, |source| rank(&self.catalogue, source)) {
                change.observed.insert(key);
            }
        }
        let touched = change.observed.iter().filter_map(|key| self.readers.get(key)).flatten();
        let mut touched: Vec<usize> = touched.copied().collect();
        touched.sort_unstable();
        touched.dedup();
        change.computed = touched.len();
        for at in touched {
            change.values.extend(self.again(at));
        }
        change
    }

    /// Keys of the values that read a figure, of those that were asked for.
    pub fn dependents<'a>(&'a self, key: &Key) -> impl Iterator<Item = &'a Key> {
        let places = self.readers.get(key).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|at| self.values.get_index(*at)).map(|(key, _)| key)
    }

    /// The keys that a value was computed from, whether or not there was a figure; nothing for one not asked for.
    pub fn depends_on(&self, key: &Key) -> &[Key] {
        self.values.get(key).map(|held| held.reads.as_slice()).unwrap_or_default()
    }

    /// Computes the value at a place again; its key where it is another.
    fn again(&mut self, at: usize) -> Option<Key> {
        let key = self.values.get_index(at)?.0.clone();
        let (value, reads) = self.computed(&key)?;
        let (_, held) = self.values.get_index_mut(at)?;
        let before = std::mem::replace(&mut held.reads, reads.clone());
        let changed = *held.value != *value;
        held.value = value;
        for gone in before.iter().filter(|read| reads.binary_search(read).is_err()) {
            if let Some(places) = self.readers.get_mut(gone) {
                places.retain(|place| *place != at);
            }
        }
        for fresh in reads.into_iter().filter(|read| before.binary_search(read).is_err()) {
            self.readers.entry(fresh).or_default().push(at);
        }
        changed.then_some(key)
    }

    fn computed(&self, key: &Key) -> Option<(Arc<IndicatorValue>, Vec<Key>)> {
        let Subject::Indicator(code) = &key.subject else { return None };
        let indicator = self.catalogue.indicators.get(code)?;
        let reads = RefCell::default();
        let inputs = Inputs {
            catalogue: &self.catalogue,
            formulas: &self.formulas,
            data: &self.data,
            area: &key.area,
            asked: None,
            reads: Some(&reads),
        };
        let scope = Scope { period: key.period, breakdown: key.breakdown.clone(), fresh: false, path: Vec::new() };
        let value = Arc::new(evaluate(indicator, inputs, &scope));
        let mut reads: Vec<Key> = reads.into_inner();
        reads.sort_unstable();
        reads.dedup();
        Some((value, reads))
    }
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
