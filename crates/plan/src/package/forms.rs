//! `forms.csv`: which unit, or type of units, is asked for which item.

use std::collections::{BTreeMap, BTreeSet};

use heng_base::codes::{AreaCode, FormCode, ItemCode, UnitCode};
use heng_base::problem::{Problem, kinds};

use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use super::units::{STATUSES, TYPES};
use crate::model::{AskedOf, FormItem, Plan};

pub(super) const TABLE: Table<FormItem> = Table {
    file: "forms.csv",
    columns: &[
        must("form"),
        may("unit"),
        may("unit_type"),
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
    let of = asked_of(row, problems);
    let item = row.code("item", ItemCode::parse, problems);
    let order = row.integer("order", 0, 1_000_000, problems);
    let required = row.truth("required", problems);
    let status = row.word("status", STATUSES, problems);
    Some(FormItem {
        form: form?,
        of: of?,
        section: row.owned("section"),
        item: item?,
        order: order?,
        breakdowns: row.list("breakdowns"),
        required: required?,
        status: status?,
        ground: row.owned("ground"),
    })
}

/// Either `unit` or `unit_type` says whom the form is asked of.
fn asked_of(row: &Row, problems: &mut Vec<Problem>) -> Option<AskedOf> {
    let unit = row.code("unit", UnitCode::parse, problems);
    let unit_type = row.word("unit_type", TYPES, problems);
    if row.text("unit").is_empty() == row.text("unit_type").is_empty() {
        problems.push(row.problem(&kinds::PACKAGE_FORM_ASKED_OF, "unit"));
    }
    unit.map(AskedOf::Unit).or(unit_type.map(|word| AskedOf::Type(word.to_owned())))
}

pub(super) fn check(rows: &Rows<FormItem>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let mut forms: BTreeMap<&str, &Row> = BTreeMap::new();
    for (row, _) in rows {
        context.units.cell(row, "unit", problems);
        let first = forms.entry(row.text("form")).or_insert(row);
        if whom(first) != whom(row) {
            let column = if row.text("unit").is_empty() { "unit_type" } else { "unit" };
            let problem = row.problem(&kinds::PACKAGE_FORM_UNITS, column).with("first", first.line);
            problems.push(problem.with("form", row.text("form")).with("unit", whom(first)));
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
    types(rows, context.plan, problems);
    once_an_area(rows, context.plan, problems);
}

/// Unit or type of units, whichever is written.
fn whom(row: &Row) -> &str {
    [row.text("unit"), row.text("unit_type")].into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// A form that is asked of a type is answered by its units for areas of their own, else they would answer for one
/// another; where no unit has the type, nobody answers.
fn types(rows: &Rows<FormItem>, plan: &Plan, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (row, _) in rows.iter().filter(|(row, _)| !row.text("unit_type").is_empty()) {
        if !seen.insert((row.text("form"), row.text("unit_type"))) {
            continue;
        }
        let mut areas = BTreeSet::new();
        let asked: Vec<_> = plan.units.values().filter(|unit| unit.unit_type == row.text("unit_type")).collect();
        let shared = asked.iter().find(|unit| unit.valid_to.is_none() && !areas.insert(plan.area_of(&unit.code)));
        if let Some(unit) = shared {
            let problem = row.problem(&kinds::PACKAGE_FORM_TYPE_AREA, "unit_type");
            problems.push(problem.with("unit", &unit.code).with("area", plan.area_of(&unit.code)));
        } else if asked.is_empty() && TYPES.iter().any(|(word, _)| *word == row.text("unit_type")) {
            problems.push(row.problem(&kinds::PACKAGE_FORM_TYPE_EMPTY, "unit_type"));
        }
    }
}

/// No two rows ask an item for the same area: their figures would compete.
fn once_an_area(rows: &Rows<FormItem>, plan: &Plan, problems: &mut Vec<Problem>) {
    let mut asked: BTreeMap<(&str, &AreaCode), &Row> = BTreeMap::new();
    for (row, _) in rows {
        let taken = areas(row, plan).into_iter().filter_map(|area| {
            let first = *asked.entry((row.text("item"), area)).or_insert(row);
            (first.line != row.line).then_some(first)
        });
        // Every area has to be noted; the first clash says enough of the row.
        if let Some(first) = taken.collect::<Vec<_>>().first() {
            let problem = row.problem(&kinds::PACKAGE_FORM_ITEM_TWICE, "item");
            problems.push(problem.with("first", first.line).with("form", first.text("form")));
        }
    }
}

/// The areas that a row asks figures of.
fn areas<'a>(row: &Row, plan: &'a Plan) -> BTreeSet<&'a AreaCode> {
    let asked = plan.units.values().filter(|unit| match row.text("unit") {
        "" => unit.unit_type == row.text("unit_type"),
        code => unit.code.as_str() == code,
    });
    asked.map(|unit| plan.area_of(&unit.code)).collect()
}
