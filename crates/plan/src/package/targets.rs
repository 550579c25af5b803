//! `targets.csv`: what objectives, measures and projects promise of an indicator.

use heng_base::codes::IndicatorCode;
use heng_base::number;
use heng_base::problem::{Problem, kinds};

use rust_decimal::Decimal;

use super::known::Shelf;
use super::numbers;
use super::plan::Context;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use super::units::STATUSES;
use crate::model::{Indicator, IndicatorKind, Operator, Side, Status, Target, TargetSet, TargetStatus};

pub(super) const TABLE: Table<Target> = Table {
    file: "targets.csv",
    columns: &[
        must("id"),
        must("ref"),
        may("objective"),
        must("set"),
        may("indicator"),
        may("breakdown"),
        must("operator"),
        may("value"),
        may("unit"),
        must("year"),
        may("tolerance"),
        may("side"),
        may("standard"),
        must("status"),
        must("indicator_status"),
        may("quote"),
        may("line"),
        may("note"),
    ],
    key: &["id"],
    read: target,
};

const SETS: &[(&str, TargetSet)] = &[
    ("own", TargetSet::Own),
    ("prefecture", TargetSet::Prefecture),
    ("province", TargetSet::Province),
    ("nation", TargetSet::Nation),
];

const SIDES: &[(&str, Side)] = &[("both", Side::Both), ("at_least", Side::AtLeast)];

const TARGET_STATUSES: &[(&str, TargetStatus)] = &[
    ("plan", TargetStatus::Plan),
    ("direction", TargetStatus::Direction),
    ("standard", TargetStatus::Standard),
    ("proposed", TargetStatus::Proposed),
];

fn target(row: &Row, problems: &mut Vec<Problem>) -> Option<Target> {
    let set = row.word("set", SETS, problems);
    let indicator = row.code("indicator", IndicatorCode::parse, problems);
    let breakdown = row.breakdown("breakdown", problems);
    let operator = row.word("operator", &Operator::ALL, problems);
    let value = row.decimal("value", problems);
    let year = row.year("year", problems);
    let tolerance = row.decimal("tolerance", problems);
    let side = row.word("side", SIDES, problems);
    let status = row.word("status", TARGET_STATUSES, problems);
    let confirmed = row.word("indicator_status", STATUSES, problems);
    let line = row.line_number("line", problems);
    Some(Target {
        id: row.filled("id")?,
        reference: row.filled("ref")?,
        objective: row.filled("objective"),
        set: set?,
        indicator,
        breakdown: breakdown?,
        operator: operator?,
        value,
        unit: row.filled("unit"),
        year: year?,
        tolerance,
        side,
        standard: row.filled("standard"),
        status: status?,
        indicator_confirmed: confirmed? == Status::Confirmed,
        quote: row.filled("quote"),
        line,
        note: row.filled("note"),
    })
}

pub(super) fn check(rows: &Rows<Target>, context: &Context<'_>, problems: &mut Vec<Problem>) {
    for (row, target) in rows {
        context.places.cell(row, "ref", problems);
        context.objectives.cell(row, "objective", problems);
        if let Some(shelf) = &context.shelf {
            shelf.indicators.cell(row, "indicator", problems);
            shelf.standards.cell(row, "standard", problems);
        }
        if let Some(target) = target {
            operator(row, target, problems);
            year(row, target, context, problems);
            quote(row, target, context, problems);
            if target.indicator.is_none() && target.indicator_confirmed && row.text("indicator").is_empty() {
                problems.push(row.problem(&kinds::PACKAGE_TARGET_UNCONFIRMED, "indicator"));
            }
            if let Some(shelf) = &context.shelf {
                against(row, target, shelf, problems);
            }
        }
    }
}

/// What an operator needs is there, what says nothing beside it is not. A standard that is not entered and a
/// tolerance that is not set are allowed: such a target cannot be judged yet.
fn operator(row: &Row, target: &Target, problems: &mut Vec<Problem>) {
    let operator = target.operator;
    let mut fault = |kind, column: &str, wanted: &str| {
        let problem = row.problem(kind, column).with("operator", operator.as_str()).with("column", column);
        problems.push(problem.with("wanted", wanted));
    };
    // Built or not (1) has no unit of measure.
    let needed: &[&str] = match operator {
        Operator::Equal => &["value"],
        _ if operator.needs_value() => &["value", "unit"],
        _ => &[],
    };
    for column in needed.iter().filter(|column| row.text(column).is_empty()) {
        fault(&kinds::PACKAGE_TARGET_VALUE, column, "");
    }
    let beside = [("tolerance", Operator::About), ("side", Operator::About), ("standard", Operator::Standard)];
    for (column, wanted) in beside.into_iter().filter(|(_, wanted)| *wanted != operator) {
        if !row.text(column).is_empty() {
            fault(&kinds::PACKAGE_UNUSED, column, wanted.as_str());
        }
    }
}

/// The year lies in the plan's period; a later one says why.
fn year(row: &Row, target: &Target, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let (start, end) = (context.plan.start, context.plan.end);
    let later = target.year > end && target.note.is_some();
    if !(start..=end).contains(&target.year) && !later && start <= end {
        let problem = row.problem(&kinds::PACKAGE_TARGET_YEAR, "year");
        problems.push(problem.with("start", start).with("end", end));
    }
}

