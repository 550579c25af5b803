//! The invented figures: totals by level, change and noise, parts that fit them, shares of towns that add up to the
//! whole, planted values.
//!
//! Exact decimals and no powers of fractions, so that every machine makes the same figures.

use std::collections::BTreeMap;

use heng_base::breakdown::Breakdown;
use heng_base::codes::{ItemCode, UnitCode};
use heng_collection::entry::{self, Entry, Typed};
use heng_collection::form::{CellId, Form};
use heng_collection::rules::round::observed;
use heng_collection::rules::{self, Checks, Known, Severity};
use heng_plan::model::{Catalogue, Demo, DemoLevel, DemoValue, Item, Plan, Planted, PlantedKind, ValueType};
use heng_statistics::dataset::Dataset;
use heng_statistics::formula::Formulas;
use rust_decimal::{Decimal, RoundingStrategy};

use super::chance::swing;

/// Women among all, and the countryside among town and country: the part that is made, and the part that is the rest.
const SEX: Cut = Cut { dimension: "sex", made: "F", rest: "M" };
const PLACE: Cut = Cut { dimension: "urban_rural", made: "R", rest: "U" };

#[derive(Clone, Copy)]
struct Cut {
    dimension: &'static str,
    made: &'static str,
    rest: &'static str,
}

impl Cut {
    fn part(self, code: &str) -> Breakdown {
        Breakdown::total().with(self.dimension, code)
    }
}

/// An item in one year.
#[derive(Debug, Clone, PartialEq)]
struct Made {
    total: DemoValue,
    parts: BTreeMap<Breakdown, Decimal>,
}

/// What a hurried reporter answers to a query.
const CHECKED: &str = "已核对，按实际填报";

/// Years before that a check may look at.
const HISTORY: i32 = 3;

/// Of what a figure is: an item, a year, and a town or the whole area.
type Key = (ItemCode, i32, Option<UnitCode>);

pub struct Invented<'a> {
    demo: &'a Demo,
    plan: &'a Plan,
    catalogue: &'a Catalogue,
    formulas: Formulas,
    checks: Checks,
    /// Units with an area of their own.
    towns: Vec<UnitCode>,
    /// Planted values of totals.
    planted: BTreeMap<Key, &'a Planted>,
    made: BTreeMap<Key, Made>,
    /// Totals of all towns.
    spread: BTreeMap<(ItemCode, i32), BTreeMap<UnitCode, Decimal>>,
}

impl<'a> Invented<'a> {
    pub fn new(demo: &'a Demo, plan: &'a Plan, catalogue: &'a Catalogue) -> Self {
        let towns: Vec<UnitCode> =
            plan.units.values().filter(|unit| unit.area.is_some()).map(|unit| unit.code.clone()).collect();
        use PlantedKind::{Copied, Explained, Missing, Value};
        let lasting = demo.planted.iter().filter(|p| matches!(p.kind, Copied | Explained | Missing | Value));
        let planted = lasting.filter_map(|p| {
            let cell = CellId::parse(p.cell.as_deref()?).ok()?;
            let place = Some(p.unit.clone()).filter(|unit| towns.contains(unit));
            cell.breakdown.is_total().then_some(((cell.item, p.year?, place), p))
        });
        let (planted, made, spread) = (planted.collect(), BTreeMap::new(), BTreeMap::new());
        let checks = Checks::read(plan, catalogue);
        let formulas = Formulas::read(catalogue);
        Self { demo, plan, catalogue, formulas, checks, towns, planted, made, spread }
    }

    /// What a unit enters in the cells of its form.
    pub fn typed(&mut self, form: &Form) -> Vec<Typed> {
        let mut all = self.entered(form);
        self.explain(form, &mut all);
        all
    }

    /// The figures alone.
    fn entered(&mut self, form: &Form) -> Vec<Typed> {
        let year = form.period.year;
        let place = Some(form.unit.clone()).filter(|unit| self.towns.contains(unit));
        let mut all = Vec::new();
        for row in form.rows() {
            let made = self.made(&(row.item.clone(), year, place.clone()));
            all.extend(row.cells.iter().filter_map(|cell| typed(&cell.id, &made)));
        }
        // Those of totals are in already, so that parts of them fit.
        let of_part = |planted: &&Planted| planted.cell.as_deref().is_some_and(|cell| cell.contains('['));
        for planted in self.of(&form.unit, year, &[PlantedKind::Value]).into_iter().filter(of_part) {
            self.replace(&mut all, planted, year);
        }
        all
    }

    /// The same with the planted faults of first attempts, which are to be corrected later.
    pub fn mistyped(&mut self, form: &Form, kinds: &[PlantedKind]) -> Vec<Typed> {
        let mut all = self.entered(form);
        for planted in self.of(&form.unit, form.period.year, kinds) {
            self.replace(&mut all, planted, form.period.year);
        }
        self.explain(form, &mut all);
        all
    }

