//! Totals that were not reported, made of their parts; and reported ones held against theirs.
//!
//! A total is made over a dimension (its code list, level by level), over the areas that make up an area, or over the parts
//! of a year, where the catalogue says that the item adds up over it. It is made only where all parts are there:
//!
//! | part | in the sum |
//! |---|---|
//! | a figure, 0 among them | counts |
//! | not applicable (OBS_STATUS `M`) | lacks nothing: there can be none |
//! | missing (`O`, `L`, not reported) | there is no total |
//! | a code that does not hold in the year | is no part |
//! | confidential (CONF_STATUS other than `F`) | the total is confidential: with the other parts it would tell it |
//!
//! Of parts that are all not applicable the total is so too. A part that was not reported may itself be made of parts, so that
//! each figure counts once at whichever level it was reported. A reported total is never replaced. Statuses are those of
//! SDMX's cross-domain code lists (Content-Oriented Guidelines, Annex 2, 2009); the rule of totals is Heng's own.
//! `docs/methods/totals.md` is the manual.

use std::collections::BTreeSet;

use heng_base::codes::ItemCode;
use heng_base::period::Period;
use heng_plan::model::{Annual, Catalogue, Frequency, Item, OVER_AREAS};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::dataset::Dataset;
use crate::formula::eval::doubt;
use crate::observation::{Key, Observation, Subject};
use crate::reason::Reason;

/// What a total is made over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The parts of a longer period.
    Period,
    Dimension(String),
    Area,
}

/// A figure made of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub value: Decimal,
    pub over: Over,
    /// Ids of the observations used, ascending.
    pub inputs: Vec<i64>,
    /// OBS_STATUS of every part that counts.
    pub(crate) statuses: Vec<String>,
    /// `sum 1`, or `last 1` of a stock.
    pub method: &'static str,
}

impl Total {
    /// CL_OBS_STATUS: the worst of the parts that count.
    pub fn obs_status(&self) -> &str {
        self.statuses
            .iter()
            .map(String::as_str)
            .max_by_key(|status| doubt(status))
            .filter(|one| doubt(one) > 0)
            .unwrap_or("A")
    }
}

/// A reported total that its parts do not make up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub key: Key,
    pub over: Over,
    pub reported: Decimal,
    /// What the parts make.
    pub sum: Decimal,
    /// Id of the reported total, and those of the parts.
    pub observation: i64,
    pub inputs: Vec<i64>,
}

/// How deep parts are made of parts: deeper than any tree of areas and codes, and an end to a list that is made of itself.
const DEEPEST: usize = 8;

/// Looks up what is known of a key.
pub(crate) struct Parts<'c, F> {
    pub catalogue: &'c Catalogue,
    pub item: &'c Item,
    pub best: F,
}

/// What is known of a part.
enum Part {
    Counts(Total),
    NotApplicable(String),
    Confidential(Vec<i64>),
    Missing,
}

