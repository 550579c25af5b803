//! `disclosure.csv`: which small figures are not shown, and how vague they must stay. The table may be left out.

use heng_base::codes::ItemCode;
use heng_base::problem::{Problem, kinds};
use rust_decimal::Decimal;

use super::known::{Known, Noun, Shelf};
use super::row::{Row, not_one_of};
use super::table::{Rows, Table, may, must};
use super::units::STATUSES;
use super::{Files, items};
use crate::model::{DisclosureRule, PrimaryRule, Zeros};

pub(super) const TABLE: Table<DisclosureRule> = Table {
    file: "disclosure.csv",
    columns: &[
        must("code"),
        must("items"),
        may("units"),
        may("except"),
        must("rule"),
        may("limit"),
        may("zeros"),
        may("n"),
        may("k"),
        may("p"),
        may("base"),
        must("width"),
        must("status"),
        may("note"),
    ],
    key: &["code"],
    read: rule,
};

/// The word for every count.
const ALL: &str = "*";
const ZEROS: &[(&str, Zeros)] = &[("shown", Zeros::Shown), ("may", Zeros::May), ("hidden", Zeros::Hidden)];
const MOST: u32 = 1_000_000;
const UNIT_OF_MEASURE: Noun = Noun { zh: "计量单位", en: "unit of measure", table: "items.csv" };

/// The kinds of rules, each with the columns that it wants.
const KINDS: &[(&str, &[&str])] =
    &[("threshold", &["limit", "zeros"]), ("dominance", &["n", "k"]), ("p_percent", &["p"]), ("round", &["base"])];

fn rule(row: &Row, problems: &mut Vec<Problem>) -> Option<DisclosureRule> {
    let all = row.text("items") == ALL;
    let items = if all { Vec::new() } else { row.codes("items", ItemCode::parse, problems) };
    let except = row.codes("except", ItemCode::parse, problems);
    let primary = primary(row, problems);
    let width = row.integer("width", 1, widest(primary), problems);
    let status = row.word("status", STATUSES, problems);
    if !all && !row.text("units").is_empty() {
        problems.push(not_wanted(row, "units"));
    }
    if items.is_empty() && !all {
        return None;
    }
    Some(DisclosureRule {
        code: row.filled("code")?,
        items,
        units: row.list("units"),
        except,
        rule: primary?,
        width: width?,
        status: status?,
        note: row.filled("note"),
    })
}

/// The rule itself; cells of other rules are faults, like those that it lacks.
fn primary(row: &Row, problems: &mut Vec<Problem>) -> Option<PrimaryRule> {
    let words: Vec<(&str, &[&str])> = KINDS.to_vec();
    let wanted = row.word("rule", &words, problems)?;
    for column in KINDS.iter().flat_map(|(_, columns)| *columns) {
        let (has, wants) = (!row.text(column).is_empty(), wanted.contains(column));
        if wants && !has {
            problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, column));
        } else if has && !wants {
            problems.push(not_wanted(row, column));
        }
    }
    match row.text("rule") {
        "threshold" => {
            let limit = row.integer("limit", 2, MOST, problems);
            let zeros = row.word("zeros", ZEROS, problems);
            Some(PrimaryRule::Threshold { limit: limit?, zeros: zeros? })
        }
        "dominance" => {
            let n = row.integer("n", 1, MOST, problems);
            let k = percent(row, "k", problems);
            Some(PrimaryRule::Dominance { n: n?, k: k? })
        }
        "round" => Some(PrimaryRule::Round { base: row.integer("base", 2, MOST, problems)? }),
        _ => Some(PrimaryRule::PPercent { p: percent(row, "p", problems)? }),
    }
}

/// Of a rounded figure nobody can be promised to know less than this: what stands in no sum goes to the nearest multiple, and
/// a 0 is no less than 0.
fn widest(rule: Option<PrimaryRule>) -> u32 {
    match rule {
        Some(PrimaryRule::Round { base }) => base / 2,
        _ => MOST,
    }
}

fn not_wanted(row: &Row, column: &str) -> Problem {
    not_one_of(row.text(column), ["—"].into_iter()).file(&row.file).line(row.line).field(column)
}

/// Above 0 and below 100.
fn percent(row: &Row, column: &str, problems: &mut Vec<Problem>) -> Option<Decimal> {
    let value = row.decimal(column, problems)?;
    if value > Decimal::ZERO && value < Decimal::ONE_HUNDRED {
        return Some(value);
    }
    let problem = row.problem(&kinds::PACKAGE_VALUE_BOUNDS, column).with("value", value).with("subject", column);
    problems.push(problem.with("bounds", "0 < % < 100"));
    None
}

/// Items and units of measure that a rule names exist.
pub(super) fn check(rows: &Rows<DisclosureRule>, shelf: &Shelf<'_>, files: &Files, problems: &mut Vec<Problem>) {
    let units = Known::column(UNIT_OF_MEASURE, &items::TABLE, files, "unit");
    for (row, _) in rows {
        for column in ["items", "except"] {
            for code in row.list(column).iter().filter(|code| *code != ALL) {
                shelf.items.named(row, column, code, problems);
            }
        }
        for unit in row.list("units") {
            units.named(row, "units", &unit, problems);
        }
    }
}
