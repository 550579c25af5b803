//! Disclosure control over all that is known: what is withheld, and observations with it taken out.
//!
//! Everything that those without the right are shown is computed from the observations that [`Withheld::masked`] gives:
//! totals, indicator values, judgements. What is computed from nothing but what is shown tells no more than is shown.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_plan::model::{Catalogue, DisclosureRule, IndicatorFormula, Item, OVER_AREAS, PrimaryRule};
use rust_decimal::Decimal;

use super::rules::Rules;
use super::{Cell, Mark, Protected, Release, Rounding, State, Why, protect};
use crate::dataset::{Dataset, rank};
use crate::indicator::{Basis, compute};
use crate::observation::{Key, Observation, Subject};
use crate::reason::Reason;

/// CL_CONF_STATUS of a withheld figure, confidential, whether it is sensitive or protects another: which of the two would
/// itself say that it is small.
const CONFIDENTIAL: &str = "C";
/// CL_OBS_STATUS of a withheld figure: missing value, suppressed.
const SUPPRESSED: &str = "Q";
/// CL_OBS_STATUS of a rounded figure, whatever it said before: estimated.
const ESTIMATED: &str = "E";

/// What is withheld from those who may not see confidential figures, and what they see rounded.
#[derive(Debug, Clone, Default)]
pub struct Withheld {
    /// Of hidden figures alone.
    marks: BTreeMap<Key, Mark>,
    rounded: BTreeMap<Key, Rounding>,
    /// The base by the observations that are shown as multiples of it.
    bases: BTreeMap<i64, u32>,
    /// Items of which no other figure is shown than rounded ones.
    rounding: BTreeSet<ItemCode>,
    /// Reported values of indicators that would tell a hidden figure.
    derived: BTreeSet<Key>,
    /// Items that are [`covered`] or hidden, and indicators that are computed from them.
    covered: BTreeSet<ItemCode>,
    computed: BTreeSet<IndicatorCode>,
}

/// How many figures are withheld, and how many of them what is known already gives away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    pub primary: usize,
    pub secondary: usize,
    /// Shown as multiples.
    pub rounded: usize,
    /// Reported values of indicators.
    pub derived: usize,
    /// Their feasible interval is narrower than their rule wants.
    pub exposed: usize,
}

impl Withheld {
    /// By the catalogue's rules. `before` is what was shown and hidden earlier, and what anybody can look up elsewhere.
    pub fn of(basis: Basis<'_>, before: &[Release]) -> (Self, Extent) {
        let cells = cells(basis);
        let found = protect(&cells, &basis.catalogue.disclosure, basis.catalogue, before);
        let exposed = found.exposed().count();
        let Protected { marks, rounded, .. } = found;
        let withheld = Self::new(basis, marks.into_iter().filter(|(_, mark)| mark.hidden()).collect(), rounded);
        let of = |state: State| withheld.marks.values().filter(|mark| mark.state == state).count();
        let extent = Extent {
            primary: of(State::Primary),
            secondary: of(State::Secondary),
            rounded: withheld.bases.len(),
            derived: withheld.derived.len(),
            exposed,
        };
        (withheld, extent)
    }

    /// Every figure of an item that is [`covered`], but those in `open`: as long as it is not known which are to be hidden.
    pub fn all(basis: Basis<'_>, open: &Release) -> Self {
        let covered = covered(basis);
        let of_rule = |key: &Key| matches!(&key.subject, Subject::Item(item) if covered.contains(item));
        let closed = basis.data.observations().map(|observation| &observation.key);
        let closed = closed.filter(|key| of_rule(key) && !open.shown.contains_key(key));
        let closed = closed.map(|key| (key.clone(), Mark::secondary(Why::Protects))).collect();
        let as_it_is = |value: Decimal| Rounding { value, shown: value, base: 1 };
        let rounded = open.shown.iter().map(|(key, value)| (key.clone(), as_it_is(*value))).collect();
        Self::new(basis, closed, rounded)
    }

