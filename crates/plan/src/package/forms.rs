//! `forms.csv`: which unit is asked for which item.

use std::collections::BTreeMap;

use heng_base::codes::{FormCode, ItemCode, UnitCode};
use heng_base::problem::{Problem, kinds};

use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use super::units::STATUSES;
use crate::model::FormItem;

pub(super) const TABLE: Table<FormItem> = Table {
    file: "forms.csv",
    columns: &[
        must("form"),
        must("unit"),
        must("section"),
        must("item"),
        must("order"),
        may("breakdowns"),
        must("required"),
        must("status"),
        must("ground"),
    ],
    key: &[],
    read: form_item,
};

fn form_item(row: &Row, problems: &mut Vec<Problem>) -> Option<FormItem> {
    let form = row.code("form", FormCode::parse, problems);
    let unit = row.code("unit", UnitCode::parse, problems);
    let item = row.code("item", ItemCode::parse, problems);
    let order = row.integer("order", 0, 1_000_000, problems);
    let required = row.truth("required", problems);
    let status = row.word("status", STATUSES, problems);
    Some(FormItem {
        form: form?,
        unit: unit?,
        section: row.owned("section"),
        item: item?,
        order: order?,
        breakdowns: row.list("breakdowns"),
        required: required?,
        status: status?,
        ground: row.owned("ground"),
    })
}

pub(super) fn check(rows: &Rows<FormItem>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let mut asked: BTreeMap<&str, &Row> = BTreeMap::new();
    let mut forms: BTreeMap<&str, &Row> = BTreeMap::new();
    for (row, _) in rows {
        context.units.cell(row, "unit", problems);
        let first = asked.entry(row.text("item")).or_insert(row);
        if first.line != row.line {
            let problem = row.problem(&kinds::PACKAGE_FORM_ITEM_TWICE, "item");
            problems.push(problem.with("first", first.line).with("form", first.text("form")));
        }
        let first = forms.entry(row.text("form")).or_insert(row);
        if first.text("unit") != row.text("unit") {
            let problem = row.problem(&kinds::PACKAGE_FORM_UNITS, "unit").with("first", first.line);
            problems.push(problem.with("form", row.text("form")).with("unit", first.text("unit")));
        }
        let Some(shelf) = &context.shelf else { continue };
        shelf.items.cell(row, "item", problems);
        shelf.dimension_list(row, "breakdowns", problems);
        let item = ItemCode::parse(row.text("item")).ok().and_then(|code| shelf.catalogue.items.get(&code));
        if let Some(item) = item {
            for dimension in row.list("breakdowns") {
                shelf.within(row, "breakdowns", (item.code.as_str(), &item.breakdowns), &dimension, problems);
            }
        }
    }
}