/// A figure of the plan's text has its exact words, on the line that is named. What stands in another level's plan
/// may be quoted from there.
fn quote(row: &Row, target: &Target, context: &Context<'_>, problems: &mut Vec<Problem>) {
    let of_text = target.status == TargetStatus::Plan;
    for column in ["quote", "line"].into_iter().filter(|column| of_text && row.text(column).is_empty()) {
        problems.push(row.problem(&kinds::PACKAGE_QUOTE_MISSING, column).with("column", column));
    }
    let Some(quote) = target.quote.as_deref().filter(|_| of_text || target.set == TargetSet::Own) else { return };
    if of_text && let Some(value) = target.value.filter(|value| contradicts(quote, *value)) {
        let problem = row.problem(&kinds::PACKAGE_QUOTE_VALUE, "value").with("quote", quote);
        problems.push(problem.with("value", value.normalize()));
    }
    let Some(document) = &context.document else { return };
    let places = document.places(quote);
    if places.is_empty() {
        return problems.push(row.problem(&kinds::PACKAGE_QUOTE_ABSENT, "quote"));
    }
    let Some(line) = target.line.and_then(|line| usize::try_from(line).ok()) else { return };
    if line > document.lines() {
        return numbers::line(row, target.line, context, problems);
    }
    if !places.iter().any(|(first, last)| (*first..=*last).contains(&line)) {
        let found = places.iter().map(|(first, _)| first.to_string()).collect::<Vec<_>>().join("、");
        problems.push(row.problem(&kinds::PACKAGE_QUOTE_LINE, "line").with("found", found));
    }
}

/// Whether a quote has figures and none of them, nor the share that two of them make, is the value. A count written in
/// words, 全覆盖 and the like name none.
fn contradicts(quote: &str, value: Decimal) -> bool {
    let digit = |c: char| matches!(c, '0'..='9' | '０'..='９' | '.' | '．' | ',');
    let mut figures: Vec<Decimal> = Vec::new();
    for (at, text) in pieces(quote, digit) {
        let year = text.chars().count() == 4 && quote[at + text.len()..].trim_start().starts_with('年');
        figures.extend(number::read(text.trim_matches([',', '.'])).ok().filter(|_| !year));
    }
    let near = |made: Option<Decimal>| made.is_some_and(|made| (made - value).abs() < Decimal::new(1, 2));
    let made = |two: &[Decimal]| {
        let quotient = two[0].checked_div(two[1]);
        near(quotient) || near(quotient.map(|share| share * Decimal::ONE_HUNDRED))
    };
    !figures.is_empty() && !figures.contains(&value) && !figures.windows(2).any(made)
}

/// The runs of characters that are meant, each with its place.
fn pieces(text: &str, meant: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(from) = rest.find(&meant) {
        let run = rest[from..].find(|c| !meant(c)).map_or(rest.len(), |length| from + length);
        found.push((text.len() - rest.len() + from, &rest[from..run]));
        rest = &rest[run..];
    }
    found
}

/// Whether a gap can be read: a difference, or a ratio of like to like, which is 1 or 100 % where both are equal.
fn has_parity(indicator: &Indicator) -> bool {
    match indicator.kind {
        IndicatorKind::Gap => true,
        IndicatorKind::Ratio | IndicatorKind::Index => ["%", "", "1", ":1"].contains(&indicator.unit.as_str()),
        _ => false,
    }
}

/// Breakdown, unit and standard are those of the indicator.
fn against(row: &Row, target: &Target, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    shelf.breakdown(row, "breakdown", &target.breakdown, Some(target.year), problems);
    let Some(indicator) = target.indicator.as_ref().and_then(|code| shelf.catalogue.indicators.get(code)) else {
        return;
    };
    let code = indicator.code.as_str();
    for dimension in target.breakdown.dimensions() {
        shelf.within(row, "breakdown", (code, &indicator.breakdowns), dimension, problems);
    }
    if target.operator == Operator::Narrow && !has_parity(indicator) {
        problems.push(row.problem(&kinds::PACKAGE_TARGET_GAP, "operator").with("indicator", code));
    }
    if target.value.is_some() {
        shelf.unit(row, code, &indicator.unit, problems);
    }
    let standard = target.standard.as_ref();
    let standard = shelf.catalogue.standards.iter().find(|known| Some(&known.code) == standard);
    if let Some(standard) = standard.filter(|standard| standard.indicator != indicator.code) {
        let problem = row.problem(&kinds::PACKAGE_STANDARD_OTHER, "standard");
        problems.push(problem.with("other", &standard.indicator).with("indicator", code));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stands_in_its_quote() {
        let fits = |quote: &str, value: &str| !contradicts(quote, value.parse().expect("a number"));
        for (quote, value) in [
            ("孕产妇死亡率下降到8/10万以下", "8"),
            ("2025年达到９５%以上", "95"),
            ("不少于1,200人", "1200"),
            ("占三分之二", "66.67"),
            ("男女比例为3:2", "1.5"),
            ("覆盖2/3以上", "66.67"),
            ("实现全覆盖", "100"),
        ] {
            assert!(fits(quote, value), "{quote} {value}");
        }
        assert!(!fits("孕产妇死亡率下降到8/10万以下", "6"));
        assert!(!fits("2025年达到95%以上", "2025"));
    }
}
