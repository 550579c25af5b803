//! A catalogue: its tables read, and held against one another.

use heng_base::problem::Problem;

use super::descriptor::CatalogueHead;
use super::known::{AREA, INDICATOR, ITEM, Known, SOURCE, STANDARD, Shelf};
use super::table::values;
use super::{
    Files, areas, checks, codes, disclosure, indicators, items, references, rubric, sources, standards, translations,
    versions,
};
use crate::model::Catalogue;

/// Reads the tables; `None` where `datapackage.json` does not name code and version.
pub(super) fn read(head: CatalogueHead, files: &Files, problems: &mut Vec<Problem>) -> Option<Catalogue> {
    let mut items = values(items::TABLE.required(files, problems));
    let mut indicators = values(indicators::TABLE.required(files, problems));
    let lists = codes::read(files, problems);
    let groupings = codes::groupings(files, problems);
    let missing = values(codes::MISSING.required(files, problems));
    let mut areas = values(areas::TABLE.required(files, problems));
    let sources = values(sources::TABLE.required(files, problems));
    let references = values(references::TABLE.required(files, problems));
    let standards = values(standards::TABLE.required(files, problems));
    let checks = values(checks::TABLE.optional(files, problems));
    let disclosure = values(disclosure::TABLE.optional(files, problems));
    let rubric = values(rubric::TABLE.optional(files, problems));
    translations::check(files, problems);
    let english = translations(files);
    translations::complete(items.iter_mut().map(|item| &mut item.name), &english);
    translations::complete(indicators.iter_mut().map(|indicator| &mut indicator.name), &english);
    translations::complete(areas.iter_mut().map(|area| &mut area.name), &english);
    let units = items.iter().map(|item| &item.unit).chain(indicators.iter().map(|indicator| &indicator.unit));
    let units_en =
        units.filter_map(|unit| english.get_key_value(unit)).map(|(zh, en)| (zh.clone(), en.clone())).collect();
    Some(Catalogue {
        code: head.code?,
        version: head.version?,
        items: versions::by_code(items, |item| item.code.clone()),
        indicators: versions::by_code(indicators, |indicator| indicator.code.clone()),
        codes: lists,
        list_names: head.list_names,
        groupings,
        missing,
        areas: areas.into_iter().map(|area| (area.code.clone(), area)).collect(),
        sources: sources.into_iter().map(|source| (source.code.clone(), source)).collect(),
        references,
        standards,
        checks,
        disclosure,
        rubric,
        units_en,
    })
}

/// The rules between the tables.
pub(super) fn check(catalogue: &Catalogue, files: &Files, problems: &mut Vec<Problem>) {
    // A row with a bad cell is still a row: what refers to it is not in fault.
    let shelf = Shelf {
        items: Known::column(ITEM, &items::TABLE, files, "code"),
        indicators: Known::column(INDICATOR, &indicators::TABLE, files, "code"),
        areas: Known::column(AREA, &areas::TABLE, files, "code"),
        sources: Known::column(SOURCE, &sources::TABLE, files, "code"),
        standards: Known::column(STANDARD, &standards::TABLE, files, "code"),
        ..Shelf::new(catalogue)
    };
    items::check(&items::TABLE.again(files), &shelf, problems);
    indicators::check(&indicators::TABLE.again(files), &shelf, problems);
    codes::check(files, problems);
    areas::check(&areas::TABLE.again(files), &shelf, problems);
    super::boundaries::check(files, catalogue, problems);
    references::check(&references::TABLE.again(files), &shelf, problems);
    standards::check(&standards::TABLE.again(files), &shelf, problems);
    super::upper_codes::check(files, problems);
    checks::check(&checks::TABLE.again(files), &shelf, problems);
    disclosure::check(&disclosure::TABLE.again(files), &shelf, files, problems);
}
