//! Indicator values of the areas within the plan's, such as its towns: each computed from what was observed of the area,
//! numerator by denominator, and never from the values of others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{AreaCode, IndicatorCode};
use heng_base::period::Period;
use heng_plan::model::Indicator;
use heng_statistics::engine::{Change, Engine};
use heng_statistics::indicator::IndicatorValue;
use heng_statistics::observation::{Key, Subject};
use heng_statistics::reason::Reason;

use super::{Figures, years};

/// The values of an indicator in all these areas, an area and breakdown together, by period.
pub(super) type Values = Arc<[Arc<IndicatorValue>]>;

/// Of what something was observed within the plan's area: in which areas, and in which breakdowns.
pub(super) struct ObservedBelow<'a>(BTreeMap<&'a Subject, (BTreeSet<&'a AreaCode>, BTreeSet<&'a Breakdown>)>);

impl Figures {
    /// An area counts as observed where one within it was: its figure may be made of theirs.
    pub(super) fn observed_below(&self) -> ObservedBelow<'_> {
        let mut held: BTreeMap<_, (BTreeSet<_>, BTreeSet<_>)> = BTreeMap::new();
        let mut above: BTreeMap<&AreaCode, Vec<&AreaCode>> = BTreeMap::new();
        for (subject, area, breakdown, _) in self.data.series() {
            let areas = above.entry(area).or_insert_with(|| self.up_to_own(area));
            if !areas.is_empty() {
                let (in_areas, by) = held.entry(subject).or_default();
                in_areas.extend(areas.iter().copied());
                by.insert(breakdown);
            }
        }
        ObservedBelow(held)
    }

    /// An area within the plan's and those above it, up to the plan's; nothing for any other.
    fn up_to_own<'a>(&'a self, area: &'a AreaCode) -> Vec<&'a AreaCode> {
        if *area == self.plan.area || !self.catalogue.lies_in(area, &self.plan.area) {
            return Vec::new();
        }
        let up = |code: &&'a AreaCode| self.catalogue.areas.get(*code).and_then(|area| area.parent.as_ref());
        std::iter::successors(Some(area), up).take_while(|code| **code != self.plan.area).collect()
    }

    /// The values of an indicator in the areas of which something that it is computed from was observed. A series stands
    /// where it has a number, or one that may not be told.
    pub(super) fn computed_below(
        &self,
        indicator: &Indicator,
        observed: &ObservedBelow<'_>,
        periods: &[Period],
        mut value: impl FnMut(&Key) -> Option<Arc<IndicatorValue>>,
    ) -> Values {
        let items = self.items(&indicator.code).iter().cloned().map(Subject::Item);
        let own = Subject::Indicator(indicator.code.clone());
        let of = items.chain([own.clone()]).filter_map(|subject| observed.0.get(&subject));
        let areas: BTreeSet<&AreaCode> = of.flat_map(|(areas, _)| areas).copied().collect();
        let mut breakdowns = self.asked_breakdowns(indicator);
        breakdowns.extend(observed.0.get(&own).into_iter().flat_map(|(_, by)| by.iter().map(|one| (*one).clone())));
        let mut all = Vec::new();
        for area in areas {
            for breakdown in &breakdowns {
                let key = |period: &Period| Key {
                    subject: own.clone(),
                    area: area.clone(),
                    period: *period,
                    breakdown: breakdown.clone(),
                };
                let series: Vec<_> = periods.iter().filter_map(|period| value(&key(period))).collect();
                if series.iter().any(|value| is_told(value)) {
                    all.extend(series);
                }
            }
        }
        all.into()
    }

    /// The years and their parts of which an indicator's values within the plan's area are computed.
    pub(super) fn periods_below(
        &self,
        indicator: &Indicator,
        of_parts: &BTreeMap<&Subject, BTreeSet<Period>>,
    ) -> Vec<Period> {
        let mut periods = years(&self.plan);
        periods.extend(self.parts_of(indicator, of_parts));
        periods
    }

    /// Those that a change may have made others than before.
    pub(super) fn fresh_below(
        &self,
        change: &Change,
        concerned: &[&Indicator],
        engine: &mut Engine,
    ) -> Vec<(IndicatorCode, Values)> {
        // Of the plan's area too: its figures say in which breakdowns and parts of years there may be others.
        let within = |key: &&Key| self.catalogue.lies_in(&key.area, &self.plan.area);
        let touched: BTreeSet<&Subject> =
            change.values.iter().chain(&change.observed).filter(within).map(|key| &key.subject).collect();
        if touched.is_empty() {
            return Vec::new();
        }
        let named = |indicator: &Indicator| {
            self.items(&indicator.code).iter().any(|item| touched.contains(&Subject::Item(item.clone())))
                || touched.contains(&Subject::Indicator(indicator.code.clone()))
        };
        let (observed, of_parts) = (self.observed_below(), self.parts_observed());
        let mut fresh = Vec::new();
        for indicator in concerned.iter().filter(|indicator| named(indicator)) {
            let periods = self.periods_below(indicator, &of_parts);
            let values = self.computed_below(indicator, &observed, &periods, |key| engine.value(key));
            fresh.push((indicator.code.clone(), values));
        }
        fresh
    }
}

/// Whether there is a number, though it may be withheld.
fn is_told(value: &IndicatorValue) -> bool {
    value.value.is_some() || value.reasons.iter().any(|reason| matches!(reason, Reason::Confidential { .. }))
}
