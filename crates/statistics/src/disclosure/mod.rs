//! Disclosure control 统计保密: which figures are not shown to those without the right to see them, so that nobody counted
//! can be recognised. Rules are rows of the catalogue's `disclosure.csv`; the manual is `docs/methods/disclosure.md`.
//!
//! Invariants: a figure that was published once is known for ever; a hidden figure's feasible interval, given all that is
//! and was published, is as wide as its rule wants or the audit says that it is not; missing, zero and not applicable stay
//! three different things.

mod audit;
mod cell;
mod mark;
mod problem;
mod program;
mod rounded;
mod rounding;
mod rules;
mod structure;
mod suppress;
mod table;
#[cfg(test)]
mod tests;
mod withheld;

use std::collections::BTreeMap;

use heng_base::codes::ItemCode;
use heng_base::period::Period;
use heng_plan::model::{Catalogue, DisclosureRule};
use rust_decimal::Decimal;

pub use cell::{Cell, Content, Release, Rounding};
pub use mark::{Mark, State, Why, withheld};
pub use withheld::{Extent, Withheld, covered, rounded_items, without_figure};

use crate::observation::{Key, Subject};
use cell::Half;
use problem::{Part, Task};
use program::Reach;
use rules::{Need, Rules};
use structure::{OfItem, Structure, span};
use table::{Entry, Layer, Table, place};

/// The marks of all cells, and what an attacker can find out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Protected {
    pub marks: BTreeMap<Key, Mark>,
    /// What is shown of items that are rounded; what others publish is among it as it is, with base 1.
    pub rounded: BTreeMap<Key, Rounding>,
    /// Of every hidden or rounded figure, hidden ones of earlier releases too.
    pub ranges: Vec<Range>,
    /// Totals that differ from the sum of their parts; that they should be equal is nobody's knowledge.
    pub unequal: Vec<Key>,
}

/// The feasible interval of a hidden figure: the least and greatest value that agrees with all that is known. Of a rounded
/// figure not more of it than shows that it is wide enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    pub key: Key,
    pub value: Decimal,
    pub low: f64,
    /// None: it has no upper bound.
    pub high: Option<f64>,
    /// The width that the rule wants.
    pub width: f64,
    /// The interval is as wide as the rule wants.
    pub holds: bool,
    /// So it is by tables of whole numbers alone, which are harder to find than others: whoever reasons that counts are whole
    /// knows no more. False where no such tables were met with.
    pub whole: bool,
}

impl Protected {
    /// Whether every hidden or rounded figure is as vague as its rule wants.
    pub fn passed(&self) -> bool {
        self.ranges.iter().all(|range| range.holds)
    }

    /// Hidden or rounded figures that what is known already, or was published before, gives away.
    pub fn exposed(&self) -> impl Iterator<Item = &Range> {
        self.ranges.iter().filter(|range| !range.holds)
    }

    /// Of several cells of one key the strictest mark stands for all.
    fn mark(&mut self, key: &Key, mark: Mark) {
        match self.marks.get(key) {
            Some(held) if held.state == State::Primary || mark.state == State::Published => {}
            _ => {
                self.marks.insert(key.clone(), mark);
            }
        }
    }

    pub fn hides(&self, key: &Key) -> bool {
        self.marks.get(key).is_some_and(Mark::hidden)
    }

    /// These cells as a release that later ones are held against. Keep it with what is published.
    pub fn release(&self, cells: &[Cell]) -> Release {
        let mut release = Release::default();
        for cell in cells {
            if let Some(value) = cell.value() {
                if let Some(rounding) = self.rounded.get(&cell.key).filter(|one| one.value == value) {
                    release.rounded.insert((cell.key.clone(), *rounding));
                    continue;
                }
                let side = if self.hides(&cell.key) { &mut release.hidden } else { &mut release.shown };
                side.entry(cell.key.clone()).or_insert(value);
            }
        }
        release
    }
}

