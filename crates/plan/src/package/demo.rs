//! The package of a demo store, `docs/package-format.md`: `<plan>.csv` says how each figure is made, `towns.csv` how
//! it is spread over towns, `planted.csv` which problems are put in, `datapackage.json` from what seed and until which year.

use std::collections::BTreeMap;

use heng_base::codes::{ItemCode, UnitCode};
use heng_base::problem::{Problem, kinds};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::Files;
use super::known::{Known, Shelf, UNIT};
use super::row::Row;
use super::table::{Rows, Table, may, must, values};
use crate::model::{Catalogue, Demo, DemoLevel, DemoSpread, DemoValue, Plan, Planted, PlantedKind};

const HEAD: &str = "datapackage.json";

const LEVELS: Table<DemoLevel> = Table {
    file: "",
    columns: &[
        must("item"),
        must("name_zh"),
        may("of"),
        may("most"),
        may("start"),
        may("change"),
        may("noise"),
        may("decimals"),
        may("female"),
        may("female_change"),
        may("male"),
        may("rural"),
        may("rural_change"),
        may("series"),
        may("spread"),
    ],
    key: &["item"],
    read: level,
};

const PLANTED: Table<Planted> = Table {
    file: "planted.csv",
    columns: &[
        must("id"),
        must("kind"),
        must("unit"),
        may("year"),
        may("cell"),
        may("value"),
        may("note"),
        must("shows"),
    ],
    key: &["id"],
    read: planted,
};

/// A town, and its weight in each spread.
type Town = (UnitCode, Vec<(DemoSpread, Decimal)>);

const TOWNS: Table<Town> = Table {
    file: "towns.csv",
    columns: &[
        must("unit"),
        must("name_zh"),
        may("people"),
        may("countryside"),
        may("villages"),
        may("communities"),
        may("places"),
        may("congress"),
        may("even"),
    ],
    key: &["unit"],
    read: town,
};

const SPREADS: &[(&str, DemoSpread)] = &[
    ("people", DemoSpread::People),
    ("countryside", DemoSpread::Countryside),
    ("villages", DemoSpread::Villages),
    ("communities", DemoSpread::Communities),
    ("places", DemoSpread::Places),
    ("congress", DemoSpread::Congress),
    ("even", DemoSpread::Even),
];

const KINDS: &[(&str, PlantedKind)] = &[
    ("trend", PlantedKind::Trend),
    ("value", PlantedKind::Value),
    ("copied", PlantedKind::Copied),
    ("missing", PlantedKind::Missing),
    ("explained", PlantedKind::Explained),
    ("late", PlantedKind::Late),
    ("returned", PlantedKind::Returned),
    ("reviewer_returned", PlantedKind::ReviewerReturned),
    ("returned_twice", PlantedKind::ReturnedTwice),
    ("revised", PlantedKind::Revised),
    ("silent", PlantedKind::Silent),
    ("stops", PlantedKind::Stops),
];

/// `datapackage.json`, as far as Heng reads it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Descriptor {
    heng: DemoHead,
}

/// What a demo package says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DemoHead {
    /// Folder of the plan package, seen from this one.
    pub plan: String,
    pub seed: String,
    pub until: i32,
}

/// The head of a demo package, by which its plan is found.
///
/// # Errors
/// Where there is no `datapackage.json` or it cannot be read.
pub fn read_demo_head(files: &Files) -> Result<DemoHead, Problem> {
    let missing = || Problem::new(&kinds::PACKAGE_FILE_MISSING).with("value", HEAD).file(HEAD);
    let bytes = files.get(HEAD).ok_or_else(missing)?;
    let read: Result<Descriptor, _> = serde_json::from_slice(bytes);
    read.map(|read| read.heng).map_err(|error| {
        let zh = format!("datapackage.json 的 heng 应写有 plan、seed、until({error})");
        Problem::expected(HEAD, zh, format!("heng of datapackage.json holds plan, seed, until ({error})")).file(HEAD)
    })
}

/// Reads a demo package against its plan and catalogue: every item that the plan's forms ask for has a row, every unit,
/// item and reason exists, and no item is a part of itself. All problems at once.
pub fn read_demo(head: &DemoHead, files: &Files, plan: &Plan, catalogue: &Catalogue) -> (Demo, Vec<Problem>) {
    let mut problems = Vec::new();
    let (file, none) = (format!("{}.csv", plan.code), Vec::new());
    if !files.contains_key(&file) {
        problems.push(Problem::new(&kinds::PACKAGE_FILE_MISSING).with("value", &file).file(&file));
    }
    let levels = LEVELS.bytes(&file, files.get(&file).unwrap_or(&none), &mut problems);
    let planted = PLANTED.required(files, &mut problems);
    let towns = TOWNS.optional(files, &mut problems);
    let units = Known::new(UNIT, plan.units.keys().map(|code| code.as_str()));
    towns.iter().for_each(|(row, _)| units.cell(row, "unit", &mut problems));
    let shelf = Shelf::new(catalogue);
    check_levels(&levels, &shelf, &mut problems);
    check_planted(&planted, &units, &shelf, &mut problems);
    let levels: BTreeMap<ItemCode, DemoLevel> =
        values(levels).into_iter().map(|level| (level.item.clone(), level)).collect();
    for asked in plan.form_items.iter().filter(|asked| !levels.contains_key(&asked.item)) {
        let (zh, en) = ("报表要填的数据项,在表中补一行", "an item that forms ask for: add a row for it");
        problems.push(Problem::expected(&asked.item, zh, en).file(&file).field("item"));
    }
    for item in levels.keys().filter(|item| turns(item, &levels)) {
        let problem = Problem::new(&kinds::PACKAGE_CYCLE).with("what_zh", "数据项").with("what_en", "the item");
        problems.push(problem.with("chain", item).file(&file).field("of"));
    }
    let weights = values(towns)
        .into_iter()
        .flat_map(|(unit, weights)| weights.into_iter().map(move |(spread, weight)| ((unit.clone(), spread), weight)));
    let demo = Demo {
        until: head.until,
        seed: head.seed.clone(),
        levels,
        weights: weights.collect(),
        planted: values(planted),
    };
    (demo, problems)
}

