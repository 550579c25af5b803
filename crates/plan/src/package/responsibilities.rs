//! `responsibilities.csv`: which unit answers for which objective, measure or project.

use heng_base::codes::UnitCode;
use heng_base::problem::Problem;

use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, must};
use super::units::STATUSES;
use crate::model::{Responsibility, Role};

pub(super) const TABLE: Table<Responsibility> = Table {
    file: "responsibilities.csv",
    columns: &[must("ref"), must("unit"), must("role"), must("status"), must("ground")],
    key: &["ref", "unit"],
    read: responsibility,
};

const ROLES: &[(&str, Role)] = &[("lead", Role::Lead), ("supporting", Role::Supporting)];

fn responsibility(row: &Row, problems: &mut Vec<Problem>) -> Option<Responsibility> {
    let unit = row.code("unit", UnitCode::parse, problems);
    let role = row.word("role", ROLES, problems);
    let status = row.word("status", STATUSES, problems);
    Some(Responsibility {
        reference: row.filled("ref")?,
        unit: unit?,
        role: role?,
        status: status?,
        ground: row.owned("ground"),
    })
}

pub(super) fn check(rows: &Rows<Responsibility>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (row, _) in rows {
        context.places.cell(row, "ref", problems);
        context.units.cell(row, "unit", problems);
    }
}
