//! Rules of disclosure control 统计保密 as a catalogue states them.

use heng_base::codes::ItemCode;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Item, Status, ValueType};

/// A row of `disclosure.csv`: which figures may not be shown, and how vague what is hidden must stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureRule {
    pub code: String,
    /// The items it is of; every count where none is named.
    pub items: Vec<ItemCode>,
    /// Where no item is named: only counts with one of these units of measure; any unit where none is named.
    pub units: Vec<String>,
    /// Items that it is not of.
    pub except: Vec<ItemCode>,
    pub rule: PrimaryRule,
    /// The feasible interval of a figure that is hidden or rounded is at least so wide, in the item's unit of measure.
    pub width: u32,
    pub status: Status,
    pub note: Option<String>,
}

impl DisclosureRule {
    /// A threshold and rounding are of counts alone.
    fn is_of_counts(&self) -> bool {
        matches!(self.rule, PrimaryRule::Threshold { .. } | PrimaryRule::Round { .. })
    }

    /// Whether figures of an item fall under the rule.
    pub fn covers(&self, item: &Item) -> bool {
        let count = item.value_type == ValueType::Integer;
        if self.except.contains(&item.code) || self.is_of_counts() && !count {
            return false;
        }
        if !self.items.is_empty() {
            return self.items.contains(&item.code);
        }
        count && (self.units.is_empty() || self.units.contains(&item.unit))
    }
}

/// What makes a figure sensitive in itself (Hundepool et al. 2012, chapter 4), or that none is shown as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum PrimaryRule {
    /// A count from 1 to under `limit`.
    Threshold { limit: u32, zeros: Zeros },
    /// The `n` greatest contributions are more than `k` per cent of the figure.
    Dominance { n: u32, k: Decimal },
    /// The second greatest contributor can reckon the greatest to within `p` per cent.
    PPercent { p: Decimal },
    /// Controlled rounding: every figure is shown as a multiple of `base`, sums still hold. Of an item that another rule is
    /// of, that one decides.
    Round { base: u32 },
}

/// What becomes of a count of 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// It is always shown, so that everybody knows of what is hidden that it is not 0.
    Shown,
    /// It may be hidden to protect others.
    May,
    /// It is hidden like a small count.
    Hidden,
}
