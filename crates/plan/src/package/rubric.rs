//! `rubric.csv`: the levels by which qualitative objectives are rated, the lowest first. The table may be left out.

use heng_base::problem::Problem;
use heng_base::text::Text;

use super::row::Row;
use super::table::{Table, may, must};
use super::units::STATUSES;
use crate::model::RubricLevel;

pub(super) const TABLE: Table<RubricLevel> = Table {
    file: "rubric.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        may("name_en"),
        must("criterion_zh"),
        may("criterion_en"),
        must("status"),
    ],
    key: &["code"],
    read: level,
};

fn level(row: &Row, problems: &mut Vec<Problem>) -> Option<RubricLevel> {
    let status = row.word("status", STATUSES, problems);
    Some(RubricLevel {
        code: row.filled("code")?,
        name: row.name(),
        criterion: Text { zh: row.owned("criterion_zh"), en: row.filled("criterion_en") },
        status: status?,
    })
}
