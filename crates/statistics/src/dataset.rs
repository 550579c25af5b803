//! The observations of one computation: the last revision of each figure, every source beside the others.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, SourceCode};
use heng_plan::model::Catalogue;
use indexmap::{Equivalent, IndexMap};
use rustc_hash::FxBuildHasher;

use crate::observation::{Key, Observation, Subject};

/// What is known, one observation a key and source. Order of input does not matter. A clone shares all that is not
/// changed afterwards.
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    series: IndexMap<SeriesKey, Arc<Series>, FxBuildHasher>,
}

/// By period, within a period best first.
type Series = Vec<Observation>;

/// What all figures of a series have in common. One look-up finds a series, whatever the periods asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct SeriesKey {
    subject: Subject,
    area: AreaCode,
    breakdown: Breakdown,
}

/// A key seen as that of its series.
struct InSeries<'k>(&'k Key);

impl Hash for InSeries<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Key { subject, area, breakdown, .. } = self.0;
        (subject, area, breakdown).hash(state);
    }
}

impl Equivalent<SeriesKey> for InSeries<'_> {
    fn equivalent(&self, held: &SeriesKey) -> bool {
        let Key { subject, area, breakdown, .. } = self.0;
        *subject == held.subject && *area == held.area && *breakdown == held.breakdown
    }
}

impl SeriesKey {
    fn of(key: &Key) -> Self {
        Self { subject: key.subject.clone(), area: key.area.clone(), breakdown: key.breakdown.clone() }
    }
}

/// The catalogue's rank of a source, 1 the best; one that it does not know comes last.
pub fn rank(catalogue: &Catalogue, source: &SourceCode) -> u32 {
    catalogue.sources.get(source).map_or(u32::MAX, |source| source.rank)
}

impl Dataset {
    /// Keeps the highest revision of each key and source. `rank` is the package's ranking of sources, 1 the best. A
    /// figure that may be used stands before one that is empty or confidential, whatever their ranks: a yearbook's
    /// figure is not lost because a unit left its cell empty. Among those the better rank is first, then the code.
    pub fn new(observations: Vec<Observation>, rank: impl Fn(&SourceCode) -> u32) -> Self {
        let mut by_series: IndexMap<SeriesKey, Series, FxBuildHasher> = IndexMap::default();
        for observation in observations {
            match by_series.get_mut(&InSeries(&observation.key)) {
                Some(series) => series.push(observation),
                None => drop(by_series.insert(SeriesKey::of(&observation.key), vec![observation])),
            }
        }
        by_series.sort_unstable_keys();
        let kept = |(key, series)| (key, Arc::new(last_revisions(series, &rank)));
        Self { series: by_series.into_iter().map(kept).collect() }
    }

    /// Takes in what was observed since; whether it says something that is not known already.
    pub fn observe(&mut self, observation: Observation, rank: impl Fn(&SourceCode) -> u32) -> bool {
        let Some(held) = self.series.get_mut(&InSeries(&observation.key)) else {
            self.series.insert(SeriesKey::of(&observation.key), Arc::new(vec![observation]));
            return true;
        };
        let same =
            |known: &&Observation| known.key.period == observation.key.period && known.source == observation.source;
        let newer = |known: &Observation| (known.revision, known.id) >= (observation.revision, observation.id);
        if held.iter().find(same).is_some_and(newer) {
            return false;
        }
        let series = Arc::make_mut(held);
        series.push(observation);
        *series = last_revisions(std::mem::take(series), &rank);
        true
    }

    /// The observation to use.
    pub fn best(&self, key: &Key) -> Option<&Observation> {
        self.all_of(key).first()
    }

    /// What other sources say of the same key, best first.
    pub fn rivals(&self, key: &Key) -> Vec<&Observation> {
        self.all_of(key).iter().skip(1).collect()
    }

