//! Figures that are computed from hidden ones. With a denominator that is shown, a ratio gives its numerator away; with more
//! than one hidden input it is one more equation between them. So whatever uses a hidden observation is hidden.

use std::collections::{BTreeMap, BTreeSet};

use super::mark::{Mark, Why};
use crate::indicator::IndicatorValue;
use crate::observation::{Key, Observation, Subject};

/// Ids of the observations whose keys are marked as hidden, whatever source they are from.
pub fn hidden_observations<'a>(
    observations: impl IntoIterator<Item = &'a Observation>,
    marks: &BTreeMap<Key, Mark>,
) -> BTreeSet<i64> {
    let hidden = |observation: &&Observation| marks.get(&observation.key).is_some_and(Mark::hidden);
    observations.into_iter().filter(hidden).map(|observation| observation.id).collect()
}

/// The marks of all values that use a hidden observation, by their key. A value that is itself an older one still standing
/// is found by its inputs like any other.
pub fn derived<'a>(
    values: impl IntoIterator<Item = &'a IndicatorValue>,
    hidden: &BTreeSet<i64>,
) -> BTreeMap<Key, Mark> {
    let uses = |value: &&IndicatorValue| value.inputs.iter().any(|id| hidden.contains(id));
    let mark = |value: &IndicatorValue| {
        let key = Key {
            subject: Subject::Indicator(value.indicator.clone()),
            area: value.area.clone(),
            period: value.period,
            breakdown: value.breakdown.clone(),
        };
        (key, Mark::secondary(Why::Derived))
    };
    values.into_iter().filter(uses).map(mark).collect()
}
