//! `indicators.csv`: how items become one figure.

use std::collections::BTreeMap;

use heng_base::codes::IndicatorCode;
use heng_base::problem::{Problem, kinds};
use rust_decimal::Decimal;

use super::formula;
use super::items::{FREQUENCIES, plain_code};
use super::known::Shelf;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use super::versions::{self, Version};
use crate::model::{Direction, Indicator, IndicatorFormula, IndicatorKind};

pub(super) const TABLE: Table<Indicator> = Table {
    file: "indicators.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        may("name_en"),
        must("kind"),
        must("unit"),
        may("numerator"),
        may("denominator"),
        may("factor"),
        may("formula"),
        must("direction"),
        must("decimals"),
        may("breakdowns"),
        must("frequency"),
        may("carry_years"),
        may("definition"),
        may("doubt"),
        may("source_note"),
        may("valid_from"),
        may("valid_to"),
        may("upper_code"),
    ],
    key: &["code", "valid_from"],
    read: indicator,
};

pub(super) const KINDS: &[(&str, IndicatorKind)] = &[
    ("count", IndicatorKind::Count),
    ("proportion", IndicatorKind::Proportion),
    ("rate", IndicatorKind::Rate),
    ("gross_rate", IndicatorKind::GrossRate),
    ("ratio", IndicatorKind::Ratio),
    ("gap", IndicatorKind::Gap),
    ("index", IndicatorKind::Index),
    ("fact", IndicatorKind::Fact),
];

pub(super) const DIRECTIONS: &[(&str, Direction)] =
    &[("up", Direction::Up), ("down", Direction::Down), ("hold", Direction::Hold)];

/// Columns that hold a formula.
const FORMULAS: [&str; 3] = ["numerator", "denominator", "formula"];

fn indicator(row: &Row, problems: &mut Vec<Problem>) -> Option<Indicator> {
    let code = row.code("code", IndicatorCode::parse, problems);
    let kind = row.word("kind", KINDS, problems);
    let direction = row.word("direction", DIRECTIONS, problems);
    let decimals = row.integer("decimals", 0, 10, problems);
    let frequency = row.word("frequency", FREQUENCIES, problems);
    let factor = row.decimal("factor", problems);
    Some(Indicator {
        carry_years: row.integer("carry_years", 0, 100, problems),
        valid_from: row.year("valid_from", problems),
        valid_to: row.year("valid_to", problems),
        code: code?,
        name: row.name(),
        kind: kind?,
        unit: row.owned("unit"),
        formula: source(row, factor),
        direction: direction?,
        decimals: decimals?,
        breakdowns: row.list("breakdowns"),
        frequency: frequency?,
        definition: row.filled("definition"),
        doubt: row.filled("doubt"),
        source_note: row.filled("source_note"),
        upper_code: row.filled("upper_code"),
        earlier: Vec::new(),
    })
}

/// Where the value comes from. A row that says two things at once is reported by the check.
fn source(row: &Row, factor: Option<Decimal>) -> IndicatorFormula {
    match (row.filled("numerator"), row.filled("formula")) {
        (Some(numerator), _) => IndicatorFormula::Fraction {
            numerator,
            denominator: row.filled("denominator"),
            factor: factor.unwrap_or(Decimal::ONE),
        },
        (None, Some(text)) => IndicatorFormula::Expression { text },
        (None, None) => IndicatorFormula::Published,
    }
}

impl Version for Indicator {
    const SAME: &'static [&'static str] = &["kind", "unit"];

    fn valid_from(&self) -> Option<i32> {
        self.valid_from
    }

    fn earlier(&mut self) -> &mut Vec<Self> {
        &mut self.earlier
    }
}

pub(super) fn check(rows: &Rows<Indicator>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    versions::check(rows, problems);
    let mut uses: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (row, indicator) in rows {
        plain_code(row, problems);
        shelf.dimension_list(row, "breakdowns", problems);
        if let Some(indicator) = indicator {
            row.ordered(("valid_from", indicator.valid_from), ("valid_to", indicator.valid_to), problems);
            shape(row, indicator.kind, problems);
        }
        for column in FORMULAS {
            formula::check(row, column, shelf, problems);
            uses.entry(row.text("code")).or_default().extend(formula::indicators(row.text(column)));
        }
    }
    for chain in cycles(&uses) {
        let [first, second, ..] = chain.as_slice() else { continue };
        let own = rows.iter().map(|(row, _)| row).filter(|row| row.text("code") == first);
        let mut places = own.flat_map(|row| FORMULAS.iter().map(move |column| (row, *column)));
        let at = |(row, column): (&'_ Row, &'static str)| {
            let character = formula::at_indicator(row.text(column), second)?;
            Some(row.problem(&kinds::PACKAGE_CYCLE, column).character(character))
        };
        if let Some(problem) = places.find_map(at) {
            problems
                .push(problem.with("what_zh", "指标").with("what_en", "indicator").with("chain", chain.join(" → ")));
        }
    }
}

/// Numerator, denominator and factor for a fraction, a numerator alone for count and fact, a formula for gap and
/// index, nothing for what is only published.
fn shape(row: &Row, kind: IndicatorKind, problems: &mut Vec<Problem>) {
    let has = |column: &str| !row.text(column).is_empty();
    let mut fault = |of, column: &str| {
        problems.push(row.problem(of, column).with("kind", row.text("kind")).with("column", column));
    };
    let by_formula = matches!(kind, IndicatorKind::Gap | IndicatorKind::Index);
    let whole = matches!(kind, IndicatorKind::Count | IndicatorKind::Fact);
    if has("formula") && (has("numerator") || has("denominator")) {
        fault(&kinds::PACKAGE_FORMULA_AND_FRACTION, "formula");
    } else if has("formula") && !by_formula {
        fault(&kinds::PACKAGE_FORMULA_KIND, "formula");
    } else if has("numerator") && by_formula {
        fault(&kinds::PACKAGE_FORMULA_KIND, "numerator");
    } else if has("numerator") && !has("denominator") && !whole {
        fault(&kinds::PACKAGE_DENOMINATOR_MISSING, "denominator");
    } else if has("denominator") && !has("numerator") {
        fault(&kinds::PACKAGE_NUMERATOR_MISSING, "numerator");
    } else if has("denominator") && !has("factor") {
        fault(&kinds::PACKAGE_FACTOR_MISSING, "factor");
    }
}

/// Chains by which an indicator comes back to itself, each once, from its first code in alphabetical order.
fn cycles(uses: &BTreeMap<&str, Vec<String>>) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    for start in uses.keys() {
        if found.iter().any(|chain| chain.iter().any(|code| code == start)) {
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        let mut open = vec![vec![(*start).to_owned()]];
        while let Some(chain) = open.pop() {
            let next = chain.last().and_then(|last| uses.get(last.as_str()));
            if next.is_some_and(|next| next.iter().any(|code| code == start)) {
                found.push([chain, vec![(*start).to_owned()]].concat());
                break;
            }
            for code in next.into_iter().flatten().filter(|code| !seen.contains(&code.as_str())).collect::<Vec<_>>() {
                seen.push(code);
                open.push([chain.clone(), vec![code.clone()]].concat());
            }
        }
    }
    found
}