    /// What is planted with a unit in a year.
    pub fn of(&self, unit: &UnitCode, year: i32, kinds: &[PlantedKind]) -> Vec<&'a Planted> {
        let here = |p: &&Planted| p.unit == *unit && p.year.is_none_or(|planted| planted == year);
        self.demo.planted.iter().filter(here).filter(|p| kinds.contains(&p.kind)).collect()
    }

    /// Puts a planted value into its cell, with parts that fit it.
    fn replace(&mut self, all: &mut [Typed], planted: &Planted, year: i32) {
        let cell = planted.cell.as_deref().and_then(|cell| CellId::parse(cell).ok());
        let Some((cell, text)) = cell.zip(planted.value.as_deref()) else { return };
        let key = (cell.item.clone(), year, Some(planted.unit.clone()).filter(|unit| self.towns.contains(unit)));
        let mut made = self.made(&key);
        match &made.total {
            DemoValue::Value(now) if cell.breakdown.is_total() => {
                let Some(value) = planted_value(text, *now) else { return };
                made = self.parted(&key, value);
            }
            DemoValue::Value(total) => {
                let now = made.parts.get(&cell.breakdown).copied().unwrap_or_default();
                let Some(value) = planted_value(text, now) else { return };
                for cut in [SEX, PLACE] {
                    for (part, rest) in [(cut.made, cut.rest), (cut.rest, cut.made)] {
                        if cut.part(part) == cell.breakdown {
                            made.parts.insert(cut.part(rest), *total - value);
                        }
                    }
                }
                made.parts.insert(cell.breakdown.clone(), value);
            }
            DemoValue::Missing(_) => return,
        }
        for slot in all {
            if let Some(id) = CellId::parse(&slot.cell).ok().filter(|id| id.item == cell.item)
                && let Some(now) = typed(&id, &made)
            {
                *slot = now;
            }
        }
    }

    fn made(&mut self, key: &Key) -> Made {
        if let Some(made) = self.made.get(key) {
            return made.clone();
        }
        let made = match self.total(key) {
            DemoValue::Value(total) => self.parted(key, total),
            missing => Made { total: missing, parts: BTreeMap::new() },
        };
        self.made.insert(key.clone(), made.clone());
        made
    }

    fn level(&self, item: &ItemCode) -> Option<&'a DemoLevel> {
        self.demo.levels.get(item)
    }

    fn total(&mut self, key: &Key) -> DemoValue {
        let (item, year, place) = key;
        let plain = match place {
            Some(town) => self.total_of_town(item, *year, town),
            None => self.total_of_whole(item, *year),
        };
        match (self.planted.get(key).copied(), &plain) {
            (Some(Planted { kind: PlantedKind::Missing, value: Some(code), .. }), _) => {
                DemoValue::Missing(code.clone())
            }
            (Some(Planted { kind: PlantedKind::Copied, .. }), _) => {
                self.made(&(item.clone(), year - 1, place.clone())).total
            }
            (Some(Planted { value: Some(text), .. }), DemoValue::Value(now)) => {
                planted_value(text, *now).map_or(plain, DemoValue::Value)
            }
            _ => plain,
        }
    }

    fn total_of_whole(&mut self, item: &ItemCode, year: i32) -> DemoValue {
        let Some(level) = self.level(item) else { return DemoValue::Missing(String::new()) };
        let gone = u32::try_from(year - self.plan.base_year).unwrap_or_default();
        if let Some(Some(given)) = level.series.get(gone as usize) {
            return given.clone();
        }
        let swing = level.noise * swing(&self.demo.seed, &format!("{item} {year}"));
        let value = match &level.of {
            Some(whole) => match self.made(&(whole.clone(), year, None)).total {
                DemoValue::Value(whole) => {
                    let share = level.start + level.change * Decimal::from(gone) + swing;
                    whole * share.clamp(Decimal::ZERO, level.most) / Decimal::ONE_HUNDRED
                }
                missing => return missing,
            },
            None => {
                let grown = (0..gone).fold(level.start, |value, _| value * times(level.change));
                grown * times(swing)
            }
        };
        let known = self.catalogue.items.get(item);
        let (min, max) = known.map_or((None, None), |item: &Item| (item.min, item.max));
        let value = round(value, level.decimals);
        let value = min.map_or(value, |min| value.max(min));
        DemoValue::Value(max.map_or(value, |max| value.min(max)))
    }

    /// The town's share of what the whole area has, before anything is planted in the town.
    fn total_of_town(&mut self, item: &ItemCode, year: i32, town: &UnitCode) -> DemoValue {
        match self.made(&(item.clone(), year, None)).total {
            DemoValue::Value(total) => match self.spread(item, year, total).get(town) {
                Some(share) => DemoValue::Value(*share),
                None => DemoValue::Missing("not_applicable".to_owned()),
            },
            missing => missing,
        }
    }

    /// The totals of the towns, which add up to that of the whole area.
    fn spread(&mut self, item: &ItemCode, year: i32, total: Decimal) -> BTreeMap<UnitCode, Decimal> {
        let key = (item.clone(), year);
        if let Some(spread) = self.spread.get(&key) {
            return spread.clone();
        }
        let spread = match self.level(item) {
            Some(DemoLevel { of: Some(whole), most, .. }) => match self.made(&(whole.clone(), year, None)).total {
                DemoValue::Value(sum) => {
                    let wholes = self.spread(whole, year, sum);
                    self.spread_part(item, total, &wholes, *most)
                }
                DemoValue::Missing(_) => BTreeMap::new(),
            },
            Some(level) => {
                let weight = |town: &UnitCode| self.demo.weights.get(&(town.clone(), level.spread)).copied();
                let weights: Vec<_> =
                    self.towns.iter().filter_map(|town| Some((town.clone(), weight(town)?))).collect();
                shared(total, weights.into_iter().map(|(town, weight)| (town, weight, total)).collect())
            }
            None => BTreeMap::new(),
        };
        self.spread.insert(key, spread.clone());
        spread
    }

    /// Some towns do better than others, and each does as well from year to year.
    fn spread_part(
        &self,
        item: &ItemCode,
        total: Decimal,
        wholes: &BTreeMap<UnitCode, Decimal>,
        most: Decimal,
    ) -> BTreeMap<UnitCode, Decimal> {
        let ideal = |(town, whole): (&UnitCode, &Decimal)| {
            let skill = times(Decimal::TEN * swing(&self.demo.seed, &format!("{item} {town}")));
            (town.clone(), whole * skill, (whole * most / Decimal::ONE_HUNDRED).floor())
        };
        shared(total, wholes.iter().map(ideal).collect())
    }

    /// A total with its parts.
    fn parted(&mut self, key: &Key, total: Decimal) -> Made {
        let (item, year, place) = key;
        let mut made = Made { total: DemoValue::Value(total), parts: BTreeMap::new() };
        let (Some(level), Some(known)) = (self.level(item), self.catalogue.items.get(item)) else { return made };
        let whole = level.of.as_ref().map(|whole| self.made(&(whole.clone(), *year, place.clone())));
        let gone = Decimal::from(year - self.plan.base_year);
        for cut in [SEX, PLACE].into_iter().filter(|cut| known.breakdowns.iter().any(|held| held == cut.dimension)) {
            let (share, change) = match cut.dimension {
                "sex" => (level.female, level.female_change),
                _ => (level.rural, level.rural_change),
            };
            // A town's share lies about that of the whole area.
            let about = match place {
                Some(town) => Decimal::from(3) * swing(&self.demo.seed, &format!("{item} {town} {}", cut.made)),
                None => Decimal::ZERO,
            };
            let share = share.map(|share| share + change * gone + about);
            if let Some(male) = level.male {
                // An average: each part is a level of its own.
                let other = match cut.dimension {
                    "sex" => male - change * gone,
                    _ => Decimal::TWO * Decimal::ONE_HUNDRED - share.unwrap_or(Decimal::ONE_HUNDRED),
                };
                let of = |share: Decimal| round(total * share / Decimal::ONE_HUNDRED, level.decimals);
                made.parts.insert(cut.part(cut.made), of(share.unwrap_or(Decimal::ONE_HUNDRED)));
                made.parts.insert(cut.part(cut.rest), of(other));
                continue;
            }
            let Some(part) = part(cut, total, share, level, whole.as_ref(), known.value_type) else { continue };
            made.parts.insert(cut.part(cut.made), part);
            made.parts.insert(cut.part(cut.rest), total - part);
        }
        made
    }

    /// Notes on the cells that a check questions: the planted one, or what is answered to a query, be it for a slip of this
    /// year or of the last.
    fn explain(&mut self, form: &Form, all: &mut [Typed]) {
        let catalogue = self.catalogue;
        let read = |form: &Form, typed: &Typed| entry::read(typed, form, catalogue).ok();
        let mut settled = Vec::new();
        for years in 1..=HISTORY {
            let before = Form { period: form.period.shifted(-years), ..form.clone() };
            if before.period.year >= self.plan.base_year {
                let entries: Vec<Entry> = self.entered(&before).iter().filter_map(|t| read(&before, t)).collect();
                settled.extend(observed(&before, &entries, &self.known(&Dataset::default())));
            }
        }
        let data = Dataset::new(settled, |_| 1);
        let entries: Vec<Entry> = all.iter().filter_map(|typed| read(form, typed)).collect();
        let planted = self.of(&form.unit, form.period.year, &[PlantedKind::Explained]);
        let findings = rules::check(form, &entries, &[self.known(&data)]);
        for finding in findings.iter().filter(|finding| finding.stops() && finding.severity == Severity::Query) {
            let asked = planted.iter().find(|p| p.cell.as_deref() == Some(finding.cell.item.as_str()));
            let note = asked.and_then(|planted| planted.note.as_deref()).unwrap_or(CHECKED);
            let cell = finding.cell.to_string();
            if let Some(slot) = all.iter_mut().find(|typed| typed.cell == cell) {
                slot.note = Some(note.to_owned());
            }
        }
    }

    fn known<'k>(&'k self, data: &'k Dataset) -> Known<'k> {
        Known { plan: self.plan, catalogue: self.catalogue, formulas: &self.formulas, checks: &self.checks, data }
    }
}