/// Whether the way from part to whole leads back to the item.
fn turns(item: &ItemCode, levels: &BTreeMap<ItemCode, DemoLevel>) -> bool {
    let whole = |item: &ItemCode| levels.get(item).and_then(|level| level.of.clone());
    let mut way = std::iter::successors(whole(item), whole).take(levels.len());
    way.any(|next| next == *item)
}

fn level(row: &Row, problems: &mut Vec<Problem>) -> Option<DemoLevel> {
    let mut number = |column| row.decimal(column, problems);
    let (start, change, noise) = (number("start"), number("change"), number("noise"));
    let (female, female_change, male) = (number("female"), number("female_change"), number("male"));
    let (rural, rural_change, most) = (number("rural"), number("rural_change"), number("most"));
    let series = row.text("series").split('|').map(|part| given(row, part, problems)).collect();
    if start.is_none() && row.text("series").is_empty() {
        problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, "start"));
    }
    Some(DemoLevel {
        item: row.code("item", ItemCode::parse, problems)?,
        of: row.code("of", ItemCode::parse, problems),
        most: most.unwrap_or(Decimal::ONE_HUNDRED),
        start: start.unwrap_or_default(),
        change: change.unwrap_or_default(),
        noise: noise.unwrap_or_default(),
        decimals: row.integer("decimals", 0, 6, problems).unwrap_or_default(),
        female,
        female_change: female_change.unwrap_or_default(),
        male,
        rural,
        rural_change: rural_change.unwrap_or_default(),
        series,
        spread: row.word("spread", SPREADS, problems).unwrap_or(DemoSpread::People),
    })
}

/// A place of a series: a number, the code of a reason, or nothing.
fn given(row: &Row, part: &str, problems: &mut Vec<Problem>) -> Option<DemoValue> {
    let part = part.trim();
    if part.is_empty() {
        return None;
    }
    if part.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Some(DemoValue::Missing(part.to_owned()));
    }
    let value = heng_base::number::read(part).ok();
    if value.is_none() {
        problems.push(row.problem(&kinds::TABLE_NOT_NUMBER, "series").with("value", part));
    }
    value.map(DemoValue::Value)
}

fn town(row: &Row, problems: &mut Vec<Problem>) -> Option<Town> {
    let weights = SPREADS.iter().filter_map(|(column, spread)| Some((*spread, row.decimal(column, problems)?)));
    let weights = weights.collect();
    Some((row.code("unit", UnitCode::parse, problems)?, weights))
}

fn planted(row: &Row, problems: &mut Vec<Problem>) -> Option<Planted> {
    let unit = row.code("unit", UnitCode::parse, problems);
    let kind = row.word("kind", KINDS, problems);
    let year = row.year("year", problems);
    Some(Planted {
        id: row.owned("id"),
        kind: kind?,
        unit: unit?,
        year,
        cell: row.filled("cell"),
        value: row.filled("value"),
        note: row.filled("note"),
    })
}

fn check_levels(rows: &Rows<DemoLevel>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, level) in rows {
        shelf.items.cell(row, "item", problems);
        shelf.items.cell(row, "of", problems);
        for value in level.iter().flat_map(|level| level.series.iter().flatten()) {
            if let DemoValue::Missing(code) = value {
                reason(row, "series", code, shelf.catalogue, problems);
            }
        }
    }
}

fn check_planted(rows: &Rows<Planted>, units: &Known, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, planted) in rows {
        units.cell(row, "unit", problems);
        let item = row.text("cell").split('[').next().unwrap_or_default();
        shelf.items.named(row, "cell", item, problems);
        let Some(planted) = planted else { continue };
        if let (PlantedKind::Missing, Some(code)) = (planted.kind, &planted.value) {
            reason(row, "value", code, shelf.catalogue, problems);
        }
        let columns: &[&str] = match planted.kind {
            PlantedKind::Trend | PlantedKind::Silent => &[],
            PlantedKind::Copied => &["cell"],
            PlantedKind::Late | PlantedKind::Stops => &["value"],
            PlantedKind::Value | PlantedKind::Missing => &["cell", "value"],
            _ => &["cell", "value", "note"],
        };
        for column in columns.iter().filter(|column| row.text(column).is_empty()) {
            problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, column));
        }
    }
}

fn reason(row: &Row, column: &str, code: &str, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    if !catalogue.missing.iter().any(|known| known.code == code) {
        let known: Vec<_> = catalogue.missing.iter().map(|known| known.code.as_str()).collect();
        let problem = row.problem(&kinds::ENTRY_REASON_UNKNOWN, column);
        problems.push(problem.with("value", code).with("known", known.join(", ")));
    }
}
