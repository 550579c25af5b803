//! `schemes.csv`: by what plan of days, forms and units rounds are opened. The table may be left out.

use heng_base::codes::{FormCode, SchemeCode, UnitCode};
use heng_base::problem::{Problem, kinds};

use super::Files;
use super::forms;
use super::known::{FORM, Known, UNIT};
use super::row::Row;
use super::table::{Table, may, must};
use super::units::{self, STATUSES};
use crate::model::{Frequency, Scheme, Signature};

pub(super) const TABLE: Table<Scheme> = Table {
    file: "schemes.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        may("name_en"),
        must("frequency"),
        must("span"),
        may("forms"),
        may("units"),
        may("open"),
        may("remind"),
        must("due"),
        may("late_until"),
        may("close"),
        must("signature"),
        must("evaluation"),
        must("status"),
        may("note"),
    ],
    key: &["code"],
    read: scheme,
};

/// A period is one of these; what is counted less often is asked for yearly.
const FREQUENCIES: &[(&str, Frequency)] = &[
    ("year", Frequency::Year),
    ("half", Frequency::Half),
    ("quarter", Frequency::Quarter),
    ("month", Frequency::Month),
];
const SPANS: &[(&str, bool)] = &[("one", false), ("since_base", true)];
const SIGNATURES: &[(&str, Signature)] =
    &[("none", Signature::None), ("optional", Signature::Optional), ("required", Signature::Required)];
/// Working days of two years.
const MOST: u32 = 500;

fn scheme(row: &Row, problems: &mut Vec<Problem>) -> Option<Scheme> {
    let code = row.code("code", SchemeCode::parse, problems);
    let frequency = row.word("frequency", FREQUENCIES, problems);
    let since_base = row.word("span", SPANS, problems);
    let forms = row.codes("forms", FormCode::parse, problems);
    let units = row.codes("units", UnitCode::parse, problems);
    let mut days = |column| row.integer(column, 0, MOST, problems);
    let (open, remind, due) = (days("open"), days("remind"), days("due"));
    let (late_until, close) = (days("late_until"), days("close"));
    row.ordered(("remind", remind), ("due", due), problems);
    row.ordered(("due", due), ("late_until", late_until), problems);
    row.ordered(("late_until", late_until), ("close", close), problems);
    row.ordered(("due", due), ("close", close), problems);
    let signature = row.word("signature", SIGNATURES, problems);
    let evaluation = row.truth("evaluation", problems);
    let status = row.word("status", STATUSES, problems);
    Some(Scheme {
        code: code?,
        name: row.name(),
        frequency: frequency?,
        since_base: since_base?,
        forms,
        units,
        open,
        remind,
        due: due?,
        late_until,
        close,
        signature: signature?,
        evaluation: evaluation?,
        status: status?,
        note: row.filled("note"),
    })
}

/// Forms and units are the plan's; years stand side by side only where a period is a year.
pub(super) fn check(files: &Files, problems: &mut Vec<Problem>) {
    if !files.contains_key(TABLE.file) {
        return;
    }
    let forms = Known::column(FORM, &forms::TABLE, files, "form");
    let units = Known::column(UNIT, &units::TABLE, files, "code");
    for (row, scheme) in TABLE.again(files) {
        for form in row.list("forms") {
            forms.named(&row, "forms", &form, problems);
        }
        for unit in row.list("units") {
            units.named(&row, "units", &unit, problems);
        }
        if scheme.is_some_and(|scheme| scheme.since_base && scheme.frequency != Frequency::Year) {
            problems.push(row.problem(&kinds::PACKAGE_SPAN, "span"));
        }
    }
}
