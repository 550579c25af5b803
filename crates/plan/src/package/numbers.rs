//! Numbers of objectives, measures and projects, and the lines of the document on which they stand.

use heng_base::problem::{Problem, kinds};

use super::document::Document;
use super::plan::Context;
use super::row::Row;

/// The number is the row's domain, a point, `mark` and at least one letter or digit: `1.2`, or `1.M2` for the mark `M`.
pub(super) fn of_domain(row: &Row, mark: &str, problems: &mut Vec<Problem>) {
    let (number, domain) = (row.text("number"), row.text("domain"));
    let rest = number.strip_prefix(domain).and_then(|rest| rest.strip_prefix('.')?.strip_prefix(mark));
    if !domain.is_empty() && !number.is_empty() && !rest.is_some_and(plain) {
        let problem = row.problem(&kinds::PACKAGE_NUMBER_FORM, "number");
        problems.push(problem.with("example", format!("{domain}.{mark}1")));
    }
}

/// The number is `mark` and at least one letter or digit: `P1` for the mark `P`.
pub(super) fn of_plan(row: &Row, mark: &str, problems: &mut Vec<Problem>) {
    let number = row.text("number");
    if !number.is_empty() && !number.strip_prefix(mark).is_some_and(plain) {
        let problem = row.problem(&kinds::PACKAGE_NUMBER_FORM, "number");
        problems.push(problem.with("example", format!("{mark}1")));
    }
}

fn plain(rest: &str) -> bool {
    !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The column `line` names a line that the document has.
pub(super) fn line(row: &Row, line: Option<u32>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let Some(lines) = context.document.as_ref().map(Document::lines) else { return };
    if line.and_then(|line| usize::try_from(line).ok()).is_some_and(|line| line > lines) {
        problems.push(row.problem(&kinds::PACKAGE_DOCUMENT_LINE, "line").with("lines", lines));
    }
}
