//! `areas.csv`: the tree of areas.

use std::collections::BTreeMap;

use heng_base::codes::AreaCode;
use heng_base::problem::{Problem, kinds};

use super::known::Shelf;
use super::row::Row;
use super::table::{Rows, Table, may, must};
use crate::model::Area;

pub(super) const TABLE: Table<Area> = Table {
    file: "areas.csv",
    columns: &[
        must("code"),
        must("name_zh"),
        may("name_en"),
        must("type"),
        may("parent"),
        may("adds_up"),
        may("tile_column"),
        may("tile_row"),
    ],
    key: &["code"],
    read: area,
};

fn area(row: &Row, problems: &mut Vec<Problem>) -> Option<Area> {
    let code = row.code("code", AreaCode::parse, problems);
    let parent = row.code("parent", AreaCode::parse, problems);
    let adds_up = row.truth("adds_up", problems).unwrap_or(false);
    let mut place = |column| row.integer(column, 0u8, 99, problems);
    let tile = place("tile_column").zip(place("tile_row"));
    Some(Area { code: code?, name: row.name(), area_type: row.owned("type"), parent, tile, adds_up })
}

pub(super) fn check(rows: &Rows<Area>, shelf: &Shelf<'_>, problems: &mut Vec<Problem>) {
    for (row, _) in rows {
        shelf.areas.cell(row, "parent", problems);
        for (one, other) in [("tile_column", "tile_row"), ("tile_row", "tile_column")] {
            if !row.text(one).is_empty() && row.text(other).is_empty() {
                problems.push(row.problem(&kinds::TABLE_CELL_EMPTY, other));
            }
        }
    }
    loops(rows, ("code", "parent"), ("地区", "area"), problems);
}

/// Reports each row from which the second column leads back to it, once a loop.
pub(super) fn loops<T>(
    rows: &Rows<T>,
    (code, next): (&str, &str),
    (what_zh, what_en): (&str, &str),
    problems: &mut Vec<Problem>,
) {
    let follow: BTreeMap<&str, &str> = rows.iter().map(|(row, _)| (row.text(code), row.text(next))).collect();
    let mut looped: Vec<&str> = Vec::new();
    for (row, _) in rows {
        let mut chain = vec![row.text(code)];
        while let Some(to) = chain.last().and_then(|last| follow.get(last)).filter(|to| !to.is_empty()) {
            chain.push(to);
            if chain.len() > rows.len() + 1 || *to == row.text(code) {
                break;
            }
        }
        let returns = chain.len() > 1 && chain.last() == chain.first();
        if returns && !looped.contains(&row.text(code)) {
            looped.extend(&chain);
            let problem = row.problem(&kinds::PACKAGE_CYCLE, next);
            problems.push(problem.with("what_zh", what_zh).with("what_en", what_en).with("chain", chain.join(" → ")));
        }
    }
}