impl<'d, F: Fn(&Key) -> Option<&'d Observation>> Parts<'_, F> {
    /// The total of a key of which nothing was reported; none where parts are missing. `Err` says that there can be none, or
    /// that it may not be told, with the observations that say so.
    pub fn total(&self, key: &Key) -> Option<Result<Total, (Reason, Vec<i64>)>> {
        match self.made(key, 0) {
            Part::Counts(total) => Some(Ok(total)),
            Part::Missing => None,
            Part::NotApplicable(missing) => {
                Some(Err((Reason::Missing { key: key.clone(), missing, obs_status: "M".to_owned() }, Vec::new())))
            }
            Part::Confidential(ids) => Some(Err((Reason::Confidential { key: key.clone() }, ids))),
        }
    }

    /// The first way in which all parts are there.
    fn made(&self, key: &Key, depth: usize) -> Part {
        if depth >= DEEPEST {
            return Part::Missing;
        }
        let mut made = ways(key, self.item, self.catalogue).map(|(over, parts)| self.sum(over, parts, depth));
        made.find(|part| !matches!(part, Part::Missing)).unwrap_or(Part::Missing)
    }

    fn sum(&self, over: Over, parts: Keys, depth: usize) -> Part {
        let last = over == Over::Period && self.item.annual == Some(Annual::Last);
        let method = if last { "last 1" } else { "sum 1" };
        let mut total = Total { value: Decimal::ZERO, over, inputs: Vec::new(), statuses: Vec::new(), method };
        let (mut counted, mut hidden, mut none) = (false, false, None);
        for key in parts {
            match self.part(&key, depth) {
                Part::Missing => return Part::Missing,
                Part::NotApplicable(missing) => none = Some(missing),
                Part::Confidential(ids) => {
                    hidden = true;
                    total.inputs.extend(ids);
                }
                Part::Counts(part) => {
                    let Some(value) = total.value.checked_add(part.value) else { return Part::Missing };
                    counted = true;
                    total.value = value;
                    total.inputs.extend(part.inputs);
                    total.statuses.extend(part.statuses);
                }
            }
        }
        total.inputs.sort_unstable();
        total.inputs.dedup();
        match none {
            _ if hidden => Part::Confidential(total.inputs),
            _ if counted => Part::Counts(total),
            Some(missing) => Part::NotApplicable(missing),
            None => Part::Missing,
        }
    }

    /// A part as it was reported, or else made of its own parts.
    fn part(&self, key: &Key, depth: usize) -> Part {
        let Some(found) = (self.best)(key) else { return self.made(key, depth + 1) };
        match found.usable() {
            Some(value) => Part::Counts(Total {
                value,
                over: Over::Area,
                inputs: vec![found.id],
                statuses: vec![found.obs_status.clone()],
                method: "observed",
            }),
            None if found.is_confidential() => Part::Confidential(vec![found.id]),
            None if found.obs_status == "M" => Part::NotApplicable(found.missing.clone().unwrap_or_default()),
            None => Part::Missing,
        }
    }
}

/// Keys of parts, made one by one: mostly the first is missing, and nobody asks for the others.
type Keys<'a> = Box<dyn Iterator<Item = Key> + 'a>;

/// The ways in which a figure may be made of others, each with the keys of its parts.
fn ways<'a>(key: &'a Key, item: &'a Item, catalogue: &'a Catalogue) -> impl Iterator<Item = (Over, Keys<'a>)> + 'a {
    let over_period = move |annual| {
        let periods = parts_of_period(key.period, item.frequency, annual).into_iter();
        (Over::Period, Box::new(periods.map(|period| Key { period, ..key.clone() })) as Keys)
    };
    let over_dimension = move |dimension: &'a String| {
        let code = key.breakdown.get(dimension).unwrap_or("_T");
        let codes = catalogue.parts_of_code(dimension, code, key.period.year).into_iter();
        let part = move |code: &str| Key { breakdown: key.breakdown.clone().with(dimension, code), ..key.clone() };
        (Over::Dimension(dimension.clone()), Box::new(codes.map(part)) as Keys)
    };
    let over_areas = move || {
        let areas = catalogue.parts_of_area(&key.area).into_iter();
        (Over::Area, Box::new(areas.map(|area| Key { area: area.clone(), ..key.clone() })) as Keys)
    };
    let dimensions = item.breakdowns.iter().filter(|dimension| item.adds_up_over(dimension));
    let areas = item.adds_up_over(OVER_AREAS).then(over_areas);
    item.annual.map(over_period).into_iter().chain(dimensions.map(over_dimension)).chain(areas)
}

fn parts_of_period(period: Period, frequency: Frequency, annual: Annual) -> Vec<Period> {
    let Some(months) = months(frequency) else { return Vec::new() };
    let mut parts = period.parts(months);
    if annual == Annual::Last {
        parts = parts.pop().into_iter().collect();
    }
    parts
}

