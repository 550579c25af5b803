//! Tables of a catalogue.

use heng_base::codes::{AreaCode, IndicatorCode, ItemCode, SourceCode};
use heng_base::period::Period;
use heng_base::problem::{Problem, kinds};
use heng_base::text::Text;
use rust_decimal::Decimal;

use super::table::{Column, Row};
use super::{Files, table, unique};
use crate::model::{
    Area, Catalogue, CodeEntry, Indicator, IndicatorFormula, Item, MissingReason, Operator, Reference, Source, Standard,
};

pub(super) const FREQUENCIES: &[&str] = &["month", "quarter", "half", "year", "2y", "3y", "5y", "term"];
const KINDS: &[&str] = &["count", "proportion", "rate", "gross_rate", "ratio", "gap", "index", "fact"];

const ITEMS: &[Column] = &[
    ("code", true),
    ("name_zh", true),
    ("name_en", false),
    ("unit", true),
    ("value_type", true),
    ("breakdowns", false),
    ("min", false),
    ("max", false),
    ("frequency", true),
    ("carry_years", false),
    ("definition", false),
    ("doubt", false),
    ("valid_from", false),
    ("valid_to", false),
    ("upper_code", false),
];

const INDICATORS: &[Column] = &[
    ("code", true),
    ("name_zh", true),
    ("name_en", false),
    ("kind", true),
    ("unit", true),
    ("numerator", false),
    ("denominator", false),
    ("factor", false),
    ("formula", false),
    ("direction", true),
    ("decimals", true),
    ("breakdowns", false),
    ("frequency", true),
    ("carry_years", false),
    ("definition", false),
    ("doubt", false),
    ("source_note", false),
    ("valid_from", false),
    ("valid_to", false),
    ("upper_code", false),
];

const CODES: &[Column] = &[("code", true), ("name_zh", true), ("name_en", false), ("parent", false)];
const MISSING: &[Column] =
    &[("code", true), ("name_zh", true), ("name_en", false), ("obs_status", true), ("conf_status", true)];
const AREAS: &[Column] = &[("code", true), ("name_zh", true), ("name_en", false), ("type", true), ("parent", false)];
const SOURCES: &[Column] = &[("code", true), ("title", true), ("url", false), ("publisher", false), ("rank", true)];
const REFERENCES: &[Column] = &[
    ("indicator", true),
    ("area", true),
    ("period", true),
    ("breakdown", false),
    ("value", true),
    ("unit", true),
    ("source", true),
];
const STANDARDS: &[Column] = &[
    ("code", true),
    ("indicator", true),
    ("issuer", true),
    ("document", true),
    ("operator", true),
    ("value", true),
    ("unit", true),
    ("valid_from", true),
    ("valid_to", false),
    ("source_url", false),
];

pub(super) fn read(code: String, version: String, files: &Files, problems: &mut Vec<Problem>) -> Catalogue {
    let mut catalogue = Catalogue { code, version, ..Catalogue::default() };
    let rows = table(files, "items.csv", ITEMS, true, problems);
    unique(&rows, "code", problems);
    for item in rows.iter().filter_map(|row| item(row, problems)) {
        catalogue.items.entry(item.code.clone()).or_insert(item);
    }
    let rows = table(files, "indicators.csv", INDICATORS, true, problems);
    unique(&rows, "code", problems);
    for indicator in rows.iter().filter_map(|row| indicator(row, problems)) {
        catalogue.indicators.entry(indicator.code.clone()).or_insert(indicator);
    }
    let rows = table(files, "areas.csv", AREAS, true, problems);
    unique(&rows, "code", problems);
    for area in rows.iter().filter_map(|row| area(row, problems)) {
        catalogue.areas.insert(area.code.clone(), area);
    }
    let rows = table(files, "sources.csv", SOURCES, true, problems);
    unique(&rows, "code", problems);
    for source in rows.iter().filter_map(|row| source(row, problems)) {
        catalogue.sources.insert(source.code.clone(), source);
    }
    let rows = table(files, "references.csv", REFERENCES, false, problems);
    catalogue.references = rows.iter().filter_map(|row| reference(row, problems)).collect();
    let rows = table(files, "standards.csv", STANDARDS, false, problems);
    unique(&rows, "code", problems);
    catalogue.standards = rows.iter().filter_map(|row| standard(row, problems)).collect();
    codes(&mut catalogue, files, problems);
    catalogue
}

fn codes(catalogue: &mut Catalogue, files: &Files, problems: &mut Vec<Problem>) {
    let lists = files.keys().filter_map(|path| path.strip_prefix("codes/")?.strip_suffix(".csv").map(str::to_owned));
    for list in lists {
        let path = format!("codes/{list}.csv");
        if list == "missing" {
            let rows = table(files, &path, MISSING, true, problems);
            unique(&rows, "code", problems);
            catalogue.missing = rows
                .iter()
                .map(|row| MissingReason {
                    code: row.text("code").to_owned(),
                    name: name(row),
                    obs_status: row.text("obs_status").to_owned(),
                    conf_status: row.text("conf_status").to_owned(),
                })
                .collect();
        } else {
            let rows = table(files, &path, CODES, true, problems);
            unique(&rows, "code", problems);
            let entry = |row: &Row| CodeEntry {
                code: row.text("code").to_owned(),
                name: name(row),
                parent: row.optional("parent"),
            };
            catalogue.codes.insert(list, rows.iter().map(entry).collect());
        }
    }
    if catalogue.missing.is_empty() {
        problems.push(super::missing("codes/missing.csv", "空单元格的原因表必须有"));
    }
}