    /// All that were kept, a series together, by period, within a period best first.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        self.series.values().flat_map(|series| series.iter())
    }

    /// How many were kept.
    pub fn len(&self) -> usize {
        self.series.values().map(|series| series.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// What all sources say of a key, best first.
    pub fn all_of(&self, key: &Key) -> &[Observation] {
        let Some(series) = self.series.get(&InSeries(key)) else { return &[] };
        let from = series.partition_point(|observation| observation.key.period < key.period);
        let length = series[from..].iter().take_while(|observation| observation.key.period == key.period).count();
        &series[from..from + length]
    }

    /// Every series: what it is of, and its observations by period.
    pub fn series(&self) -> impl Iterator<Item = (&Subject, &AreaCode, &Breakdown, &[Observation])> {
        self.series.iter().map(|(key, series)| (&key.subject, &key.area, &key.breakdown, series.as_slice()))
    }
}

/// Of each period and source the last revision, in the order in which they are used.
fn last_revisions(mut series: Series, rank: &impl Fn(&SourceCode) -> u32) -> Series {
    let newest = |o: &Observation| std::cmp::Reverse((o.revision, o.id));
    series.sort_by(|a, b| {
        (a.key.period, &a.source).cmp(&(b.key.period, &b.source)).then_with(|| newest(a).cmp(&newest(b)))
    });
    series.dedup_by(|later, kept| later.key.period == kept.key.period && later.source == kept.source);
    let place = |o: &Observation| (o.key.period, o.usable().is_none(), rank(&o.source));
    series.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.source.cmp(&b.source)));
    series.shrink_to_fit();
    series
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{empty, key, observed};

    fn rank(source: &SourceCode) -> u32 {
        if source.as_str() == "best" { 1 } else { 2 }
    }

    #[test]
    fn the_last_revision_stands_whatever_the_order() {
        let first = observed(1, "X", "", 2020, "10", "best");
        let second = Observation { id: 2, revision: 2, value: Some(11.into()), ..first.clone() };
        for rows in [vec![first.clone(), second.clone()], vec![second.clone(), first.clone()]] {
            let data = Dataset::new(rows.clone(), rank);
            assert_eq!(data.best(&key("X", "", 2020)), Some(&second));
            assert!(data.rivals(&key("X", "", 2020)).is_empty());
            assert_eq!(data.len(), 1);
            let mut grown = Dataset::default();
            let said: Vec<bool> = rows.into_iter().map(|row| grown.observe(row, rank)).collect();
            assert!(said[0] && grown.observations().eq(data.observations()));
            assert!(!grown.observe(first.clone(), rank), "an older revision says nothing new");
        }
    }

    #[test]
    fn sources_stand_side_by_side_in_order_of_rank() {
        let rows = vec![observed(1, "X", "", 2020, "10", "other"), observed(2, "X", "", 2020, "12", "best")];
        let data = Dataset::new(rows, rank);
        assert_eq!(data.best(&key("X", "", 2020)).unwrap().id, 2);
        assert_eq!(data.rivals(&key("X", "", 2020)).iter().map(|o| o.id).collect::<Vec<_>>(), [1]);
        assert_eq!(data.best(&key("X", "", 2021)), None);
        assert_eq!(data.best(&key("X", "sex=F", 2020)), None);
    }

    #[test]
    fn a_figure_goes_before_an_empty_cell_of_a_better_source() {
        let rows =
            vec![empty(1, "X", 2020, "not_counted", "O", "F", "best"), observed(2, "X", "", 2020, "12", "other")];
        let data = Dataset::new(rows, rank);
        assert_eq!(data.best(&key("X", "", 2020)).unwrap().id, 2);
        assert_eq!(data.rivals(&key("X", "", 2020)).len(), 1);
    }

    #[test]
    fn what_is_observed_later_leaves_a_clone_as_it_was() {
        let mut data = Dataset::new(vec![observed(1, "X", "", 2020, "10", "best")], rank);
        let before = data.clone();
        let corrected = Observation { id: 2, revision: 2, ..observed(2, "X", "", 2020, "11", "best") };
        assert!(data.observe(corrected, rank));
        assert_eq!(before.best(&key("X", "", 2020)).unwrap().id, 1);
        assert_eq!(data.best(&key("X", "", 2020)).unwrap().id, 2);
    }
}
