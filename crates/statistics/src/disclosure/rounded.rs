//! Items whose figures are rounded: what is shown of them, and whether it stays as vague as the rule wants.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::mark::{Mark, State, Why};
use super::program::{Column, Component, Reach, components};
use super::rounding::round;
use super::structure::Place;
use super::table::{Entry, Layer, Table, place};
use super::{Content, Group, Protected, Range, Rounding, consistent};

impl Group<'_> {
    /// Rounds the figures; one that could be reckoned too closely all the same is hidden.
    pub(super) fn round(&self, rule: &str, base: u32, found: &mut Protected) {
        let open = self.open();
        let mut shown = self.roundings(base, &open);
        let attack = Attack::new(self, &shown);
        let exposed = |range: &&Range| !range.holds && !attack.is_known(&place(&range.key));
        let narrow: Vec<Place> = attack.ranges(self).iter().filter(exposed).map(|range| place(&range.key)).collect();
        shown.retain(|place, _| !narrow.contains(place));
        for cell in self.cells {
            let (at, value) = (place(&cell.key), cell.value());
            let rounding = shown.get(&at).filter(|rounding| Some(rounding.value) == value);
            let known = open.get(&at).filter(|open| Some(**open) == value);
            let mark = match (cell.content, rounding, known) {
                (Content::Missing | Content::NotApplicable, ..) => Mark::published(Why::NoFigure),
                (_, _, Some(value)) => {
                    let as_it_is = Rounding { value: *value, shown: *value, base: 1 };
                    found.rounded.insert(cell.key.clone(), as_it_is);
                    Mark::published(Why::KnownBefore)
                }
                (Content::Confidential(_), ..) => Mark::primary(Why::Confidential),
                (_, Some(rounding), _) => {
                    found.rounded.insert(cell.key.clone(), *rounding);
                    Mark { state: State::Rounded, why: Why::Rounded { rule: rule.to_owned(), base } }
                }
                // What another source says of a figure that is shown is left out, and the figure shown.
                _ if found.rounded.contains_key(&cell.key) => continue,
                _ => Mark::secondary(Why::NotRounded { rule: rule.to_owned() }),
            };
            found.marks.insert(cell.key.clone(), mark);
        }
        found.ranges.extend(Attack::new(self, &shown).ranges(self));
    }

    /// What others publish.
    fn open(&self) -> BTreeMap<Place, Decimal> {
        let halves = self.before.iter().filter(|half| half.open);
        halves.flat_map(|half| half.shown.clone()).collect()
    }

    /// The figures to be shown. What others publish can be no multiple and takes no part.
    fn roundings(&self, base: u32, open: &BTreeMap<Place, Decimal>) -> BTreeMap<Place, Rounding> {
        let mut now = self.now();
        now.retain(|place, entry| open.get(place).is_none_or(|value| *entry != Entry::Value(*value)));
        let table = Table::new(&[now], self.structure).without_gaps();
        let mut held = vec![None; table.variables.len()];
        for (place, before) in self.before.iter().flat_map(|half| &half.rounded).filter(|(_, one)| one.base == base) {
            if let Some(index) = table.find(place, before.value) {
                held[index] = Some(before.shown);
            }
        }
        let of = |(index, shown): (usize, Decimal)| {
            let variable = &table.variables[index];
            Some((variable.place.clone(), Rounding { value: variable.value?, shown, base }))
        };
        round(&table, base, &held).into_iter().flatten().enumerate().filter_map(of).collect()
    }
}

/// What is known of each figure: the bounds of its shift from what it is.
struct Attack {
    table: Table,
    bounds: Vec<(f64, f64)>,
    unknown: Vec<bool>,
    /// Of the figures of now that are not shown as they are, in order.
    asked: Vec<usize>,
}