pub(super) fn name(row: &Row) -> Text {
    Text::new(row.text("name_zh"), row.optional("name_en"))
}

fn item(row: &Row, problems: &mut Vec<Problem>) -> Option<Item> {
    let code = row.code("code", problems, ItemCode::parse);
    let value_type = row.word("value_type", &["integer", "decimal", "boolean", "stage"], problems);
    let frequency = row.word("frequency", FREQUENCIES, problems);
    Some(Item {
        min: row.number("min", problems),
        max: row.number("max", problems),
        carry_years: row.number("carry_years", problems),
        valid_from: row.number("valid_from", problems),
        valid_to: row.number("valid_to", problems),
        code: code?,
        name: name(row),
        unit: row.text("unit").to_owned(),
        value_type: value_type?,
        breakdowns: row.list("breakdowns"),
        frequency: frequency?,
        definition: row.optional("definition"),
        doubt: row.optional("doubt"),
        upper_code: row.optional("upper_code"),
    })
}

fn indicator(row: &Row, problems: &mut Vec<Problem>) -> Option<Indicator> {
    let code = row.code("code", problems, IndicatorCode::parse);
    let kind = row.word("kind", KINDS, problems);
    let direction = row.word("direction", &["up", "down", "hold"], problems);
    let decimals = row.number("decimals", problems);
    let frequency = row.word("frequency", FREQUENCIES, problems);
    let formula = formula(row, problems);
    Some(Indicator {
        carry_years: row.number("carry_years", problems),
        valid_from: row.number("valid_from", problems),
        valid_to: row.number("valid_to", problems),
        code: code?,
        name: name(row),
        kind: kind?,
        unit: row.text("unit").to_owned(),
        formula,
        direction: direction?,
        decimals: decimals?,
        breakdowns: row.list("breakdowns"),
        frequency: frequency?,
        definition: row.optional("definition"),
        doubt: row.optional("doubt"),
        source_note: row.optional("source_note"),
        upper_code: row.optional("upper_code"),
    })
}

/// Either numerator (with denominator and factor), or formula, or neither; never both.
fn formula(row: &Row, problems: &mut Vec<Problem>) -> IndicatorFormula {
    let (numerator, denominator) = (row.optional("numerator"), row.optional("denominator"));
    match (numerator, row.optional("formula")) {
        (Some(numerator), None) => {
            let factor = row.number("factor", problems).unwrap_or(Decimal::ONE);
            IndicatorFormula::Fraction { numerator, denominator, factor }
        }
        (None, Some(text)) => IndicatorFormula::Expression { text },
        (None, None) => {
            if denominator.is_some() {
                problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, "numerator"));
            }
            IndicatorFormula::Published
        }
        (Some(_), Some(text)) => {
            problems.push(
                row.problem(&kinds::PACKAGE_RULE, "formula")
                    .with("what", "分子与公式只能写一种")
                    .with("expected", "差值与指数写 formula,其余写 numerator 与 denominator"),
            );
            IndicatorFormula::Expression { text }
        }
    }
}

fn area(row: &Row, problems: &mut Vec<Problem>) -> Option<Area> {
    Some(Area {
        parent: row.code("parent", problems, AreaCode::parse),
        code: row.code("code", problems, AreaCode::parse)?,
        name: name(row),
        area_type: row.text("type").to_owned(),
    })
}

fn source(row: &Row, problems: &mut Vec<Problem>) -> Option<Source> {
    let rank = row.number("rank", problems);
    Some(Source {
        code: row.code("code", problems, SourceCode::parse)?,
        title: row.text("title").to_owned(),
        url: row.optional("url"),
        publisher: row.optional("publisher"),
        rank: rank?,
    })
}

pub(super) fn period(row: &Row, column: &str, problems: &mut Vec<Problem>) -> Option<Period> {
    row.read(column, "写法如 2025、2025-S1、2025-Q1、2025-06", problems, |text| Period::parse(text).ok())
}

fn reference(row: &Row, problems: &mut Vec<Problem>) -> Option<Reference> {
    let indicator = row.code("indicator", problems, IndicatorCode::parse);
    let area = row.code("area", problems, AreaCode::parse);
    let period = period(row, "period", problems);
    let value = row.number("value", problems);
    Some(Reference {
        breakdown: row.breakdown("breakdown", problems),
        source: row.code("source", problems, SourceCode::parse)?,
        indicator: indicator?,
        area: area?,
        period: period?,
        value: value?,
        unit: row.text("unit").to_owned(),
    })
}

pub(super) fn operator(row: &Row, problems: &mut Vec<Problem>) -> Option<Operator> {
    let words = Operator::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" ");
    row.read("operator", &format!("应为以下之一:{words}"), problems, Operator::parse)
}

fn standard(row: &Row, problems: &mut Vec<Problem>) -> Option<Standard> {
    let indicator = row.code("indicator", problems, IndicatorCode::parse);
    let operator = operator(row, problems);
    let value = row.number("value", problems);
    Some(Standard {
        valid_to: row.number("valid_to", problems),
        valid_from: row.number("valid_from", problems)?,
        code: row.text("code").to_owned(),
        indicator: indicator?,
        issuer: row.text("issuer").to_owned(),
        document: row.text("document").to_owned(),
        operator: operator?,
        value: value?,
        unit: row.text("unit").to_owned(),
        source_url: row.optional("source_url"),
    })
}
