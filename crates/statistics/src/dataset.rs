//! The observations of one computation: the last revision of each figure, every source beside the others.

use std::collections::BTreeMap;
use std::ops::Range;

use heng_base::codes::SourceCode;

use crate::observation::{Key, Observation};

/// What is known, one observation a key and source. Order of input does not matter.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    /// By key, within a key best first.
    observations: Vec<Observation>,
    index: BTreeMap<Key, Range<usize>>,
}

impl Dataset {
    /// Keeps the highest revision of each key and source. `rank` is the package's ranking of sources, 1 the best. A
    /// figure that may be used stands before one that is empty or confidential, whatever their ranks: a yearbook's
    /// figure is not lost because a unit left its cell empty. Among those the better rank is first, then the code.
    pub fn new(observations: Vec<Observation>, rank: impl Fn(&SourceCode) -> u32) -> Self {
        let mut last: BTreeMap<(Key, SourceCode), Observation> = BTreeMap::new();
        for observation in observations {
            let slot = (observation.key.clone(), observation.source.clone());
            match last.get(&slot) {
                Some(held) if (held.revision, held.id) >= (observation.revision, observation.id) => {}
                _ => {
                    last.insert(slot, observation);
                }
            }
        }
        let mut kept: Vec<_> = last.into_values().collect();
        kept.sort_by_cached_key(|o| (o.key.clone(), o.usable().is_none(), rank(&o.source), o.source.clone()));
        let mut index: BTreeMap<Key, Range<usize>> = BTreeMap::new();
        for (at, observation) in kept.iter().enumerate() {
            index.entry(observation.key.clone()).or_insert(at..at).end = at + 1;
        }
        Self { observations: kept, index }
    }

    /// The observation to use.
    pub fn best(&self, key: &Key) -> Option<&Observation> {
        self.all_of(key).first()
    }

    /// What other sources say of the same key, best first.
    pub fn rivals(&self, key: &Key) -> Vec<&Observation> {
        self.all_of(key).iter().skip(1).collect()
    }

    /// All that were kept, by key, within a key best first.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// What all sources say of a key, best first.
    pub(crate) fn all_of(&self, key: &Key) -> &[Observation] {
        self.index.get(key).and_then(|range| self.observations.get(range.clone())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sample::{empty, key, observed};

    fn rank(source: &SourceCode) -> u32 {
        if source.as_str() == "best" { 1 } else { 2 }
    }

    #[test]
    fn the_last_revision_stands_whatever_the_order() {
        let first = observed(1, "X", "", 2020, "10", "best");
        let second = Observation { id: 2, revision: 2, value: Some(11.into()), ..first.clone() };
        for rows in [vec![first.clone(), second.clone()], vec![second.clone(), first]] {
            let data = Dataset::new(rows, rank);
            assert_eq!(data.best(&key("X", "", 2020)), Some(&second));
            assert!(data.rivals(&key("X", "", 2020)).is_empty());
            assert_eq!(data.observations().len(), 1);
        }
    }

    #[test]
    fn sources_stand_side_by_side_in_order_of_rank() {
        let rows = vec![observed(1, "X", "", 2020, "10", "other"), observed(2, "X", "", 2020, "12", "best")];
        let data = Dataset::new(rows, rank);
        assert_eq!(data.best(&key("X", "", 2020)).unwrap().id, 2);
        assert_eq!(data.rivals(&key("X", "", 2020)).iter().map(|o| o.id).collect::<Vec<_>>(), [1]);
        assert_eq!(data.best(&key("X", "", 2021)), None);
    }

    #[test]
    fn a_figure_goes_before_an_empty_cell_of_a_better_source() {
        let rows =
            vec![empty(1, "X", 2020, "not_counted", "O", "F", "best"), observed(2, "X", "", 2020, "12", "other")];
        let data = Dataset::new(rows, rank);
        assert_eq!(data.best(&key("X", "", 2020)).unwrap().id, 2);
        assert_eq!(data.rivals(&key("X", "", 2020)).len(), 1);
    }
}