/// How long the parts of a year are that are counted; none where the year itself is.
pub(crate) fn months(frequency: Frequency) -> Option<u8> {
    match frequency {
        Frequency::Month => Some(1),
        Frequency::Quarter => Some(3),
        Frequency::Half => Some(6),
        _ => None,
    }
}

/// The total of a key of which nothing was reported, with what it is made of; none where something was, where parts are
/// missing, or where it may not be told.
pub fn total(key: &Key, catalogue: &Catalogue, data: &Dataset) -> Option<Total> {
    let item = item_of(key, catalogue)?;
    if data.best(key).is_some() {
        return None;
    }
    Parts { catalogue, item, best: |key: &Key| data.best(key) }.total(key)?.ok()
}

/// Every reported total of a key that its parts, all there and free to tell, do not make up.
pub fn differences(key: &Key, catalogue: &Catalogue, data: &Dataset) -> Vec<Difference> {
    let held =
        item_of(key, catalogue).zip(data.best(key)).and_then(|(item, found)| Some((item, found, found.usable()?)));
    let Some((item, found, reported)) = held else { return Vec::new() };
    let parts = Parts { catalogue, item, best: |key: &Key| data.best(key) };
    let all = ways(key, item, catalogue).filter_map(|(over, of)| match parts.sum(over, of, 0) {
        Part::Counts(total) if total.value != reported => Some(Difference {
            key: key.clone(),
            over: total.over,
            reported,
            sum: total.value,
            observation: found.id,
            inputs: total.inputs,
        }),
        _ => None,
    });
    all.collect()
}

/// The keys whose totals a figure may be part of, near and far.
pub fn wholes(key: &Key, catalogue: &Catalogue) -> BTreeSet<Key> {
    let mut found = BTreeSet::new();
    let Some(item) = item_of(key, catalogue) else { return found };
    let mut open = vec![(key.clone(), 0)];
    while let Some((part, depth)) = open.pop().filter(|(_, depth)| *depth < DEEPEST) {
        let is_part = |whole: &Key| ways(whole, item, catalogue).any(|(_, mut parts)| parts.any(|one| one == part));
        for whole in above(&part, catalogue).into_iter().filter(is_part) {
            if found.insert(whole.clone()) {
                open.push((whole, depth + 1));
            }
        }
    }
    found
}

/// What a key may be a part of: each dimension's next code up, its groups and its total, the area above, the year.
fn above(key: &Key, catalogue: &Catalogue) -> Vec<Key> {
    let mut found = Vec::new();
    for (dimension, code) in key.breakdown.iter() {
        let list = catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
        let parent = list.iter().find(|entry| entry.code == *code).and_then(|entry| entry.parent.as_deref());
        let groups = catalogue.groupings.get(dimension).into_iter().flatten();
        let groups = groups
            .filter(|(_, made_of)| made_of.iter().any(|part| part.code == *code))
            .map(|(group, _)| group.as_str());
        let codes: BTreeSet<&str> = groups.chain(parent).chain(["_T"]).collect();
        let of = |code: &str| Key { breakdown: key.breakdown.clone().with(dimension, code), ..key.clone() };
        found.extend(codes.into_iter().map(of));
    }
    let parent = catalogue.areas.get(&key.area).and_then(|area| area.parent.as_ref());
    found.extend(parent.map(|area| Key { area: area.clone(), ..key.clone() }));
    found.extend(key.period.longer().map(|period| Key { period, ..key.clone() }));
    found
}

fn item_of<'c>(key: &Key, catalogue: &'c Catalogue) -> Option<&'c Item> {
    let code: &ItemCode = match &key.subject {
        Subject::Item(code) => code,
        Subject::Indicator(_) => return None,
    };
    let item = catalogue.items.get(code)?;
    Some(item.in_year(key.period.year).unwrap_or(item))
}

#[cfg(test)]
#[path = "total_tests.rs"]
mod tests;
