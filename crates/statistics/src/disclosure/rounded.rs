//! Items whose figures are rounded: what is shown of them, and whether it stays as vague as the rule wants.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::mark::{Mark, State, Why};
use super::program::{Column, Component, Reach, components, membership};
use super::rounding::round;
use super::structure::Place;
use super::table::{Entry, Table, place};
use super::{Content, Group, Protected, Range, Rounding};

impl Group<'_> {
    /// Rounds the figures. Where one could be reckoned too closely all the same, all that hang together with it are hidden:
    /// that all sums hold would tell a multiple that is missing.
    pub(super) fn round(&self, rule: &str, base: u32, found: &mut Protected) {
        let open = self.open();
        let mut shown = self.roundings(base, &open);
        let mut attack = Attack::new(self, &shown, &open);
        let mut ranges = attack.ranges(self);
        let narrow = attack.beside(&ranges);
        if !narrow.is_empty() {
            shown.retain(|place, _| !narrow.contains(place));
            attack = Attack::new(self, &shown, &open);
            ranges = attack.ranges(self);
        }
        for cell in self.cells {
            let (at, value) = (place(&cell.key), cell.value());
            let confidential = matches!(cell.content, Content::Confidential(_));
            let mark = match (value, open.get(&at), shown.get(&at)) {
                (None, ..) => Mark::published(Why::NoFigure),
                (_, Some(known), _) => {
                    let as_it_is = Rounding { value: *known, shown: *known, base: 1 };
                    found.rounded.insert(cell.key.clone(), as_it_is);
                    Mark::published(Why::KnownBefore)
                }
                _ if confidential => Mark::primary(Why::Confidential),
                (_, _, Some(one)) => {
                    found.rounded.insert(cell.key.clone(), *one);
                    Mark { state: State::Rounded, why: Why::Rounded { rule: rule.to_owned(), base } }
                }
                _ => Mark::secondary(Why::NotRounded { rule: rule.to_owned() }),
            };
            found.mark(&cell.key, mark);
        }
        let hidden = |key: &&crate::observation::Key| found.marks.get(key).is_some_and(Mark::hidden);
        let hidden: Vec<_> = self.cells.iter().map(|cell| &cell.key).filter(hidden).cloned().collect();
        for key in &hidden {
            found.rounded.remove(key);
        }
        found.ranges.extend(ranges);
        found.unequal.extend(attack.table.unequal.iter().map(|place| self.key(place)));
    }

    /// What others publish.
    fn open(&self) -> BTreeMap<Place, Decimal> {
        let halves = self.before.iter().filter(|half| half.open);
        halves.flat_map(|half| half.shown.clone()).collect()
    }

    /// The figures to be shown. What others publish can be no multiple, and a confidential figure is not shown as one: they
    /// take no part, nor do sums with them.
    fn roundings(&self, base: u32, open: &BTreeMap<Place, Decimal>) -> BTreeMap<Place, Rounding> {
        let closed = |cell: &&&super::Cell| matches!(cell.content, Content::Confidential(_));
        let closed: BTreeSet<Place> = self.cells.iter().filter(closed).map(|cell| place(&cell.key)).collect();
        let mut now = self.now();
        now.retain(|place, _| !open.contains_key(place) && !closed.contains(place));
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
    /// The unknown figures that hang together, and in which of them each figure lies.
    components: Vec<Component>,
    member_of: Vec<usize>,
    /// Of the figures of now that are not shown as they are, in order.
    asked: Vec<usize>,
}

impl Attack {
    fn new(group: &Group<'_>, shown: &BTreeMap<Place, Rounding>, open: &BTreeMap<Place, Decimal>) -> Self {
        let now = group.now();
        let table = group.table(&now, |half| {
            let exact = half.shown.iter().chain(&half.hidden).map(|(place, value)| (place, *value));
            exact.chain(half.rounded.iter().map(|(place, one)| (place, one.value)))
        });
        let mut bounds: Vec<(f64, f64)> =
            table.variables.iter().map(|v| (v.at.min(0.0) - v.at, f64::INFINITY)).collect();
        // A rule that hid it may have shown every 0.
        for (place, value) in group.before.iter().flat_map(|half| &half.hidden) {
            if let Some(index) = table.find(place, *value).filter(|_| *value >= Decimal::ONE) {
                bounds[index].0 = bounds[index].0.max(1.0 - table.variables[index].at);
            }
        }
        let in_sums: BTreeSet<usize> = table.equations.iter().flat_map(|one| one.members()).map(|(at, _)| at).collect();
        let before = group.before.iter().flat_map(|half| &half.rounded).map(|(place, one)| (place, one));
        for (place, one) in before.chain(shown) {
            let Some(index) = table.find(place, one.value) else { continue };
            // What is in no sum went to the nearest multiple.
            let reach = if in_sums.contains(&index) { one.reach() } else { Decimal::from(one.base / 2) };
            let (away, reach) = ((one.shown - one.value).to_f64(), reach.to_f64());
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
        let asked =
            now.iter().filter(|(place, _)| !open.contains_key(place)).filter_map(|(place, entry)| match entry {
                Entry::Value(value) => table.find(place, *value),
                _ => None,
            });
        let asked = asked.collect();
        let components = components(&table, &unknown);
        let member_of = membership(&components, unknown.len());
        Self { table, bounds, unknown, components, member_of, asked }
    }

    /// The places of all that hangs together with a figure that is not vague enough; one that was given away before cannot be
    /// taken back and takes nothing with it.
    fn beside(&self, ranges: &[Range]) -> BTreeSet<Place> {
        let narrow = self.asked.iter().zip(ranges).filter(|(index, range)| self.unknown[**index] && !range.holds);
        let all = narrow.filter_map(|(index, _)| self.component(*index)).flat_map(|component| &component.members);
        all.map(|member| self.table.variables[*member].place.clone()).collect()
    }

    fn component(&self, index: usize) -> Option<&Component> {
        self.components.get(self.member_of[index])
    }

    /// An interval for each figure that is asked for, wide enough or as wide as it gets. A table that agrees with all that is
    /// shown says something of each of its figures, so that most need no program of their own.
    fn ranges(&self, group: &Group<'_>) -> Vec<Range> {
        let width = group.rules.width();
        let mut seen = vec![(0.0_f64, 0.0_f64); self.bounds.len()];
        for index in self.asked.iter().copied() {
            for up in [true, false] {
                if let Some(component) = self.component(index).filter(|_| !wide(seen[index], width)) {
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