/// The made part of a total: by its share, and within what the parts of the whole leave it.
fn part(
    cut: Cut,
    total: Decimal,
    share: Option<Decimal>,
    level: &DemoLevel,
    whole: Option<&Made>,
    value_type: ValueType,
) -> Option<Decimal> {
    let decimals = if value_type == ValueType::Decimal { level.decimals } else { 0 };
    let of_whole = whole.and_then(|whole| {
        let (made, rest) = (whole.parts.get(&cut.part(cut.made))?, whole.parts.get(&cut.part(cut.rest))?);
        Some((*made, *rest))
    });
    let ideal = match (share, of_whole) {
        (Some(share), _) => total * share / Decimal::ONE_HUNDRED,
        (None, Some((made, rest))) if !(made + rest).is_zero() => total * made / (made + rest),
        (None, Some(_)) => Decimal::ZERO,
        (None, None) => return None,
    };
    let mut part = round(ideal, decimals).clamp(Decimal::ZERO, total.max(Decimal::ZERO));
    if let Some((made, rest)) = of_whole {
        let cap = |whole: Decimal| (whole * level.most / Decimal::ONE_HUNDRED).floor();
        let (low, high) = ((total - cap(rest)).max(Decimal::ZERO), cap(made).min(total));
        if low <= high {
            part = part.clamp(low, high);
        }
    }
    Some(part)
}

