//! Invented figures: how the value of each item of a plan's forms is made, and which problems are planted in them.

use std::collections::BTreeMap;

use heng_base::codes::{ItemCode, UnitCode};
use rust_decimal::Decimal;

/// All that a demo store of a plan is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// The last year with figures.
    pub until: i32,
    /// What the figures vary by; another seed gives other figures.
    pub seed: String,
    pub levels: BTreeMap<ItemCode, DemoLevel>,
    /// The weight of each part of the plan's area in a spread; absent where what is spread does not exist there.
    pub weights: BTreeMap<(UnitCode, DemoSpread), Decimal>,
    pub planted: Vec<Planted>,
}

/// How the value of an item is made in each year. A row of the table of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoLevel {
    pub item: ItemCode,
    /// The item of which this is a part; `start` and `noise` are then per cent of it, `change` percentage points a year.
    pub of: Option<ItemCode>,
    /// The greatest share of `of`, per cent.
    pub most: Decimal,
    /// In the plan's base year.
    pub start: Decimal,
    /// Per cent a year.
    pub change: Decimal,
    /// Per cent up or down at most.
    pub noise: Decimal,
    pub decimals: u32,
    /// Per cent of the total that are women's, and its change a year; absent, the share is that of `of`.
    pub female: Option<Decimal>,
    pub female_change: Decimal,
    /// Of an average, which does not add up: the men's, per cent of the total.
    pub male: Option<Decimal>,
    /// Per cent of the total that are in the countryside, and its change a year.
    pub rural: Option<Decimal>,
    pub rural_change: Decimal,
    /// What is given outright, from the base year on; an empty place is made from the columns above.
    pub series: Vec<Option<DemoValue>>,
    /// By what its figure is spread over towns; of a part that is given by `of`.
    pub spread: DemoSpread,
}

/// A value, or the code of the reason why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum DemoValue {
    Value(Decimal),
    Missing(String),
}

/// By what the whole area's figure is spread over its towns: columns of `towns.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DemoSpread {
    People,
    Countryside,
    Villages,
    Communities,
    /// Villages and communities.
    Places,
    /// Towns with a congress of their own.
    Congress,
    /// One each, as far as it goes.
    Even,
}

/// A problem that is planted, with what a reader should see of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    pub id: String,
    pub kind: PlantedKind,
    pub unit: UnitCode,
    /// Empty: every year.
    pub year: Option<i32>,
    /// `ITEM` or `ITEM[sex=F]`.
    pub cell: Option<String>,
    /// A value, a code, a number of days, a state: see [`PlantedKind`].
    pub value: Option<String>,
    /// The words that go with it: reason or explanation.
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlantedKind {
    /// Lies in the figures themselves; nothing is done for it.
    Trend,
    /// The cell has this value.
    Value,
    /// The cell has the value of the year before.
    Copied,
    /// The cell has no value, for the reason with this code.
    Missing,
    /// The cell has this value, which a check questions, and `note` explains it.
    Explained,
    /// Handed in so many days after the last day.
    Late,
    /// First handed in with this value; the bureau returns it, and it is corrected.
    Returned,
    /// The same by the unit's own reviewer.
    ReviewerReturned,
    /// Handed in with this value twice before it is corrected.
    ReturnedTwice,
    /// Handed in and accepted with this value, corrected in a round of its own.
    Revised,
    /// Nothing is ever entered.
    Silent,
    /// Goes no further than this state.
    Stops,
}
