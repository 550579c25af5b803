//! `warnings.csv`: what is watched, and from which limits on it is told. The table may be left out.

use std::collections::BTreeMap;

use heng_base::codes::{CheckCode, RuleCode};
use heng_base::problem::{Problem, kinds};
use rust_decimal::Decimal;

use super::Files;
use super::known::{Known, Noun};
use super::plan::Context;
use super::row::Row;
use super::table::{Table, may, must};
use super::units::STATUSES;
use crate::model::{WarningKind, WarningRule, WarningSeverity};

pub(super) const TABLE: Table<WarningRule> = Table {
    file: "warnings.csv",
    columns: &[
        must("code"),
        must("kind"),
        must("severity"),
        must("name_zh"),
        may("name_en"),
        must("subjects"),
        may("limits"),
        must("status"),
        may("note"),
    ],
    key: &["code"],
    read: rule,
};

fn rule(row: &Row, problems: &mut Vec<Problem>) -> Option<WarningRule> {
    let code = row.code("code", RuleCode::parse, problems);
    let kind = row.word("kind", &WarningKind::ALL.map(|kind| (kind.code(), kind)), problems);
    let severities = WarningSeverity::ALL.map(|severity| (severity.code(), severity));
    let severity = row.word("severity", &severities, problems);
    let status = row.word("status", STATUSES, problems);
    let limits = kind.map(|kind| limits(row, kind, problems));
    Some(WarningRule {
        code: code?,
        kind: kind?,
        severity: severity?,
        name: row.name(),
        subjects: row.list("subjects"),
        limits: limits??,
        status: status?,
        note: row.filled("note"),
    })
}

/// `z=3.5|changes=4`: each limit of the kind once, within its bounds, and no other.
fn limits(row: &Row, kind: WarningKind, problems: &mut Vec<Problem>) -> Option<BTreeMap<String, Decimal>> {
    let bounds = kind.limits();
    let mut read = BTreeMap::new();
    let mut sound = true;
    for part in row.list("limits") {
        let (name, number) = part.split_once('=').unwrap_or((&part, ""));
        let number: Option<Decimal> = number.trim().parse().ok();
        let of = bounds.iter().find(|(known, ..)| *known == name.trim());
        let fits = of.zip(number).filter(|((_, low, high), n)| (Decimal::from(*low)..=(*high).into()).contains(n));
        sound &= fits.is_some_and(|((name, ..), number)| read.insert((*name).to_owned(), number).is_none());
    }
    for (name, ..) in bounds.iter().filter(|_| sound) {
        if let (false, Some(usual)) = (read.contains_key(*name), kind.usual_limit(name)) {
            read.insert((*name).to_owned(), usual);
        }
    }
    if sound && read.len() == bounds.len() {
        return Some(read);
    }
    let known: Vec<_> = bounds.iter().map(|(name, low, high)| format!("{name}={low}—{high}")).collect();
    let known = if known.is_empty() { "—".to_owned() } else { known.join("|") };
    problems.push(row.problem(&kinds::PACKAGE_LIMITS, "limits").with("kind", kind.code()).with("known", known));
    None
}

/// What a rule watches exists. Codes of checks are known to `collection`; here they are codes.
pub(super) fn check(files: &Files, context: &Context<'_>, problems: &mut Vec<Problem>) {
    if !files.contains_key(TABLE.file) {
        return;
    }
    for (row, _) in TABLE.again(files) {
        let Some(kind) = WarningKind::parse(row.text("kind")) else { continue };
        let (words, known) = (kind.words(), known(kind, context));
        for subject in row.list("subjects").iter().filter(|subject| !words.contains(&subject.as_str())) {
            match &known {
                Some(known) => known.named(&row, "subjects", subject, problems),
                None if CheckCode::parse(subject).is_err() => {
                    problems.push(row.problem(&kinds::TABLE_NOT_CODE, "subjects").with("value", subject));
                }
                None => {}
            }
        }
    }
}

/// Words and codes that a rule of the kind may watch; none where they are not known here.
fn known(kind: WarningKind, context: &Context<'_>) -> Option<Known> {
    let words = kind.words();
    let noun = Noun { zh: "预警对象", en: "subject of warnings", table: words_of(kind) };
    let known = Known::new(noun, words.iter().copied());
    match kind {
        WarningKind::Contradiction => None,
        WarningKind::Late => Some(known.and(&context.units)),
        WarningKind::Volatility | WarningKind::LevelShift | WarningKind::Sources => {
            context.shelf.as_ref().map(|shelf| known.and(&shelf.indicators).and(&shelf.items))
        }
        _ => context.shelf.as_ref().map(|shelf| known.and(&shelf.indicators)),
    }
}

/// Where what a kind watches is listed.
fn words_of(kind: WarningKind) -> &'static str {
    match kind {
        WarningKind::Late => "units、units.csv",
        WarningKind::Missed | WarningKind::OffCourse | WarningKind::AtRisk => "targets、indicators.csv",
        WarningKind::Outlier | WarningKind::Missing => "indicators、indicators.csv",
        _ => "indicators、items、parts、indicators.csv、items.csv",
    }
}
