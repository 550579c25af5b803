//! A catalogue: its tables read, and held against one another.

use heng_base::problem::Problem;

use super::descriptor::CatalogueHead;
use super::known::{AREA, INDICATOR, ITEM, Known, SOURCE, STANDARD, Shelf};
use super::table::values;
use super::{Files, areas, codes, indicators, items, references, sources, standards};
use crate::model::Catalogue;

/// Reads the tables; `None` where `datapackage.json` does not name code and version.
pub(super) fn read(head: CatalogueHead, files: &Files, problems: &mut Vec<Problem>) -> Option<Catalogue> {
    let items = values(items::TABLE.required(files, problems));
    let indicators = values(indicators::TABLE.required(files, problems));
    let lists = codes::read(files, problems);
    let missing = values(codes::MISSING.required(files, problems));
    let areas = values(areas::TABLE.required(files, problems));
    let sources = values(sources::TABLE.required(files, problems));
    let references = values(references::TABLE.required(files, problems));
    let standards = values(standards::TABLE.required(files, problems));
    Some(Catalogue {
        code: head.code?,
        version: head.version?,
        items: items.into_iter().map(|item| (item.code.clone(), item)).collect(),
        indicators: indicators.into_iter().map(|indicator| (indicator.code.clone(), indicator)).collect(),
        codes: lists,
        missing,
        areas: areas.into_iter().map(|area| (area.code.clone(), area)).collect(),
        sources: sources.into_iter().map(|source| (source.code.clone(), source)).collect(),
        references,
        standards,
    })
}

/// The rules between the tables.
pub(super) fn check(catalogue: &Catalogue, files: &Files, problems: &mut Vec<Problem>) {
    let items = items::TABLE.again(files);
    let indicators = indicators::TABLE.again(files);
    let areas = areas::TABLE.again(files);
    let sources = sources::TABLE.again(files);
    let standards = standards::TABLE.again(files);
    // A row with a bad cell is still a row: what refers to it is not in fault.
    let shelf = Shelf {
        items: Known::column(ITEM, &items, "code"),
        indicators: Known::column(INDICATOR, &indicators, "code"),
        areas: Known::column(AREA, &areas, "code"),
        sources: Known::column(SOURCE, &sources, "code"),
        standards: Known::column(STANDARD, &standards, "code"),
        ..Shelf::new(catalogue)
    };
    items::check(&items, &shelf, problems);
    indicators::check(&indicators, &shelf, problems);
    codes::check(files, problems);
    areas::check(&areas, &shelf, problems);
    references::check(&references::TABLE.again(files), &shelf, problems);
    standards::check(&standards, &shelf, problems);
}
