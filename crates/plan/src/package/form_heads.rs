//! `form_heads.csv`: what stands above and below each form. The table may be left out; where it is there, it has all forms.

use heng_base::codes::FormCode;
use heng_base::problem::Problem;
use heng_base::text::Text;

use super::Files;
use super::forms;
use super::items::FREQUENCIES;
use super::known::{FORM, FORM_HEAD, Known};
use super::row::Row;
use super::table::{Table, may, must};
use super::units::STATUSES;
use crate::model::FormHead;

pub(super) const TABLE: Table<FormHead> = Table {
    file: "form_heads.csv",
    columns: &[
        must("form"),
        may("number"),
        must("title_zh"),
        may("title_en"),
        may("issuer"),
        may("approver"),
        may("approval"),
        may("valid_until"),
        must("frequency"),
        may("due"),
        may("instructions"),
        must("status"),
    ],
    key: &["form"],
    read: form_head,
};

fn form_head(row: &Row, problems: &mut Vec<Problem>) -> Option<FormHead> {
    let form = row.code("form", FormCode::parse, problems);
    let frequency = row.word("frequency", FREQUENCIES, problems);
    let status = row.word("status", STATUSES, problems);
    Some(FormHead {
        form: form?,
        number: row.filled("number"),
        title: Text::new(row.text("title_zh"), row.filled("title_en")),
        issuer: row.filled("issuer"),
        approver: row.filled("approver"),
        approval: row.filled("approval"),
        valid_until: row.filled("valid_until"),
        frequency: frequency?,
        due: row.filled("due"),
        instructions: row.list("instructions"),
        status: status?,
    })
}

/// Heads and forms are the same forms.
pub(super) fn check(files: &Files, problems: &mut Vec<Problem>) {
    if !files.contains_key(TABLE.file) {
        return;
    }
    let of_forms = Known::column(FORM, &forms::TABLE, files, "form");
    for (row, _) in TABLE.again(files) {
        of_forms.cell(&row, "form", problems);
    }
    let with_head = Known::column(FORM_HEAD, &TABLE, files, "form");
    let mut told: Vec<String> = Vec::new();
    for (row, _) in forms::TABLE.again(files) {
        if !told.contains(&row.owned("form")) {
            with_head.cell(&row, "form", problems);
            told.push(row.owned("form"));
        }
    }
}
