//! `domains.csv`: the domains 领域 of a plan.

use heng_base::problem::Problem;
use heng_base::text::Text;

use super::row::Row;
use super::table::{Table, may, must};
use crate::model::Domain;

pub(super) const TABLE: Table<Domain> = Table {
    file: "domains.csv",
    columns: &[must("number"), must("title_zh"), may("title_en")],
    key: &["number"],
    read: domain,
};

fn domain(row: &Row, problems: &mut Vec<Problem>) -> Option<Domain> {
    let number = row.integer("number", 1, 999, problems);
    Some(Domain { number: number?, title: Text::new(row.text("title_zh"), row.filled("title_en")) })
}