/// Marks every cell as published, rounded or hidden. All cells that the same person may see belong into one call, whatever table or
/// pivot shows them; what was published before goes into `before`, the oldest first. Of several cells of one key (sources
/// beside one another) the first is the figure, and the mark is of all.
pub fn protect(cells: &[Cell], rules: &[DisclosureRule], catalogue: &Catalogue, before: &[Release]) -> Protected {
    let structure = Structure::of(catalogue);
    let halves: Vec<_> = before.iter().map(|release| release.halves(catalogue)).collect();
    let mut found = Protected::default();
    for (group, cells) in groups(cells, catalogue, &mut found.marks) {
        let item = &group.0;
        let of_item = catalogue.items.get(item).map(|item| rules.iter().filter(|rule| rule.covers(item)).collect());
        let rules = Rules { rules: of_item.unwrap_or_default() };
        let confidential = cells.iter().any(|cell| matches!(cell.content, Content::Confidential(_)));
        if rules.rules.is_empty() && !confidential {
            found.marks.extend(cells.iter().map(|cell| (cell.key.clone(), Mark::published(free(cell, Why::NoRule)))));
            continue;
        }
        let before = halves.iter().filter_map(|halves| halves.get(&group)).collect();
        let group = Group { item, cells: &cells, rules, structure: structure.of_item(item), before };
        match group.rules.rounding() {
            Some((rule, base)) => group.round(rule, base, &mut found),
            None => group.protect(&mut found),
        }
    }
    found
}

fn free(cell: &Cell, why: Why) -> Why {
    if cell.value().is_some() { why } else { Why::NoFigure }
}

/// Cells by item and span: no equation goes beyond. What is no item is free; [`Withheld`] looks at what it is made of.
fn groups<'a>(
    cells: &'a [Cell],
    catalogue: &Catalogue,
    marks: &mut BTreeMap<Key, Mark>,
) -> BTreeMap<(ItemCode, Period), Vec<&'a Cell>> {
    let mut groups: BTreeMap<_, Vec<&Cell>> = BTreeMap::new();
    for cell in cells {
        match &cell.key.subject {
            Subject::Item(item) => {
                groups.entry((item.clone(), span(item, cell.key.period, catalogue))).or_default().push(cell);
            }
            Subject::Indicator(_) => {
                marks.insert(cell.key.clone(), Mark::published(free(cell, Why::NoRule)));
            }
        }
    }
    groups
}

/// The cells of one item and span.
struct Group<'a> {
    item: &'a ItemCode,
    cells: &'a [&'a Cell],
    rules: Rules<'a>,
    structure: OfItem<'a>,
    /// Its figures in earlier releases, the oldest first.
    before: Vec<&'a Half>,
}