    /// As decided before for the same figures by the same rules.
    pub fn again(
        basis: Basis<'_>,
        hidden: impl IntoIterator<Item = Key>,
        rounded: impl IntoIterator<Item = (Key, Rounding)>,
    ) -> Self {
        let marks = hidden.into_iter().map(|key| (key, Mark::secondary(Why::HiddenBefore))).collect();
        Self::new(basis, marks, rounded.into_iter().collect())
    }

    fn new(basis: Basis<'_>, marks: BTreeMap<Key, Mark>, rounded: BTreeMap<Key, Rounding>) -> Self {
        let mut covered = covered(basis);
        covered.extend(marks.keys().filter_map(|key| match &key.subject {
            Subject::Item(item) => Some(item.clone()),
            Subject::Indicator(_) => None,
        }));
        let uses = |code: &&IndicatorCode| {
            let (items, _) = basis.formulas.depends_on(code);
            items.into_iter().any(|item| covered.contains(item))
        };
        let computed = basis.catalogue.indicators.keys().filter(uses).cloned().collect();
        let base = |one: &Observation| {
            let rounding = rounded.get(&one.key).filter(|rounding| Some(rounding.value) == one.value)?;
            (rounding.base > 1 && !one.is_confidential()).then_some((one.id, rounding.base))
        };
        let bases = basis.data.observations().filter_map(base).collect();
        let rounding = rounded_items(basis.catalogue).into_keys().collect();
        let withheld = Self { marks, rounded, bases, rounding, derived: BTreeSet::new(), covered, computed };
        Self { derived: withheld.telling(basis), ..withheld }
    }

    /// Keys of reported values of indicators whose formulas read a figure that is hidden or rounded.
    fn telling(&self, basis: Basis<'_>) -> BTreeSet<Key> {
        let items = basis.data.observations().filter(|one| matches!(one.key.subject, Subject::Item(_)));
        let items = items.map(|one| self.masked(one)).collect();
        let data = Dataset::new(items, |source| rank(basis.catalogue, source));
        let shown = Basis { data: &data, ..basis };
        let tells = |key: &Key| {
            let Subject::Indicator(code) = &key.subject else { return false };
            let indicator = basis.catalogue.indicators.get(code).filter(|_| self.computed.contains(code));
            indicator.filter(|indicator| indicator.formula != IndicatorFormula::Published).is_some_and(|indicator| {
                let value = compute(indicator, shown, &key.area, key.period, &key.breakdown);
                let hidden = value.reasons.iter().any(|reason| matches!(reason, Reason::Confidential { .. }));
                hidden || self.base_of(&value.inputs).is_some()
            })
        };
        basis.data.observations().map(|one| &one.key).filter(|key| tells(key)).cloned().collect()
    }

    pub fn hides(&self, key: &Key) -> bool {
        self.marks.contains_key(key) || self.derived.contains(key)
    }

    /// Items and indicators of which some figure is hidden or rounded.
    pub fn subjects(&self) -> BTreeSet<&Subject> {
        let rounded = self.rounded.iter().filter(|(_, rounding)| rounding.base > 1).map(|(key, _)| key);
        self.marks.keys().chain(&self.derived).chain(rounded).map(|key| &key.subject).collect()
    }

    /// What is shown of items that are rounded.
    pub fn rounded(&self) -> &BTreeMap<Key, Rounding> {
        &self.rounded
    }

    /// Whether no other figures of an item are shown than rounded ones.
    pub fn rounds(&self, subject: &Subject) -> bool {
        matches!(subject, Subject::Item(item) if self.rounding.contains(item))
    }

    /// The greatest base of observations that are shown rounded; none where all are shown as they are.
    pub fn base_of(&self, observations: &[i64]) -> Option<u32> {
        observations.iter().filter_map(|id| self.bases.get(id)).max().copied()
    }

    /// The marks of hidden figures of items.
    pub fn marks(&self) -> &BTreeMap<Key, Mark> {
        &self.marks
    }

