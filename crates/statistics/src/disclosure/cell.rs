//! Figures as they would be shown, and as they were.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::ItemCode;
use heng_base::period::Period;
use heng_plan::model::Catalogue;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::structure::{Place, span};
use super::table::{Entry, place};
use crate::observation::{Key, Observation, Subject};

/// A figure that would be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub key: Key,
    pub content: Content,
    /// What each contributor adds to it, an area directly below; dominance and p% rules look at nothing else.
    pub contributions: Vec<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    Figure(Decimal),
    /// Reported, and not to be shown.
    Confidential(Decimal),
    /// It exists and nobody has it.
    Missing,
    /// It does not exist.
    NotApplicable,
}

impl Cell {
    pub fn figure(key: Key, value: Decimal) -> Self {
        Self { key, content: Content::Figure(value), contributions: Vec::new() }
    }

    /// An observation; OBS_STATUS `M` says that there can be no figure.
    pub fn of(observation: &Observation) -> Self {
        let content = match observation.value {
            Some(value) if observation.is_confidential() => Content::Confidential(value),
            Some(value) => Content::Figure(value),
            None if observation.obs_status == "M" => Content::NotApplicable,
            None => Content::Missing,
        };
        Self { key: observation.key.clone(), content, contributions: Vec::new() }
    }

    pub(super) fn value(&self) -> Option<Decimal> {
        match self.content {
            Content::Figure(value) | Content::Confidential(value) => Some(value),
            Content::Missing | Content::NotApplicable => None,
        }
    }

    pub(super) fn entry(&self) -> Entry {
        match self.content {
            Content::Figure(value) | Content::Confidential(value) => Entry::Value(value),
            Content::Missing => Entry::Missing,
            Content::NotApplicable => Entry::NotApplicable,
        }
    }
}

/// What was given to the public before: a release, or one table of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Release {
    pub shown: BTreeMap<Key, Decimal>,
    pub hidden: BTreeMap<Key, Decimal>,
    /// Shown as multiples; a figure more than once where it was rounded in several ways.
    pub rounded: BTreeSet<(Key, Rounding)>,
    /// Others publish what is shown, so that it is not ours to take back.
    pub open: bool,
}

/// The figures of one item and span in a release.
#[derive(Debug, Clone, Default)]
pub(super) struct Half {
    pub shown: BTreeMap<Place, Decimal>,
    pub hidden: BTreeMap<Place, Decimal>,
    pub rounded: Vec<(Place, Rounding)>,
    pub open: bool,
}

/// A count and the multiple of `base` that is shown for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rounding {
    pub value: Decimal,
    pub shown: Decimal,
    pub base: u32,
}

impl Rounding {
    /// How far from what is shown the count lies at most, as everybody knows: less than a base, and more only where the
    /// sums left no other way.
    pub(super) fn reach(&self) -> Decimal {
        let base = Decimal::from(self.base);
        let beyond = ((self.value - self.shown).abs() / base).floor();
        base * (beyond + Decimal::ONE) - Decimal::ONE
    }
}

impl Release {
    /// Nothing was given of it.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty() && self.hidden.is_empty() && self.rounded.is_empty()
    }

    /// Its items' figures by item and span.
    pub(super) fn halves(&self, catalogue: &Catalogue) -> BTreeMap<(ItemCode, Period), Half> {
        let mut halves: BTreeMap<_, Half> = BTreeMap::new();
        for (figures, shown) in [(&self.shown, true), (&self.hidden, false)] {
            for (key, value) in figures {
                if let Subject::Item(item) = &key.subject {
                    let half = halves.entry((item.clone(), span(item, key.period, catalogue))).or_default();
                    half.open = self.open;
                    let side = if shown { &mut half.shown } else { &mut half.hidden };
                    side.insert(place(key), *value);
                }
            }
        }
        for (key, rounding) in &self.rounded {
            if let Subject::Item(item) = &key.subject {
                let half = halves.entry((item.clone(), span(item, key.period, catalogue))).or_default();
                half.rounded.push((place(key), *rounding));
            }
        }
        halves
    }
}
