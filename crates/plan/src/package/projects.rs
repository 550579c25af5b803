//! `projects.csv`: the key projects 重点工程 of a plan.

use heng_base::problem::Problem;

use super::numbers;
use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use crate::model::Project;

pub(super) const TABLE: Table<Project> = Table {
    file: "projects.csv",
    columns: &[must("number"), must("title"), must("text"), may("line")],
    key: &["number"],
    read: project,
};

fn project(row: &Row, problems: &mut Vec<Problem>) -> Option<Project> {
    let line = row.line_number("line", problems);
    Some(Project { number: row.filled("number")?, title: row.owned("title"), text: row.owned("text"), line })
}

pub(super) fn check(rows: &Rows<Project>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (row, project) in rows {
        numbers::of_plan(row, "P", problems);
        numbers::line(row, project.as_ref().and_then(|project| project.line), context, problems);
    }
}