impl Group<'_> {
    fn protect(&self, found: &mut Protected) {
        let (task, now) = self.task();
        let hidden = suppress::suppress(&task);
        for cell in self.cells {
            found.mark(&cell.key, self.mark(cell, &task, &now, &hidden));
        }
        for interval in audit::audit(&task, &hidden) {
            let variable = &task.table.variables[interval.index];
            found.ranges.push(Range {
                key: self.key(&variable.place),
                value: variable.value.unwrap_or_default(),
                low: interval.low,
                high: interval.high,
                width: task.need[interval.index].width,
                holds: interval.holds,
                whole: interval.whole,
            });
        }
        found.unequal.extend(task.table.unequal.iter().map(|place| self.key(place)));
    }

    fn key(&self, (area, breakdown, period): &structure::Place) -> Key {
        let subject = Subject::Item(self.item.clone());
        Key { subject, area: area.clone(), period: *period, breakdown: breakdown.clone() }
    }

    /// The release being made.
    fn now(&self) -> Layer {
        let mut now = Layer::new();
        for cell in self.cells {
            now.entry(place(&cell.key)).or_insert(cell.entry());
        }
        now
    }

    /// The problem, and the entries of the release being made.
    fn task(&self) -> (Task, Layer) {
        let now = self.now();
        let table =
            self.table(&now, |half| half.shown.iter().chain(&half.hidden).map(|(place, value)| (place, *value)));
        let task = self.parts(table);
        (task, now)
    }

    /// The figures of now and those of each release before that are asked for.
    fn table<'h, F>(&'h self, now: &Layer, figures: impl Fn(&'h Half) -> F) -> Table
    where
        F: Iterator<Item = (&'h structure::Place, Decimal)>,
    {
        let of = |half: &&'h Half| figures(half).map(|(place, value)| (place.clone(), Entry::Value(value))).collect();
        let layers: Vec<Layer> = std::iter::once(now.clone()).chain(self.before.iter().rev().map(of)).collect();
        consistent(Table::new(&layers, self.structure))
    }

    /// What is known of each figure and may become of it.
    fn parts(&self, table: Table) -> Task {
        let count = table.variables.len();
        let width = Need { width: self.rules.width(), up: 0.0, down: 0.0 };
        let counts = table.variables.iter().all(|variable| variable.value.is_none_or(|value| value.is_integer()));
        let mut task =
            Task { part: vec![Part::Free; count], need: vec![width; count], low: vec![0.0; count], table, counts };
        for index in 0..count {
            let Some(value) = task.table.variables[index].value else {
                task.part[index] = Part::Absent;
                continue;
            };
            let at = task.table.variables[index].at;
            let least = if self.rules.zeros_shown() && at >= 1.0 { 1.0 } else { 0.0 };
            task.low[index] = (least - at).min(0.0);
            if let Some((_, need)) = self.rules.primary(value, &[]) {
                (task.part[index], task.need[index]) = (Part::Hidden, need);
            } else if value.is_zero() && self.rules.zeros_shown() || value < Decimal::ZERO {
                task.part[index] = Part::Known;
            }
        }
        for cell in self.cells {
            let Some(value) = cell.value() else { continue };
            let Some(index) = task.table.find(&place(&cell.key), value) else { continue };
            if let Some((_, need)) = self.rules.primary(value, &cell.contributions) {
                (task.part[index], task.need[index]) = (Part::Hidden, need);
            } else if matches!(cell.content, Content::Confidential(_)) {
                task.part[index] = Part::Hidden;
            }
            // Nothing lies further down than its bound.
            task.need[index].down = task.need[index].down.min(-task.low[index]);
        }
        // What was hidden stays hidden, and what was shown stays known: of the two the second is stronger.
        let hidden = self.before.iter().flat_map(|half| &half.hidden).map(|figure| (figure, Part::Hidden));
        let shown = self.before.iter().flat_map(|half| &half.shown).map(|figure| (figure, Part::Known));
        for ((place, value), part) in hidden.chain(shown) {
            if let Some(index) = task.table.find(place, *value) {
                task.part[index] = part;
            }
        }
        task
    }

    fn mark(&self, cell: &Cell, task: &Task, now: &Layer, hidden: &[bool]) -> Mark {
        let at = place(&cell.key);
        let Some(value) = cell.value() else { return Mark::published(Why::NoFigure) };
        let primary = self.rules.primary(value, &cell.contributions);
        let standing = now.get(&at) == Some(&Entry::Value(value));
        let index = task.table.find(&at, value).filter(|_| standing);
        let known = index.is_some_and(|index| task.part[index] == Part::Known);
        let shown = |open: bool| {
            let mut halves = self.before.iter().filter(|half| half.open || !open);
            known && halves.any(|half| half.shown.contains_key(&at))
        };
        match (primary, index) {
            _ if shown(true) => Mark::published(Why::KnownBefore),
            // A rule that is stricter than before hides what it can.
            (Some((why, _)), _) => Mark::primary(why),
            _ if matches!(cell.content, Content::Confidential(_)) => Mark::primary(Why::Confidential),
            _ if shown(false) => Mark::published(Why::KnownBefore),
            (None, Some(index)) if hidden[index] => {
                let before = task.part[index] == Part::Hidden;
                Mark::secondary(if before { Why::HiddenBefore } else { Why::Protects })
            }
            _ => Mark::published(Why::Safe),
        }
    }
}

/// The table, without the equations about figures that nobody knows where they cannot all be true at once.
fn consistent(table: Table) -> Table {
    if !table.has_gaps() {
        return table;
    }
    let gaps: Vec<bool> = table.variables.iter().map(|variable| variable.value.is_none()).collect();
    let low = vec![0.0; gaps.len()];
    let possible = |component: &program::Component| {
        let goal = component.members.first().copied().unwrap_or_default();
        matches!(component.reach(&table, &low, goal, false, None), Reach::To(..))
    };
    if program::components(&table, &gaps).iter().all(possible) { table } else { table.without_gaps() }
}
