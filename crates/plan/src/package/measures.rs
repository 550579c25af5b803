//! `measures.csv`: the measures 策略措施 of the domains.

use heng_base::problem::Problem;

use super::numbers;
use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use crate::model::Measure;

pub(super) const TABLE: Table<Measure> = Table {
    file: "measures.csv",
    columns: &[must("number"), must("domain"), must("title"), must("text"), may("line")],
    key: &["number"],
    read: measure,
};

fn measure(row: &Row, problems: &mut Vec<Problem>) -> Option<Measure> {
    let domain = row.integer("domain", 1, 999, problems);
    let line = row.line_number("line", problems);
    Some(Measure {
        number: row.filled("number")?,
        domain: domain?,
        title: row.owned("title"),
        text: row.owned("text"),
        line,
    })
}

pub(super) fn check(rows: &Rows<Measure>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (row, measure) in rows {
        context.domains.cell(row, "domain", problems);
        numbers::of_domain(row, "M", problems);
        numbers::line(row, measure.as_ref().and_then(|measure| measure.line), context, problems);
    }
}