/// A whole number shared out by weight, each share within its greatest: whole parts first, then one by one in the order
/// of what was cut off, ties in the order given.
fn shared(total: Decimal, places: Vec<(UnitCode, Decimal, Decimal)>) -> BTreeMap<UnitCode, Decimal> {
    let weights: Decimal = places.iter().map(|(_, weight, _)| weight).sum();
    if weights.is_zero() {
        return places.into_iter().map(|(town, ..)| (town, Decimal::ZERO)).collect();
    }
    let share = |(town, weight, most): (UnitCode, Decimal, Decimal)| {
        let ideal = total * weight / weights;
        let whole = ideal.floor().min(most);
        (town, whole, ideal - whole, most)
    };
    let mut shares: Vec<_> = places.into_iter().map(share).collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.2));
    let mut left = total - shares.iter().map(|(_, whole, ..)| whole).sum::<Decimal>();
    while left >= Decimal::ONE && shares.iter().any(|(_, whole, _, most)| whole < most) {
        for (_, whole, _, most) in &mut shares {
            if left >= Decimal::ONE && *whole < *most {
                *whole += Decimal::ONE;
                left -= Decimal::ONE;
            }
        }
    }
    shares.into_iter().map(|(town, whole, ..)| (town, whole)).collect()
}

fn typed(id: &CellId, made: &Made) -> Option<Typed> {
    let (value, missing) = match &made.total {
        DemoValue::Missing(code) => (None, Some(code.clone())),
        DemoValue::Value(total) if id.breakdown.is_total() => (Some(*total), None),
        DemoValue::Value(_) => (Some(*made.parts.get(&id.breakdown)?), None),
    };
    let value = value.map(|value| value.normalize().to_string());
    Some(Typed { cell: id.to_string(), value, missing, note: None })
}

/// A planted value: a number, or `x1.8`, so many times what it would be.
fn planted_value(text: &str, now: Decimal) -> Option<Decimal> {
    match text.strip_prefix('x') {
        Some(times) => heng_base::number::read(times).ok().map(|times| round(now * times, now.scale())),
        None => heng_base::number::read(text).ok(),
    }
}

fn times(percent: Decimal) -> Decimal {
    Decimal::ONE + percent / Decimal::ONE_HUNDRED
}

fn round(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}