    /// Whether a rule is of the figure, or of what it is computed from: its past states may tell what is hidden now.
    pub fn covers(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Item(item) => self.covered.contains(item),
            Subject::Indicator(indicator) => self.computed.contains(indicator),
        }
    }

    /// An observation of now as it is shown; one that is withheld, or was reported as confidential, keeps nothing but what
    /// it is about and where it came from.
    pub fn masked(&self, observation: &Observation) -> Observation {
        if self.hides(&observation.key) || observation.is_confidential() {
            return without_figure(observation);
        }
        match (self.rounded.get(&observation.key), observation.value) {
            (Some(rounding), Some(value)) if rounding.value == value => rounded(observation, *rounding),
            (_, Some(_)) if self.rounds(&observation.key.subject) => without_figure(observation),
            _ => observation.clone(),
        }
    }
}

fn rounded(observation: &Observation, rounding: Rounding) -> Observation {
    let obs_status = if rounding.base > 1 { ESTIMATED.to_owned() } else { observation.obs_status.clone() };
    Observation { value: Some(rounding.shown), obs_status, ..observation.clone() }
}

/// Items that a rule rounds and no other kind of rule is of, with the base.
pub fn rounded_items(catalogue: &Catalogue) -> BTreeMap<ItemCode, u32> {
    let base = |item: &Item| {
        let rules = catalogue.disclosure.iter().filter(|rule| rule.covers(item)).collect();
        Rules { rules }.rounding().map(|(_, base)| base)
    };
    catalogue.items.values().filter_map(|item| Some((item.code.clone(), base(item)?))).collect()
}

/// What is to be shown, with what each area below adds to a figure where a rule asks for it: a town that makes most of its
/// county's figure is told by it, above all to the town that knows its own.
fn cells(basis: Basis<'_>) -> Vec<Cell> {
    let by_part =
        |rule: &&DisclosureRule| matches!(rule.rule, PrimaryRule::Dominance { .. } | PrimaryRule::PPercent { .. });
    let rules: Vec<&DisclosureRule> = basis.catalogue.disclosure.iter().filter(by_part).collect();
    let adds = |item: &ItemCode| {
        let asked = |item: &Item| rules.iter().any(|rule| rule.covers(item)) && item.adds_up_over(OVER_AREAS);
        basis.catalogue.items.get(item).is_some_and(asked)
    };
    let mut added: BTreeMap<Key, Vec<Decimal>> = BTreeMap::new();
    // Of several sources the one that counts.
    let counts = |one: &&Observation| basis.data.best(&one.key).is_some_and(|best| best.id == one.id);
    for one in basis.data.observations().filter(counts) {
        let above = basis.catalogue.areas.get(&one.key.area).and_then(|area| area.parent.clone());
        let adds = matches!(&one.key.subject, Subject::Item(item) if adds(item));
        if let (Some(area), Some(value), true) = (above, one.value, adds) {
            added.entry(Key { area, ..one.key.clone() }).or_default().push(value);
        }
    }
    let cell = |one: &Observation| Cell { contributions: added.remove(&one.key).unwrap_or_default(), ..Cell::of(one) };
    basis.data.observations().map(cell).collect()
}

/// The observation without its figure, or the reason why it has none.
pub fn without_figure(observation: &Observation) -> Observation {
    Observation {
        value: None,
        missing: None,
        obs_status: SUPPRESSED.to_owned(),
        conf_status: CONFIDENTIAL.to_owned(),
        ..observation.clone()
    }
}

/// Items that a rule of the catalogue is of, or of which some figure was reported as confidential.
pub fn covered(basis: Basis<'_>) -> BTreeSet<ItemCode> {
    let of_rule =
        basis.catalogue.items.values().filter(|item| basis.catalogue.disclosure.iter().any(|rule| rule.covers(item)));
    let confidential =
        basis.data.observations().filter(|one| one.is_confidential()).filter_map(|one| match &one.key.subject {
            Subject::Item(item) => Some(item),
            Subject::Indicator(_) => None,
        });
    of_rule.map(|item| &item.code).chain(confidential).cloned().collect()
}