impl Attack {
    fn new(group: &Group<'_>, shown: &BTreeMap<Place, Rounding>) -> Self {
        let now = group.now();
        let mut layers = vec![now.clone()];
        for half in group.before.iter().rev() {
            let exact = half.shown.iter().chain(&half.hidden).map(|(place, value)| (place.clone(), *value));
            let all = exact.chain(half.rounded.iter().map(|(place, one)| (place.clone(), one.value)));
            layers.push(all.map(|(place, value)| (place, Entry::Value(value))).collect::<Layer>());
        }
        let table = consistent(Table::new(&layers, group.structure));
        let none = |value: f64| if value < 0.0 { f64::NEG_INFINITY } else { -value };
        let mut bounds: Vec<(f64, f64)> = table.variables.iter().map(|v| (none(v.at), f64::INFINITY)).collect();
        let before = group.before.iter().flat_map(|half| &half.rounded).map(|(place, one)| (place, one));
        for (place, one) in before.chain(shown) {
            let Some(index) = table.find(place, one.value) else { continue };
            let (away, reach) = ((one.shown - one.value).to_f64(), one.reach().to_f64());
            let (away, reach) = (away.unwrap_or_default(), reach.unwrap_or_default());
            let (low, high) = &mut bounds[index];
            (*low, *high) = (low.max(away - reach), high.min(away + reach));
        }
        let mut unknown = vec![true; table.variables.len()];
        for (place, value) in group.before.iter().flat_map(|half| &half.shown) {
            if let Some(index) = table.find(place, *value) {
                unknown[index] = false;
            }
        }
        let known = group.open();
        let asked =
            now.iter().filter(|(place, _)| !known.contains_key(place)).filter_map(|(place, entry)| match entry {
                Entry::Value(value) => table.find(place, *value),
                _ => None,
            });
        Self { asked: asked.collect(), table, bounds, unknown }
    }

    /// Whether a figure of now was given away before.
    fn is_known(&self, place: &Place) -> bool {
        self.asked.iter().any(|index| self.table.variables[*index].place == *place && !self.unknown[*index])
    }

    /// An interval for each figure that is asked for, wide enough or as wide as it gets. A table that agrees with all that is
    /// shown says something of each of its figures, so that most need no program of their own.
    fn ranges(&self, group: &Group<'_>) -> Vec<Range> {
        let width = group.rules.width();
        let mut seen = vec![(0.0_f64, 0.0_f64); self.bounds.len()];
        let found = components(&self.table, &self.unknown);
        let of = |index: usize| found.iter().find(|component| component.members.binary_search(&index).is_ok());
        for index in self.asked.iter().copied().filter(|index| self.unknown[*index]) {
            for up in [true, false] {
                if wide(seen[index], width) {
                    break;
                }
                if let Some(component) = of(index) {
                    self.reach(component, index, up, &mut seen);
                }
            }
        }
        let range = |index: &usize| {
            let (variable, (low, high)) = (&self.table.variables[*index], seen[*index]);
            Range {
                key: group.key(&variable.place),
                value: variable.value.unwrap_or_default(),
                low: variable.at + low,
                high: Some(variable.at + high).filter(|high| high.is_finite()),
                width,
                holds: wide(seen[*index], width),
                whole: false,
            }
        };
        self.asked.iter().map(range).collect()
    }

    /// The farthest table in one direction, and what it says of every figure in it.
    fn reach(&self, component: &Component, goal: usize, up: bool, seen: &mut [(f64, f64)]) {
        let column = |index: usize| {
            let weight = if up { -1.0 } else { 1.0 };
            let (low, high) = self.bounds[index];
            Column { low, high, cost: 0.0, weight: if index == goal { weight } else { 0.0 } }
        };
        match component.minimise(&self.table, column, goal) {
            Reach::To(_, point) => {
                for (index, shift) in point {
                    let (low, high) = &mut seen[index];
                    (*low, *high) = (low.min(shift), high.max(shift));
                }
            }
            Reach::Open if up => seen[goal].1 = f64::INFINITY,
            Reach::Open => seen[goal].0 = f64::NEG_INFINITY,
            Reach::Failed => {}
        }
    }
}

/// Counts are whole: what lies between two of them does not widen an interval.
fn wide((low, high): (f64, f64), width: f64) -> bool {
    (high + 1e-5).floor() - (low - 1e-5).ceil() >= width
}
