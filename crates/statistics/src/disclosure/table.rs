//! The table model: figures of one item and span of time as variables, tied by every equation "whole = sum of its parts" over
//! the tree of areas, the code lists and the parts of a year, whichever table or release a figure stands in.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::structure::{OfItem, Place};
use crate::observation::Key;

/// What a table says of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Value(Decimal),
    /// It exists and nobody knows it.
    Missing,
    /// It does not exist, so it adds nothing to a sum.
    NotApplicable,
}

/// The figures of one release, shown and hidden.
pub(super) type Layer = BTreeMap<Place, Entry>;

/// A figure that an attacker may know or not. The same place with the same value is one figure in all releases; a revised
/// one is another figure.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub place: Place,
    /// None where it is missing or was never asked.
    pub value: Option<Decimal>,
    /// The value once more, 0 where there is none.
    pub at: f64,
}

/// `whole` is the sum of its `parts`; where not `closed`, of these and of others that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Equation {
    pub whole: usize,
    pub parts: Vec<usize>,
    pub closed: bool,
}

impl Equation {
    pub fn members(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        std::iter::once((self.whole, 1.0)).chain(self.parts.iter().map(|part| (*part, -1.0)))
    }
}

/// Variables and equations of one item and span.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub variables: Vec<Variable>,
    pub equations: Vec<Equation>,
    /// By place and value.
    index: BTreeMap<(Place, Decimal), usize>,
    /// Wholes that are not what their parts add up to; such an equation is no knowledge.
    pub unequal: BTreeSet<Place>,
}

impl Table {
    /// Of the releases, the one being made first, then the newest of the earlier.
    pub fn new(layers: &[Layer], structure: OfItem<'_>) -> Self {
        let mut table = Self::default();
        let mut seen: Vec<Layer> = Vec::new();
        for first in 0..layers.len() {
            // What a release does not hold is taken from the others: tables of several releases are read side by side.
            let mut view = layers[first].clone();
            for other in layers {
                for (place, entry) in other {
                    view.entry(place.clone()).or_insert(*entry);
                }
            }
            if !seen.contains(&view) {
                table.add(&view, structure);
                seen.push(view);
            }
        }
        table.equations.sort();
        table.equations.dedup();
        table.prune();
        table
    }

    pub fn find(&self, place: &Place, value: Decimal) -> Option<usize> {
        self.index.get(&(place.clone(), value.normalize())).copied()
    }

    fn add(&mut self, view: &Layer, structure: OfItem<'_>) {
        let dimensions: BTreeSet<&str> = view.keys().flat_map(|place| place.1.dimensions()).collect();
        let places = closure(view, structure);
        let mut at: BTreeMap<&Place, usize> = BTreeMap::new();
        for place in &places {
            match view.get(place) {
                Some(Entry::NotApplicable) => {}
                Some(Entry::Value(value)) => {
                    at.insert(place, self.valued(place, *value));
                }
                _ => {
                    at.insert(place, self.variables.len());
                    self.variables.push(Variable { place: place.clone(), value: None, at: 0.0 });
                }
            }
        }
        for (place, whole) in &at {
            for children in structure.splits(place, &dimensions) {
                let parts: Vec<usize> = children.iter().filter_map(|child| at.get(child).copied()).collect();
                let closed = children.iter().all(|child| places.contains(child));
                if !parts.is_empty() {
                    self.tie(Equation { whole: *whole, parts, closed });
                }
            }
        }
    }

    fn valued(&mut self, place: &Place, value: Decimal) -> usize {
        let next = self.variables.len();
        let index = *self.index.entry((place.clone(), value.normalize())).or_insert(next);
        if index == next {
            let at = value.to_f64().unwrap_or_default();
            self.variables.push(Variable { place: place.clone(), value: Some(value), at });
        }
        index
    }

    /// Adds an equation that the true figures keep.
    fn tie(&mut self, equation: Equation) {
        let value = |index: usize| self.variables[index].value;
        let sum: Decimal = equation.parts.iter().filter_map(|part| value(*part)).sum();
        let whole = value(equation.whole);
        let exact = equation.closed && equation.parts.iter().all(|part| value(*part).is_some());
        if whole.is_none_or(|whole| if exact { whole == sum } else { whole >= sum }) {
            self.equations.push(equation);
        } else {
            self.unequal.insert(self.variables[equation.whole].place.clone());
        }
    }

    /// Takes away what says nothing: a figure that nobody knows and that stands in one equation alone is only a rest.
    fn prune(&mut self) {
        loop {
            let mut uses = vec![0_usize; self.variables.len()];
            for (index, _) in self.equations.iter().flat_map(Equation::members) {
                uses[index] += 1;
            }
            let variables = &self.variables;
            let rest = |index: usize| variables[index].value.is_none() && uses[index] == 1;
            let before: usize = self.equations.iter().map(|equation| equation.parts.len() + 1).sum();
            for equation in &mut self.equations {
                let parts = equation.parts.len();
                equation.parts.retain(|part| !rest(*part));
                equation.closed &= equation.parts.len() == parts;
            }
            self.equations.retain(|equation| !equation.parts.is_empty() && !rest(equation.whole));
            if before == self.equations.iter().map(|equation| equation.parts.len() + 1).sum::<usize>() {
                break;
            }
        }
    }

    /// Whether some equation holds a figure that nobody knows.
    pub fn has_gaps(&self) -> bool {
        self.equations.iter().any(|equation| self.gap(equation))
    }

    /// Leaves the equations between known figures alone, where those with gaps cannot all be true.
    pub fn without_gaps(mut self) -> Self {
        let kept = self.equations.iter().filter(|equation| !self.gap(equation)).cloned().collect();
        self.equations = kept;
        self
    }

    /// What the known figures of an equation leave over for its parts that nobody knows; 0 where it has none.
    pub fn rest(&self, equation: &Equation) -> f64 {
        let signed = |(index, sign): (usize, f64)| {
            let value = self.variables[index].value.unwrap_or_default();
            if sign < 0.0 { -value } else { value }
        };
        equation.members().map(signed).sum::<Decimal>().to_f64().unwrap_or_default()
    }

    fn gap(&self, equation: &Equation) -> bool {
        equation.members().any(|(index, _)| self.variables[index].value.is_none())
    }
}

/// The places of a view and all wholes that they are parts of.
fn closure(view: &Layer, structure: OfItem<'_>) -> BTreeSet<Place> {
    let mut places: BTreeSet<Place> = BTreeSet::new();
    let mut waiting: Vec<Place> = view.keys().cloned().collect();
    while let Some(place) = waiting.pop() {
        if places.contains(&place) {
            continue;
        }
        waiting.extend(structure.wholes(&place));
        places.insert(place);
    }
    places
}

pub(super) fn place(key: &Key) -> Place {
    (key.area.clone(), key.breakdown.clone(), key.period)
}
