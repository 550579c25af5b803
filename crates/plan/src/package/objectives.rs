//! `objectives.csv`: the main objectives 主要目标, each with a target or with evidence to ask for.

use heng_base::problem::{Problem, kinds};

use super::numbers;
use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use crate::model::{Objective, ObjectiveKind, Target};

pub(super) const TABLE: Table<Objective> = Table {
    file: "objectives.csv",
    columns: &[must("number"), must("domain"), must("text"), must("kind"), may("evidence"), may("line")],
    key: &["number"],
    read: objective,
};

const KINDS: &[(&str, ObjectiveKind)] = &[
    ("numeric", ObjectiveKind::Numeric),
    ("direction", ObjectiveKind::Direction),
    ("qualitative", ObjectiveKind::Qualitative),
];

fn objective(row: &Row, problems: &mut Vec<Problem>) -> Option<Objective> {
    let domain = row.integer("domain", 1, 999, problems);
    let kind = row.word("kind", KINDS, problems);
    let line = row.line_number("line", problems);
    Some(Objective {
        number: row.filled("number")?,
        domain: domain?,
        text: row.owned("text"),
        kind: kind?,
        evidence: row.list("evidence"),
        line,
    })
}

pub(super) fn check(
    rows: &Rows<Objective>,
    targets: &Rows<Target>,
    context: &Context<'_>,
    problems: &mut Vec<Problem>,
) {
    for (row, objective) in rows {
        context.domains.cell(row, "domain", problems);
        numbers::of_domain(row, "", problems);
        let Some(objective) = objective else { continue };
        numbers::line(row, objective.line, context, problems);
        let rated = objective.kind == ObjectiveKind::Qualitative && !objective.evidence.is_empty();
        let mut own = targets.iter().filter(|(target, _)| target.text("objective") == objective.number);
        if !rated && !own.any(|(target, _)| !target.text("indicator").is_empty()) {
            problems.push(row.problem(&kinds::PACKAGE_OBJECTIVE_BARE, "kind").with("value", &objective.number));
        }
    }
}
