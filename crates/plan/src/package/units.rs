//! `units.csv`: the responsible units 责任单位.

use heng_base::codes::{AreaCode, UnitCode};
use heng_base::problem::{Problem, kinds};

use super::areas::loops;
use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use crate::model::{Status, Unit};

pub(super) const TABLE: Table<Unit> = Table {
    file: "units.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        may("name_en"),
        must("type"),
        may("area"),
        must("status"),
        may("valid_from"),
        may("valid_to"),
        may("successor"),
        may("note"),
    ],
    key: &["code"],
    read: unit,
};

/// Whether the office has confirmed a row.
pub(super) const STATUSES: &[(&str, Status)] = &[("confirmed", Status::Confirmed), ("proposed", Status::Proposed)];

pub(super) const TYPES: &[(&str, &str)] =
    &[("office", "office"), ("bureau", "bureau"), ("department", "department"), ("town", "town"), ("other", "other")];

fn unit(row: &Row, problems: &mut Vec<Problem>) -> Option<Unit> {
    let code = row.code("code", UnitCode::parse, problems);
    let unit_type = row.word("type", TYPES, problems);
    let area = row.code("area", AreaCode::parse, problems);
    let status = row.word("status", STATUSES, problems);
    let successor = row.code("successor", UnitCode::parse, problems);
    let valid_from = row.year("valid_from", problems);
    let valid_to = row.year("valid_to", problems);
    Some(Unit {
        code: code?,
        name: row.name(),
        unit_type: unit_type?.to_owned(),
        area,
        status: status?,
        valid_from,
        valid_to,
        successor,
        note: row.filled("note"),
    })
}

pub(super) fn check(rows: &Rows<Unit>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (row, unit) in rows {
        context.units.cell(row, "successor", problems);
        within_plan(row, context, problems);
        if let Some(unit) = unit {
            row.ordered(("valid_from", unit.valid_from), ("valid_to", unit.valid_to), problems);
        }
    }
    loops(rows, ("code", "successor"), ("责任单位的承接", "the succession of units"), problems);
}

/// The area of a unit is the plan's or lies in it.
fn within_plan(row: &Row, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(shelf) = &context.shelf else { return };
    shelf.areas.cell(row, "area", problems);
    let Some(area) = AreaCode::parse(row.text("area")).ok().filter(|area| shelf.catalogue.areas.contains_key(area))
    else {
        return;
    };
    let known = shelf.catalogue.areas.contains_key(&context.plan.area);
    if known && !shelf.catalogue.lies_in(&area, &context.plan.area) {
        problems.push(row.problem(&kinds::PACKAGE_UNIT_AREA, "area").with("area", &context.plan.area));
    }
}
