//! `items.csv`: what units count and report.

use heng_base::codes::ItemCode;
use heng_base::problem::{Problem, kinds};

use super::known::Shelf;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use super::versions::{self, Version};
use crate::model::{Annual, Feed, Frequency, Item, OVER_AREAS, ValueType};

pub(super) const TABLE: Table<Item> = Table {
    file: "items.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        may("name_en"),
        must("unit"),
        must("value_type"),
        may("breakdowns"),
        may("min"),
        may("max"),
        must("frequency"),
        may("carry_years"),
        may("definition"),
        may("doubt"),
        may("valid_from"),
        may("valid_to"),
        may("feed"),
        may("additive"),
        may("annual"),
        may("upper_code"),
    ],
    key: &["code", "valid_from"],
    read: item,
};

pub(super) const VALUE_TYPES: &[(&str, ValueType)] = &[
    ("integer", ValueType::Integer),
    ("decimal", ValueType::Decimal),
    ("boolean", ValueType::Boolean),
    ("stage", ValueType::Stage),
];

pub(super) const FEEDS: &[(&str, Feed)] =
    &[("computed", Feed::Computed), ("series", Feed::Series), ("register", Feed::Register), ("survey", Feed::Survey)];

pub(super) const ANNUAL: &[(&str, Annual)] = &[("sum", Annual::Sum), ("last", Annual::Last)];

/// In `additive`: over no dimension at all.
const NONE: &str = "none";

pub(super) const FREQUENCIES: &[(&str, Frequency)] = &[
    ("year", Frequency::Year),
    ("half", Frequency::Half),
    ("quarter", Frequency::Quarter),
    ("month", Frequency::Month),
    ("2y", Frequency::TwoYears),
    ("3y", Frequency::ThreeYears),
    ("5y", Frequency::FiveYears),
    ("term", Frequency::Term),
];

fn item(row: &Row, problems: &mut Vec<Problem>) -> Option<Item> {
    let code = row.code("code", ItemCode::parse, problems);
    let value_type = row.word("value_type", VALUE_TYPES, problems);
    let frequency = row.word("frequency", FREQUENCIES, problems);
    Some(Item {
        min: row.decimal("min", problems),
        max: row.decimal("max", problems),
        carry_years: row.integer("carry_years", 0, 100, problems),
        valid_from: row.year("valid_from", problems),
        valid_to: row.year("valid_to", problems),
        feed: row.word("feed", FEEDS, problems),
        additive: additive(row),
        annual: row.word("annual", ANNUAL, problems),
        code: code?,
        name: row.name(),
        unit: row.owned("unit"),
        value_type: value_type?,
        breakdowns: row.list("breakdowns"),
        frequency: frequency?,
        definition: row.filled("definition"),
        doubt: row.filled("doubt"),
        upper_code: row.filled("upper_code"),
        earlier: Vec::new(),
    })
}

/// `none`, dimensions and `area`, or nothing, which leaves it to the type of value.
fn additive(row: &Row) -> Option<Vec<String>> {
    let named = row.list("additive");
    match named.as_slice() {
        [] => None,
        [one] if one == NONE => Some(Vec::new()),
        _ => Some(named),
    }
}

impl Version for Item {
    const SAME: &'static [&'static str] = &["unit", "value_type"];

    fn valid_from(&self) -> Option<i32> {
        self.valid_from
    }

    fn earlier(&mut self) -> &mut Vec<Self> {
        &mut self.earlier
    }
}

pub(super) fn check(rows: &Rows<Item>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    versions::check(rows, problems);
    for (row, item) in rows {
        plain_code(row, problems);
        shelf.dimension_list(row, "breakdowns", problems);
        if let Some(item) = item {
            for dimension in item.additive.iter().flatten().filter(|dimension| *dimension != OVER_AREAS) {
                shelf.within(row, "additive", (item.code.as_str(), &item.breakdowns), dimension, problems);
                shelf.dimensions.named(row, "additive", dimension, problems);
            }
            row.ordered(("min", item.min), ("max", item.max), problems);
            row.ordered(("valid_from", item.valid_from), ("valid_to", item.valid_to), problems);
        }
    }
}

/// Sex and urban/rural are breakdowns, never parts of a code.
pub(super) fn plain_code(row: &Row, problems: &mut Vec<Problem>) {
    if ["_F", "_M", "_R", "_U"].iter().any(|end| row.text("code").ends_with(end)) {
        problems.push(row.problem(&kinds::PACKAGE_CODE_SUFFIX, "code"));
    }
}
